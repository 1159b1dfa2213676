import { fold } from '../../../../kernel/fold.ts';
import type { Hidden } from '../redaction.ts';
import { alike } from './text.ts';

/** The person's own: no secret from themselves. */
export type Own = { readonly names: readonly string[]; readonly phone: string | null; readonly email: string | null; readonly isIin: (digits: string) => boolean };

// the office's own people and telephones are no secret: whoever signs, and where to call
const official = /(?:басшы|басқарма|бастық|бастығы|орындаушы|маман|әкім|директор|орынбасар|инспектор|шебер|бригадир|төраға|жауапты|руководител|начальник|директор|специалист|исполнител|исп\.|аким|заместител|инспектор|мастер|бригадир|председател|ответственн|контактн|депутат|орындаған|қол қой|attn|head of)/iu;
const forAll = /(?:анықтама|байланыс|тел(?:ефон)?\.?|қабылдау|хабарлас|қоңырау|жедел желі|call|справ|приемн|приёмн|горяч|звоните|обращайтесь|обратиться|по номеру|номері|парақша|канал|страниц|аккаунт)[^.!?\n]{0,60}$/iu;
// where anybody pays
const payee = /(?:шот|счёт|счет|реквизит)[^!?\n]{0,60}$/iu;

/** Of what was found in an answer, that which belongs to somebody else and is for nobody to read. */
export const ofOthers = (answer: string, found: readonly Hidden[], own: Own): readonly Hidden[] => {
  const strange = found.filter((span) => isStrange(answer, span, own));
  return strange.some((span) => span.what === 'name') ? strange : strange.filter((span) => span.what !== 'health');
};

const isStrange = (answer: string, span: Hidden, own: Own): boolean => {
  const before = answer.slice(Math.max(0, span.from - 90), span.from);
  const after = answer.slice(span.to, span.to + 60);
  switch (span.what) {
    // a house or a flat is what the letter is about
    case 'address': return false;
    // without its checksum it is a number of a document
    case 'iin': return span.sure && !own.isIin(span.text.replace(/\D/g, ''));
    // «№ 354 от 06», an address on the web: numbers of papers
    case 'plate': return /^\d{3}\s?\p{Lu}{2,3}\s?\d{2}$/u.test(span.text) && !/№\s*$|\S$/u.test(before);
    case 'phone': return digitsOfPhone(span.text) !== digitsOfPhone(own.phone ?? '') && !forAll.test(before);
    case 'email': return span.text.toLowerCase() !== own.email?.toLowerCase() && !/\.gov\.kz$/i.test(span.text) && !forAll.test(before);
    case 'social': return !forAll.test(before);
    case 'account': return !payee.test(before);
    case 'name': return !sameName(span.text, own.names) && !official.test(before.split(/[.!?\n]\s/).at(-1) ?? '') && !official.test(after.split(/[.!?\n]/)[0] ?? '');
    default: return true;
  }
};

const serious: ReadonlySet<Hidden['what']> = new Set(['iin', 'phone', 'card', 'account']);
/** Sent all the same, it wants a word why. A number without its check digit, a short telephone: worth a look, not a word. */
export const isSerious = (span: Hidden): boolean => serious.has(span.what) && span.sure;

/** Ten digits, whatever the person put before and between them. */
const digitsOfPhone = (typed: string): string => typed.replace(/\D/g, '').slice(-10);

/** «Сыналмаловой Әлии»: one of the names, in any case and script, is enough. */
const sameName = (found: string, names: readonly string[]): boolean => {
  const own = names.flatMap((name) => fold(name).split(/[\s-]+/)).filter((name) => name.length > 2);
  return fold(found).split(/[\s.-]+/).filter((part) => part.length > 2).some((part) => own.some((name) => alike(part, name)));
};
