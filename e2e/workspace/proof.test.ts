import { afterAll, beforeAll, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { say } from '../../src/kernel/words.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { formWords as w } from '../../src/rooms/assignments/words/task.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';

let s: Served;
beforeAll(async () => { s = await serveHouse(); });
afterAll(() => s.end());

const aTask = async (): Promise<number> => {
  const [one] = ok(await register(s.house.ctx(), aRegistration())).matters;
  return ok(await giveTask(s.house.ctx(), {
    number: one?.number ?? '', task: 'Бағанды қарап, суретін салыңыз', unitId: s.house.units.lighting, accountId: s.house.people.executor, controllerAccountId: s.house.people.controller, dueOn: day('2026-11-27'),
  })).assignmentId;
};

test('one press fills in where and when a photograph was taken, and the report shows it', async () => {
  const id = await aTask();
  const page = await s.staff('executor', 'kk');
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation({ latitude: 51.101234567, longitude: 50.29876543, accuracy: 11.2 });
  await page.goto(`/kk/desk/control/assignments/${id}`);
  const form = page.locator('form[action$="/reports"]');
  await form.locator('xpath=ancestor::details[1]/summary').click();
  await form.getByText(say('kk', w.place), { exact: true }).click();
  await form.getByRole('button', { name: say('kk', w.here), exact: true }).click();
  await form.getByText(say('kk', w.hereFound), { exact: true }).waitFor();
  const value = (name: string) => form.locator(`input[name="report.${name}"]`).inputValue();
  expect([await value('lat'), await value('lon'), await value('metres')]).toEqual(['51.10123', '50.29877', '12']);
  expect(await value('takenTime')).toMatch(/^\d\d:\d\d$/);
  // the house of this test lives on another day than the device
  await form.locator('input[name="report.takenDay"]').fill('2026-11-20');
  await form.locator('input[name="report.takenTime"]').fill('09:05');
  await form.locator('textarea').fill('Баған қаралды, іргетасы берік.');
  await form.getByRole('button', { name: say('kk', w.here), exact: true }).waitFor();
  await form.locator('button:not([type=button])').last().click();
  await page.getByText('Баған қаралды, іргетасы берік.').first().waitFor();
  expect(await page.locator('main').innerText()).toContain('51.10123');
});

test('where the device may not tell, the fields stay to be filled by hand', async () => {
  const page = await s.staff('executor', 'ru');
  await page.goto(`/ru/desk/control/assignments/${await aTask()}`);
  const form = page.locator('form[action$="/reports"]');
  await form.locator('xpath=ancestor::details[1]/summary').click();
  await form.getByText(say('ru', w.place), { exact: true }).click();
  await form.getByRole('button', { name: say('ru', w.here), exact: true }).click();
  await form.getByText(say('ru', w.hereUnknown), { exact: true }).waitFor();
  expect(await form.locator('input[name="report.lat"]').inputValue()).toBe('');
});
