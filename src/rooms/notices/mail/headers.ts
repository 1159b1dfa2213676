import { decode } from './charset.ts';

export type Field = { readonly key: string; readonly value: string };
export type Fields = readonly Field[];

const mostBytes = 256 * 1024;
const mostFields = 2_000;
const mostValue = 16_000;

/** Where the head ends; all of it when there is no body. */
export const headEnd = (raw: Uint8Array): number => {
  for (let at = 0; at < raw.length; at += 1) {
    if (raw[at] !== 0x0a) continue;
    if (raw[at + 1] === 0x0a) return at + 2;
    if (raw[at + 1] === 0x0d && raw[at + 2] === 0x0a) return at + 3;
  }
  return raw.length;
};

/** The fields of a letter's head, unfolded, each letter a byte: nothing is decoded before addresses are told apart. */
export const fieldsOf = (raw: Uint8Array): Fields => {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(headEnd(raw), mostBytes)).toString('latin1');
  const found: Field[] = [];
  for (const line of head.replace(/\r\n?/g, '\n').split(/\n(?![ \t])/).slice(0, mostFields)) {
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(colon, 0)).toLowerCase();
    if (/^[!-9;-~]{1,80}[ \t]*$/.test(key)) found.push({ key: key.trim(), value: line.slice(colon + 1, colon + 1 + mostValue).replace(/\n/g, ' ').trim() });
  }
  return found;
};

export const first = (fields: Fields, key: string): string => fields.find((field) => field.key === key)?.value ?? '';
export const every = (fields: Fields, key: string): readonly string[] => fields.filter((field) => field.key === key).map((field) => field.value);

const encoded = /=\?([^?\s]{1,60})\?([bqBQ])\?([^?]{0,4000})\?=/g;

const bytesOf = (how: string, text: string): Buffer =>
  how.toLowerCase() === 'b' ? Buffer.from(text, 'base64')
    : Buffer.from(text.replace(/_/g, ' ').replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1');

/** RFC 2047, and what is not: bare bytes of some old charset. Words that were cut within a letter are joined before they are read. */
export const decodeText = (value: string): string => {
  const parts: { charset: string | null; bytes: Buffer }[] = [];
  let at = 0;
  for (const match of value.matchAll(encoded)) {
    const between = value.slice(at, match.index);
    const last = parts.at(-1);
    if (between !== '' && !(last?.charset != null && between.trim() === '')) parts.push({ charset: null, bytes: Buffer.from(between, 'latin1') });
    const [, charset = '', how = '', text = ''] = match;
    const name = (charset.split('*')[0] ?? '').toLowerCase();
    const before = parts.at(-1);
    if (before?.charset === name) before.bytes = Buffer.concat([before.bytes, bytesOf(how, text)]);
    else parts.push({ charset: name, bytes: bytesOf(how, text) });
    at = match.index + match[0].length;
  }
  if (at < value.length) parts.push({ charset: null, bytes: Buffer.from(value.slice(at), 'latin1') });
  return parts.map((part) => decode(part.bytes, part.charset ?? '')).join('').replace(/[\u0000-\u001F\u007F]+/g, ' ').replace(/\s+/g, ' ').trim();
};
