import { addDays, type Day } from '../../../kernel/day.ts';
import type { Kind } from '../../../rooms/appeals/contract.ts';
import { dueDay, extensionLimit, rulesOn } from '../../../rooms/appeals/law/terms.ts';
import { silenceDays } from '../../../rooms/appeals/law/stages.ts';
import { deck, type Random } from '../random.ts';
import type { Around } from '../texts/around.ts';
import { filled } from '../texts/template.ts';
import { answerText, around, type Slots } from './letters.ts';
import { dayMs, dayOf, during, hourMs, inOffice, moment, working } from './moments.ts';
import type { Executor, Step, Story } from './story.ts';
import { worksTopics } from './topics.ts';

export type Facts = {
  readonly lang: 'kk' | 'ru'; readonly topic: string; readonly about: string | undefined; readonly urgent: boolean; readonly kind: Kind; readonly topicGiven: boolean; readonly slots: Slots; readonly consent: boolean;
  readonly registeredOn: Day; readonly enteredAt: number; readonly now: number;
  /** the ended matter of the same person this one repeats */
  readonly repeatOf: number | null;
  /** where an open one stands, when that is wanted */
  readonly stops: 'register' | 'work' | 'ask' | 'draft' | undefined;
  /** open at `now` though old enough to be answered */
  readonly lingering: 'no' | 'in_time' | 'extended' | 'late';
};
export type Script = Pick<Story, 'route' | 'outcome' | 'answeredAt' | 'late' | 'steps' | 'dueOn'>;

type Going = { readonly r: Random; readonly f: Facts; readonly steps: Step[]; at: number };
type Said<T> = T extends unknown ? Omit<T, 'at'> : never;

/** Each step comes after the one before it. */
const put = (g: Going, at: number, step: Said<Step>): number => {
  g.at = Math.floor(Math.max(at, g.at + 4 * 60_000));
  g.steps.push({ ...step, at: g.at });
  return g.at;
};
const office = (g: Going, at: number): number => inOffice(g.r, Math.max(at, g.at));
const soon = (g: Going, most: number): number => office(g, g.at + g.r.next() * most * hourMs + 10 * 60_000);
const between = (g: Going, to: number, share: number): number => office(g, g.at + (to - g.at) * share * (0.7 + 0.6 * g.r.next()));
const say = (g: Going, ...what: readonly (keyof Around)[]): string => filled(g.r.pick(what.flatMap((one) => around[g.f.lang][one])), g.f.slots);
/** With the words of repairing and cleaning, where that is what was asked. */
const sayOf = (g: Going, what: 'interim' | 'notes' | 'forwarded' | 'instructions' | 'extensions'): string => (isWorks(g.f) ? say(g, what, `${what}Works`) : say(g, what));
const isWorks = (f: Facts): boolean => worksTopics.has(f.topic) && f.kind !== 'information_request' && f.kind !== 'proposal' && f.kind !== 'response';

/** A question to the person, and the answer that goes with it. */
const clarified = (g: Going): { question: string; reply: string } => {
  const { questions, replies } = around[g.f.lang];
  const at = g.r.int(0, questions.length - 1);
  return { question: questions[at] ?? '', reply: filled(replies[at] ?? '', g.f.slots) };
};

type Comment = 'solved' | 'partly' | 'notSolved';
/** What a person says of an answer depends on whether something was done or only explained. */
const comment = (g: Going, what: Comment, outcome: 'done' | 'explained' | 'refused'): string => {
  const works = outcome === 'done' && isWorks(g.f);
  if (what === 'partly') return works ? say(g, 'partly', 'partlyWorks') : say(g, 'partly');
  if (outcome === 'done' && g.f.kind !== 'information_request') return works ? say(g, what, `${what}Works`) : say(g, what);
  return say(g, `${what}Words`);
};

/** Working days from one day to another, not counting the first. */
const workdays = (from: Day, to: Day): number => {
  let count = 0;
  for (let on = working.add(from, 1); on <= to; on = working.add(on, 1)) count += 1;
  return count;
};

/** Which working day of the term the answer goes out: a quarter within three, a half within five, the rest near the end (practice.md, quartiles). */
const answerDay = (r: Random, from: Day, dueOn: Day): Day => {
  const term = Math.max(1, workdays(from, dueOn));
  const share = r.weighted([[r.next() * 0.2, 25], [0.2 + r.next() * 0.2, 25], [0.4 + r.next() * 0.4, 30], [0.8 + r.next() * 0.2, 20]] as const);
  return working.add(from, Math.min(term, Math.max(1, Math.round(term * share))));
};

/** What is dealt in turn, so that the shares of practice.md hold in every hundred letters. */
export type Decks = {
  readonly route: () => 'forward' | 'assign' | 'alone';
  readonly outcome: () => 'done' | 'explained' | 'refused';
  readonly information: () => 'done' | 'explained' | 'refused';
  readonly proposal: () => 'done' | 'explained' | 'refused';
  readonly fate: () => 'late' | 'extended' | 'withdrawn' | 'plain';
};

export const decks = (r: Random): Decks => ({
  route: deck(r, [['forward', 39], ['assign', 54], ['alone', 7]]),
  outcome: deck(r, [['done', 61], ['explained', 37], ['refused', 2]]),
  information: deck(r, [['done', 70], ['explained', 28], ['refused', 2]]),
  proposal: deck(r, [['done', 35], ['explained', 63], ['refused', 2]]),
  fate: deck(r, [['late', 10], ['extended', 14], ['withdrawn', 4], ['plain', 172]]),
});

const outcomeOf = (d: Decks, kind: Kind): 'done' | 'explained' | 'refused' =>
  kind === 'information_request' ? d.information() : kind === 'proposal' || kind === 'response' ? d.proposal() : d.outcome();

/** Draft, perhaps sent back once, approved on the very day. Gives back the moment of the answer. */
const answer = (g: Going, on: Day, outcome: 'done' | 'explained' | 'refused', mayReturn: boolean): number => {
  const { r, f } = g;
  const target = during(r, on);
  const text = () => answerText(r, { lang: f.lang, topic: f.topic, about: f.about, kind: f.kind, outcome, slots: f.slots, at: Math.max(g.at, target - 20 * hourMs) });
  if (mayReturn && target - g.at > 3 * dayMs && r.chance(0.13)) {
    put(g, office(g, target - 44 * hourMs), { act: 'draft', outcome, text: text() });
    put(g, soon(g, 7), { act: 'return', text: say(g, 'returns') });
  }
  put(g, office(g, target - (2 + r.next() * 5) * hourMs), { act: 'draft', outcome, text: text() });
  return put(g, Math.max(target, g.at + 20 * 60_000), { act: 'approve' });
};

/** What the person says afterwards, or does not. Gives back whether the matter came back. */
const verdict = (g: Going, outcome: 'done' | 'explained' | 'refused', mayReopen: boolean): 'ended' | 'reopened' => {
  const { r } = g;
  const answeredAt = g.at;
  const weights = g.f.kind === 'response' ? [30, 0, 0, 70] : outcome === 'done' ? [52, 9, mayReopen ? 5 : 0, 34] : outcome === 'explained' ? [24, 15, mayReopen ? 8 : 0, 50] : [3, 12, mayReopen ? 15 : 0, 70];
  const said = r.weighted([['solved', weights[0] ?? 0], ['partly', weights[1] ?? 0], ['not_solved', weights[2] ?? 0], ['silent', weights[3] ?? 0]] as const);
  if (said === 'silent') {
    put(g, moment(addDays(dayOf(answeredAt), silenceDays), 3 * 60 + r.int(0, 9)), { act: 'silence' });
    return 'ended';
  }
  const at = answeredAt + (0.5 + r.next() * r.next() * 260) * hourMs;
  if (said === 'not_solved') {
    put(g, at, { act: 'verdict', verdict: said, text: comment(g, 'notSolved', outcome) });
    return 'reopened';
  }
  put(g, at, { act: 'verdict', verdict: said, text: r.chance(said === 'solved' ? 0.4 : 0.8) ? comment(g, said, outcome) : null });
  return 'ended';
};

const published = (g: Going): void => {
  if (g.f.consent && g.r.chance(0.95)) put(g, inOffice(g.r, g.at + (4 + g.r.next() * 60) * hourMs), { act: 'publish' });
};

/** From the door to a body. Gives back whose rules bind it now. */
const handed = (g: Going, route: 'forward' | 'assign' | 'alone'): 'appk' | 'internal' => {
  const { r, f } = g;
  if (!f.topicGiven) put(g, soon(g, 4), { act: 'sort' });
  if (f.repeatOf !== null) put(g, soon(g, 2), { act: 'join', main: f.repeatOf, as: 'repeat' });
  if (r.chance(0.04)) put(g, soon(g, 3), { act: 'note', text: sayOf(g, 'notes') });
  if (route === 'alone') put(g, soon(g, 6), { act: 'assign', to: 'branch_head', text: null });
  else if (route === 'assign') {
    const direct = r.chance(0.7);
    put(g, soon(g, 6), { act: 'assign', to: direct ? 'first' : 'body', text: r.chance(0.3) ? sayOf(g, 'instructions') : null });
    if (!direct) put(g, soon(g, 9), { act: 'take', to: 'first' });
  } else {
    put(g, soon(g, 5), { act: 'forward', text: sayOf(g, 'forwarded') });
    put(g, soon(g, 12), { act: r.chance(0.5) ? 'give' : 'take', to: 'first' });
  }
  return route === 'forward' ? 'appk' : 'internal';
};

const dueAfter = (f: Facts, profile: 'appk' | 'internal', from: Day): Day => dueDay(rulesOn(profile, from), f.kind, from, working);

/** A task beside the holder's own promise: given, reported, accepted, all before the answer. */
const beside = (g: Going, target: number, dueOn: Day): void => {
  const at = soon(g, 4);
  const taskDue = working.add(dayOf(at), 2);
  if (taskDue > dueOn || moment(taskDue, 0) > target) return;
  put(g, at, { act: 'task', text: say(g, 'tasks'), dueOn: taskDue });
  put(g, during(g.r, taskDue), { act: 'task_report', text: say(g, 'taskReports') });
  put(g, soon(g, 5), { act: 'task_settle' });
};

/** Questions, words on the way, additions: more of them where there is time. */
const middle = (g: Going, target: number, route: 'forward' | 'assign' | 'alone', dueOn: Day): void => {
  const { r } = g;
  if (target - g.at < 3.5 * dayMs) return;
  // another body does its part first
  if (isWorks(g.f) && route !== 'alone' && r.chance(0.12)) beside(g, target, dueOn);
  if (isWorks(g.f) ? r.chance(0.17) : r.chance(0.06)) {
    const { question, reply } = clarified(g);
    put(g, between(g, target, 0.15), { act: 'ask', text: question });
    if (r.chance(0.8)) put(g, g.at + (1 + r.next() * 40) * hourMs, { act: 'reply', text: reply });
    else put(g, office(g, g.at + 50 * hourMs), { act: 'end_clarification' });
  }
  if (target - g.at > 2 * dayMs && r.chance(0.3)) put(g, between(g, target, 0.4), { act: 'interim', text: sayOf(g, 'interim') });
  if (target - g.at > 2 * dayMs && r.chance(0.06)) put(g, g.at + (target - g.at) * 0.3, { act: 'add', text: say(g, 'additions') });
  if (target - g.at > 2 * dayMs && r.chance(0.06)) put(g, between(g, target, 0.3), { act: 'note', text: sayOf(g, 'notes') });
};

/** Asked for and decided before the day it is due; the new day, or null where the law allows none. */
const extended = (g: Going, dueOn: Day, from: Day, profile: 'appk' | 'internal'): Day | null => {
  const { r, f } = g;
  const limit = extensionLimit(rulesOn(profile, from), f.kind, from, working);
  const toOn = working.add(dueOn, r.int(5, 14));
  const asked = during(r, working.add(from, Math.max(2, workdays(from, dueOn) - 3)));
  if (limit === null || toOn > limit || dayOf(asked) >= dueOn || asked < g.at) return null;
  put(g, asked, { act: 'extend', toOn, text: sayOf(g, 'extensions') });
  put(g, soon(g, 5), { act: 'decide', granted: true, text: '' });
  return toOn;
};

/** Asked for and not answered yet. */
const waiting = (g: Going, at: number, dueOn: Day, from: Day, profile: 'appk' | 'internal'): void => {
  const limit = extensionLimit(rulesOn(profile, from), g.f.kind, from, working);
  const toOn = working.add(dueOn, g.r.int(4, 8));
  if (limit === null || toOn > limit || dayOf(at) > dueOn || g.steps.some((step) => step.act === 'extend')) return;
  put(g, at, { act: 'extend', toOn, text: sayOf(g, 'extensions') });
};

/** The whole life of one matter; what would happen after `now` is left out by the caller. */
export const script = (r: Random, d: Decks, f: Facts): Script => {
  const g: Going = { r, f, steps: [], at: f.enteredAt - 4 * 60_000 };
  put(g, f.enteredAt, { act: 'register' });
  if (f.stops === 'register') return { route: 'assign', outcome: null, answeredAt: null, late: false, dueOn: dueAfter(f, 'internal', f.registeredOn), steps: g.steps };
  const route = d.route();
  const profile = handed(g, route);
  const forwardedAt = g.steps.find((step) => step.act === 'forward')?.at;
  const from = forwardedAt === undefined ? f.registeredOn : working.registeredOn(forwardedAt);
  let dueOn = dueAfter(f, profile, from);
  const fate = f.lingering === 'no' ? d.fate() : f.lingering;
  if (fate === 'withdrawn') {
    put(g, g.at + (2 + r.next() * 60) * hourMs, { act: 'withdraw', text: say(g, 'withdrawals') });
    return { route, outcome: 'withdrawn', answeredAt: null, late: false, dueOn, steps: g.steps };
  }
  const outcome = f.urgent ? 'done' : outcomeOf(d, f.kind);
  if (fate === 'extended') {
    const longer = extended(g, dueOn, from, profile);
    if (longer !== null) dueOn = longer;
  }
  // whoever was to linger within the term but has no day left is answered like anybody
  const lingers = f.lingering === 'late' || (f.lingering !== 'no' && dayOf(f.now) <= dueOn);
  const first = working.add(dayOf(g.at), 1);
  const on = lingers ? working.add(dayOf(f.now), r.int(1, 4)) : fate === 'late' ? working.add(dueOn, r.int(1, 9)) : first >= dueOn ? dueOn : answerDay(r, dayOf(g.at), dueOn);
  if (f.stops === undefined) middle(g, lingers ? Math.min(f.now, moment(dueOn, 0)) : moment(on, 0) - 12 * hourMs, route, dueOn);
  if (lingers) {
    const recent = office(g, Math.max(g.at, f.now - r.int(4, 50) * hourMs));
    const stops = f.stops ?? r.weighted([['draft', 32], ['ask', 12], ['work', 38], ['time', 10], ['back', 8]] as const);
    if (stops === 'draft') put(g, recent, { act: 'draft', outcome, text: answerText(r, { ...f, outcome, at: f.now - dayMs }) });
    if (stops === 'time') waiting(g, recent, dueOn, from, profile);
    if (stops === 'back') {
      put(g, recent, { act: 'draft', outcome, text: answerText(r, { ...f, outcome, at: f.now - dayMs }) });
      put(g, soon(g, 3), { act: 'return', text: say(g, 'returns') });
    }
    if (stops === 'ask') put(g, recent, { act: 'ask', text: clarified(g).question });
    return { route, outcome: null, answeredAt: null, late: dayOf(f.now) > dueOn, dueOn, steps: g.steps };
  }
  const answeredAt = answer(g, on, outcome, true);
  const isLate = dayOf(answeredAt) > dueOn;
  if (verdict(g, outcome, true) === 'ended') {
    published(g);
    return { route, outcome, answeredAt, late: isLate, dueOn, steps: g.steps };
  }
  return { ...again(g, route, profile, dueOn), route, answeredAt, late: isLate };
};

/** Not solved: a new term, and another pair of hands. */
const again = (g: Going, route: 'forward' | 'assign' | 'alone', profile: 'appk' | 'internal', before: Day): Pick<Script, 'steps' | 'outcome' | 'dueOn'> => {
  const { r, f } = g;
  const from = working.registeredOn(g.at);
  const dueOn = dueAfter(f, profile, from);
  const to: Executor = route === 'alone' ? 'first' : 'second';
  put(g, office(g, g.at + (1 + r.next() * 20) * hourMs), { act: 'assign', to, text: r.chance(0.5) ? sayOf(g, 'instructions') : null });
  const on = answerDay(r, dayOf(g.at), dueOn);
  middle(g, moment(on, 0) - 12 * hourMs, route, dueOn);
  const outcome = f.urgent ? 'done' : r.weighted([['done', 72], ['explained', 26], ['refused', 2]] as const);
  answer(g, on, outcome, false);
  verdict(g, outcome, false);
  published(g);
  return { outcome, steps: g.steps, dueOn: g.steps.some((step) => step.act === 'verdict' && step.verdict === 'not_solved' && step.at <= f.now) ? dueOn : before };
};

/** A letter that is answered with another one: sorted, joined, and then the person's word. */
export const joinedScript = (r: Random, f: Facts, main: { serial: number; enteredAt: number; answeredAt: number; outcome: 'done' | 'explained' | 'refused' }): Script | null => {
  const g: Going = { r, f, steps: [], at: f.enteredAt - 4 * 60_000 };
  put(g, f.enteredAt, { act: 'register' });
  if (!f.topicGiven) put(g, soon(g, 3), { act: 'sort' });
  // what came before may have been typed in later
  put(g, office(g, Math.max(soon(g, 3), main.enteredAt + 600_000)), { act: 'join', main: main.serial, as: 'common' });
  const dueOn = dueAfter(f, 'internal', f.registeredOn);
  if (g.at > main.answeredAt - hourMs || dayOf(main.answeredAt) > dueOn) return null;
  g.at = main.answeredAt;
  verdict(g, main.outcome, false);
  return { route: 'joined', outcome: main.outcome, answeredAt: main.answeredAt, late: false, dueOn, steps: g.steps };
};
