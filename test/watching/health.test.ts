import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailboxDownSince } from '../../src/app/doors/mailbox.ts';
import { startMail } from '../../src/app/doors/mail.ts';
import { healthWords } from '../../src/app/health/words.ts';
import { system } from '../../src/kernel/actor.ts';
import { say } from '../../src/kernel/words.ts';
import { readConfig } from '../../src/platform/config.ts';
import { write } from '../../src/platform/db.ts';
import { record } from '../../src/rooms/journal/contract.ts';
import { until } from '../faults/program.ts';
import { PlainBrowser } from '../support/browser.ts';
import { loginOf, openHouse, password, type TestHouse } from '../support/house.ts';
import { withLines } from './markers.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await openHouse({ url: 'https://ashyq.example' });
});
afterAll(() => h.end());

test('the administrator reads in words what is wrong and what to do; whoever is not one finds no such page', async () => {
  const page = await (await h.signedIn('administrator', 'ru')).open('/ru/admin/health');
  expect(page.status).toBe(200);
  expect(page.text).toContain('Состояние системы');
  expect(page.text).toContain('Почтовый сервер');
  expect(page.text).toContain('Задайте MAIL_URL и MAIL_FROM');
  expect(page.text).not.toContain('Фоновые задания Сейчас');
  for (const who of ['clerk', 'head', 'executor'] as const) expect((await (await h.signedIn(who)).open('/kk/admin/health')).status).toBe(404);
});

const [now, look] = [say('kk', healthWords.act), say('kk', healthWords.look)];
/** What is to be done, in the order in which the administrator reads it: `now` and `look`. The note above counts them in a sentence. */
const statesIn = (page: PlainBrowser): readonly string[] => [...page.text.matchAll(new RegExp(`(${now}|${look})(?! шара| керек)`, 'g'))].map(([, state = '']) => state);
const worstFirst = (states: readonly string[]): readonly string[] => states.toSorted((a, b) => [now, look].indexOf(a) - [now, look].indexOf(b));

test('a job that has waited for forty minutes and a queue without a worker stand first, and whatever waits for nobody today stands behind all that does', async () => {
  await h.t.raw(`SELECT graphile_worker.add_job('some:job', '{}'::json, run_at => now() - interval '40 minutes')`);
  await h.t.raw(`INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution) VALUES ('x', now() - interval '1 day', now() - interval '20 minutes')`);
  // given up is for later, an act without a seal for now: in the order in which they are looked at the first of them comes before the second
  await h.t.raw(`SELECT graphile_worker.add_job('other:job', '{}'::json)`);
  await h.t.raw('UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE id = (SELECT max(id) FROM graphile_worker._private_jobs)');
  await write(h.ctx(), (tx) => record(tx, { act: 'appeal.note', subject: 'appeal:1', actor: system('test'), at: new Date(Date.now() - 40 * 60_000) }));
  const page = await (await h.signedIn('administrator')).open('/kk/admin/health');
  expect(page.text).toMatch(/Қазір шара қажет: \d+\./);
  expect(page.text).toContain('ең ескісі 40 мин күтіп тұр');
  expect(page.text).toContain('JAUAP_WORKER=on');
  expect(page.text.indexOf('Жұмыстар кезегі')).toBeLessThan(page.text.indexOf('Пошта сервері'));
  expect(statesIn(page).length).toBeGreaterThan(4);
  expect(statesIn(page)).toEqual(worstFirst(statesIn(page)));
});

test('control: without the line that asks for the right a clerk reads the page, and without the one that puts in order a later thing stands before one for now', async () => {
  const { withSettings } = await withLines({
    'src/app/health/pages.tsx': [["may: able('health.see')", 'may: anyone']],
    'src/app/health/judge.ts': [[/findings\.toSorted\(\(a, b\) => states\.indexOf\(a\.state\) - states\.indexOf\(b\.state\)\)/, 'findings']],
  });
  const copy = await withSettings(h, { JAUAP_URL: 'https://ashyq.example' });
  try {
    const page = await new PlainBrowser(copy.app).open('/kk/sign-in');
    await page.submit(/Кіру/, { login: loginOf('clerk'), password });
    await page.open('/kk/admin/health');
    expect(page.status).toBe(200);
    console.log(`proof: control, health in no order: ${statesIn(page).join(', ')}`);
    expect(statesIn(page)).not.toEqual(worstFirst(statesIn(page)));
  } finally {
    await copy.end();
  }
});

test('a mailbox that cannot be read is told: letters wait in it, and whoever sent them hears nothing', async () => {
  const { db, log, clock } = h.ctx();
  const door = startMail(readConfig({ MAIL_IMAP_URL: 'imap://inbox:wrong@127.0.0.1:1' }), { db, log, clock }, h.t.url);
  try {
    expect(await until(() => mailboxDownSince() instanceof Date, 120_000)).toBe(true);
    const page = await (await h.signedIn('administrator', 'ru')).open('/ru/admin/health');
    expect(page.text).toContain('Почтовый ящик для обращений');
  } finally {
    await door?.stop();
  }
  expect((await (await h.signedIn('administrator', 'ru')).open('/ru/admin/health')).text).not.toContain('Почтовый ящик');
});

test('what stands well says so in words, not in noughts', async () => {
  const page = await (await h.signedIn('administrator', 'ru')).open('/ru/admin/health');
  expect(page.text).toContain('находится всё');
  expect(page.text).toContain('уходят вовремя');
  expect(page.text).not.toMatch(/ждёт 0 мин|вышло: 0|обращений: 0/);
});
