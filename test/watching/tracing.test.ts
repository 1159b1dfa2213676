import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endTracing, startTracing, traced } from '../../src/platform/trace.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { ok, openHouse, type TestHouse } from '../support/house.ts';

/** A collector that keeps what it is sent, as it came over the wire. */
type Span = { readonly name: string; readonly spanId: string; readonly parentSpanId?: string; readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[] };
let h: TestHouse;
let collector: Server;
let endpoint: string;
const bodies: string[] = [];
beforeAll(async () => {
  h = await openHouse();
  collector = createServer((asked, answer) => {
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => {
      bodies.push(Buffer.concat(parts).toString('utf8'));
      answer.writeHead(asked.url === '/v1/traces' ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const at = collector.address();
  endpoint = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`;
});
afterAll(async () => {
  await endTracing();
  await new Promise((resolve) => collector.close(resolve));
  await h.end();
});

const arrived = (): readonly Span[] => bodies.flatMap((body) => {
  const sent = JSON.parse(body) as { resourceSpans: readonly { scopeSpans: readonly { spans: readonly Span[] }[] }[] };
  return sent.resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans));
});

test('requests and jobs reach the collector as patterns and numbers; nothing a person wrote, and no secret link, is in them', async () => {
  await startTracing({ endpoint, service: 'jauap-test', version: '0', share: 1 });
  const canary = 'Қанарейқызы';
  const applicant = { kind: 'person' as const, surname: canary, given: 'Әлия', phone: '+77010000001' };
  const one = ok(await register(h.ctx(), aRegistration({ branchId: h.units.tasqala, applicant }))).matters[0];
  if (!one) throw new Error('nothing was registered');
  expect((await h.app.request(`/kk/follow/${one.linkToken}?q=${encodeURIComponent(canary)}`)).status).toBe(200);
  await expect(traced('job some:job', { 'job.name': 'some:job' }, () => traced('inner', {}, () => Promise.reject(new RangeError(canary))))).rejects.toThrow(canary);
  await endTracing();
  const spans = arrived();
  const request = spans.find((span) => span.name === 'GET /:lang{(?:kk|ru|en)}/follow/:token');
  expect(request?.attributes.map((fact) => fact.key).toSorted()).toEqual(['http.request.method', 'http.response.status_code', 'http.route']);
  const [job, inner] = ['job some:job', 'inner'].map((name) => spans.find((span) => span.name === name));
  expect(inner?.parentSpanId).toBe(job?.spanId);
  expect(job?.attributes.find((fact) => fact.key === 'error.type')?.value).toEqual({ stringValue: 'RangeError' });
  const wire = bodies.join('\n');
  expect(wire).toContain('jauap-test');
  const markers = [canary, encodeURIComponent(canary), one.number, one.linkToken, one.followCode];
  console.log(`proof: ${markers.length} markers in ${spans.length} spans on the wire: ${markers.filter((marker) => wire.includes(marker)).length}`);
  for (const secret of markers) expect(wire).not.toContain(secret);
});

test('a collector that is away costs no request anything, and the end waits for it a moment only', async () => {
  await startTracing({ endpoint: 'http://127.0.0.1:9', service: 'jauap-test', version: '0', share: 1 });
  expect((await h.app.request('/healthz')).status).toBe(200);
  const began = performance.now();
  await endTracing();
  // an exporter left to itself waits ten seconds and asks again and again
  expect(performance.now() - began).toBeLessThan(9_000);
});

test('of a share of nothing, nothing is sent', async () => {
  const before = bodies.length;
  await startTracing({ endpoint, service: 'jauap-test', version: '0', share: 0 });
  expect((await h.app.request('/healthz')).status).toBe(200);
  await endTracing();
  expect(bodies.length).toBe(before);
});
