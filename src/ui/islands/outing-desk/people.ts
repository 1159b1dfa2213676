import { fold } from '../../../kernel/fold.ts';
import { normalPhone } from '../../../kernel/phone.ts';
import { cyrillicOf } from '../../../kernel/tongue/cyrillic.ts';
import type { Known, Person } from './wire.ts';

const mostShown = 6;
const leastLetters = 2;
const leastDigits = 3;

/** Typed letterless or in Latin, it is the same name: «Isbasarova», «Избасарова», «Ізбасарова». */
const plain = (text: string): string => cyrillicOf(fold(text)).replace(/[ьъ]/g, '').normalize('NFD').replace(/\u0306/g, '');

const matches = (one: Known, words: readonly string[], digits: string): boolean => {
  if (digits.length >= leastDigits) return (one.phone ?? '').replace(/\D/g, '').includes(digits);
  const name = plain(`${one.surname} ${one.given} ${one.patronymic ?? ''}`).split(' ');
  return words.every((word) => name.some((part) => part.startsWith(word)));
};

/** Whom the clerk may mean: every word begins some part of the name, or the digits stand in the number. */
export const findPeople = (people: readonly Known[], typed: string): readonly Known[] => {
  const digits = /^[\d\s+()\-–]+$/.test(typed.trim()) ? typed.replace(/\D/g, '').replace(/^8(?=\d{3})/, '') : '';
  const words = plain(typed).split(' ').filter(Boolean);
  if (digits.length < leastDigits && words.join('').length < leastLetters) return [];
  return people.filter((one) => matches(one, words, digits)).slice(0, mostShown);
};

const upper = (word: string): string => word.charAt(0).toLocaleUpperCase('kk') + word.slice(1);

/** What was typed into the one line, as a new person: surname first, as both languages say it; digits are a phone. */
export const personOf = (typed: string): Person => {
  const phone = normalPhone(typed.replace(/[^\d+()\s\-–]/g, '').trim());
  const [surname = '', given = '', ...rest] = typed.replace(/[\d+()]/g, ' ').split(/[\s,]+/).filter((word) => /\p{L}/u.test(word)).map(upper);
  return { surname, given, ...(rest.length > 0 ? { patronymic: rest.join(' ') } : {}), ...(phone ? { phone } : {}) };
};

export const knownPerson = ({ surname, given, patronymic, phone, address }: Known): Person =>
  ({ surname, given, ...(patronymic ? { patronymic } : {}), ...(phone ? { phone } : {}), ...(address ? { address } : {}) });

export const nameOf = ({ surname, given, patronymic }: { readonly surname: string; readonly given: string; readonly patronymic?: string | null | undefined }): string => [surname, given, patronymic].filter(Boolean).join(' ');
