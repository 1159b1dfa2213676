import type { Lang, Sentence } from '../../../../kernel/words.ts';
import type { Kind, Outcome, Stage, Verdict } from '../stages.ts';

/** The questions of a conversation, in their order; `check` is the last look before sending. */
export const steps = ['what', 'where', 'address', 'kind', 'name', 'phone', 'publish', 'check'] as const;
export type Step = (typeof steps)[number];

/** One message of the person. `id` finds it again when they edit it. */
export type Part = { readonly id: number; readonly text: string };
export type Place = { readonly code: string; readonly text: Sentence; readonly within: Sentence | null };
export type Point = { readonly lat: number; readonly lon: number; readonly accuracy: number | null };
export type Name = { readonly surname: string; readonly given: string; readonly patronymic: string | null };

/** What is to become an appeal. */
export type Draft = {
  /** made before the first try of sending: same key, same number */
  readonly key: string;
  readonly parts: readonly Part[];
  readonly papers: readonly number[];
  readonly point: Point | null;
  readonly place: Place | null;
  /** places offered for the name that was typed, and the rest of what was typed */
  readonly found: readonly Place[];
  readonly misses: number;
  readonly address: string | null;
  readonly kind: Kind | null;
  readonly name: Name | null;
  readonly phone: string | null;
  readonly publish: boolean;
};

/** Something about a matter that is there already, told beside an unfinished draft. */
export type Side =
  | { readonly kind: 'add' | 'reply'; readonly appealId: number; readonly number: string; readonly parts: readonly Part[]; readonly papers: readonly number[] }
  | { readonly kind: 'comment'; readonly appealId: number; readonly number: string; readonly verdict: 'partly' | 'not_solved' }
  | { readonly kind: 'withdraw'; readonly appealId: number; readonly number: string };

/** Where a conversation stands. */
export type Talk = {
  readonly lang: Lang | null;
  readonly step: Step | null;
  /** one answer is being changed: then back to the last look */
  readonly changing: boolean;
  readonly draft: Draft | null;
  readonly side: Side | null;
  /** grows with every new question: a button of an earlier one is known by it */
  readonly turn: number;
  /** pictures sent together are answered once */
  readonly album: string | null;
  readonly pace: { readonly since: number; readonly count: number };
  readonly sent: { readonly since: number; readonly count: number };
};

export const silent: Talk = { lang: null, step: null, changing: false, draft: null, side: null, turn: 0, album: null, pace: { since: 0, count: 0 }, sent: { since: 0, count: 0 } };

/** What a typed word means where a button would do as well; the words themselves are in words/talk.ts. */
export type Meaning = 'done' | 'skip' | 'cancel' | 'yes' | 'no';

export type Heard =
  /** `/start`; with the secret of a follow-up link when it came from one */
  | { readonly kind: 'start'; readonly token: string | null }
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'text'; readonly id: number; readonly text: string; readonly means: Meaning | null }
  | { readonly kind: 'edit'; readonly id: number; readonly text: string }
  | { readonly kind: 'picture'; readonly id: number; readonly album: string | null; readonly caption: string; readonly paper: { readonly fileId: number } | { readonly refused: string; readonly facts: Facts } | null }
  | { readonly kind: 'point'; readonly point: Point }
  | { readonly kind: 'contact'; readonly phone: string; readonly own: boolean }
  | { readonly kind: 'press'; readonly data: string }
  /** stickers, voice, video: nothing that can be read */
  | { readonly kind: 'other' };

export type Facts = Readonly<Record<string, string | number>>;
/** The moment in ms, and a new secret for a draft that begins now. */
export type Around = { readonly at: number; readonly fresh: string };

/** What only the house knows or does; its answer comes back by `told`. */
export type Ask =
  | { readonly ask: 'places'; readonly text: string }
  | { readonly ask: 'register'; readonly draft: Draft; readonly lang: Lang }
  | { readonly ask: 'mine' }
  | { readonly ask: 'matter'; readonly appealId: number; readonly purpose: 'show' | 'add' | 'reply' | 'withdraw' | 'partly' | 'not_solved' }
  | { readonly ask: 'add' | 'reply'; readonly appealId: number; readonly text: string; readonly papers: readonly number[] }
  | { readonly ask: 'verdict'; readonly appealId: number; readonly verdict: 'solved' | 'partly' | 'not_solved'; readonly comment: string | null }
  | { readonly ask: 'withdraw'; readonly appealId: number }
  | { readonly ask: 'bind'; readonly token: string; readonly lang: Lang | null };

export type MatterNow = {
  readonly appealId: number; readonly number: string; readonly stage: Stage; readonly reopened: boolean; readonly dueOn: string; readonly late: boolean;
  readonly holder: Sentence; readonly outcome: Outcome | null; readonly verdict: Verdict | null; readonly mayJudge: boolean; readonly path: string;
};
export type Told =
  | { readonly told: 'places'; readonly places: readonly Place[]; readonly meant: Place | null; readonly rest: string }
  | { readonly told: 'registered'; readonly appealId: number; readonly number: string; readonly code: string; readonly dueOn: string; readonly holder: Sentence; readonly path: string }
  | { readonly told: 'mine'; readonly matters: readonly Pick<MatterNow, 'appealId' | 'number' | 'stage'>[] }
  | { readonly told: 'matter'; readonly matter: MatterNow; readonly lang: Lang }
  | { readonly told: 'done' }
  | { readonly told: 'refused'; readonly code: string; readonly facts: Facts };

/** A slot of a sentence: the same everywhere, a day, the day «until» which, or a name in three languages. */
export type Slot = string | number | { readonly day: string } | { readonly until: string } | Sentence;
export type Label = { readonly label: string } | { readonly text: Sentence; readonly within?: Sentence | null };
export type Key = Label & { readonly data: string };

/** One message to the person: a code of words/talk.ts with its slots, and what stands under it. */
export type Say = {
  readonly say: string;
  readonly slots?: Readonly<Record<string, Slot>>;
  readonly keys?: readonly (readonly Key[])[];
  /** the telephone's own keyboard: to share a place or one's number */
  readonly share?: 'point' | 'phone' | 'none';
  /** page within the site */
  readonly path?: string;
};

export type Turn = { readonly talk: Talk; readonly says: readonly Say[]; readonly ask?: Ask; readonly toast?: string };
