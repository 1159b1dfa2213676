import type { Day } from '../../../kernel/day.ts';
import type { Lang, Sentence } from '../../../kernel/words.ts';

/*
 * What the tablet and the house say to each other, as the room's contract has it (rooms/reception/contract/offline.ts). A browser program may open no room:
 * the two are held together by wire.test.ts, which does not compile when they part.
 */
export type Block = { prefix: string; year: number; from: number; to: number };
export type Topic = { code: string; names: Sentence };
export type Official = { accountId: number; name: string; unitId: number; unit: Sentence };
export type Body = { unitId: number; names: Sentence; topics: readonly string[] };
export type Known = { surname: string; given: string; patronymic: string | null; phone: string | null; address: string | null; last: string; lastOn: Day };
export type OldPromise = { promiseId: number; visit: string; by: string; text: string; to: string; dueOn: Day; late: boolean };
export type Kit = {
  device: { id: number; name: string };
  outing: { id: number; names: Sentence; place: Sentence; address: string | null; heldOn: Day; fromMinute: number; toMinute: number; branchId: number; branch: Sentence; territoryCode: string };
  clerk: { accountId: number; name: string };
  officials: readonly Official[];
  blocks: { appeal: Block; visit: Block };
  next: { appeal: readonly Block[]; visit: readonly Block[] };
  topics: readonly Topic[];
  bodies: readonly Body[];
  people: readonly Known[];
  promises: readonly OldPromise[];
  calendar: { version: string; from: Day; to: Day; off: readonly Day[] };
  terms: { version: string; closingMinute: number; days: Readonly<Record<string, number>>; unit: Readonly<Record<string, 'working' | 'calendar'>> };
  madeAt: string;
  claims: string;
  wipeAt: string;
};

export const kinds = ['application', 'complaint', 'proposal', 'information_request', 'message', 'response'] as const;
export type Kind = (typeof kinds)[number];
export const outcomes = ['advised', 'promised', 'registered'] as const;
export type Outcome = (typeof outcomes)[number];

export type Person = { surname: string; given: string; patronymic?: string | undefined; phone?: string | undefined; iin?: string | undefined; address?: string | undefined };
export type PaperRef = { key: string; name: string; bytes: number; sha256: string };
export type Promised = { accountId: number; unitId: number; executorUnit: number; text: string; dueOn: string; readBack: boolean };
export type Matter = {
  text: string; topicCode?: string | undefined; outcome: Outcome; advice?: string | undefined; appealNumber?: string | undefined; kind?: Kind | undefined; toldDueOn?: string | undefined; promise?: Promised | undefined;
  papers?: PaperRef[] | undefined;
};
export type Visit = { what: 'visit'; number: string; lang: Lang; beganAt: string; endedAt: string; officialId: number | null; quiet?: boolean | undefined; person: Person; matters: Matter[]; claim?: string | undefined };
export type PromisePut = { what: 'promise_put'; promiseId: number; at: string; said: string };
export type End = { what: 'end'; at: string };
export type Act = Visit | PromisePut | End;
export type Arrival = { place: number; key: string; act: Act };
export type Answer =
  | { readonly state: 'taken'; readonly place: number; readonly visit: string | null; readonly appeals: readonly string[] }
  | { readonly state: 'conflict'; readonly place: number; readonly code: string }
  | { readonly state: 'waits_for'; readonly place: number };

/** What the page that installs the desk has in `<script type="application/json" id="kit">`. */
export type Installing = { readonly device: { readonly id: number; readonly name: string }; readonly token: string; readonly kit: Kit };
