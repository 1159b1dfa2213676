import { isRefusal } from '../../../../kernel/refusal.ts';
import { bare, statusOf, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { capped } from '../../../../platform/web/form.ts';
import { FormTooLarge } from '../../../../platform/web/multipart.ts';
import { siteUrl } from '../../../../platform/web.ts';
import { arrive } from '../../acts/outings/arrive.ts';
import { kitAgain, knownDevice, wiped, type Known } from '../../acts/outings/devices.ts';
import { mostPieceBytes, paperSoFar, takePiece } from '../../acts/outings/papers.ts';
import { arrivalSchema, envelopeSchema } from '../../contract/offline.ts';
import { devicesMay } from '../../policy/outings.ts';

/** What a tablet and the house say to each other: contract/offline.ts. */
const say = (status: number, body: unknown): Response => Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
const wipe = (): Response => say(410, { wipe: true });
export const claimsOf = (asked: Asked): string => `${siteUrl(asked.config)}/kk/outings/visits`;

const mostBodyBytes = 1024 * 1024;

/** Asked first, before a byte of the body is read. `late`: one that was taken back may still hand over. */
const byDevice = (handler: (asked: Asked, known: Known) => Promise<Answer>, o: { readonly late?: boolean; readonly over?: boolean } = {}) => async (asked: Asked): Promise<Answer> => {
  const known = await knownDevice(asked.ctx, asked.raw.req.header('authorization') ?? '');
  if (!known) return say(401, { code: 'device_unknown' });
  if (known.state === 'over' && !o.over) return wipe();
  if (known.state === 'hands_over' && !o.late) return wipe();
  return handler(asked, known);
};

/** Counted while it comes: a length that was not declared is not trusted to be short. */
const bodyOf = async (asked: Asked, most: number): Promise<Buffer | null> => {
  const { raw } = asked.raw.req;
  if (Number(raw.headers.get('content-length') ?? 0) > most) return null;
  try {
    return raw.body ? Buffer.from(await new Response(capped(raw.body, most)).arrayBuffer()) : Buffer.alloc(0);
  } catch (error) {
    const cause = error instanceof FormTooLarge ? error : (error as { cause?: unknown }).cause;
    if (cause instanceof FormTooLarge) return null;
    throw error;
  }
};

const whole = (text: string | null): number => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0);

const kit = byDevice(async (asked, { device }) =>
  say(200, await kitAgain(asked.ctx, device, { appeal: whole(asked.query.get('appeal')), visit: whole(asked.query.get('visit')), claims: claimsOf(asked) })));

const isKey = (key: string): boolean => /^[\w-]{16,200}$/.test(key);

const paper = byDevice(async (asked, { device }) => {
  const key = asked.param('key');
  return isKey(key) ? say(200, await paperSoFar(asked.ctx, device.id, key)) : say(422, { code: 'piece_invalid' });
}, { late: true });

const nameOf = (header: string | undefined): string | null => {
  try {
    const name = decodeURIComponent(header ?? '').slice(0, 200);
    return name === '' ? null : name;
  } catch {
    return null;
  }
};

const piece = byDevice(async (asked, { device }) => {
  const header = (name: string) => asked.raw.req.header(name);
  const [key, name, bytes, sha256] = [asked.param('key'), nameOf(header('x-name')), whole(header('x-bytes') ?? null), header('x-sha256') ?? ''];
  const at = asked.query.get('at') ?? '';
  if (!isKey(key) || name === null || bytes === 0 || !/^[0-9a-f]{64}$/.test(sha256) || !/^\d{1,9}$/.test(at)) return say(422, { code: 'piece_invalid' });
  const body = await bodyOf(asked, mostPieceBytes);
  if (!body) return say(413, { code: 'too_large' });
  const done = await takePiece(asked.ctx, { deviceId: device.id, key, at: Number(at), name, bytes, sha256, body });
  if (isRefusal(done)) return say(statusOf(done), { code: done.code });
  if (done.wrong) return say(422, { code: 'piece_invalid', bytes: 0 });
  return say(done.ahead ? 409 : 200, { bytes: done.bytes, whole: done.whole });
}, { late: true });

const arrivals = byDevice(async (asked, { device, state }) => {
  const body = await bodyOf(asked, mostBodyBytes);
  if (!body) return say(413, { code: 'too_large' });
  const raw = body.toString('utf8');
  const given = jsonOf(raw);
  const parsed = arrivalSchema.safeParse(given);
  const envelope = envelopeSchema.safeParse(given);
  // where it is wrong, never what stands there
  const at = parsed.success ? [] : parsed.error.issues.slice(0, 20).map((issue) => issue.path.join('.'));
  if (!envelope.success) return say(422, { code: 'invalid_body', at });
  const done = await arrive(asked.ctx, { device, state, input: parsed.success ? parsed.data : { ...envelope.data, act: null, at, given }, raw });
  if (isRefusal(done)) return done.code === 'device_over' ? wipe() : say(statusOf(done), { code: done.code, ...done.facts });
  return say(done.state === 'waits_for' ? 409 : 200, done);
}, { late: true, over: true });

const jsonOf = (raw: string): unknown => {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return null;
  }
};

const wipedNow = byDevice(async (asked, { device }) => {
  const done = await wiped(asked.ctx, device.id);
  return isRefusal(done) ? say(statusOf(done), { code: done.code }) : say(200, done);
}, { late: true, over: true });

export const deviceRoutes: readonly Route[] = [
  bare({ method: 'get', path: '/outing-desk/kit', may: devicesMay, handler: kit }),
  bare({ method: 'get', path: '/outing-desk/papers/:key', may: devicesMay, handler: paper }),
  bare({ method: 'post', path: '/outing-desk/papers/:key', may: devicesMay, byHeader: true, handler: piece }),
  bare({ method: 'post', path: '/outing-desk/arrivals', may: devicesMay, byHeader: true, handler: arrivals }),
  bare({ method: 'post', path: '/outing-desk/wiped', may: devicesMay, byHeader: true, handler: wipedNow }),
];
