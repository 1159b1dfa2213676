import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { say } from '../../src/kernel/words.ts';
import { suggestionWords } from '../../src/rooms/appeals/words/suggestions.ts';
import { openHouse, ok, type TestHouse } from '../../test/support/house.ts';
import { visitor } from '../../src/kernel/actor.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

let serial = 0;
const came = async (text: string): Promise<string> => {
  serial += 1;
  const { matters: [base] } = aRegistration({});
  if (!base) throw new Error('no matter');
  const { territoryCode: _place, topicCode: _topic, address: _address, ...rest } = base;
  const done = ok(await register(h.ctx(visitor), aRegistration({ key: `suggestions-of-the-desk-${serial}`, branchId: h.units.tasqala, matters: [{ ...rest, text }] })));
  return done.matters[0]?.number ?? '';
};
const sorted = async (number: string) => (await h.t.raw(`SELECT a.topic_code AS topic, a.territory_code AS place, a.address, c.facts->>'suggested' AS suggested FROM appeals.appeal a LEFT JOIN appeals.act c ON c.appeal_id = a.id AND c.act = 'sort' WHERE a.number = $1`, [number]))[0];

describe('what the program suggests', () => {
  test('the topic and the place of a letter stand beside it with their words; one press takes both, and says whose word it was', async () => {
    const number = await came('Тасқала ауданында Абай көшесіндегі 12-үйдің жанындағы көше шамдары екі аптадан бері жанбайды');
    const page = await (await h.signedIn('clerk')).open(`/kk/desk/appeals/${number}`);
    expect(page.text).toContain(say('kk', suggestionWords.lead));
    const first = page.document.querySelector('[data-press="1"]');
    expect([first?.getAttribute('value'), page.text.includes('«шамдары»')]).toEqual(['lighting', true]);
    await page.submit(/^Көше жарығы$/);
    expect(await sorted(number)).toEqual({ topic: 'lighting', place: '276000000', address: 'Абай көшесі, 12', suggested: 'true' });
    // what a person has set is not suggested again
    expect(page.document.querySelectorAll('[data-press="1"]').length).toBe(0);
  });

  test('another topic than the suggested ones is a person’s own word', async () => {
    const number = await came('Ауылда көше шамы жанбайды');
    const page = await (await h.signedIn('clerk')).open(`/kk/desk/appeals/${number}`);
    await page.submit('Сақтау', { 'sort.topicCode': 'roads' });
    expect(await sorted(number)).toMatchObject({ topic: 'roads', suggested: 'false' });
  });

  test('a text that says nothing brings no suggestion', async () => {
    const number = await came('Сәлеметсіз бе, маған көмектесіңіздерші, өтінемін');
    const page = await (await h.signedIn('clerk')).open(`/kk/desk/appeals/${number}`);
    expect(page.text).not.toContain(say('kk', suggestionWords.lead));
  });
});

describe('at the registering desk', () => {
  test('one press fills the empty fields from the words, and what was typed stays', async () => {
    const page = await (await h.signedIn('reception')).open('/kk/desk/register');
    await page.submit(say('kk', suggestionWords.ask), { surname: 'Сыналмалы', given: 'Әлия', phone: '8 701 000 00 01', 'm1.text': 'Тасқала ауданында Абай көшесі 7 үйде су жоқ, құбыр жарылып кетті' });
    const value = (name: string) => page.document.querySelector(`[name="${name}"]`)?.getAttribute('value') ?? page.document.querySelector(`[name="${name}"] option[selected]`)?.getAttribute('value');
    expect([value('surname'), value('m1.topicCode'), value('m1.place'), value('m1.address')]).toEqual(['Сыналмалы', 'water', 'Тасқала ауданы', 'Абай көшесі, 7']);
    expect(page.text).toContain(say('kk', suggestionWords.asked));
    await page.submit(/Тіркеу|Тіркейміз/);
    expect(page.status).toBe(201);
    const row = (await h.t.raw(`SELECT topic_code, address FROM appeals.appeal ORDER BY id DESC LIMIT 1`))[0];
    expect(row).toEqual({ topic_code: 'water', address: 'Абай көшесі, 7' });
  });

  test('words that say nothing fill nothing, and that is said', async () => {
    const page = await (await h.signedIn('reception')).open('/kk/desk/register');
    await page.submit(say('kk', suggestionWords.ask), { 'm1.text': 'Рақмет, бәрі жақсы' });
    expect(page.text).toContain(say('kk', suggestionWords.askedNone));
  });
});
