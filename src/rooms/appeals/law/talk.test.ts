import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hear, mostADay, mostAMinute, silent, told, type Ask, type Heard, type Say, type Talk, type Told, type Turn } from './talk.ts';
import { longestText, mostPapers, textOf } from './talk/questions.ts';
import { nameOf } from './talk/answers.ts';

// the same texts every day: a red run can be run again
fc.configureGlobal({ seed: 20_261_121 });

const place = { code: '276000000', text: { kk: 'Тасқала ауданы', ru: 'Таскалинский район', en: 'Taskala District' }, within: null };
const unit = { kk: 'Филиал', ru: 'Филиал', en: 'Branch' };

/** A house that answers everything, or refuses it. */
const answer = (ask: Ask, refusing: boolean): Told => {
  if (refusing && ask.ask !== 'places') return { told: 'refused', code: 'not_possible_now', facts: {} };
  if (ask.ask === 'places') return ask.text.startsWith('Т') ? { told: 'places', places: [place], meant: place, rest: '' } : ask.text.length % 2 === 0 ? { told: 'places', places: [place, { ...place, code: '273600000' }], meant: null, rest: '' } : { told: 'places', places: [], meant: null, rest: '' };
  if (ask.ask === 'register') return { told: 'registered', appealId: 7, number: 'BQ-2026-000007', code: 'AAAA-BBBB', dueOn: '2026-12-11', holder: unit, path: '/follow/x' };
  if (ask.ask === 'mine') return { told: 'mine', matters: [{ appealId: 7, number: 'BQ-2026-000007', stage: 'answered' }] };
  if (ask.ask === 'matter' || ask.ask === 'bind') {
    const stage = ask.ask === 'matter' && ask.appealId % 2 === 0 ? 'clarifying' : 'answered';
    return { told: 'matter', lang: 'ru', matter: { appealId: 7, number: 'BQ-2026-000007', stage, reopened: false, dueOn: '2026-12-11', late: false, holder: unit, outcome: null, verdict: null, mayJudge: stage === 'answered', path: '/follow/x' } };
  }
  return { told: 'done' };
};

type Heardly = { readonly heard: Heard; readonly gapMs: number; readonly refusing: boolean; readonly willing: boolean };

/** What somebody says who wants to come to the end. */
const fitting = (talk: Talk): Heard => {
  const press = (data: string): Heard => ({ kind: 'press', data });
  const here = (data: string) => press(`t:${talk.turn}:${data}`);
  const words = (text: string): Heard => ({ kind: 'text', id: 3, text, means: null });
  const { side, step } = talk;
  if (talk.lang === null) return press('l:ru');
  if (side) return side.kind === 'withdraw' ? here('yes') : side.kind === 'comment' || side.parts.length === 0 ? words('Екінші бағана жанбайды') : here('done');
  if (step === null) return press('n');
  if (step === 'what') return (talk.draft?.parts.length ?? 0) === 0 ? words('Аулада жарық жанбайды') : here('done');
  return { where: words('Тасқала'), address: here('skip'), kind: here('complaint'), name: words('Үлгілі Дана'), phone: { kind: 'contact' as const, phone: '77010000001', own: true }, publish: here('no'), check: here('send') }[step];
};

const anyText = fc.oneof(fc.constantFrom('Тасқала', 'ауданы', 'Үлгілі Дана', '8 701 000 00 01', 'иә'), fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ maxLength: 20 }).map((one) => one.repeat(400).slice(0, 4_096)));
const anyHeard = (data: fc.Arbitrary<string>): fc.Arbitrary<Heard> => fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('text' as const), id: fc.nat(30), text: anyText, means: fc.constantFrom(null, null, null, 'done' as const, 'skip' as const, 'cancel' as const, 'yes' as const, 'no' as const) }) },
  { weight: 6, arbitrary: data.map((one): Heard => ({ kind: 'press', data: one })) },
  { weight: 1, arbitrary: fc.constantFrom<Heard>({ kind: 'start', token: null }, { kind: 'start', token: 'x' }, { kind: 'other' }, { kind: 'point', point: { lat: 51, lon: 51, accuracy: null } }, { kind: 'contact', phone: '77010000001', own: true }, { kind: 'contact', phone: '77010000001', own: false }) },
  { weight: 1, arbitrary: fc.constantFrom('new', 'my', 'cancel', 'lang', 'help', 'nothing').map((name): Heard => ({ kind: 'command', name })) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit' as const), id: fc.nat(30), text: anyText }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('picture' as const), id: fc.nat(30), album: fc.constantFrom(null, 'a'), caption: fc.constantFrom('', 'Міне'), paper: fc.constantFrom(null, { fileId: 5 }, { refused: 'file_type_invalid', facts: {} }) }) },
);
const loose = fc.constantFrom('l:kk', 'l:ru', 'n', 'my', 'm:7', 'v:7:solved', 'v:7:partly', 'v:7:not_solved', 'a:8', 'r:8', 'w:8', 'v:7:else', 'a:-1', 't:1:send', 't:x', '', ':::', 'constructor', 't:5:constructor', 'v:7:constructor');
/** 'key N' presses the Nth button that was shown last, as people do. */
const shown = fc.nat(9).map((at) => `key ${at}`);
const conversations = fc.array(fc.record({ heard: anyHeard(fc.oneof({ weight: 4, arbitrary: shown }, loose)), gapMs: fc.constantFrom(1_000, 3_000, 70_000), refusing: fc.constantFrom(true, false, false), willing: fc.constantFrom(true, true, true, false) }), { maxLength: 60 });

type Step = { readonly before: Talk; readonly heard: Heard; readonly turn: Turn; readonly says: readonly Say[]; readonly asks: readonly Ask[] };
const lived = (list: readonly Heardly[]): readonly Step[] => {
  let talk = silent;
  let at = 1_000_000;
  let keys: readonly { readonly data: string }[] = [];
  const steps: Step[] = [];
  for (const [nth, one] of list.entries()) {
    at += one.gapMs;
    const press = one.heard.kind === 'press' ? /^key (\d)$/.exec(one.heard.data) : null;
    const heard: Heard = one.willing ? fitting(talk) : press ? { kind: 'press', data: keys[Number(press[1]) % Math.max(1, keys.length)]?.data ?? 'l:kk' } : one.heard;
    const before = talk;
    let turn = hear(before, heard, { at, fresh: `key-of-a-draft-${nth}` });
    const says = [...turn.says];
    const asks: Ask[] = [];
    while (turn.ask && asks.length < 5) {
      asks.push(turn.ask);
      turn = told(turn.talk, turn.ask, answer(turn.ask, one.refusing), { at, fresh: `key-of-a-draft-${nth}-again` });
      says.push(...turn.says);
    }
    talk = turn.talk;
    const offered = says.flatMap((say) => say.keys?.flat() ?? []);
    if (offered.length > 0) keys = offered;
    steps.push({ before, heard, turn, says, asks });
  }
  return steps;
};

const check = (property: (steps: readonly Step[]) => void, runs = 1_500): void => fc.assert(fc.property(conversations, (list) => property(lived(list))), { numRuns: runs });

test('whatever is written in whatever order, every message is answered, and nothing asks for ever', () => {
  check((steps) => {
    for (const { before, heard, turn, says, asks } of steps) {
      expect(turn.ask).toBeUndefined();
      expect(asks.length).toBeLessThanOrEqual(1);
      const album = heard.kind === 'picture' && heard.album !== null && heard.album === before.album;
      if (turn.talk.pace.count <= mostAMinute && !album) expect(says.length > 0 || turn.toast !== undefined).toBe(true);
      // kept as JSON between two messages
      expect(JSON.parse(JSON.stringify(turn.talk))).toEqual(turn.talk);
    }
  });
});

test('an appeal is sent only by the button of the last look, whole, and never longer than the door takes', () => {
  check((steps) => {
    for (const { before, heard, asks } of steps) {
      for (const ask of asks) {
        if (ask.ask !== 'register') continue;
        expect(before.step).toBe('check');
        expect(heard).toEqual({ kind: 'press', data: `t:${before.turn}:send` });
        expect(textOf(ask.draft.parts).trim().length).toBeGreaterThanOrEqual(5);
        expect(textOf(ask.draft.parts).length).toBeLessThanOrEqual(longestText);
        expect(ask.draft.papers.length).toBeLessThanOrEqual(mostPapers);
        expect(ask.draft.kind).not.toBeNull();
        expect(ask.draft.name).not.toBeNull();
      }
    }
  });
});

test('the same draft keeps its key, another draft has another, and a sent one is gone', () => {
  check((steps) => {
    const sent: string[] = [];
    for (const { turn, asks } of steps) {
      const [ask] = asks;
      if (ask?.ask === 'register' && turn.talk.draft === null) {
        expect(sent).not.toContain(ask.draft.key);
        sent.push(ask.draft.key);
      }
    }
  });
});

test('a button of an earlier question changes nothing', () => {
  check((steps) => {
    for (const { before, turn, heard } of steps) {
      const of = heard.kind === 'press' ? /^t:(\d+):/.exec(heard.data) : null;
      if (!of || Number(of[1]) === before.turn || before.lang === null || turn.talk.pace.count > mostAMinute) continue;
      expect(turn.toast).toBe('old_button');
      expect({ ...turn.talk, pace: before.pace }).toEqual(before);
    }
  });
});

test('random conversations do reach the end, so the rules above were tried there', () => {
  const reached = { register: 0, verdict: 0, add: 0, withdraw: 0, reply: 0 };
  fc.assert(fc.property(conversations, (list) => {
    for (const { asks } of lived(list)) for (const { ask } of asks) if (ask in reached) reached[ask as keyof typeof reached] += 1;
  }), { numRuns: 4_000, seed: 20261121 });
  expect(Object.values(reached).every((times) => times > 0), JSON.stringify(reached)).toBe(true);
});

const around = { at: 5_000_000, fresh: 'key-of-a-draft-0' };
const text = (words: string): Heard => ({ kind: 'text', id: 1, text: words, means: null });

test('somebody who writes faster than a person is told so once, and read again a minute later', () => {
  let talk: Talk = { ...silent, lang: 'kk' };
  const said: number[] = [];
  for (let at = 0; at < mostAMinute + 5; at += 1) {
    const turn = hear(talk, text(`Бірінші сөз ${at}`), { ...around, at: around.at + at * 100 });
    talk = turn.talk;
    said.push(turn.says.length);
  }
  expect(said.slice(mostAMinute)).toEqual([1, 0, 0, 0, 0]);
  expect(hear(talk, text('Тағы бір сөз'), { ...around, at: around.at + 61_000 }).says.length).toBe(1);
});

test('more appeals in a day than a person has wait until tomorrow, and the words are kept', () => {
  const draft = { key: 'key-of-a-draft-0', parts: [{ id: 1, text: 'Жол ойылды' }], papers: [], point: null, place, found: [], misses: 0, address: null, kind: 'application' as const, name: { surname: 'А', given: 'Б', patronymic: null }, phone: null, publish: false };
  const talk: Talk = { ...silent, lang: 'kk', step: 'check', draft, turn: 3, sent: { since: around.at - 1_000, count: mostADay } };
  const press: Heard = { kind: 'press', data: 't:3:send' };
  const turn = hear(talk, press, around);
  expect(turn.ask).toBeUndefined();
  expect(turn.talk.draft).toEqual(draft);
  expect(hear(talk, press, { ...around, at: around.at + 86_400_000 }).ask?.ask).toBe('register');
});

test.each([
  ['Сыналмалы Әлия', { surname: 'Сыналмалы', given: 'Әлия', patronymic: null }],
  ['  Сыналмалы   Әлия Үлгі қызы ', { surname: 'Сыналмалы', given: 'Әлия', patronymic: 'Үлгі қызы' }],
  ['Ким-Ли Анна-Мария', { surname: 'Ким-Ли', given: 'Анна-Мария', patronymic: null }],
  ['Әлия', null], ['123 456', null], ['А Б В Г Д Е Ё', null], ['http://x y', null], ['', null],
])('the name «%s»', (typed, name) => {
  expect(nameOf(typed)).toEqual(name);
});
