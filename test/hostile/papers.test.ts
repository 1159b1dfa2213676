import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../src/kernel/actor.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { takeUpload } from '../../src/rooms/files/contract.ts';
import { PlainBrowser } from '../support/browser.ts';
import { ok } from '../support/house.ts';
import { lacking, type Lacking } from '../support/lacking.ts';
import { actsOf, outcome, registration, type Act, type Who } from './papers-acts.ts';
import type * as PapersActs from './papers-acts.ts';
import { openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());

const paperOf = async (who: Who): Promise<number> => ok(await takeUpload(await w.by(who), new File(['акт'], 'акт.txt'), { by: `account:${w.people[who]}` })).fileId;
const visitors = async (visit: string): Promise<number> => ok(await takeUpload(w.ctx(visitor), new File(['хат'], 'хат.txt'), { by: visit })).fileId;
const ownerOf = async (fileId: number) => (await w.t.raw('SELECT owner FROM files.file WHERE id = $1', [fileId]))[0]?.['owner'];

const acts = ['note', 'an answer on the way', 'a draft', 'words added', 'an answer to a question', 'a registration'] as const;
type Acted = { readonly colleagues: string; readonly visits: string; readonly taken: number; readonly own: string };
/** One act with a paper of a colleague, with one's own and a visitor's, and then with one's own alone: what was said, and how many of the three were taken before that. */
const acted = async ({ who, act }: Act): Promise<Acted> => {
  const [{ number: first }, { number: second }] = [await w.given(), await w.given()];
  const [colleagues, visits, own] = [await paperOf('colleague'), await visitors('visit:somebody'), await paperOf(who)];
  const said = { colleagues: outcome(await act(first, [colleagues])), visits: outcome(await act(second, [own, visits])) };
  const taken = (await Promise.all([colleagues, visits, own].map(ownerOf))).filter((owner) => owner !== null).length;
  const done = { ...said, taken, own: outcome(await act(second, [own])) };
  if (done.own === 'done') expect(await ownerOf(own)).toMatch(/^appeal:\d+/);
  return done;
};

test.each(acts)('%s takes no paper of a colleague or of a visitor by its number, and takes its own', async (name) => {
  const one = actsOf(w.by, w.units.tasqala)[name];
  expect(one && (await acted(one))).toEqual({ colleagues: 'file_invalid', visits: 'file_invalid', taken: 0, own: 'done' });
});

test('the acts that take papers are all known here', () => {
  expect(Object.keys(actsOf(w.by, w.units.tasqala))).toEqual(acts);
});

const whosever: Lacking = { 'src/rooms/files/acts/take.ts': [['(await claim(tx, ids, owner, o.by))', '(await claim(tx, ids, owner))']] };
test('control: where nobody asks whose a paper is, every act takes the papers of others, and the same question finds it', async () => {
  const copy = await lacking<typeof PapersActs>('test/hostile/papers-acts.ts', whosever);
  const db = copy.ownDb(w.t.url);
  try {
    const open = copy.actsOf(async (who) => ({ ...(await w.by(who)), db }), w.units.tasqala);
    for (const name of acts) { const one = open[name]; expect(one && (await acted(one)), name).toMatchObject({ colleagues: 'done', visits: 'done', taken: 3 }); }
  } finally {
    await db.close();
  }
});

test('a registration from a browser takes the papers of that browser alone', async () => {
  const [mine, others, clerks] = [await visitors('visit:mine'), await visitors('visit:other'), await paperOf('clerk')];
  const send = (papers: readonly number[]) => register(w.ctx(visitor), registration(papers), { papersBy: 'visit:mine' });
  expect(outcome(await send([others]))).toBe('file_invalid');
  expect(outcome(await send([mine, clerks]))).toBe('file_invalid');
  expect(outcome(await send([mine]))).toBe('done');
  expect([await ownerOf(others), await ownerOf(clerks)]).toEqual([null, null]);
});

/** One visitor up to the last page, with a paper of their own. */
const atTheEnd = async (page: PlainBrowser, paper: string): Promise<PlainBrowser> => {
  await page.open('/kk/appeals/new');
  await page.submit('Бастау');
  await page.submit('Жалғастыру', { text: 'Мектептің жанындағы көше шамдары екі аптадан бері жанбайды.', papers: new File([paper], `${paper}.txt`) });
  await page.submit('Жалғастыру', { place: 'таскала', address: 'Абай көшесі, 12' });
  await page.submit('Жалғастыру', { kind: 'application' });
  await page.submit('Жалғастыру', { who: 'person' });
  await page.submit('Жалғастыру', { surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 01' });
  return page.submit('Жалғастыру', { publish: 'no' });
};

test('a paper of another’s draft is not attached, even where its number got into the draft', async () => {
  const [theirs, mine] = [new PlainBrowser(w.app), new PlainBrowser(w.app)];
  await atTheEnd(theirs, 'біреудің');
  await atTheEnd(mine, 'өз');
  const numbered = async (name: string) => Number((await w.t.raw('SELECT id FROM files.file WHERE name = $1', [`${name}.txt`]))[0]?.['id']);
  const [foreign, own] = [await numbered('біреудің'), await numbered('өз')];
  // no form has a field for it: this is the row itself, written from underneath
  await w.t.raw('UPDATE appeals.draft SET papers = $1 WHERE papers = $2', [[foreign], [own]]);
  await mine.submit('Жіберу');
  expect(mine.status).toBe(422);
  expect(mine.address).not.toContain('/done');
  expect(await ownerOf(foreign)).toBe(null);
  await theirs.submit('Жіберу');
  expect(theirs.address).toContain('/done');
  expect(await ownerOf(foreign)).toMatch(/^appeal:\d+$/);
});
