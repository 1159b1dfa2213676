import type { Actor } from '../../../kernel/actor.ts';
import { normalIin } from '../../../kernel/iin.ts';
import { normalPhone } from '../../../kernel/phone.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { cyrillicOf } from '../../../kernel/tongue/cyrillic.ts';
import type { Read } from '../../../platform/db.ts';
import type { Applicant } from '../contract/register.ts';
import { mayRead } from '../policy.ts';
import { lettersOf, type SamePerson } from '../store/likeness.ts';
import { appealByNumber } from '../store/matter.ts';
import { applicantOf, findPeople, type KnownPerson } from '../store/person.ts';
import { iinHash } from '../store/seal.ts';
import { mattersByIds } from '../store/source.ts';
import type { Appeal } from '../store/tables.ts';
import { proposalsOf, type New, type Proposal } from './likeness.ts';

/** Who stands before a desk, as far as they said. */
export type Someone = { readonly name: string; readonly iin?: string | undefined; readonly phone?: string | undefined; readonly address?: string | undefined };

const same = (who: Someone): SamePerson => ({ iinHash: who.iin === undefined ? null : iinHash(who.iin), phone: who.phone ?? null, name: who.name, address: who.address ?? null });

/** By a part of the name, a telephone or a whole personal number; what is typed in Latin letters is tried in Cyrillic ones too. Within the caller's sight. */
export const peopleLike = async (q: Read, text: string): Promise<readonly KnownPerson[]> => {
  const iin = normalIin(text);
  if (iin !== null) return findPeople(q, { iin });
  const phone = normalPhone(text);
  const found = await findPeople(q, phone !== null ? { phone } : { text });
  return found.length > 0 || !/\p{Script=Latin}/u.test(text) ? found : findPeople(q, { text: cyrillicOf(text) });
};

/** The person behind a matter that the reader may read, with the personal number: for a record of the same person, never for a screen. */
export const personBefore = async (q: Read, actor: Actor, number: string): Promise<Applicant | undefined> => {
  const whole = await appealByNumber(q, number);
  return whole && !isRefusal(mayRead(actor, whole.appeal)) ? applicantOf(q, whole.appeal.id) : undefined;
};

export type Earlier = Pick<Appeal, 'id' | 'number' | 'stage' | 'dueOn' | 'registeredOn' | 'topicCode' | 'officeOutcome' | 'verdict'> & { readonly excerpt: string };
const excerptLetters = 160;

/** What the same person wrote before, the newest first; within the reader's sight. */
export const earlierOf = async (q: Read, actor: Actor, who: Someone): Promise<readonly Earlier[]> =>
  (await mattersByIds(q, await lettersOf(q, same(who)), excerptLetters)).filter((one) => !isRefusal(mayRead(actor, one))).toSorted((a, b) => b.id - a.id);

/** What each of the matters that one person is saying may be one with. */
export const likeTo = (q: Read, actor: Actor, matters: readonly New[], who: Someone | null): Promise<readonly (readonly Proposal[])[]> => proposalsOf(q, actor, matters, who && same(who));
