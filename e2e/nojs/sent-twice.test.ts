import { afterAll, beforeAll, expect, test } from 'vitest';
import { buttonWords, deskWords, doneWords } from '../../src/rooms/appeals/words/desk.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';
import { mattersOf } from './matters.ts';

let h: TestHouse;
let m: ReturnType<typeof mattersOf>;
beforeAll(async () => { h = await openHouse(); m = mattersOf(h); });
afterAll(() => h.end());

const times = 8;
const tasks = (number: string) => h.t.raw('SELECT task FROM assignments.assignment WHERE reference = $1 AND NOT lead ORDER BY id', [number]);
const notes = (number: string) => h.t.raw(`SELECT n.text FROM appeals.note n JOIN appeals.appeal a ON a.id = n.appeal_id WHERE a.number = $1 AND n.by_kind = 'staff' ORDER BY n.id`, [number]);

test('a task whose form is sent eight times at once is given once, and each is told that it is given', async () => {
  const { number } = await m.given(h.people.executor);
  const page = await (await h.signedIn('clerk')).open(`/kk/desk/appeals/${number}`);
  const fields = { 'give_task.task': 'Бағанды тексеріңіз', 'give_task.unitId': String(h.units.roads), 'give_task.dueOn': '2026-11-27' };
  const { cookies, document } = page;
  const form = [...document.querySelectorAll('form')].find((one) => one.getAttribute('action')?.endsWith('/tasks'));
  const hidden = Object.fromEntries(['csrf', 'give_task.key'].map((name) => [name, form?.querySelector(`[name="${name}"]`)?.getAttribute('value') ?? '']));
  const send = () => h.app.request(`http://127.0.0.1:3000/kk/desk/appeals/${number}/tasks`, {
    method: 'POST', body: new URLSearchParams({ ...hidden, ...fields }), headers: { cookie: cookies.map((one) => `${one.name}=${one.value}`).join('; '), origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' },
  });
  const answers = await Promise.all(Array.from({ length: times }, send));
  expect(answers.map((one) => [one.status, one.headers.get('location')])).toEqual(Array.from({ length: times }, () => [303, `/kk/desk/appeals/${number}?done=give_task#acts`]));
  expect(await tasks(number)).toEqual([{ task: 'Бағанды тексеріңіз' }]);
  expect(await h.t.raw(`SELECT (SELECT count(*)::int FROM journal.leaf WHERE act = 'appeal.give_task') AS leaves, (SELECT count(*)::int FROM appeals.act WHERE code = 'task_given') AS acts`)).toEqual([{ leaves: 1, acts: 1 }]);

  // the back button and other words: nothing is done, and nothing typed is lost; pressed again, it is a second task
  await page.submit(buttonWords.give_task.kk, { ...fields, 'give_task.task': 'Сымды тексеріңіз' });
  expect([page.status, page.text.includes(deskWords.sentAlready.kk), page.html.includes('Сымды тексеріңіз')]).toEqual([422, true, true]);
  expect(await tasks(number)).toHaveLength(1);
  await page.submit(buttonWords.give_task.kk);
  expect([page.status, page.text.includes(doneWords.give_task.kk), (await tasks(number)).map((row) => row['task'])]).toEqual([200, true, ['Бағанды тексеріңіз', 'Сымды тексеріңіз']]);
});

test('the same words in a form drawn anew are another task; a form that was refused is not used up', async () => {
  const { number } = await m.given(h.people.executor);
  const page = await (await h.signedIn('clerk')).open(`/kk/desk/appeals/${number}`);
  const fields = { 'give_task.task': 'Бағанды тексеріңіз', 'give_task.unitId': String(h.units.roads) };
  await page.submit(buttonWords.give_task.kk, { ...fields, 'give_task.dueOn': '2026-11-28' });
  expect([page.status, await tasks(number)]).toEqual([422, []]);
  for (let nth = 1; nth <= 2; nth += 1) {
    await page.submit(buttonWords.give_task.kk, { ...fields, 'give_task.dueOn': '2026-11-27' });
    expect([page.status, (await tasks(number)).length]).toEqual([200, nth]);
  }
});

test('a note with a paper, sent eight times at once, is written once', async () => {
  const { number } = await m.given(h.people.executor);
  const pages = [await (await h.signedIn('clerk')).open(`/kk/desk/appeals/${number}`)];
  const [page] = pages;
  if (!page) throw new Error('no page');
  const paper = new File(['Қоңырау шалынды'], 'қоңырау.txt', { type: 'text/plain' });
  await Promise.all(Array.from({ length: times }, () => page.submit(buttonWords.note.kk, { 'note.text': 'Қоңырау шалдым', 'note.papers': paper })));
  expect([page.status, page.text.includes(doneWords.note.kk), await notes(number)]).toEqual([200, true, [{ text: 'Қоңырау шалдым' }]]);
  expect(await h.t.raw(`SELECT count(*)::int AS n FROM files.file WHERE owner LIKE 'appeal:%:internal'`)).toEqual([{ n: 1 }]);
});

test('a paper remembered after the note was written, and sent by the back button, is not passed over in silence', async () => {
  const { number } = await m.given(h.people.executor);
  const page = await (await h.signedIn('clerk')).open(`/kk/desk/appeals/${number}`);
  const { document } = page;
  await page.submit(buttonWords.note.kk, { 'note.text': 'Қоңырау шалдым' });
  expect([page.status, await notes(number)]).toEqual([200, [{ text: 'Қоңырау шалдым' }]]);
  // the page as it was before, with the key that was used
  page.document = document;
  const before = await h.t.raw(`SELECT count(*)::int AS n FROM files.file WHERE owner LIKE 'appeal:%:internal'`);
  await page.submit(buttonWords.note.kk, { 'note.text': 'Қоңырау шалдым', 'note.papers': new File(['Жазба'], 'жазба.txt', { type: 'text/plain' }) });
  expect([page.status, page.text.includes(deskWords.sentAlready.kk), page.text.includes('жазба.txt')]).toEqual([422, true, true]);
  await page.submit(buttonWords.note.kk);
  expect([page.status, await notes(number)]).toEqual([200, [{ text: 'Қоңырау шалдым' }, { text: 'Қоңырау шалдым' }]]);
  const [{ n } = { n: 0 }] = before as { n: number }[];
  expect(await h.t.raw(`SELECT count(*)::int AS n FROM files.file WHERE owner LIKE 'appeal:%:internal'`)).toEqual([{ n: n + 1 }]);
});
