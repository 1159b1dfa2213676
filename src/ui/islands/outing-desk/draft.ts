import type { Lang } from '../../../kernel/words.ts';
import { normalIin } from '../../../kernel/iin.ts';
import { normalPhone } from '../../../kernel/phone.ts';
import { wallClock } from '../../../kernel/day.ts';
import { answerDay, dayFault } from './calendar.ts';
import { personOf } from './people.ts';
import type { Kind, Kit, Matter, Outcome, PaperRef, Person, Visit } from './wire.ts';

/** One citizen while being received: every field as it is typed. Numbers stand in it only after a finished visit was taken back. */
export type DraftMatter = {
  readonly text: string; readonly topicCode: string | null; readonly outcome: Outcome | null; readonly advice: string; readonly kind: Kind;
  readonly accountId: number | null; readonly executorUnit: number | null; readonly promise: string; readonly dueOn: string; readonly readBack: boolean;
  readonly appealNumber: string | null; readonly papers: readonly PaperRef[];
};
export type PersonFields = { readonly surname: string; readonly given: string; readonly patronymic: string; readonly phone: string; readonly iin: string; readonly address: string };
export type Draft = {
  readonly beganAt: number; readonly typed: string; readonly person: PersonFields | null; readonly officialId: number | null; readonly quiet: boolean; readonly matters: readonly DraftMatter[];
  readonly number: string | null; readonly secret: string | null;
};

export const mostMatters = 10;
export const mostPapers = 20;

export const emptyMatter = (kit: Kit, officialId: number | null): DraftMatter => ({
  text: '', topicCode: null, outcome: null, advice: '', kind: 'application', accountId: officialId ?? (kit.officials.length === 1 ? kit.officials[0]?.accountId ?? null : null), executorUnit: null,
  promise: '', dueOn: '', readBack: false, appealNumber: null, papers: [],
});
export const emptyDraft = (kit: Kit, beganAt: number, officialId: number | null): Draft =>
  ({ beganAt, typed: '', person: null, officialId, quiet: false, matters: [emptyMatter(kit, officialId)], number: null, secret: null });

export const fieldsOf = (one: Person): PersonFields =>
  ({ surname: one.surname, given: one.given, patronymic: one.patronymic ?? '', phone: one.phone ?? '', iin: one.iin ?? '', address: one.address ?? '' });
/** Whoever was chosen or filled in; else what stands in the one line. */
export const personIn = (draft: Draft): PersonFields => draft.person ?? fieldsOf(personOf(draft.typed));

export type Fault = { readonly field: string; readonly code: FaultCode };
export type FaultCode = 'surname_none' | 'given_none' | 'phone_wrong' | 'iin_wrong' | 'text_none' | 'outcome_none' | 'advice_none' | 'promise_none' | 'official_none' | 'body_none' | 'read_back_none' | 'topic_none' | 'day_none' | 'day_past' | 'day_off' | 'day_far';

export const personFaults = (person: PersonFields): readonly Fault[] => [
  ...(person.surname.trim() === '' ? [{ field: 'surname', code: 'surname_none' } as const] : []),
  ...(person.given.trim() === '' ? [{ field: 'given', code: 'given_none' } as const] : []),
  ...(person.phone.trim() !== '' && normalPhone(person.phone) === null ? [{ field: 'phone', code: 'phone_wrong' } as const] : []),
  ...(person.iin.trim() !== '' && normalIin(person.iin) === null ? [{ field: 'iin', code: 'iin_wrong' } as const] : []),
];

const promiseFaults = (kit: Kit, one: DraftMatter, now: number): readonly Fault[] => {
  const day = dayFault(kit.calendar, wallClock(now).on, one.dueOn);
  return [
    ...(one.accountId === null ? [{ field: 'official', code: 'official_none' } as const] : []),
    ...(one.executorUnit === null ? [{ field: 'body', code: 'body_none' } as const] : []),
    ...(one.promise.trim().length < 3 ? [{ field: 'promise', code: 'promise_none' } as const] : []),
    ...(day ? [{ field: 'day', code: day } as const] : []),
    ...(one.readBack ? [] : [{ field: 'readBack', code: 'read_back_none' } as const]),
  ];
};

export const matterFaults = (kit: Kit, one: DraftMatter, now: number): readonly Fault[] => [
  // a photographed paper or a voice speaks for itself
  ...(one.text.trim() === '' && one.papers.length === 0 ? [{ field: 'text', code: 'text_none' } as const] : []),
  ...(one.outcome === null ? [{ field: 'outcome', code: 'outcome_none' } as const] : []),
  ...(one.outcome === 'advised' && one.advice.trim() === '' ? [{ field: 'advice', code: 'advice_none' } as const] : []),
  ...(one.outcome === 'registered' && one.topicCode === null ? [{ field: 'topic', code: 'topic_none' } as const] : []),
  ...(one.outcome === 'promised' ? promiseFaults(kit, one, now) : []),
];

const said = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

const personAct = (fields: PersonFields): Person => ({
  surname: fields.surname.trim(), given: fields.given.trim(), patronymic: said(fields.patronymic), phone: normalPhone(fields.phone) ?? undefined, iin: normalIin(fields.iin) ?? undefined, address: said(fields.address),
});

const matterAct = (kit: Kit, one: DraftMatter, now: number): Matter => ({
  text: one.text.trim(), topicCode: one.topicCode ?? undefined, outcome: one.outcome ?? 'advised', papers: [...one.papers],
  ...(one.outcome === 'advised' ? { advice: one.advice.trim() } : {}),
  ...(one.outcome === 'registered' ? { kind: one.kind, appealNumber: one.appealNumber ?? undefined, toldDueOn: answerDay(kit, one.kind, now) ?? undefined } : {}),
  ...(one.outcome === 'promised' && one.accountId !== null && one.executorUnit !== null
    ? { promise: { accountId: one.accountId, unitId: kit.officials.find((official) => official.accountId === one.accountId)?.unitId ?? one.executorUnit, executorUnit: one.executorUnit, text: one.promise.trim(), dueOn: one.dueOn, readBack: one.readBack } }
    : {}),
});

/** The act that is handed over. The draft has its numbers and was found without a fault. */
export const visitAct = (kit: Kit, draft: Draft & { readonly number: string }, lang: Lang, claim: string, endedAt: number): Visit => ({
  what: 'visit', number: draft.number, lang, beganAt: new Date(draft.beganAt).toISOString(), endedAt: new Date(endedAt).toISOString(), officialId: draft.officialId, quiet: draft.quiet,
  person: personAct(personIn(draft)), matters: draft.matters.map((one) => matterAct(kit, one, endedAt)), claim,
});
