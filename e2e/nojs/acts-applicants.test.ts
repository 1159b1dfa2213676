import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say, type Lang } from '../../src/kernel/words.ts';
import { madeUpIin } from '../../src/rooms/appeals/make.ts';
import { registerWords } from '../../src/rooms/appeals/words/desk.ts';
import { intakeWords as w } from '../../src/rooms/appeals/words/intake.ts';
import { fieldWords } from '../../src/rooms/appeals/words/refusals.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const numberOn = (page: PlainBrowser): string => /BQ01-2026-\d{6}/.exec(page.text)?.[0] ?? '';
const applicantOf = async (number: string) => {
  const [row] = await h.t.raw(`SELECT p.kind, p.organisation, p.surname, p.given, p.patronymic, p.phone, p.representative, p.authority, p.iin_hash IS NOT NULL AS personal, a.channel, a.lang,
      (SELECT count(*)::int FROM appeals.signatory s WHERE s.appeal_id = a.id) AS signed
    FROM appeals.appeal a JOIN appeals.applicant p ON p.appeal_id = a.id WHERE a.number = $1`, [number]);
  return row;
};
const signatories = '1. Сыналған Дәулет Үлгіұлы\n2) Сыналмалы Сара\n\nҮлгібай Ән';

/** The public form up to the question of who and how to reach them. */
const asWho = async (lang: Lang, who: 'person' | 'organisation' | 'group'): Promise<PlainBrowser> => {
  const page = await h.browser().open(`/${lang}/appeals/new`);
  await page.submit(say(lang, w.begin));
  await page.submit(say(lang, w.goOn), { text: 'Көше шамдары жанбайды, екі апта болды' });
  await page.submit(say(lang, w.goOn), { place: 'таскала' });
  await page.submit(say(lang, w.goOn), { kind: 'application' });
  return page.submit(say(lang, w.goOn), { who });
};
const sent = async (page: PlainBrowser, lang: Lang): Promise<string> => {
  await page.submit(say(lang, w.goOn), { publish: 'no' });
  await page.submit(say(lang, w.send));
  return numberOn(page);
};
const named = (page: PlainBrowser): readonly string[] => [...page.document.querySelectorAll('main [name]')].map((field) => field.getAttribute('name') ?? '');

describe('who asks, on the public form', () => {
  test.each(['kk', 'ru'] as const)('an organisation gives its name and number and is asked for no person’s (%s)', async (lang) => {
    const page = await asWho(lang, 'organisation');
    expect(named(page).filter((name) => ['surname', 'given', 'iin', 'signatories'].includes(name))).toEqual([]);
    await page.submit(say(lang, w.goOn), { organisation: '«Үлгі» ЖШС', bin: '123', phone: '8 701 000 00 61' });
    expect([page.status, page.text.includes(say(lang, fieldWords.bin_wrong)), page.html.includes('value="123"')]).toEqual([422, true, true]);
    await page.submit(say(lang, w.goOn), { bin: '' });
    expect(await applicantOf(await sent(page, lang))).toMatchObject({ kind: 'organisation', organisation: '«Үлгі» ЖШС', surname: null, phone: '+77010000061', channel: 'web', lang });
  });

  test.each(['kk', 'ru'] as const)('a group lists those who sign, one a line, numbered or not (%s)', async (lang) => {
    const page = await asWho(lang, 'group');
    await page.submit(say(lang, w.goOn), { surname: 'Бастаушы', given: 'Айгүл', phone: '8 701 000 00 62', signatories: '' });
    expect([page.status, page.text.includes(say(lang, fieldWords.signatories_missing)), page.html.includes('value="Бастаушы"')]).toEqual([422, true, true]);
    await page.submit(say(lang, w.goOn), { signatories });
    await page.submit(say(lang, w.goOn), { publish: 'no' });
    // everything that will be sent stands on the page that asks to check it
    for (const one of ['Бастаушы Айгүл', 'Сыналған Дәулет Үлгіұлы', 'Үлгібай Ән']) expect([one, page.text.includes(one)]).toEqual([one, true]);
    await page.submit(say(lang, w.send));
    const number = numberOn(page);
    expect(await applicantOf(number)).toMatchObject({ kind: 'group', surname: 'Бастаушы', signed: 3 });
    const clerk = await h.signedIn('clerk', lang);
    await clerk.open(`/${lang}/desk/appeals/${number}`);
    for (const one of ['Сыналған Дәулет Үлгіұлы', 'Сыналмалы Сара', 'Үлгібай Ән']) expect([one, clerk.text.includes(one)]).toEqual([one, true]);
  });

  test.each(['kk', 'ru'] as const)('a representative names themselves and the paper that gives them the right (%s)', async (lang) => {
    const page = await asWho(lang, 'person');
    await page.submit(say(lang, w.goOn), { surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 63', iin: madeUpIin(63), representing: 'yes', representativeName: 'Сыналған Әсет', representativeAuthority: '' });
    expect([page.status, page.html.includes('value="Сыналған Әсет"')]).toEqual([422, true]);
    await page.submit(say(lang, w.goOn), { representativeAuthority: 'сенімхат № 12' });
    await page.submit(say(lang, w.goOn), { publish: 'no' });
    for (const one of [madeUpIin(63), 'Сыналған Әсет, сенімхат № 12']) expect([one, page.text.includes(one)]).toEqual([one, true]);
    await page.submit(say(lang, w.send));
    expect(await applicantOf(numberOn(page))).toMatchObject({ kind: 'person', surname: 'Үлгіқызы', representative: 'Сыналған Әсет', authority: 'сенімхат № 12', personal: true });
  });

  test('who changes from a group to oneself leaves nobody’s signature behind', async () => {
    const page = await asWho('kk', 'group');
    await page.submit('Жалғастыру', { surname: 'Бастаушы', given: 'Айгүл', phone: '8 701 000 00 64', signatories });
    await page.open('/kk/appeals/new/who');
    await page.submit('Жалғастыру', { who: 'person' });
    await page.open('/kk/appeals/new/publish');
    expect(await applicantOf(await sent(page, 'kk'))).toMatchObject({ kind: 'person', signed: 0 });
  });
});

describe('who asks, at the desk', () => {
  const register = async (lang: Lang, fields: Record<string, string>): Promise<PlainBrowser> => {
    const page = await h.signedIn('clerk', lang);
    await page.open(`/${lang}/desk/register`);
    return page.submit(say(lang, registerWords.submit), { 'm1.text': 'Көше шамдары жанбайды', phone: '8 701 000 00 65', ...fields });
  };

  test.each(['kk', 'ru'] as const)('an organisation, a group and a representative by the folded part of the form (%s)', async (lang) => {
    expect(await applicantOf(numberOn(await register(lang, { who: 'organisation', organisation: 'Үлгі мектебі' })))).toMatchObject({ kind: 'organisation', organisation: 'Үлгі мектебі', channel: 'desk' });
    expect(await applicantOf(numberOn(await register(lang, { who: 'group', surname: 'Бастаушы', given: 'Айгүл', signatories })))).toMatchObject({ kind: 'group', signed: 3 });
    expect(await applicantOf(numberOn(await register(lang, { surname: 'Үлгіқызы', given: 'Әлия', representative: 'Сыналған Әсет', authority: 'сенімхат' })))).toMatchObject({ kind: 'person', representative: 'Сыналған Әсет' });
  });

  test('each door is written down: telephone, paper of yesterday, outing', async () => {
    for (const channel of ['phone', 'paper', 'outing', 'email', 'messenger'] as const) {
      const page = await register('kk', { surname: 'Есікші', given: 'Арман', channel, receivedOn: '2026-11-19' });
      const number = numberOn(page);
      expect([channel, await applicantOf(number)]).toMatchObject([channel, { channel }]);
      expect((await h.t.raw('SELECT registered_on::text AS on FROM appeals.appeal WHERE number = $1', [number]))[0]).toEqual({ on: '2026-11-19' });
    }
  });
});
