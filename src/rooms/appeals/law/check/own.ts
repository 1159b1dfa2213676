import { fold } from '../../../../kernel/fold.ts';
import { alike } from './text.ts';

/** Ten digits, whatever the person put before and between them. */
export const digitsOfPhone = (typed: string): string => typed.replace(/\D/g, '').slice(-10);

/** «Сыналмаловой Әлии»: one of the names, in any case and script, is enough. */
export const sameName = (found: string, names: readonly string[]): boolean => {
  const own = names.flatMap((name) => fold(name).split(/[\s-]+/)).filter((name) => name.length > 2);
  return fold(found).split(/[\s.-]+/).filter((part) => part.length > 2).some((part) => own.some((name) => alike(part, name)));
};
