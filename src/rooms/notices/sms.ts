import { createHash } from 'node:crypto';
import type { Delivered, Outgoing } from './port.ts';
import { smsText } from './sms-text.ts';

/** One gateway, as its own manual describes the request. Slots: {to} +77010000001, {digits} 77010000001, {text}, {id}. */
export type Gateway = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** must be found in the answer; its first group is how the gateway calls the message. Null: any 2xx */
  readonly success: RegExp | null;
  /** found in the answer: nobody has this number */
  readonly gone: RegExp | null;
};

const timeoutMs = 20_000;
const answerBytes = 64 * 1024;
const mobile = /^\+?\d{10,15}$/;

type Slots = Readonly<Record<'to' | 'digits' | 'text' | 'id', string>>;
const fill = (template: string, slots: Slots, written: (value: string) => string): string =>
  template.replace(/\{(to|digits|text|id)\}/g, (_, name: keyof Slots) => written(slots[name]));

const asJson = (value: string): string => JSON.stringify(value).slice(1, -1);
const asXml = (value: string): string => value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** How a value stands in a body is said by the body's own type. */
const writtenIn = (type: string): ((value: string) => string) => (/json/i.test(type) ? asJson : /xml/i.test(type) ? asXml : /urlencoded/i.test(type) ? encodeURIComponent : (value) => value);

/** The same at every try and says nothing to the gateway: whoever has a notice's own name could answer for the person. */
const idOf = (name: string): string => createHash('sha256').update(`sms\n${name}`).digest('hex').slice(0, 32);

const requestOf = (gateway: Gateway, message: Outgoing): { readonly url: string; readonly init: RequestInit } => {
  const digits = message.to.replace(/\D/g, '');
  const slots: Slots = { to: `+${digits}`, digits, text: smsText(message.subject, message.link, message.stop), id: idOf(message.name) };
  const type = gateway.headers['content-type'] ?? (gateway.body?.trimStart().startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded');
  const headers = Object.fromEntries(Object.entries(gateway.headers).map(([name, value]) => [name, fill(value, slots, encodeURIComponent)]));
  return {
    url: fill(gateway.url, slots, encodeURIComponent),
    init: {
      method: gateway.method, redirect: 'error', signal: AbortSignal.timeout(timeoutMs),
      ...(gateway.method === 'POST' && gateway.body !== null ? { headers: { ...headers, 'content-type': type }, body: fill(gateway.body, slots, writtenIn(type)) } : { headers }),
    },
  };
};

/** As much of the answer as says what became of it. */
const answerOf = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let read = 0;
  if (response.body) for await (const chunk of response.body) {
    chunks.push(chunk);
    read += chunk.byteLength;
    if (read >= answerBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** The channel of port.ts over an HTTP gateway. A mistake of ours or of the gateway's never silences a number; only its own word for «nobody has it» does. */
export const smsChannel = (gateway: Gateway) => async (message: Outgoing): Promise<Delivered> => {
  if (!mobile.test(message.to.replace(/[\s()-]/g, ''))) return { sent: false, gone: true, code: 'address' };
  try {
    const { url, init } = requestOf(gateway, message);
    const response = await fetch(url, init);
    const answer = await answerOf(response);
    if (gateway.gone?.test(answer)) return { sent: false, gone: true, code: 'no_such_number' };
    if (!response.ok) return { sent: false, gone: false, code: `http_${response.status}` };
    const found = gateway.success === null ? [] : gateway.success.exec(answer);
    return found === null ? { sent: false, gone: false, code: 'not_accepted' } : { sent: true, as: found[1]?.slice(0, 200) ?? null };
  } catch (error) {
    return { sent: false, gone: false, code: (error as Error).name === 'TimeoutError' ? 'timeout' : 'unreachable' };
  }
};
