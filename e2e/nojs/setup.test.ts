import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { furnish } from '../../src/app/secrets.ts';
import { makeServer } from '../../src/app/server.tsx';
import { inviteCommand } from '../../src/app/invite.ts';
import { setupCommand } from '../../src/app/setup.ts';
import { setupInvitation, setupToken } from '../../src/app/setup/token.ts';
import { system } from '../../src/kernel/actor.ts';
import { readConfig, type Config } from '../../src/platform/config.ts';
import { PlainBrowser } from '../../test/support/browser.ts';
import { fixedClock, freshDb, type TestDb } from '../../test/support/database.ts';

/** An instance on its first day: a database with nothing in it. */
let t: TestDb;
let config: Config;
let app: Hono;
beforeEach(async () => {
  t = await freshDb();
  config = readConfig({ JAUAP_DATA: await mkdtemp(join(tmpdir(), 'jauap-setup-')), JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent' });
  furnish(config);
  app = makeServer({ ctx: { db: t.db, clock: fixedClock(), log: t.ctx().log }, config, house });
});
afterEach(async () => {
  await t.drop();
  await rm(config.dataDir, { recursive: true, force: true });
});

const browser = () => new PlainBrowser(app);
const password = 'жеті рет өлшеп бір кес';
const organisation = { name_kk: 'Ашық сынақ', name_ru: 'Открытая проба', name_en: 'Open Trial', code: 'bq', place: '270000000' };
const administrator = { person: 'Әкімші Дәурен', login: 'First@ashyq.example', password, password_again: password };
const counted = async (table: string) => (await t.raw(`SELECT count(*)::int AS n FROM ${table}`))[0]?.['n'];
const opened = () => browser().open(`/kk/setup?token=${setupToken(config)}`);

describe('before anything is set up', () => {
  test('every page leads to the setup page in the same language', async () => {
    for (const address of ['/kk', '/ru', '/kk/appeals/new', '/ru/figures', '/en/sign-in', '/kk/desk', '/kk/admin/units', '/kk/follow']) {
      const page = await browser().open(address);
      expect([page.status, page.address]).toEqual([200, `/${address.slice(1, 3)}/setup`]);
      expect(page.document.querySelector('[name=token]')).not.toBeNull();
    }
  });

  test('the server is alive and ready, and prints the address with the key', async () => {
    expect((await browser().open('/healthz')).html).toBe('ok');
    expect((await browser().open('/readyz')).html).toBe('ready');
    expect(setupInvitation(config, 'http://127.0.0.1:3000').join('\n')).toContain(`http://127.0.0.1:3000/kk/setup?token=${setupToken(config)}`);
    expect(setupToken(config)).toHaveLength(32);
  });

  test('whoever has not seen the server’s output gets no further than the question for the key', async () => {
    const page = await browser().open('/kk/setup');
    await page.submit('Жалғастыру', { token: 'болжам' });
    expect([page.status, page.document.querySelector('[name=login]')]).toEqual([422, null]);
    expect(page.text).toContain('Кілт сәйкес келмеді');
    expect((await browser().open('/kk/setup?token=AAAA')).status).toBe(422);
    const forged = await opened();
    await forged.submit('Жүйені дайындау', { ...organisation, ...administrator, token: 'болжам' });
    expect([forged.status, await counted('units.unit'), await counted('people.account')]).toEqual([422, 0, 0]);
  });
});

describe('setting up', () => {
  test('the key, the organisation, the administrator: signed in, with what comes next; and then the page is gone', async () => {
    const token = setupToken(config);
    const page = await browser().open('/kk');
    await page.submit('Жалғастыру', { token });
    await page.submit('Жүйені дайындау', { ...organisation, ...administrator });
    expect([page.status, page.address]).toEqual([200, '/kk/admin/steps']);
    expect(page.text).toContain('Енді не істеу керек');
    expect(await t.raw('SELECT kind, level, code, name_kk, name_ru, name_en, territory_code, parent_id FROM units.unit'))
      .toEqual([{ kind: 'branch', level: 'region', code: 'BQ', name_kk: 'Ашық сынақ', name_ru: 'Открытая проба', name_en: 'Open Trial', territory_code: '270000000', parent_id: null }]);
    expect(await t.raw('SELECT a.login, p.role FROM people.account a JOIN people.post p ON p.account_id = a.id')).toEqual([{ login: 'first@ashyq.example', role: 'administrator' }]);
    expect((await t.raw('SELECT act FROM journal.leaf ORDER BY id')).map((row) => row['act'])).toEqual(['units.import', 'unit.open', 'account.create', 'post.give', 'account.sign_in']);
    expect(existsSync(join(config.dataDir, 'setup-token'))).toBe(false);
    for (const link of ['Филиалдар', 'Құзыреттер', 'Қызметкерлер', 'Жұмыс күнтізбесі']) {
      await page.open('/kk/admin/steps');
      await page.follow(link);
      expect([link, page.status]).toEqual([link, 200]);
    }
    for (const address of ['/kk/setup', `/kk/setup?token=${token}`]) expect((await browser().open(address)).status).toBe(404);
    expect((await browser().open('/kk')).address).toBe('/kk');
    expect((await browser().open('/ru/admin/steps')).address).toMatch(/^\/ru\/sign-in/);
  });

  test('every mistake is shown at once beside its field, what was typed stays, and the password does not', async () => {
    const page = await opened();
    await page.submit('Жүйені дайындау', { name_kk: 'Ашық сынақ', code: '!', place: '270000000', person: '', login: 'admin', password: 'қысқа', password_again: 'басқа' });
    expect(page.status).toBe(422);
    for (const wrong of ['орысша атауын жазыңыз', 'ағылшынша атауын жазыңыз', 'Код 2–10', 'Аты-жөнін', 'Электрондық пошта дұрыс', 'кемінде 12', 'бірдей емес']) expect(page.text).toContain(wrong);
    expect(page.document.querySelector('[name=name_kk]')?.getAttribute('value')).toBe('Ашық сынақ');
    expect(page.document.querySelector('option[selected]')?.getAttribute('value')).toBe('270000000');
    expect(page.document.querySelector('[name=login]')?.getAttribute('value')).toBe('admin');
    expect(page.html).not.toContain('қысқа');
    expect(await counted('units.unit')).toBe(0);
    await page.submit('Жүйені дайындау', { ...organisation, ...administrator });
    expect(page.address).toBe('/kk/admin/steps');
  });

  test('two who set up at the same moment: one does, the other finds it done', async () => {
    const [one, two] = [await opened(), await opened()];
    await Promise.all([one, two].map((page, at) => page.submit('Жүйені дайындау', { ...organisation, code: `B${at}`, ...administrator, login: `a${at}@ashyq.example` })));
    expect([one.status, two.status].toSorted()).toEqual([200, 404]);
    expect([await counted('units.unit'), await counted('people.account')]).toEqual([1, 1]);
  });
});

describe('jauap setup', () => {
  const said: string[] = [];
  const command = (typed = password) => setupCommand({
    withCtx: (_, fn) => fn(t.ctx(system('setup'))), print: (line) => void said.push(line), progress: (line) => void said.push(line), sentences: () => house.refusalWords, askPassword: async () => typed,
  });
  const words = ['--name', 'Ашық сынақ', '--code', 'BQ', '--admin-email', 'first@ashyq.example'];
  beforeEach(() => { said.length = 0; });
  const signsIn = async (secret: string) => {
    const page = await browser().open('/kk/sign-in');
    await page.submit('Кіру', { login: 'first@ashyq.example', password: secret });
    return page.address;
  };

  test('opens the house with a password of one’s own; the page is gone after it', async () => {
    const page = await opened();
    expect(await command().run(config, [...words, '--place', '270000000', '--password-stdin'])).toBe(0);
    expect(said).toEqual(['Ашық сынақ (BQ) is open. Sign in as first@ashyq.example.']);
    expect(await signsIn(password)).toBe('/kk/admin/people');
    await page.submit('Жүйені дайындау', { ...organisation, ...administrator });
    expect([page.status, await counted('units.unit')]).toEqual([404, 1]);
  });

  test('makes a password and shows it once when none is given', async () => {
    expect(await command().run(config, words)).toBe(0);
    expect(await signsIn(said.at(-1)?.split(': ').at(-1) ?? '')).toBe('/kk/admin/people');
  });

  test('says every mistake in a sentence and writes nothing; a second time it says that it is done', async () => {
    expect(await command().run(config, ['--name', 'Ашық'])).toBe(2);
    expect(said.join('\n')).toContain('Usage: jauap setup --name');
    expect(await command('short').run(config, [...words.slice(0, 3), '?', ...words.slice(4), '--place', '1', '--password-stdin'])).toBe(2);
    expect(said.at(-1)?.split('\n')).toHaveLength(3);
    expect(await counted('units.unit')).toBe(0);
    expect(await command().run(config, words)).toBe(0);
    expect(await command().run(config, words)).toBe(2);
    expect(said.at(-1)).toBe('This instance is set up already.');
  });
});

describe('jauap invite', () => {
  test('the only administrator who lost everything is let in again, once, and the journal knows', async () => {
    const said: string[] = [];
    const lines = { print: (line: string) => void said.push(line), progress: (line: string) => void said.push(line) };
    const setup = setupCommand({ withCtx: (_, fn) => fn(t.ctx(system('setup'))), ...lines, sentences: () => house.refusalWords, askPassword: async () => password });
    expect(await setup.run(config, ['--name', 'Ашық сынақ', '--code', 'BQ', '--admin-email', 'first@ashyq.example', '--password-stdin'])).toBe(0);
    const command = inviteCommand({ withCtx: (_, fn) => fn(t.ctx(system('invite'))), ...lines });
    expect([await command.run(config, []), await command.run(config, ['nobody@ashyq.example'])]).toEqual([2, 2]);
    expect(said.at(-1)).toBe('Nobody signs in as nobody@ashyq.example.');
    expect(await command.run(config, [' First@Ashyq.example', '--drop-second-step'])).toBe(0);
    const address = new URL(said.at(-1) ?? '').pathname;
    const page = await browser().open(address);
    await page.submit('Құпиясөзді сақтау', { password: 'a new sentence of the office' });
    expect(page.address).toBe('/kk/sign-in?welcome=1');
    await page.submit('Кіру', { login: 'first@ashyq.example', password: 'a new sentence of the office' });
    expect(page.address).toBe('/kk/admin/people');
    expect((await browser().open(address)).status).toBe(409);
    expect(await counted(`journal.leaf WHERE act = 'account.invite'`)).toBe(1);
  });
});
