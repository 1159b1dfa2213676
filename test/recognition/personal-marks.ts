import { controlDigit } from '../../src/kernel/iin.ts';
import type { PersonalKind } from '../../src/rooms/recognition/law/personal/kinds.ts';
import { madeUpIin } from '../../src/rooms/appeals/make.ts';

const kinds = { n: 'name', p: 'phone', i: 'iin', c: 'card', b: 'account', v: 'plate', a: 'address', e: 'email', d: 'birth', k: 'document', h: 'health', s: 'social' } as const satisfies Readonly<Record<string, PersonalKind>>;
export type Marked = { readonly text: string; readonly spans: readonly { readonly from: number; readonly to: number; readonly what: PersonalKind }[] };

const luhn = (fifteen: string): string => {
  const sum = [...fifteen].toReversed().reduce((all, digit, place) => all + (place % 2 === 1 ? Number(digit) : Number(digit) * 2 - (Number(digit) > 4 ? 9 : 0)), 0);
  return `${fifteen}${(10 - (sum % 10)) % 10}`;
};
const iban = (serial: number): string => {
  const rest = `999${String(serial).padStart(3, '0')}KZT5000001`.padEnd(16, '0');
  const digits = [...`${rest}KZ00`].map((sign) => Number.parseInt(sign, 36)).join('');
  return `KZ${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${rest}`;
};
const bin = (serial: number): string => {
  for (let tried = serial; ; tried += 1) {
    const eleven = `990140${String(tried).padStart(5, '0')}`;
    const control = controlDigit(eleven);
    if (control !== null) return `${eleven}${control}`;
  }
};
const made: Readonly<Record<string, (serial: number) => string>> = { iin: madeUpIin, bin, card: (serial) => luhn(`9999${String(serial * 7919).padStart(11, '0')}`), iban };
const spaced = (text: string, serial: number): string => (text.startsWith('KZ') ? text.replace(/.{4}(?=.)/g, '$& ') : text.length === 16 ? text.replace(/.{4}(?=.)/g, serial % 2 ? '$& ' : '$&-') : `${text.slice(0, 6)} ${text.slice(6)}`);

/** «{iin1}» a made-up number, «{iin1s}» the same as people space it. */
export const filled = (text: string): string => text.replace(/\{([a-z]+?)(\d+)(s?)\}/g, (_all, kind: string, serial: string, spread: string) => {
  const number = made[kind]?.(Number(serial)) ?? '';
  return spread ? spaced(number, Number(serial)) : number;
});

/** A line with its brackets, as a text and the places of what stood between them. */
export const marked = (line: string): Marked => {
  const spans: { from: number; to: number; what: PersonalKind }[] = [];
  let text = '';
  for (const part of filled(line).split(/(\[[a-z]:[^\]]+\])/)) {
    const kind = kinds[part[1] as keyof typeof kinds];
    if (part.startsWith('[') && kind) {
      const inner = part.slice(3, -1);
      spans.push({ from: text.length, to: text.length + inner.length, what: kind });
      text += inner;
    } else text += part;
  }
  return { text, spans };
};
