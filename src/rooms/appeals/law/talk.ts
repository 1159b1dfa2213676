import { isOpen } from './stages.ts';
import { again, albumOf, answered, chosen, edited, gathered, goTo, leastLetters, ofAlbum, placed, said } from './talk/answers.ts';
import { askLanguage, hasWords, home, longestSide, longestText, mostPlaces, ofTurn, question, textOf } from './talk/questions.ts';
import type { Around, Ask, Draft, Heard, MatterNow, Say, Side, Talk, Told, Turn } from './talk/state.ts';

/**
 * A conversation as a table of who says what: pure, so that every order of messages can be tried. What only the house knows is asked by
 * `ask` and comes back by `told`; the act around it (acts/talk.ts) loops until nothing is asked.
 */
export { silent, type Ask, type Around, type Heard, type MatterNow, type Meaning, type Place, type Say, type Key, type Slot, type Talk, type Told, type Turn } from './talk/state.ts';

/** Nobody types faster; a machine may. What comes after is not read, and the person is told so once. */
export const mostAMinute = 40;
const minuteMs = 60_000;
/** Registered from one conversation in a day and night. */
export const mostADay = 10;
const dayMs = 86_400_000;

export const hear = (before: Talk, heard: Heard, around: Around): Turn => {
  const talk = paced(before, around.at);
  if (talk.pace.count > mostAMinute) return said(talk, ...(talk.pace.count === mostAMinute + 1 ? [{ say: 'too_fast' }] : []));
  if (heard.kind === 'start') return heard.token === null ? said(talk, askLanguage) : { talk, says: [], ask: { ask: 'bind', token: heard.token, lang: talk.lang } };
  if (heard.kind === 'press') return pressed(talk, heard.data, around);
  if (talk.lang === null) return beforeLanguage(talk, heard, around);
  if (heard.kind === 'command') return commanded(talk, heard.name, around);
  if (heard.kind === 'edit') return edited(talk, heard);
  if (heard.kind === 'text' && heard.means === 'cancel') return cancelled(talk);
  if (talk.side) return beside(talk, talk.side, heard);
  if (talk.step && talk.draft) return answered(talk, talk.step, talk.draft, heard);
  return atHome(talk, heard, around);
};

/** True when a picture that comes now belongs to something: only then it is fetched and kept. */
export const wantsPictures = (talk: Talk): boolean => (talk.side ? 'parts' in talk.side : talk.step === null || talk.step === 'what');

const paced = (talk: Talk, at: number): Talk => {
  const { since, count } = talk.pace;
  return { ...talk, pace: at - since < minuteMs && at >= since ? { since, count: count + 1 } : { since: at, count: 1 } };
};

const newDraft = (key: string): Draft => ({ key, parts: [], papers: [], point: null, place: null, found: [], misses: 0, address: null, kind: null, name: null, phone: null, publish: false });
const begun = (talk: Talk, around: Around): Turn => goTo({ ...talk, side: null, changing: false }, 'what', newDraft(around.fresh));

/** Somebody who just writes what happened is asked the language first; the words stay. */
const beforeLanguage = (talk: Talk, heard: Heard, around: Around): Turn => {
  if (heard.kind !== 'text' && heard.kind !== 'picture') return said(talk, askLanguage);
  const { to, problem } = gathered(talk.draft ?? newDraft(around.fresh), heard, longestText);
  const next: Talk = { ...talk, draft: hasWords(to) ? to : talk.draft, step: hasWords(to) ? 'what' : talk.step, album: albumOf(heard) };
  return ofAlbum(talk, heard) ? said(next) : said(next, ...(problem ? [problem] : []), askLanguage);
};

const atHome = (talk: Talk, heard: Heard, around: Around): Turn => {
  if (heard.kind !== 'text' && heard.kind !== 'picture') return said(talk, { say: heard.kind === 'other' ? 'please_write' : 'not_now' }, home());
  // a word of thanks after the answer is no appeal
  if (heard.kind === 'text' && (heard.means !== null || heard.text.trim().length < leastLetters)) return said(talk, home());
  const { talk: opened } = begun(talk, around);
  return opened.draft ? answered(opened, 'what', opened.draft, heard) : said(opened);
};

const commanded = (talk: Talk, name: string, around: Around): Turn => {
  if (name === 'new') return hasWords(talk.draft) ? said({ ...talk, side: null }, unfinished(talk), question({ ...talk, side: null })) : begun(talk, around);
  if (name === 'my') return { talk, says: [], ask: { ask: 'mine' } };
  if (name === 'cancel') return cancelled(talk);
  if (name === 'lang') return said(talk, askLanguage);
  if (name === 'help') return said(talk, { say: 'help' }, question(talk));
  return said(talk, { say: 'command_unknown' }, question(talk));
};

const unfinished = (talk: Talk): Say => ({ say: 'unfinished', keys: [[{ label: 'anew', data: ofTurn(talk, 'anew') }]] });

const cancelled = (talk: Talk): Turn => {
  if (talk.side) {
    const next: Talk = { ...talk, side: null, turn: talk.turn + 1 };
    return said(next, { say: 'cancelled' }, question(next));
  }
  if (hasWords(talk.draft)) return said(talk, { say: 'cancel_ask', keys: [[{ label: 'cancel_yes', data: ofTurn(talk, 'drop') }], [{ label: 'cancel_no', data: ofTurn(talk, 'go') }]] });
  return said({ ...talk, draft: null, step: null, changing: false, turn: talk.turn + 1 }, home());
};

const pressed = (talk: Talk, data: string, around: Around): Turn => {
  const [what = '', one = '', two = ''] = data.split(':');
  if (what === 'l' && (one === 'kk' || one === 'ru' || one === 'en')) return inLanguage({ ...talk, lang: one }, around);
  if (talk.lang === null) return said(talk, askLanguage);
  if (what === 'n') return commanded(talk, 'new', around);
  if (what === 'my') return commanded(talk, 'my', around);
  if (what === 't') return Number(one) === talk.turn ? (button(talk, two, around) ?? { ...said(talk), toast: 'old_button' }) : { ...said(talk), toast: 'old_button' };
  const appealId = /^[1-9]\d{0,14}$/.test(one) ? Number(one) : null;
  const purpose = what === 'v' ? verdictPurpose[two] : sidePurpose[what];
  if (appealId === null || purpose === undefined) return { ...said(talk), toast: 'old_button' };
  return purpose === 'solved' ? { talk, says: [], ask: { ask: 'verdict', appealId, verdict: 'solved', comment: null } } : { talk, says: [], ask: { ask: 'matter', appealId, purpose } };
};
const verdictPurpose: Readonly<Record<string, 'solved' | 'partly' | 'not_solved'>> = { solved: 'solved', partly: 'partly', not_solved: 'not_solved' };
const sidePurpose: Readonly<Record<string, 'show' | 'add' | 'reply' | 'withdraw'>> = { m: 'show', a: 'add', r: 'reply', w: 'withdraw' };

const inLanguage = (talk: Talk, around: Around): Turn => {
  if (talk.side) return said(talk, question(talk));
  if (!talk.draft || !talk.step) {
    const next = begun(talk, around);
    return { ...next, says: [{ say: 'hello' }, ...next.says] };
  }
  return said(talk, ...(hasWords(talk.draft) && talk.step !== 'what' ? [unfinished(talk)] : [{ say: 'hello' }]), question(talk));
};

/** A button of the question that is open. */
const button = (talk: Talk, data: string, around: Around): Turn | null => {
  if (data === 'go') return said(talk, question(talk));
  if (talk.side) return besideButton(talk, talk.side, data);
  const { step, draft } = talk;
  if (data === 'drop') return said({ ...talk, draft: null, step: null, changing: false, turn: talk.turn + 1 }, { say: 'dropped' }, home());
  if (data === 'anew') return step === 'what' && talk.changing && draft ? goTo(talk, 'what', { ...draft, parts: [], papers: [] }) : begun(talk, around);
  if (!step || !draft) return null;
  if (step === 'check' && data === 'send') return sending(talk, draft, around);
  return chosen(talk, step, draft, data);
};

const sending = (talk: Talk, draft: Draft, { at }: Around): Turn => {
  if (talk.sent.count >= mostADay && at - talk.sent.since < dayMs) return said(talk, { say: 'too_many_today', slots: { most: mostADay } });
  // an edit of the first message may have left nothing
  if (textOf(draft.parts).trim().length < leastLetters) return { ...goTo({ ...talk, changing: true }, 'what', draft), says: [{ say: 'need_words' }] };
  return { talk, says: [], ask: { ask: 'register', draft, lang: talk.lang ?? 'kk' } };
};

const beside = (talk: Talk, side: Side, heard: Heard): Turn => {
  if (side.kind === 'withdraw') return heard.kind === 'text' && heard.means ? (besideButton(talk, side, heard.means === 'yes' ? 'yes' : 'cancel') ?? again(talk, { say: 'by_button' })) : again(talk, { say: 'by_button' });
  if (side.kind === 'comment') {
    if (heard.kind !== 'text') return again(talk, { say: 'please_write' });
    if (heard.means === 'skip' && side.verdict === 'partly') return judging(talk, side, null);
    return heard.text.trim().length > 5_000 ? again(talk, { say: 'line_long' }) : judging(talk, side, heard.text.trim());
  }
  if (heard.kind === 'text' && heard.means === 'done') return besideButton(talk, side, 'done') ?? again(talk, { say: 'by_button' });
  if (heard.kind !== 'text' && heard.kind !== 'picture') return again(talk, { say: 'please_write' });
  const { to, problem } = gathered(side, heard, longestSide);
  const next: Talk = { ...talk, side: to, album: albumOf(heard) };
  return problem ? again(next, problem) : ofAlbum(talk, heard) ? said(next) : said(next, question(next));
};

const judging = (talk: Talk, side: Extract<Side, { kind: 'comment' }>, comment: string | null): Turn =>
  ({ talk, says: [], ask: { ask: 'verdict', appealId: side.appealId, verdict: side.verdict, comment } });

const besideButton = (talk: Talk, side: Side, data: string): Turn | null => {
  if (data === 'cancel') return cancelled(talk);
  if (side.kind === 'withdraw') return data === 'yes' ? { talk, says: [], ask: { ask: 'withdraw', appealId: side.appealId } } : null;
  if (side.kind === 'comment') return data === 'skip' && side.verdict === 'partly' ? judging(talk, side, null) : null;
  if (data !== 'done') return null;
  const text = textOf(side.parts).trim();
  return text === '' ? again(talk, { say: 'need_words' }) : { talk, says: [], ask: { ask: side.kind, appealId: side.appealId, text, papers: side.papers } };
};

/** What the house answered. */
export const told = (before: Talk, ask: Ask, t: Told, around: Around): Turn => {
  // a chat that has said nothing yet is spoken to in the language of the matter it was opened from
  const talk: Talk = ask.ask === 'bind' ? { ...before, lang: before.lang ?? (t.told === 'matter' ? t.lang : 'kk') } : before;
  if (t.told === 'refused') return refused(talk, ask, t, around);
  if (t.told === 'places') return talk.draft ? placed(talk, talk.draft, { found: t.meant ? [] : t.places.slice(0, mostPlaces), meant: t.meant, rest: t.rest }) : said(talk, question(talk));
  if (t.told === 'registered') return registered(talk, t, around);
  if (t.told === 'mine') return said(talk, t.matters.length === 0 ? { say: 'mine_none', keys: [[{ label: 'begin', data: 'n' }]] } : { say: 'mine', keys: t.matters.map((one) => [{ label: `stage:${one.stage}:${one.number}`, data: `m:${one.appealId}` }]) });
  if (t.told === 'matter') return ask.ask === 'matter' ? opened(talk, ask.purpose, t.matter) : said(talk, { say: 'bound', slots: { number: t.matter.number } }, matter(t.matter));
  const done: Talk = { ...talk, side: null, turn: talk.turn + 1 };
  const word = ask.ask === 'verdict' ? (ask.verdict === 'not_solved' ? 'done_not_solved' : 'done_verdict') : `done_${ask.ask}`;
  return said(done, { say: word }, ...(done.draft && done.step ? [question(done)] : []));
};

const registered = (talk: Talk, t: Extract<Told, { told: 'registered' }>, { at }: Around): Turn => {
  const sent = at - talk.sent.since < dayMs ? { since: talk.sent.since, count: talk.sent.count + 1 } : { since: at, count: 1 };
  const next: Talk = { ...talk, draft: null, step: null, changing: false, turn: talk.turn + 1, sent };
  return said(next, { say: 'registered', slots: { number: t.number, code: t.code, due: { until: t.dueOn }, holder: t.holder }, path: t.path, keys: [[{ label: 'matter', data: `m:${t.appealId}` }]] });
};

const refused = (talk: Talk, ask: Ask, t: Extract<Told, { told: 'refused' }>, around: Around): Turn => {
  const why: Say = { say: `refused:${t.code}`, slots: t.facts };
  if (ask.ask === 'register' && talk.draft) {
    const draft = { ...talk.draft, ...(t.code === 'file_invalid' ? { papers: [] } : {}), ...(t.code === 'same_key_other_body' ? { key: around.fresh } : {}) };
    return again({ ...talk, draft, turn: talk.turn + 1 }, why);
  }
  const next: Talk = { ...talk, side: null, turn: talk.turn + 1 };
  return said(next, why, ...(next.draft && next.step ? [question(next)] : []));
};

type Purpose = Extract<Ask, { ask: 'matter' }>['purpose'];
const opened = (talk: Talk, purpose: Purpose, m: MatterNow): Turn => {
  const to = { appealId: m.appealId, number: m.number };
  const side: Side | null =
    purpose === 'add' && isOpen(m.stage) ? { kind: 'add', ...to, parts: [], papers: [] }
    : purpose === 'reply' && m.stage === 'clarifying' ? { kind: 'reply', ...to, parts: [], papers: [] }
    : purpose === 'withdraw' && isOpen(m.stage) ? { kind: 'withdraw', ...to }
    : (purpose === 'partly' || purpose === 'not_solved') && m.mayJudge ? { kind: 'comment', ...to, verdict: purpose }
    : null;
  if (!side) return said(talk, ...(purpose === 'show' ? [] : [{ say: 'refused:not_possible_now' }]), matter(m));
  const next: Talk = { ...talk, side, turn: talk.turn + 1, album: null };
  return said(next, question(next));
};

/** Where a matter stands, with what can be done from here. */
const matter = (m: MatterNow): Say => ({
  say: 'matter',
  slots: { number: m.number, stage: m.stage === 'registered' && m.reopened ? 'reopened' : m.stage, due: { until: m.dueOn }, day: { day: m.dueOn }, late: m.late ? 'yes' : 'no', holder: m.holder, outcome: m.outcome ?? '', verdict: m.verdict ?? '' },
  path: m.path,
  keys: [
    ...(m.mayJudge ? verdictKeys(m.appealId) : []),
    ...(m.stage === 'clarifying' ? [[{ label: 'reply', data: `r:${m.appealId}` }]] : []),
    ...(isOpen(m.stage) ? [[{ label: 'add', data: `a:${m.appealId}` }, { label: 'withdraw', data: `w:${m.appealId}` }]] : []),
  ],
});

/** Under a matter that was answered, and under the notice that says so. */
export const verdictKeys = (appealId: number): NonNullable<Say['keys']> => (['solved', 'partly', 'not_solved'] as const).map((verdict) => [{ label: verdict, data: `v:${appealId}:${verdict}` }]);
