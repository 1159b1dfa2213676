/** Kinds of appeal in the words of the Code, article 4 [2]. */
export const kinds = ['application', 'complaint', 'proposal', 'information_request', 'message', 'response'] as const;
export type Kind = (typeof kinds)[number];

/** How the person wants to hear: `link` is only by looking themselves. */
export const tellWays = ['email', 'sms', 'telegram', 'link'] as const;
export type TellWay = (typeof tellWays)[number];
export const isTellWay = (text: string): text is TellWay => (tellWays as readonly string[]).includes(text);

export const channels = ['web', 'desk', 'phone', 'email', 'messenger', 'outing', 'paper', 'api'] as const;
export type Channel = (typeof channels)[number];

/** Where a matter stands. The first four are open: somebody owes something. */
export const stages = ['registered', 'in_work', 'clarifying', 'awaiting_approval', 'answered', 'closed'] as const;
export type Stage = (typeof stages)[number];
export const openStages = ['registered', 'in_work', 'clarifying', 'awaiting_approval'] as const satisfies readonly Stage[];
export const isOpen = (stage: Stage): boolean => (openStages as readonly Stage[]).includes(stage);

/** The office's key. */
export const outcomes = ['done', 'explained', 'refused', 'forwarded', 'withdrawn', 'left_without_consideration'] as const;
export type Outcome = (typeof outcomes)[number];
/** What an executor may propose; `withdrawn` is only ever the person's own act. */
export const answerOutcomes = ['done', 'explained', 'refused', 'forwarded', 'left_without_consideration'] as const satisfies readonly Outcome[];

/** The person's key. `silent` is written by the clock and is not "solved". */
export const verdicts = ['solved', 'partly', 'not_solved', 'silent'] as const;
export type Verdict = (typeof verdicts)[number];
export const spokenVerdicts = ['solved', 'partly', 'not_solved'] as const satisfies readonly Verdict[];

type Move = {
  readonly from: readonly Stage[];
  /** 'same': the stage stays; 'back': registered when nobody was assigned yet, in_work otherwise */
  readonly to: Stage | 'same' | 'back';
};

const sorting = ['registered', 'in_work'] as const;
const whileOpen = openStages;
const always = stages;

/** Every act of the room: from which stages, to which. What is not here cannot happen. */
export const moves = {
  sort: { from: whileOpen, to: 'same' },
  assign: { from: sorting, to: 'in_work' },
  take: { from: ['in_work'], to: 'same' },
  forward: { from: sorting, to: 'in_work' },
  ask_clarification: { from: sorting, to: 'clarifying' },
  answer_clarification: { from: ['clarifying'], to: 'back' },
  end_clarification: { from: ['clarifying'], to: 'back' },
  request_extension: { from: ['registered', 'in_work', 'clarifying'], to: 'same' },
  decide_extension: { from: ['registered', 'in_work', 'clarifying'], to: 'same' },
  // the calendar has changed: the day is counted again
  move_term: { from: whileOpen, to: 'same' },
  give_task: { from: ['registered', 'in_work', 'clarifying'], to: 'same' },
  set_urgency: { from: whileOpen, to: 'same' },
  note: { from: always, to: 'same' },
  join: { from: sorting, to: 'same' },
  detach: { from: sorting, to: 'same' },
  split: { from: sorting, to: 'same' },
  answer_interim: { from: ['registered', 'in_work', 'clarifying'], to: 'same' },
  draft_answer: { from: ['in_work'], to: 'awaiting_approval' },
  return_draft: { from: ['awaiting_approval'], to: 'in_work' },
  approve: { from: ['awaiting_approval'], to: 'answered' },
  answer_joined: { from: whileOpen, to: 'answered' },
  add: { from: whileOpen, to: 'same' },
  withdraw: { from: whileOpen, to: 'closed' },
  settle: { from: ['answered', 'closed'], to: 'closed' },
  reopen: { from: ['answered', 'closed'], to: 'registered' },
  close_silent: { from: ['answered'], to: 'closed' },
  redact: { from: always, to: 'same' },
  publish: { from: always, to: 'same' },
  unpublish: { from: always, to: 'same' },
  withdraw_consent: { from: always, to: 'same' },
  show_iin: { from: always, to: 'same' },
} as const satisfies Record<string, Move>;
export type Act = keyof typeof moves;
export const acts = Object.keys(moves) as readonly Act[];

/** The stage after `act`, or null when the act is not possible in `stage`. */
export const stageAfter = (act: Act, stage: Stage, assigned: boolean): Stage | null => {
  const move: Move = moves[act];
  if (!move.from.includes(stage)) return null;
  if (move.to === 'same') return stage;
  return move.to === 'back' ? (assigned ? 'in_work' : 'registered') : move.to;
};

/** Under what name the papers of a matter lie with rooms/files; those of an answer apart, because a draft is nobody's to read yet. */
export const paperOwner = (appealId: number): string => `appeal:${appealId}`;
export const answerOwner = (appealId: number, answerId: number): string => `appeal:${appealId}:answer:${answerId}`;

/** Days of silence after an answer until the matter closes as *silent* (issue of the branch's own rules, not of the Code) [P]. */
export const silenceDays = 20;
