import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { katoCommand } from '../../src/rooms/units/kato.ts';
import { readConfig } from '../../src/platform/config.ts';
import { read } from '../../src/platform/db.ts';
import { competentBody } from '../../src/rooms/units/contract.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const administrator = () => h.signedIn('administrator');
const unitAt = (id: number, rest = '') => `/kk/admin/units/${id}${rest}`;
const row = async (code: string) => (await h.t.raw('SELECT id::int, kind, level, parent_id::int AS parent, name_ru, closed_on::text AS closed FROM units.unit WHERE code = $1', [code]))[0];
const answers = (topic: string, place: string) => read(h.ctx(), async (q) => (await competentBody(q, topic, place))?.unit.code ?? null);
const acts = async (unitId: unknown) => (await h.t.raw(`SELECT act FROM journal.leaf WHERE subject = $1 ORDER BY id`, [`unit:${Number(unitId)}`])).map((one) => one['act']);
const names = (name: string) => ({ name_kk: name, name_ru: name, name_en: name });

describe('the units', () => {
  test('a branch is opened under another, renamed, changed and closed; every act is on record', async () => {
    const page = await administrator();
    await page.follow('Құрылым');
    expect(page.text).toContain('Ашық филиал');
    await page.follow('Тасқала аудандық филиалы');
    await page.follow('Жаңа филиал ашу');
    await page.submit('Ашу', { name_kk: 'Мерей бастауыш ұйымы', name_ru: 'Первичка', name_en: 'Merey Primary', code: 'bq77', place: 'тасқала ауданы', closing: '17:00' });
    expect([page.status, page.text.includes('Сақталды.')]).toEqual([200, true]);
    const opened = await row('BQ77');
    expect(opened).toMatchObject({ kind: 'branch', level: 'primary', parent: h.units.tasqala, closed: null });
    await page.follow(/^Атауын өзгерту/);
    await page.submit('Сақтау', { name_ru: 'Первичная организация «Мерей»' });
    expect(await row('BQ77')).toMatchObject({ name_ru: 'Первичная организация «Мерей»' });
    await page.follow(/^Мекенжайы мен тәртібін өзгерту/);
    await page.submit('Сақтау', { address: 'Абай көшесі, 1', phone: '8 (711) 250-00-00', calendar: 'kz6' });
    expect(page.text).toContain('Алты күндік жұмыс аптасы');
    await page.follow('Басқасына бағындыру');
    await page.submit('Басқасына бағындыру', { parent: String(h.units.aqzhaiyq) });
    expect(await row('BQ77')).toMatchObject({ parent: h.units.aqzhaiyq });
    await page.follow('Бөлімшені жабу');
    expect(page.text).toContain('Қайта ашуға болмайды');
    await page.submit('Бөлімшені жабу');
    expect(await row('BQ77')).toMatchObject({ closed: '2026-11-20' });
    expect(page.text).toContain('жабылды');
    await page.open(unitAt(Number(opened?.['id']), '/names'));
    expect([...page.document.querySelectorAll('main form')]).toEqual([]);
    expect(await acts(opened?.['id'])).toEqual(['unit.open', 'unit.rename', 'unit.change', 'unit.move', 'unit.close']);
  });

  test('a body of its own is entered, found by a part of its name, and closed again', async () => {
    const page = await administrator();
    await page.open('/kk/admin/units');
    await page.follow('Жаңа дербес орган енгізу');
    await page.submit('Ашу', { ...names('Су арнасы мекемесі'), code: 'WATER', level: 'district', place: '276000000' });
    expect(await row('WATER')).toMatchObject({ kind: 'body', level: 'district', parent: null });
    await page.open('/kk/admin/units?q=%D0%B0%D1%80%D0%BD%D0%B0%D1%81%D1%8B'); // «арнасы»
    expect(page.text).toContain('Табылғаны: 1');
    await page.open('/kk/admin/units?q=zzz');
    expect(page.text).toContain('Ештеңе табылмады');
    await page.open('/kk/admin/units?q=wat');
    await page.follow('Су арнасы мекемесі');
    await page.follow('Бөлімшені жабу');
    await page.submit('Бөлімшені жабу');
    expect(await row('WATER')).toMatchObject({ closed: '2026-11-20' });
  });

  test('what may not be is refused in a sentence beside its field, and what was typed stays', async () => {
    const page = await administrator();
    await page.open(unitAt(h.units.tasqala, '/children'));
    await page.submit('Ашу', { name_kk: 'Ж', name_ru: 'Новый филиал', name_en: 'New Branch', code: 'bq!', place: 'Атлантида', phone: 'жоқ', closing: '25:00' });
    expect(page.status).toBe(422);
    for (const wrong of ['үш тілде', 'Код 2–10', 'аумақ тізімде жоқ', 'Телефон нөмірі дұрыс емес', '18:30 түрінде']) expect(page.text).toContain(wrong);
    expect(page.document.querySelector('[name=name_ru]')?.getAttribute('value')).toBe('Новый филиал');
    await page.submit('Ашу', { ...names('Жаңа филиал'), code: 'BQ01', place: '276000000', phone: '', closing: '18:30' });
    expect([page.status, page.text.includes('BQ01 коды бұрыннан қолданыста')]).toEqual([422, true]);
    await page.submit('Ашу', { code: 'BQ90', level: 'primary', place: 'таск' });
    expect(page.status).toBe(200);
    expect(await row('BQ90')).toMatchObject({ parent: h.units.tasqala });
    await page.open(unitAt(h.units.tasqala, '/closure'));
    expect(page.text).toContain('1 ашық бөлімше бар');
    expect(page.document.querySelector('main form')).toBeNull();
    await page.open(unitAt(h.units.region, '/closure'));
    expect(page.text).toContain('түбірі');
    expect((await page.open(unitAt(999_999))).status).toBe(404);
  });
});

describe('who answers for what', () => {
  test('a body is set for a topic in a place, ended again, and then the next body up answers', async () => {
    const page = await administrator();
    expect(await answers('roads', '276000000')).toBe('ROADS');
    await page.open('/kk/admin/competences?place=276000000');
    const line = () => [...page.document.querySelectorAll('main tbody tr')].find((one) => one.querySelector('th')?.textContent?.includes('Жолдар'))?.textContent?.replace(/\s+/g, ' ') ?? '';
    expect(line()).toContain('жоғарыдан: Батыс Қазақстан облысы');
    await page.follow(/^Органды бекіту Жолдар/);
    await page.submit('Бекіту', { body: '' });
    expect([page.status, page.text.includes('Органды тізімнен таңдаңыз')]).toEqual([422, true]);
    await page.submit('Бекіту', { topic: 'roads', body: String(h.units.lighting) });
    expect([page.status, page.text.includes('Сақталды.')]).toEqual([200, true]);
    expect(await answers('roads', '276000000')).toBe('LIGHT');
    // set here, and the region's department stands behind it
    expect(line()).toMatch(/Тасқала тұрғын үй бөлімі.*осы жерде бекітілген.*Жолаушылар көлігі/);
    await page.submit(/^Тоқтату Жолдар/);
    expect(await answers('roads', '276000000')).toBe('ROADS');
    expect(await acts(h.units.lighting)).toEqual(['unit.open', 'unit.set_competence', 'unit.set_competence', 'unit.end_competence']);
  });

  test('the same is done on the page of the body, and closing the body says how much ends with it', async () => {
    const page = await administrator();
    await page.open(unitAt(h.units.roads));
    await page.submit('Бекіту', { topic: 'transport', place: 'акжайык' });
    expect(await answers('transport', '273600000')).toBe('ROADS');
    await page.submit('Бекіту', { topic: '', place: 'жоқ жер' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Тақырыпты тізімнен таңдаңыз');
    await page.open(unitAt(h.units.roads, '/closure'));
    expect(page.text).toContain('2 құзырет тоқтайды');
  });

  test('a place or a body that is not there is refused', async () => {
    const page = await administrator();
    expect((await page.open('/kk/admin/competences?place=990000000')).status).toBe(404);
    await page.open('/kk/admin/competences?place=276000000&topic=health');
    await page.submit('Бекіту', { topic: 'health', body: String(h.units.tasqala) });
    expect([page.status, page.text.includes('Мұндай бөлімше табылмады')]).toEqual([422, true]);
  });
});

test('places are read from the official file on the command line; the pages know them at once', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'jauap-admin-'));
  const file = join(dir, 'kato.csv');
  await writeFile(file, 'te;ab;cd;ef;hij;k;name_kaz;name_rus;nn\n276030000;27;60;30;0;0;Мерей ауылдық округі;Мерейский сельский округ;1\n276030100;27;60;30;100;0;Мерей ауылы;с.Мерей;2\n12;;;;;;Қате;Ошибка;3\n');
  const said: string[] = [];
  const command = katoCommand({ withCtx: (_, fn) => fn(h.ctx()), print: (line) => void said.push(line), progress: (line) => void said.push(line) });
  const config = readConfig({ JAUAP_DATA: dir, JAUAP_MODE: 'test' });
  expect(await command.run(config, [file, '--dry-run'])).toBe(1);
  expect(said.join('\n')).toMatch(/line 4: .*\n3 rows: nothing was written, 1 passed over/);
  const page = await administrator();
  expect((await page.open('/kk/admin/competences?place=276030100')).status).toBe(404);
  expect(await command.run(config, [file])).toBe(1);
  expect(said.at(-1)).toContain('2 places new or changed');
  expect((await page.open('/kk/admin/competences?place=276030100')).text).toContain('Мерей ауылы: кім неге жауап береді');
  expect(await command.run(config, [join(dir, 'nowhere.csv')])).toBe(2);
  await rm(dir, { recursive: true, force: true });
});

/** Without a page of its own to send from: as somebody would who knows the address. */
const sentBy = async (page: PlainBrowser, address: string): Promise<number> => {
  await page.open('/kk/me');
  const csrf = page.document.querySelector('[name=csrf]')?.getAttribute('value') ?? '';
  const cookie = page.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return (await h.app.request(`http://127.0.0.1:3000${address}`, { method: 'POST', body: new URLSearchParams({ csrf, do: 'set' }), headers: { cookie, host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' } })).status;
};

describe('other roles', () => {
  test.each(['reception', 'clerk', 'controller', 'executor', 'bodyHead', 'sibling'] as const)('%s finds no page of the administrator, and no way to send one', async (who) => {
    const page = await h.signedIn(who);
    for (const address of ['/admin/units', '/admin/units/body', `/admin/units/${h.units.tasqala}`, `/admin/units/${h.units.tasqala}/closure`, '/admin/competences', '/admin/calendar', '/admin/calendar/draft', '/admin/calendar/versions/kz5-2026.11', '/admin/steps', '/admin/people', '/setup'])
      expect([address, (await page.open(`/kk${address}`)).status]).toEqual([address, 404]);
    for (const address of ['/admin/competences?place=276000000', `/admin/units/${h.units.tasqala}/closure`, '/admin/calendar/versions', '/setup'])
      expect([address, await sentBy(page, `/kk${address}`)]).toEqual([address, 404]);
  });

  test('the administrator is let through by the very same way', async () => {
    expect(await sentBy(await administrator(), '/kk/admin/calendar/versions')).toBe(422);
  });

  test('a visitor is led to sign in', async () => {
    for (const address of ['/kk/admin/units', '/kk/admin/calendar', '/kk/admin/competences', '/kk/admin/steps']) expect((await h.browser().open(address)).address).toMatch(/^\/kk\/sign-in/);
    expect(await row('BQ01')).toMatchObject({ closed: null });
  });
});
