import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const administrator = () => h.signedIn('administrator');
const topic = async (code: string) => (await h.t.raw('SELECT name_kk, place, active FROM units.topic WHERE code = $1', [code]))[0];
const acts = async (code: string) => (await h.t.raw('SELECT act FROM journal.leaf WHERE subject = $1 ORDER BY id', [`topic:${code}`])).map((one) => one['act']);
const offered = async (): Promise<readonly string[]> => {
  const page = await (await h.signedIn('reception')).open('/kk/desk/register');
  return [...(page.document.querySelector('[name$="topicCode"]')?.querySelectorAll('option') ?? [])].map((one) => one.getAttribute('value') ?? '').filter(Boolean);
};

describe('the list of topics', () => {
  test('a topic is added, named anew, moved, taken off and put back; every act is on record and every list follows', async () => {
    const page = await administrator();
    await page.open('/kk/admin/units');
    await page.follow('Тақырыптар');
    await page.submit('Қосу', { name_kk: 'Қаңғыбас иттер', name_ru: 'Бродячие собаки', name_en: 'Stray dogs', code: 'Street dogs' });
    expect([page.status, page.text.includes('латынның кіші әріптері')]).toEqual([422, true]);
    await page.submit('Қосу', { code: 'street_dogs' });
    expect([page.status, page.text.includes('Сақталды.')]).toEqual([200, true]);
    expect((await offered()).at(-1)).toBe('street_dogs');
    const before = await offered();

    await page.open('/kk/admin/topics/street_dogs/names');
    await page.submit('Сақтау', { name_kk: 'Қараусыз иттер' });
    expect(await topic('street_dogs')).toMatchObject({ name_kk: 'Қараусыз иттер', active: true });

    await page.submit('Жоғары Қараусыз иттер');
    expect(await offered()).toEqual([...before.slice(0, -2), 'street_dogs', before.at(-2)]);

    await page.submit('Тізімнен алу Қараусыз иттер');
    expect(page.text).toContain('Тізімнен алынғандары');
    expect(await offered()).toEqual(before.slice(0, -1));
    await page.submit('Тізімге қайтару Қараусыз иттер');
    expect(await offered()).toContain('street_dogs');
    expect(await acts('street_dogs')).toEqual(['topic.add', 'topic.rename', 'topic.move', 'topic.close', 'topic.reopen']);
  });

  test('a code that is taken, a name that is missing: said beside the field, nothing written', async () => {
    const page = await (await administrator()).open('/kk/admin/topics');
    await page.submit('Қосу', { name_kk: 'Жол', name_ru: 'Дорога', name_en: 'Road', code: 'roads' });
    expect(page.text).toContain('roads коды бұрыннан тізімде бар.');
    await page.submit('Қосу', { name_kk: '', code: 'bridges' });
    expect(page.text).toContain('Атауын үш тілде де жазыңыз.');
    expect(await topic('bridges')).toBeUndefined();
  });

  test('what was sorted under a topic keeps its name when the topic is taken off, and nothing new comes under it', async () => {
    const page = await administrator();
    await page.open('/kk/admin/topics');
    await page.submit('Тізімнен алу Автотұрақтар');
    const list = await h.browser().open('/kk/appeals?topic=parking');
    expect([...list.document.querySelectorAll('[name=topic] option')].find((one) => one.getAttribute('value') === 'parking')?.textContent).toBe('Автотұрақтар');
    const clerk = await h.signedIn('clerk');
    const sent = await clerk.open('/kk/admin/topics');
    expect(sent.status).toBe(404);
    expect(await topic('parking')).toMatchObject({ active: false });
  });
});
