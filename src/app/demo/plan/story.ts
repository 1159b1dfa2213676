import type { Day } from '../../../kernel/day.ts';
import type { Channel, Kind, Outcome } from '../../../rooms/appeals/contract.ts';
import type { Person } from '../people.ts';

export type Voice = 'kk' | 'ru' | 'mixed';
type AnswerOutcome = Extract<Outcome, 'done' | 'explained' | 'refused'>;
/** An executor of the body: the first, or the second when it came back. */
export type Executor = 'first' | 'second';

/** One thing that happens to a matter, at its moment. Who does it follows from the act. */
export type Step = { readonly at: number } & (
  | { readonly act: 'register' | 'sort' | 'approve' | 'end_clarification' | 'silence' | 'publish' }
  | { readonly act: 'assign'; readonly to: 'body' | Executor | 'branch_head'; readonly text: string | null }
  | { readonly act: 'give' | 'take'; readonly to: Executor }
  | { readonly act: 'forward' | 'ask' | 'reply' | 'note' | 'add' | 'return' | 'withdraw'; readonly text: string }
  | { readonly act: 'interim' | 'task_report'; readonly text: string }
  | { readonly act: 'task'; readonly text: string; readonly dueOn: Day }
  | { readonly act: 'task_settle' }
  | { readonly act: 'extend'; readonly toOn: Day; readonly text: string }
  | { readonly act: 'decide'; readonly granted: boolean; readonly text: string }
  | { readonly act: 'draft'; readonly outcome: AnswerOutcome; readonly text: string }
  | { readonly act: 'verdict'; readonly verdict: 'solved' | 'partly' | 'not_solved'; readonly text: string | null }
  | { readonly act: 'join'; readonly main: number; readonly as: 'repeat' | 'common' }
);
export type ActName = Step['act'];

export type Story = {
  /** place in the order of receipt, from 0 */
  readonly serial: number;
  readonly branch: string;
  readonly placeCode: string | null;
  readonly districtCode: string;
  readonly topic: string;
  /** the person named the topic in the form, so nobody has to sort it */
  readonly topicGiven: boolean;
  readonly kind: Kind;
  readonly channel: Channel;
  readonly voice: Voice;
  readonly lang: 'kk' | 'ru';
  readonly receivedAt: number;
  readonly registeredOn: Day;
  /** the last term it had within `now` */
  readonly dueOn: Day;
  readonly person: Person;
  /** everybody who signed besides; empty: written alone */
  readonly signatories: readonly Person[];
  /** an earlier story of the same person about the same thing */
  readonly repeatOf: number | null;
  readonly address: string;
  readonly text: string;
  readonly consent: boolean;
  /** `alone`: not through a body but by the branch's own head */
  readonly route: 'forward' | 'assign' | 'alone' | 'joined';
  readonly outcome: AnswerOutcome | 'withdrawn' | null;
  readonly answeredAt: number | null;
  readonly late: boolean;
  readonly steps: readonly Step[];
};

export type DemoPlan = { readonly seed: number; readonly now: number; readonly stories: readonly Story[] };
