import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, visitor, type Actor } from '../../../kernel/actor.ts';
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { read } from '../../../platform/db.ts';
import { freshDb, type TestDb } from '../../../../test/support/database.ts';
import { suggestTopics } from '../../recognition/contract.ts';
import { openUnit } from '../../units/contract.ts';
import { learnTopic } from '../reacts/learning.ts';
import { aRegistration, aStaff } from '../make.ts';
import { setSealSecret } from '../store/seal.ts';
import { decidedTopics } from '../store/decided.ts';
import { register } from './register.ts';
import { relearn } from './relearn.ts';
import { sort } from './sort.ts';

let t: TestDb;
let branch = 0;
const ok = <T>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};
const clerk = () => aStaff(1, [{ unitId: branch }]);
const ctx = (actor: Actor = system('test')) => t.ctx(actor);
const taken = async (actor: Actor, text: string, topicCode?: string) => {
  const matter = { kind: 'application' as const, text, publishConsent: false, ...(topicCode === undefined ? {} : { topicCode }) };
  return ok(await register(ctx(actor), aRegistration({ branchId: branch, channel: actor.kind === 'staff' ? 'desk' : 'web', matters: [matter] }))).matters[0];
};
const first = async (text: string) => (await read(ctx(), (q) => suggestTopics(q, text)))[0]?.code;

beforeAll(async () => {
  setSealSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
  branch = ok(await openUnit(ctx(), { kind: 'branch', level: 'region', code: 'WK', parentId: null, territoryCode: '000000000', names: { kk: 'WK', ru: 'WK', en: 'WK' } })).unitId;
});
afterAll(() => t.drop());

test('what the office decided is learned from its register, what a resident chose and nobody looked at is not', async () => {
  for (const place of ['у рынка', 'за мостом', 'возле рощи']) await taken(clerk(), `Мякишный узел ${place} стоит без присмотра`, 'gas');
  await taken(visitor, 'Бердышный вензель возле моста', 'trade');
  expect((await read(ctx(), (q) => decidedTopics(q, 100))).map(({ topicCode }) => topicCode)).toEqual(['gas', 'gas', 'gas']);
  expect(await relearn(ctx())).toMatchObject({ lessons: 3 });
  expect(await first('Мякишный узел сломан')).toBe('gas');
});

test('a corrected topic is what is learned, also when it was learned otherwise before', async () => {
  const matter = await taken(clerk(), 'Бердышный вензель перегородил всё', 'trade');
  await learnTopic(ctx(), { name: 'appeal.topic_decided', appealId: matter?.appealId ?? 0, number: matter?.number ?? '', branchId: branch, topicCode: 'trade', instead: null, eventId: crypto.randomUUID() });
  expect(await first('Бердышный вензель')).toBe('trade');
  ok(await sort(ctx(clerk()), { number: matter?.number ?? '', topicCode: 'parking', suggested: false }));
  expect((await relearn(ctx())).lessons).toBe(4);
  expect(await first('Бердышный вензель')).toBe('parking');
});

test('the newest are learned when there are more than can be', async () => {
  expect(await read(ctx(), (q) => decidedTopics(q, 1))).toEqual([{ text: 'Бердышный вензель перегородил всё', topicCode: 'parking' }]);
});
