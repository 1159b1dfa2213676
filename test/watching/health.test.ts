import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../support/house.ts';

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

test('a job that has waited for forty minutes and a queue without a worker stand first', async () => {
  await h.t.raw(`SELECT graphile_worker.add_job('some:job', '{}'::json, run_at => now() - interval '40 minutes')`);
  await h.t.raw(`INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution) VALUES ('x', now() - interval '1 day', now() - interval '20 minutes')`);
  const page = await (await h.signedIn('administrator')).open('/kk/admin/health');
  expect(page.text).toMatch(/Қазір шара қажет: \d+\./);
  expect(page.text).toContain('ең ескісі 40 мин күтіп тұр');
  expect(page.text).toContain('JAUAP_WORKER=on');
  expect(page.text.indexOf('Жұмыстар кезегі')).toBeLessThan(page.text.indexOf('Пошта сервері'));
});
