import { isDay } from './day.ts';

const firstWeights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const secondWeights = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

const remainder = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 11;

/** The twelfth digit of an IIN or BIN whose first eleven are given; null where both passes give 10 and the number is never issued. */
export const controlDigit = (eleven: string): number | null => {
  const first = remainder(eleven, firstWeights);
  if (first < 10) return first;
  const second = remainder(eleven, secondWeights);
  return second < 10 ? second : null;
};

/** Twelve ASCII digits from what was typed (spaces and hyphens dropped), or null. */
export const twelveDigits = (typed: string): string | null => {
  const digits = typed.normalize('NFKC').replace(/[\s\-–—‑]/g, '');
  return /^\d{12}$/.test(digits) ? digits : null;
};

export const checksumHolds = (twelve: string): boolean => controlDigit(twelve.slice(0, 11)) === Number(twelve[11]);

// digit 7: century and sex. 0 is given to foreigners born in any century: their date is not checked.
const centuries: Readonly<Record<string, string>> = { 1: '18', 2: '18', 3: '19', 4: '19', 5: '20', 6: '20' };

/** A person's number in the one way it is stored, or null. Made-up people are born in 2090–2099 (practice.md), so a future date is no mistake here. */
export const normalIin = (typed: string): string | null => {
  const twelve = twelveDigits(typed);
  if (!twelve || !checksumHolds(twelve)) return null;
  if (twelve[6] === '0') return twelve;
  const century = centuries[twelve[6] ?? ''];
  return century && isDay(`${century}${twelve.slice(0, 2)}-${twelve.slice(2, 4)}-${twelve.slice(4, 6)}`) ? twelve : null;
};

/** An organisation's number: digits 1–4 are the year and month of registration, digit 5 its type 4, 5 or 6. */
export const normalBin = (typed: string): string | null => {
  const twelve = twelveDigits(typed);
  return twelve && checksumHolds(twelve) && /^\d\d(0[1-9]|1[0-2])[456]/.test(twelve) ? twelve : null;
};

/** `991231500123` → `••••••••0123`: enough to tell two people apart on a screen. */
export const maskedIin = (twelve: string): string => `••••••••${twelve.slice(-4)}`;
