import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endTracing, startTracing } from '../../src/platform/trace.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { canary, leaked, marked, telling, withLines } from './markers.ts';
import { withSettings, type Opened } from './open.ts';

/** A collector that keeps what it is sent, as it came over the wire. */
type Span = { readonly name: string; readonly spanId: string; readonly parentSpanId?: string; readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[] };
let h: TestHouse;
let own: Opened;
let collector: Server;
let endpoint: string;
const bodies: string[] = [];
beforeAll(async () => {
  h = await openHouse();
  own = await withSettings(h, {});
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
  await own.end();
  await h.end();
});

const arrived = (): readonly Span[] => bodies.flatMap((body) => {
  const sent = JSON.parse(body) as { resourceSpans: readonly { scopeSpans: readonly { spans: readonly Span[] }[] }[] };
  return sent.resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans));
});

/** A request with everything of a matter in its address, and a job that fails over a word of it: what then went over the wire, and which markers stand in it. */
const wired = async (of: Opened): Promise<{ readonly spans: readonly Span[]; readonly wire: string; readonly found: readonly string[]; readonly markers: readonly string[] }> => {
  const { markers, addresses } = await marked(h);
  const before = bodies.length;
  await of.tracing.startTracing({ endpoint, service: 'jauap-test', version: '0', share: 1 });
  for (const [nth, address] of addresses.entries()) expect((await of.app.request(address)).status).toBe(nth === 0 ? 200 : 404);
  const { traced } = of.tracing;
  await expect(traced('job some:job', { 'job.name': 'some:job' }, () => traced('inner', {}, () => Promise.reject(new RangeError(markers.join(' ')))))).rejects.toThrow(canary);
  await of.tracing.endTracing();
  const wire = bodies.slice(before).join('\n');
  return { spans: arrived(), wire, found: leaked(wire, markers), markers };
};

test('requests and jobs reach the collector as patterns and numbers; nothing a person wrote, and no secret link, is in them', async () => {
  const { spans, wire, found, markers } = await wired(own);
  const request = spans.find((span) => span.name === 'GET /:lang{(?:kk|ru|en)}/follow/:token');
  expect(request?.attributes.map((fact) => fact.key).toSorted()).toEqual(['http.request.method', 'http.response.status_code', 'http.route']);
  const [job, inner] = ['job some:job', 'inner'].map((name) => spans.find((span) => span.name === name));
  expect(inner?.parentSpanId).toBe(job?.spanId);
  expect(job?.attributes.find((fact) => fact.key === 'error.type')?.value).toEqual({ stringValue: 'RangeError' });
  expect(wire).toContain('jauap-test');
  console.log(`proof: ${markers.length} markers in ${spans.length} spans on the wire: ${found.length}`);
  expect(found).toEqual([]);
});

/** Each by itself: a request's address, and what an error says. */
const tellers: readonly (readonly [what: string, file: string])[] = [['the address instead of its pattern', 'src/app/server.tsx'], ['the message of an error instead of its class', 'src/platform/trace.ts']];
test.each(tellers)('control: where a span is told %s, the same search finds every marker on the wire', async (what, file) => {
  const { withSettings: copied } = await withLines({ [file]: telling[file] ?? [] });
  const copy = await copied(h, {});
  try {
    const { found, markers } = await wired(copy);
    console.log(`proof: control, spans with ${what}: ${found.length} of ${markers.length} markers on the wire`);
    expect(found).toEqual(markers);
  } finally {
    await copy.end();
  }
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
