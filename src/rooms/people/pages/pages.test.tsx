import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../../kernel/actor.ts';
import { day } from '../../../kernel/day.ts';
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { readConfig } from '../../../platform/config.ts';
import { newVisit } from '../../../platform/web/csrf.ts';
import { makeServer } from '../../../app/server.tsx';
import { PlainBrowser } from '../../../../test/support/browser.ts';
import { freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { openUnit } from '../../units/contract.ts';
import { sessionActor, setPeopleSecret } from '../contract.ts';
import { codeAt } from '../crypto-totp.ts';
import { madePassword, makePerson } from '../make.ts';
import { routes } from '../pages.tsx';
import { refusalWords } from '../words.ts';
import { localPath } from './ways.ts';

let t: TestDb;
let now = testNow;
let branch = 0;
let beside = 0;
const clock = { now: () => now };
const office = () => t.ctx(system('test'));
const ok = <T,>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};
const app = (o: Record<string, string> = {}) =>
  makeServer({
    ctx: { db: t.db, clock, log: office().log },
    config: readConfig({ JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', ...o }),
    house: { routes, refusalWords, sessionActor, organisation: async () => null, mountApi: () => {}, mountAssets: () => {}, ready: async () => true },
  });
const browser = () => new PlainBrowser(app());
const signedIn = async (login: string) => {
  const b = await browser().open('/ru/sign-in');
  return b.submit('Войти', { 'Электронная почта': login, 'Пароль': madePassword });
};

beforeAll(async () => {
  setPeopleSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
  const open = async (name: string) => ok(await openUnit(office(), { kind: 'branch', level: 'region', code: name, parentId: null, territoryCode: '000000000', names: { kk: name, ru: `Филиал ${name}`, en: name } })).unitId;
  branch = await open('WK');
  beside = await open('EK');
  await makePerson(office(), { login: 'office.wk@example.kz', name: 'Администратор Пример', lang: 'ru', posts: [{ unitId: branch, role: 'administrator' }] });
  await makePerson(office(), { login: 'office.ek@example.kz', name: 'Администратор Соседний', lang: 'ru', posts: [{ unitId: beside, role: 'administrator' }] });
  await makePerson(office(), { login: 'worker@example.kz', name: 'Работник Пример', lang: 'ru', posts: [{ unitId: branch, role: 'controller' }] });
  await makePerson(office(), { login: 'stranger@example.kz', name: 'Чужой Пример', lang: 'ru', posts: [{ unitId: beside, role: 'controller' }] });
});
afterAll(() => t.drop());

test('a wrong password says so in the reader’s language, keeps the e-mail, and the right one leads to the work', async () => {
  const b = await browser().open('/ru/sign-in');
  await b.submit('Войти', { 'Электронная почта': 'office.wk@example.kz', 'Пароль': 'совсем не тот пароль' });
  expect([b.status, b.text]).toEqual([422, expect.stringContaining('Почта или пароль не подходят')]);
  expect(b.document.querySelector('[name=login]')?.getAttribute('value')).toBe('office.wk@example.kz');
  expect(b.html).not.toContain('совсем не тот');
  await b.submit('Войти', { 'Пароль': madePassword });
  expect([b.status, b.address]).toEqual([200, '/ru/admin/people']);
  await b.open('/ru/sign-in');
  expect(b.address).toBe('/ru/admin/people');
});

test('the way back leads to a page of this site only', async () => {
  const b = await browser().open('/ru/me');
  expect(b.address).toBe('/ru/sign-in?next=%2Fru%2Fme');
  await b.submit('Войти', { 'Электронная почта': 'worker@example.kz', 'Пароль': madePassword });
  expect(b.address).toBe('/ru/me');
  expect(['/ru/me', '/kk/desk/appeals/WK-2026-000001?tab=all', '/en'].map(localPath)).not.toContain(null);
  for (const bad of ['', 'https://evil.example', '//evil.example', '/\\evil.example', '/ru\\..\\evil', '/evil', '/ru/\nx', '/rus']) expect(localPath(bad), bad).toBeNull();
});

test('the cookie is out of scripts’ reach, and secure where the site is', async () => {
  for (const [url, secure] of [['https://jauap.example.kz', true], ['http://127.0.0.1:3000', false]] as const) {
    const visit = `jauap_visit=${newVisit()}`;
    const headers = { cookie: visit, host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' };
    const shown = await (await app({ JAUAP_URL: url }).request('http://127.0.0.1:3000/kk/sign-in', { headers })).text();
    const body = new URLSearchParams({ csrf: /name="csrf" value="([^"]+)"/.exec(shown)?.[1] ?? '', login: 'worker@example.kz', password: madePassword, next: '' });
    const answer = await app({ JAUAP_URL: url }).request('http://127.0.0.1:3000/kk/sign-in', { method: 'POST', body, headers });
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('jauap_session=')) ?? '';
    expect(cookie).toMatch(/^jauap_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax/);
    expect(cookie.includes('; Secure')).toBe(secure);
  }
});

test('signing out ends the session, not only the cookie', async () => {
  const b = await (await signedIn('worker@example.kz')).open('/ru/me');
  const before = await t.raw('SELECT count(*) AS n FROM people.session WHERE ended_at IS NULL');
  await b.submit('Выйти');
  expect(await t.raw('SELECT count(*) AS n FROM people.session WHERE ended_at IS NULL')).toEqual([{ n: String(Number(before[0]?.['n']) - 1) }]);
  await b.open('/ru/me');
  expect(b.address).toContain('/ru/sign-in');
});

test('a new colleague is added, given a post, invited by a link shown once, and signs in', async () => {
  const b = await signedIn('office.wk@example.kz');
  await b.submit('Добавить', { 'Имя и фамилия': 'Айгүл Smithова', 'Электронная почта': 'aigul@example.kz' });
  expect([b.status, b.text]).toEqual([422, expect.stringContaining('смешаны кириллица и латиница')]);
  await b.submit('Добавить', { 'Имя и фамилия': 'Айгүл Үлгі' });
  expect(b.address).toMatch(/^\/ru\/admin\/people\/\d+$/);
  const person = b.address;
  expect(b.html).not.toContain('Филиал EK');
  // nothing is chosen beforehand: a press on an untouched form gives nobody a post
  await b.submit('Назначить на должность');
  expect([b.status, b.text]).toEqual([422, expect.stringContaining('Выберите подразделение.')]);
  expect(b.text).toContain('Выберите роль.');
  await b.submit('Назначить на должность', { role: 'executor' });
  expect([b.text.includes('Выберите подразделение.'), b.text.includes('Выберите роль.')]).toEqual([true, false]);
  await b.submit('Назначить на должность', { unitId: String(branch), role: 'executor' });
  expect(b.text).toContain('не подходит такому подразделению');
  await b.submit('Назначить на должность', { role: 'reception_clerk', fromOn: '20 ноября' });
  expect(b.text).toContain('Выберите день');
  await b.submit('Назначить на должность', { role: 'reception_clerk', fromOn: '2026-11-20' });
  expect(b.text).toContain('Специалист приёмной');
  await b.submit('Создать ссылку');
  const link = b.document.querySelector('.note code')?.textContent ?? '';
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/ru\/invitation\/[\w-]{43}$/);
  await b.open(person);
  expect(b.html).not.toContain(link);

  const hers = await browser().open(new URL(link).pathname);
  expect(hers.text).toContain('aigul@example.kz');
  await hers.submit('Сохранить пароль', { 'Новый пароль': 'короткий' });
  expect([hers.status, hers.text]).toEqual([422, expect.stringContaining('не меньше 12')]);
  await hers.submit('Сохранить пароль', { 'Новый пароль': 'көктемде гүл ашады' });
  expect(hers.text).toContain('Пароль сохранён');
  await hers.submit('Войти', { 'Электронная почта': 'aigul@example.kz', 'Пароль': 'көктемде гүл ашады' });
  expect(hers.address).toBe('/ru/desk/appeals');
  await hers.open(new URL(link).pathname);
  expect(hers.text).toContain('Приглашение устарело');
  await hers.open('/ru/admin/people');
  expect(hers.status).toBe(404);
});

test('a colleague whom another branch had let in is let in anew for the post, and the page says so', async () => {
  const wk = await signedIn('office.wk@example.kz');
  await wk.open('/ru/admin/people');
  await wk.submit('Добавить', { 'Имя и фамилия': 'Болат Үлгі', 'Электронная почта': 'bolat@example.kz' });
  await wk.submit('Создать ссылку');
  const hers = await browser().open(new URL(wk.document.querySelector('.note code')?.textContent ?? '').pathname);
  await hers.submit('Сохранить пароль', { 'Новый пароль': 'көктемде гүл ашады' });
  expect(hers.text).toContain('Пароль сохранён');

  const ek = await signedIn('office.ek@example.kz');
  await ek.open(wk.address);
  await ek.submit('Назначить на должность', { unitId: String(beside), role: 'controller', fromOn: '2026-11-20' });
  expect(ek.text).toContain('прежний пароль и открытые входы больше не действуют');
  await hers.open('/ru/sign-in');
  await hers.submit('Войти', { 'Электронная почта': 'bolat@example.kz', 'Пароль': 'көктемде гүл ашады' });
  expect([hers.status, hers.text]).toEqual([422, expect.stringContaining('не подходят')]);
  await wk.open(wk.address);
  expect(wk.status).toBe(404);
  await ek.submit('Создать ссылку');
  expect(ek.document.querySelector('.note code')?.textContent).toMatch(/\/ru\/invitation\/[\w-]{43}$/);
});

test('a manager finds whoever works in the own branch and nobody of another', async () => {
  const b = await signedIn('office.wk@example.kz');
  await b.open('/ru/admin/people?q=пример');
  expect(b.text).toContain('Работник Пример');
  expect(b.text).not.toContain('Чужой Пример');
  const [stranger] = await t.raw(`SELECT id FROM people.account WHERE login = 'stranger@example.kz'`);
  await b.open(`/ru/admin/people/${String(stranger?.['id'])}`);
  expect(b.status).toBe(404);
  await b.open('/ru/admin/people/1e9');
  expect(b.status).toBe(404);
});

test('a post is ended on the page, and an account closed', async () => {
  const one = await makePerson(office(), { login: 'leaving@example.kz', name: 'Уходящий Пример', posts: [{ unitId: branch, role: 'controller', fromOn: day('2026-01-05') }] });
  const b = await signedIn('office.wk@example.kz');
  await b.open(`/ru/admin/people/${one.accountId}`);
  // the first press only asks, and names what would end
  await b.follow(/^Снять с должности/);
  expect([b.status, b.text.includes('завершена')]).toEqual([200, false]);
  expect(b.document.querySelector('#end')?.textContent).toContain('Контролёр, Филиал WK');
  await b.follow('Нет, оставить');
  expect([b.document.querySelector('#end'), b.text.includes('завершена')]).toEqual([null, false]);
  await b.follow(/^Снять с должности/);
  await b.submit('Да, снять');
  expect(b.text).toContain('завершена');
  expect(b.document.querySelector('#end')).toBeNull();
  await b.submit('Закрыть учётную запись');
  expect(b.text).toContain('Учётная запись закрыта');
  expect((await signedIn('leaving@example.kz')).text).toContain('Почта или пароль не подходят');
});

test('the second step is set up from a picture, asked for at the next sign-in, and taken off again', async () => {
  await makePerson(office(), { login: 'second@example.kz', name: 'Второй Пример', posts: [{ unitId: branch, role: 'administrator' }] });
  const b = await signedIn('second@example.kz');
  await b.open('/ru/me');
  await b.submit('Включить второй шаг');
  expect(b.document.querySelector('img.qr')?.getAttribute('src')).toMatch(/^data:image\/svg\+xml,%3Csvg/);
  const secret = (b.document.querySelector('main code')?.textContent ?? '').replace(/ /g, '');
  await b.submit('Подтвердить', { code: '12' });
  expect([b.status, b.text]).toEqual([422, expect.stringContaining('Код не подходит')]);
  await b.submit('Подтвердить', { code: codeAt(secret, now) });
  expect(b.text).toContain('Второй шаг включён');
  expect(b.html).not.toContain(secret);

  now += 60_000;
  const again = await signedIn('second@example.kz');
  expect(again.text).toContain('Шесть цифр из приложения');
  expect(again.html).not.toContain(madePassword);
  await again.submit('Войти', { code: '000' });
  expect(again.text).toContain('Код не подходит');
  await again.submit('Войти', { code: codeAt(secret, now) });
  expect(again.address).toBe('/ru/admin/people');
  await again.open('/ru/me');
  await again.submit('Отключить второй шаг', { present: madePassword });
  expect(again.text).toContain('Второй шаг отключён');

  const late = await signedIn('second@example.kz');
  expect(late.address).toBe('/ru/admin/people');
});

test('the step between password and code runs out, and belongs to one browser', async () => {
  await makePerson(office(), { login: 'slow@example.kz', name: 'Медленный Пример', posts: [] });
  const b = await signedIn('slow@example.kz');
  expect(b.address).toBe('/ru/me');
  await b.submit('Включить второй шаг');
  const secret = (b.document.querySelector('main code')?.textContent ?? '').replace(/ /g, '');
  await b.submit('Подтвердить', { code: codeAt(secret, now) });
  now += 60_000;
  const one = await signedIn('slow@example.kz');
  const step = one.document.querySelector('[name=step]')?.getAttribute('value') ?? '';
  const other = await browser().open('/ru/sign-in');
  await other.submit('Войти', { login: 'x@example.kz' });
  const stolen = await other.open('/ru/sign-in');
  const form = stolen.document.querySelector('main form');
  form?.insertAdjacentHTML('beforeend', `<input type="hidden" name="step" value="${step}"><input name="code" value="${codeAt(secret, now)}">`);
  await stolen.submit('Войти');
  expect(stolen.text).toContain('Этот шаг устарел');
  now += 6 * 60_000;
  await one.submit('Войти', { code: codeAt(secret, now) });
  expect(one.text).toContain('Этот шаг устарел');
});

test('one’s own page lists the sessions, ends another one, changes the password, and leaves everywhere', async () => {
  await makePerson(office(), { login: 'mine@example.kz', name: 'Свой Пример', posts: [{ unitId: branch, role: 'administrator' }] });
  const [here, there] = [await signedIn('mine@example.kz'), await signedIn('mine@example.kz')];
  await here.open('/ru/me');
  expect(here.text).toContain('это устройство');
  await here.submit('Завершить');
  expect(here.text).toContain('Сеанс завершён');
  await there.open('/ru/me');
  expect(there.address).toContain('sign-in');
  await here.submit('Сменить пароль', { current: 'вовсе не тот пароль', password: 'новая длинная фраза' });
  expect([here.status, here.text]).toEqual([422, expect.stringContaining('Нынешний пароль введён неверно')]);
  await here.submit('Сменить пароль', { current: madePassword, password: 'новая длинная фраза' });
  expect(here.text).toContain('Пароль изменён');
  await here.submit('Выйти везде');
  await here.open('/ru/me');
  expect(here.address).toContain('sign-in');
});

test('every page stands in all three languages with no untranslated word', async () => {
  for (const lang of ['kk', 'ru', 'en']) {
    const b = await browser().open(`/${lang}/sign-in`);
    expect(b.document.documentElement.getAttribute('lang')).toBe(lang);
    expect(b.text).not.toMatch(/undefined|\{|\[object/);
  }
});
