import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../src/kernel/actor.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { draftAnswer, answerInterim } from '../../src/rooms/appeals/acts/answer.ts';
import { askClarification, writeClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { addSomething } from '../../src/rooms/appeals/acts/holder.ts';
import { note } from '../../src/rooms/appeals/acts/note.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { noteSchema } from '../../src/rooms/appeals/contract/desk-forms.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { takeUpload } from '../../src/rooms/files/contract.ts';
import { PlainBrowser } from '../support/browser.ts';
import { ok } from '../support/house.ts';
import { openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());

type Who = 'executor' | 'colleague' | 'clerk';
const paperOf = async (who: Who): Promise<number> => ok(await takeUpload(await w.by(who), new File(['акт'], 'акт.txt'), { by: `account:${w.people[who]}` })).fileId;
const visitors = async (visit: string): Promise<number> => ok(await takeUpload(w.ctx(visitor), new File(['хат'], 'хат.txt'), { by: visit })).fileId;
const outcome = (done: unknown): string => (isRefusal(done) ? done.code : 'done');
const ownerOf = async (fileId: number) => (await w.t.raw('SELECT owner FROM files.file WHERE id = $1', [fileId]))[0]?.['owner'];
const registration = (papers: readonly number[], key = crypto.randomUUID()) =>
  aRegistration({ key, matters: [{ kind: 'application', text: 'Аулада жарық жанбайды.', publishConsent: false, papers: [...papers] }] });

/** Every act of the office that takes papers by number. */
const acts: Readonly<Record<string, { who: Who; act: (number: string, papers: number[]) => Promise<unknown> }>> = {
  note: { who: 'executor', act: async (number, papers) => note(await w.by('executor'), noteSchema.parse({ number, text: 'Былтыр да жазған', papers, key: crypto.randomUUID() })) },
  'an answer on the way': { who: 'executor', act: async (number, papers) => answerInterim(await w.by('executor'), { number, text: 'Шам тапсырылды', papers }) },
  'a draft': { who: 'executor', act: async (number, papers) => draftAnswer(await w.by('executor'), { number, outcome: 'done', text: 'Шам ауыстырылды.', papers }) },
  'words added': { who: 'clerk', act: async (number, papers) => addSomething(await w.by('clerk'), { number, text: 'Тағы бір шам сөнді', papers }) },
  'an answer to a question': {
    who: 'clerk',
    act: async (number, papers) => {
      await askClarification(await w.by('executor'), { number, question: 'Қай үйдің жанында?' });
      return writeClarification(await w.by('clerk'), { number, text: 'Абай көшесі', papers });
    },
  },
  'a registration': { who: 'clerk', act: async (_number, papers) => register(await w.by('clerk'), { ...registration(papers), channel: 'desk', branchId: w.units.tasqala }) },
};

test.each(Object.entries(acts))('%s takes no paper of a colleague or of a visitor by its number, and takes its own', async (_name, { who, act }) => {
  const { number } = await w.given();
  const [colleagues, visits, own] = [await paperOf('colleague'), await visitors('visit:somebody'), await paperOf(who)];
  expect(outcome(await act(number, [colleagues]))).toBe('file_invalid');
  expect(outcome(await act(number, [own, visits]))).toBe('file_invalid');
  expect([await ownerOf(colleagues), await ownerOf(visits), await ownerOf(own)]).toEqual([null, null, null]);
  expect(outcome(await act(number, [own]))).toBe('done');
  expect(await ownerOf(own)).toMatch(/^appeal:\d+/);
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
