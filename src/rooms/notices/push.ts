import { createECDH, createHash, hkdfSync } from 'node:crypto';
import type { Delivered, Outgoing } from './port.ts';
import { Inside, postOutside } from './push-wire.ts';

export type PushKeys = { readonly publicKey: string; readonly privateKey: string };

/** P-256 keys made from the instance's secret: every process has the same ones, and they are kept wherever the secret is kept. */
export const pushKeys = (secret: string): PushKeys => {
  const curve = createECDH('prime256v1');
  for (let turn = 0; ; turn += 1) {
    const scalar = Buffer.from(hkdfSync('sha256', secret, 'jauap notices', `web push ${turn}`, 32));
    try {
      curve.setPrivateKey(scalar);
    } catch {
      continue; // nought or past the order of the curve: once in 2^32
    }
    return { publicKey: curve.getPublicKey('base64url'), privateKey: scalar.toString('base64url') };
  }
};

/** Where browsers are written to. The address comes from a browser: it must be one of a push service, never one within the house. */
export const pushServiceFits = (endpoint: string, services: readonly string[]): boolean => {
  if (endpoint.length > 1_000 || !URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  const known = services.some((one) => url.host === one || url.host.endsWith(`.${one}`));
  return known && url.username === '' && url.password === '' && (url.protocol === 'https:' || /^127\.0\.0\.1:\d+$/.test(url.host));
};

export type PushSetting = { readonly keys: PushKeys; readonly services: readonly string[]; /** whom a push service may ask about us: a page or an address */ readonly contact: string };

const timeoutMs = 20_000;
/** Staff hear of it the same day or in their letters. */
const keptSeconds = 12 * 60 * 60;
/** A push service takes 4096 bytes with what the cipher adds. */
const mostSubject = 500;

type Subscribed = { readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string } };

/** The channel of port.ts for one browser: what happened and the link, sealed so that only this browser opens it. */
export const pushChannel = ({ keys, services, contact }: PushSetting) => async (message: Outgoing): Promise<Delivered> => {
  const to = JSON.parse(message.to) as Subscribed;
  if (!pushServiceFits(to.endpoint, services)) return { sent: false, gone: true, code: 'address' };
  const name = createHash('sha256').update(message.name).digest('base64url').slice(0, 32);
  const payload = JSON.stringify({ title: message.subject.slice(0, mostSubject), link: message.link, lang: message.lang, name });
  const signal = AbortSignal.timeout(timeoutMs);
  const { default: webPush } = await import('web-push');
  try {
    const request = webPush.generateRequestDetails(to, payload, {
      vapidDetails: { subject: contact, ...keys }, TTL: keptSeconds, contentEncoding: 'aes128gcm', urgency: 'high', topic: name,
    });
    const { 'Content-Length': _, ...headers } = request.headers as Record<string, string>;
    const { status, location } = await postOutside(request.endpoint, { headers, body: request.body ?? Buffer.alloc(0), signal });
    if (status >= 200 && status < 300) return { sent: true, as: location?.slice(0, 500) ?? null };
    // nobody is followed elsewhere
    if (status < 400) return { sent: false, gone: false, code: 'unreachable' };
    return { sent: false, gone: status === 404 || status === 410, code: `http_${status}` };
  } catch (error) {
    return { sent: false, gone: false, code: signal.aborted ? 'timeout' : error instanceof Inside ? 'inside' : 'unreachable' };
  }
};
