import type { z } from 'zod';
import { isDay, today } from '../../../../kernel/day.ts';
import { fold } from '../../../../kernel/fold.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { say } from '../../../../kernel/words.ts';
import { read, type Read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import type { Errors } from '../../../../ui/fields.tsx';
import { registerSchema, type Applicant } from '../../contract/register.ts';
import { mayRead } from '../../policy.ts';
import { appealByNumber } from '../../store/matter.ts';
import { applicantOf } from '../../store/person.ts';
import { deskWords } from '../../words/desk.ts';
import { fieldWords } from '../../words/refusals.ts';
import { readWith, under, type Typed } from './fields.ts';
import { receivePapers, type Kept } from './papers.tsx';
import { placeTyped } from './place.ts';
import { guessed } from '../../acts/suggest.ts';
import { nameOf } from '../../../units/contract.ts';

/** One visit may bring several matters; three fit one screen. */
export const matterSlots = [1, 2, 3] as const;
export type Slot = (typeof matterSlots)[number];
export const slotName = (slot: Slot): string => `m${slot}`;

type Ready = { readonly typed: Typed; readonly errors: Errors; readonly input: z.output<typeof registerSchema> | null };

/** The first matter always, the others when something was said in them. */
const filled = (typed: Typed): readonly Slot[] => matterSlots.filter((slot) => slot === 1 || (typed[`${slotName(slot)}.text`] ?? '').trim() !== '');

export const readRegistration = async (asked: Asked, sent: Typed): Promise<Ready> => {
  const form = await asked.form();
  const slots = filled(sent);
  const papers = new Map<Slot, Kept>();
  let errors: Errors = {};
  let typed = sent;
  const codes = new Map<Slot, string | undefined>();
  for (const slot of slots) {
    const name = slotName(slot);
    const received = await receivePapers(asked, form, typed, name);
    papers.set(slot, received.kept);
    if (received.kept.length > 0) typed = { ...typed, [`${name}.kept`]: JSON.stringify(received.kept) };
    const found = await read(asked.ctx, (q) => placeTyped(q, { place: typed[`${name}.place`] ?? '', chosen: typed[`${name}.territoryCode`] ?? '', near: typed['near'] || null }));
    codes.set(slot, found.code);
    if (found.wrong !== null) errors = { ...errors, [`${name}.${found.wrong === 'which' ? 'territoryCode' : 'place'}`]: say(asked.lang, found.wrong === 'which' ? deskWords.placeWhich : deskWords.placeNone) };
    errors = { ...errors, ...received.errors };
  }
  const { receivedOn = '' } = typed;
  const badDay = receivedOn !== '' && !isDay(receivedOn);
  if (badDay) errors = { ...errors, receivedOn: say(asked.lang, fieldWords.day_wrong) };
  const given = readWith(asked.lang, registerSchema, {
    key: typed['key'], channel: typed['channel'], lang: typed['lang'], branchId: typed['branchId'] || undefined,
    // noon: any moment of that day would be registered the same day
    receivedAt: receivedOn === '' || badDay || receivedOn === today(asked.ctx.clock) ? undefined : `${receivedOn}T12:00:00+05:00`,
    applicant: await applicantFrom(asked, typed),
    tellBy: typed['tellBy'],
    matters: slots.map((slot) => {
      const { kind, text, topicCode, address, consent, joinTo } = under(typed, slotName(slot));
      return { kind, text, topicCode, address, joinTo, publishConsent: consent, territoryCode: codes.get(slot), papers: papers.get(slot)?.map((one) => one.id) };
    }),
  }, nameAt(slots));
  if (!given.ok) return { typed, errors: { ...given.errors, ...errors }, input: null };
  return { typed, errors, input: Object.keys(errors).length === 0 ? given.value : null };
};

const renamed: Readonly<Record<string, string>> = { name: 'organisation', kind: 'who' };

/** `matters.1.text` → `m2.text`, `applicant.representative.name` → `representative`: the names the page has. */
const nameAt = (slots: readonly Slot[]) => (path: string): string => {
  const [head = '', second = '', third = ''] = path.split('.');
  if (head === 'matters') return second === '' ? 'm1.text' : `m${slots[Number(second)] ?? 1}.${third}`;
  if (head !== 'applicant') return head === 'key' ? '' : head;
  if (second === 'representative') return third === 'authority' ? 'authority' : 'representative';
  return renamed[second] ?? second;
};

/** «Тегі Аты Әкесінің аты» on a line each. */
const signatoriesIn = (text: string) => text.split('\n').map((row) => row.trim()).filter(Boolean).map((row) => {
  const [surname = '', given = '', ...patronymic] = row.split(/\s+/);
  return { surname, given, patronymic: patronymic.join(' ') };
});

const applicantFrom = async (asked: Asked, typed: Typed): Promise<unknown> => {
  const { who = 'person', surname, given, patronymic, phone, email, address, iin = '', organisation, bin, signatories = '', representative = '', authority = '' } = typed;
  const reach = { phone, email, address, ...(representative === '' && authority === '' ? {} : { representative: { name: representative, authority } }) };
  if (who === 'organisation') return { kind: who, name: organisation, bin, ...reach };
  if (who === 'group') return { kind: who, surname, given, patronymic, ...reach, signatories: signatoriesIn(signatories) };
  return { kind: 'person', surname, given, patronymic, iin: iin === '' ? await keptIin(asked, typed) : iin, ...reach };
};

/** The personal number of a known person goes on with them, unseen, as long as it is the same person. */
const keptIin = async (asked: Asked, typed: Typed): Promise<string | undefined> => {
  const { from = '', surname = '', given = '' } = typed;
  if (from === '') return undefined;
  const known = await read(asked.ctx, (q) => knownBy(q, asked, from));
  return known?.kind === 'person' && fold(known.surname) === fold(surname) && fold(known.given) === fold(given) ? known.iin : undefined;
};

const knownBy = async (q: Read, asked: Asked, number: string): Promise<Applicant | undefined> => {
  const whole = await appealByNumber(q, number);
  return whole && !isRefusal(mayRead(asked.ctx.actor, whole.appeal)) ? applicantOf(q, whole.appeal.id) : undefined;
};

/** What stands in the form when the person was here before: everything but the personal number. */
export const filledFrom = async (q: Read, asked: Asked, number: string): Promise<Typed | null> => {
  const whole = await appealByNumber(q, number);
  if (!whole?.person || isRefusal(mayRead(asked.ctx.actor, whole.appeal))) return null;
  const { person } = whole;
  return {
    from: whole.appeal.number, who: person.kind === 'organisation' ? 'organisation' : 'person', surname: person.surname ?? '', given: person.given ?? '', patronymic: person.patronymic ?? '',
    organisation: person.organisation ?? '', phone: person.phone ?? '', email: person.email ?? '', address: person.address ?? '', lang: whole.appeal.lang,
    ...(person.hasIin ? { iinKnown: 'yes' } : {}),
  };
};

/** Surer than not: what is filled in for a clerk is read less closely than what stands beside. */
const leastSure = 0.5;

/** Topic, place and address of each matter from its words, where the clerk left the field empty. */
export const suggestedInto = (asked: Asked, typed: Typed): Promise<{ readonly typed: Typed; readonly suggested: 'some' | 'none' }> => read(asked.ctx, async (q) => {
  const added: Record<string, string> = {};
  for (const slot of filled(typed)) {
    const name = slotName(slot);
    const standing = (field: string) => typed[`${name}.${field}`] ?? '';
    const { topics, place } = await guessed(q, standing('text'), typed['near'] || null);
    const [first] = topics;
    if (standing('topicCode') === '' && first !== undefined && first.confidence >= leastSure) added[`${name}.topicCode`] = first.code;
    if (standing('address') === '' && place !== null && place.address !== null) added[`${name}.address`] = place.address;
    if (standing('place') !== '' || place === null) continue;
    const named = place.meant ?? place.among[0];
    if (named) added[`${name}.place`] = nameOf(named, asked.lang);
    // of several of one name the clerk is asked which, as after typing it
    if (place.meant) added[`${name}.territoryCode`] = place.meant.code;
  }
  return { typed: { ...typed, ...added }, suggested: Object.keys(added).length > 0 ? 'some' : 'none' };
});
