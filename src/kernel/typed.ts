import { z } from 'zod';
import { isDay, type Day } from './day.ts';

/** What people type, made plain before anything is asked of it. Messages of the schemas are codes; their sentences stand in the words of each room. */

// PostgreSQL takes no NUL and no half of a surrogate pair; direction marks can turn a sentence round
const unwanted = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g;
/** NFC, Unix line ends, whole letters, nothing unseen that the database refuses or that turns a sentence round. */
export const clean = (text: string): string => text.toWellFormed().normalize('NFC').replace(/\r\n?/g, '\n').replace(unwanted, '');
/** The same on one line. */
export const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ').trim();

export const plain = () => z.string('field_missing').overwrite(clean).trim();
export const line = (max: number) => plain().overwrite(oneLine).min(1, 'field_missing').max(max, 'field_too_long');
export const prose = (max: number, least = 1) => plain().min(1, 'field_missing').min(least, 'text_too_short').max(max, 'field_too_long');
/** A field of a form that may stay empty. */
export const maybe = <T extends z.ZodType>(inner: T) => z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), inner.optional());

/** A telephone or a personal number with every space and bracket anybody puts in; making a megabyte plain takes seconds. */
const longestNumber = 100;
export const stored = (normal: (typed: string) => string | null, code: string) =>
  z.string(code).transform((typed, c) => {
    const value = typed.length > longestNumber ? null : normal(typed);
    if (value !== null) return value;
    c.addIssue({ code: 'custom', message: code });
    return z.NEVER;
  });

export const idField = z.coerce.number('choose_one').int('choose_one').positive('choose_one');
export const dayField = z.string('day_wrong').refine(isDay, 'day_wrong').transform((text) => text as Day);
/** A box or a yes/no choice of a form; anything but a clear yes is no. */
export const yes = z.preprocess((value) => value === true || value === 'yes' || value === 'on' || value === 'true' || value === '1', z.boolean());

// letters that are the same on paper: a number is read off it and typed in whatever layout is on
const latinOf: Readonly<Record<string, string>> = { А: 'A', В: 'B', Е: 'E', І: 'I', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', У: 'Y', Ү: 'Y', Х: 'X', Һ: 'H', Ѕ: 'S', Ј: 'J' };
/** Capitals, with the Cyrillic letters that look like Latin ones as those. */
export const latin = (text: string): string => text.toUpperCase().replace(/[АВЕІКМНОРСТУҮХҺЅЈ]/g, (letter) => latinOf[letter] ?? letter);

/** A number that was given out, `BQ01-2026-000012` or with a letter of its kind: spaces for dashes, dashes of all kinds, № before it and look-alikes are forgiven. */
export const numberOf = (shape: RegExp) => z.string('number_wrong').max(longestNumber, 'number_wrong').transform((typed, c) => {
  const text = latin(typed.trim().replace(/^[№#]/, '').trim().replace(/[\p{Pd}\u2212]/gu, '-'));
  const found = [text.replace(/\s/g, ''), text.replace(/[\s-]+/g, '-')].find((one) => shape.test(one));
  if (found !== undefined) return found;
  c.addIssue({ code: 'custom', message: 'number_wrong' });
  return z.NEVER;
});
