import type { Staff } from '../src/kernel/actor.ts';
import { addDays, today, type Day } from '../src/kernel/day.ts';
import { read } from '../src/platform/db.ts';
import type { Scope } from '../src/rooms/appeals/store/inbox.ts';
import { find, type Findings } from '../src/rooms/appeals/store/finding.ts';
import type { Find, FindCursor } from '../src/rooms/appeals/store/search.ts';
import type { Register } from './registers.ts';
import type { Scene } from './scene.ts';

/** What somebody types, by what makes it easy or hard. */
export type Typed = { readonly name: string; readonly texts: readonly string[]; readonly with?: Partial<Find>; readonly begun?: true; /** which page */ readonly page?: number };
export type Eyes = { readonly name: string; readonly actor: Staff; readonly scope: Scope };
export type SearchResult = { readonly typed: string; readonly eyes: string; readonly p50: number; readonly p95: number; readonly most: number; readonly rows: number };

export const eyesOf = (scene: Scene): readonly Eyes[] => {
  const { clerk, head, executor } = scene.readers;
  const [first] = scene.districts;
  const smallest = scene.districts.at(-1);
  if (!first || !smallest || head.actor.sight === 'all') throw new Error('a scene without a region');
  return [
    { name: 'the country', actor: { ...head.actor, sight: 'all' }, scope: { of: 'country' } },
    { name: 'a region, 20 branches', actor: head.actor, scope: { of: 'branches', ids: head.actor.sight } },
    { name: 'the largest branch', actor: clerk.actor, scope: { of: 'branches', ids: [first.branchId] } },
    { name: 'the smallest branch', actor: { ...clerk.actor, sight: [smallest.branchId] }, scope: { of: 'branches', ids: [smallest.branchId] } },
    { name: 'a body', actor: executor.actor, scope: { of: 'bodies', ids: [first.bodyId] } },
    { name: 'one executor', actor: executor.actor, scope: { of: 'person', accountId: executor.actor.accountId } },
  ];
};

export const typedOf = (on: Day): readonly Typed[] => [
  { name: 'a word of every letter', texts: ['көше', 'көшесі', 'көшеде'] },
  { name: 'a frequent word', texts: ['шам', 'шамдар', 'қоқыс', 'снегопад', 'тротуар', 'автобус'] },
  { name: 'two frequent words', texts: ['шам қоқыс', 'тротуар перила', 'автобус су', 'көше шамдары'] },
  { name: 'three frequent words', texts: ['шам қоқыс тротуар', 'көше автобус перила'] },
  { name: 'a frequent and a rare word', texts: ['шам барфершал', 'көше шатмүнжек', 'тротуар дөрһанлин'] },
  { name: 'a rare word', texts: ['барфершал', 'шатмүнжек', 'дөрһанлин', 'гүзқұмров'] },
  { name: 'two words never together', texts: ['пенбарбар чожбарбар', 'тұлбарбар мелкелбар'] },
  { name: 'a phrase of frequent words', texts: ['«көше шамдары»', '«тротуар у школы»'] },
  { name: 'a beginning of two letters', texts: ['ша', 'қо', 'тр', 'ба'], begun: true },
  { name: 'a beginning of three letters', texts: ['шам', 'қоқ', 'тро', 'бар'], begun: true },
  { name: 'one letter', texts: ['қ', 'т'], begun: true },
  { name: 'a slip', texts: ['шамдра', 'тротаур', 'снегапад', 'қокыстр'] },
  { name: 'nothing at all', texts: ['жыпыртқылдақтар', 'ыщзхъъыв', 'мракобесный'] },
  { name: 'a surname', texts: ['Ахметбеков', 'Оразбиғалиев', 'Құдайжанов'] },
  { name: 'a given name', texts: ['Айгүл', 'Нұрлан', 'Aigul'] },
  { name: 'a name of two words', texts: ['Ахметбеков Айгүл', 'Сейітов Марат'] },
  { name: 'an address', texts: ['Самал 17', 'Школьная 3', 'Емен көшесі 101'] },
  { name: 'a telephone', texts: ['87000007919', '+7 700 001 58 38'] },
  { name: 'the end of a number', texts: ['000123', '777'] },
  { name: 'a frequent word, most fitting first', texts: ['шам', 'қоқыс'], with: { order: 'fitting' } },
  { name: 'a frequent word of a topic', texts: ['шам', 'қоқыс'], with: { topicCode: 'roads' } },
  { name: 'a frequent word, a year ago', texts: ['шам', 'тротуар'], with: { since: addDays(on, -400), until: addDays(on, -365) } },
  { name: 'a frequent word, twentieth page', texts: ['шам', 'қоқыс'], page: 20 },
];

const asks = (register: Register, eyes: Eyes, typed: Typed, text: string, cursor: FindCursor | null): Promise<Findings> => read({ db: register.db, actor: eyes.actor }, (q) => find(q, text, {
  scope: eyes.scope, today: today(register.ctx.clock), order: 'newest', since: null, until: null, topicCode: null, kind: null, stage: null, placeCode: null, unitId: null, ...typed.with,
}, { cursor, begun: typed.begun ?? false }));

const cursorAt = async (register: Register, eyes: Eyes, typed: Typed, text: string): Promise<FindCursor | null> => {
  let cursor: FindCursor | null = null;
  for (let page = 1; page < (typed.page ?? 1); page += 1) cursor = (await asks(register, eyes, typed, text, cursor)).next ?? cursor;
  return cursor;
};

/** Every question with all eyes, each text in turn, so many times; milliseconds of the store's whole answer, the words of twenty letters among it. */
export const measureSearch = async (register: Register, scene: Scene, rounds: number, onStep: (line: string) => void = () => {}): Promise<readonly SearchResult[]> => {
  const results: SearchResult[] = [];
  for (const typed of typedOf(today(register.ctx.clock))) {
    for (const eyes of eyesOf(scene)) {
      const cursors = new Map<string, FindCursor | null>();
      // asked once before it is measured, as every other question of the bench
      for (const text of typed.texts) {
        cursors.set(text, await cursorAt(register, eyes, typed, text));
        await asks(register, eyes, typed, text, null);
      }
      let rows = 0;
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        for (const text of typed.texts) {
          const began = performance.now();
          rows = Math.max(rows, (await asks(register, eyes, typed, text, cursors.get(text) ?? null)).rows.length);
          times.push(performance.now() - began);
        }
      }
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
      results.push({ typed: typed.name, eyes: eyes.name, p50: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? Number.NaN, rows });
    }
    onStep(`search: ${typed.name}`);
  }
  return results;
};
