import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { giveVerdict } from '../../src/rooms/appeals/acts/holder.ts';
import { publish, redact, unpublish } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { buttonWords, deskWords } from '../../src/rooms/appeals/words/desk.ts';
import { publicWords } from '../../src/rooms/appeals/words/public.ts';
import { openHouse, ok, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const text = 'Көшедегі шамдар жанбайды.';
const sentWords = 'Бағана ауыстырылды. Шебердің нөмірі 8 701 000 00 61, үйі Абай көшесі, 26-үй.';
type Matter = { readonly appealId: number; readonly number: string };
const fresh = async (): Promise<Matter> => {
  const [one] = ok(await register(h.ctx(), aRegistration({ matters: [{ kind: 'application', text, territoryCode: '276000000', topicCode: 'lighting', publishConsent: true }] }))).matters;
  if (!one) throw new Error('nothing was registered');
  return one;
};
const answered = async (m: Matter, words: string, by = h.people.executor): Promise<number> => {
  ok(await assign(h.ctx(), { number: m.number, unitId: h.units.lighting, accountId: by, suggested: false }));
  const { answerId } = ok(await draftAnswer(h.ctx(), { number: m.number, outcome: 'done', text: words, papers: [] }));
  ok(await approveAndSend(h.ctx(), { number: m.number, answerId, anyway: 'Бәрі тексерілді' }));
  return answerId;
};
const ready = async (m: Matter, words: string): Promise<void> => {
  const answerId = await answered(m, words);
  ok(await redact(h.ctx(), { number: m.number, publicText: text, answerId, publicAnswer: words }));
  ok(await publish(h.ctx(), { number: m.number }));
};
const open = (path: string, lang = 'kk') => h.browser().open(`/${lang}${path}`);
const save = deskWords.redactSave.kk;

describe('the answer for everybody, without JavaScript', () => {
  test('a clerk looks it through beside the text, is stopped at a telephone, and publishes both', async () => {
    const m = await fresh();
    await answered(m, sentWords);
    const page = await h.signedIn('clerk');
    await page.open(`/kk/desk/appeals/${m.number}/redaction`);
    expect([...page.document.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(expect.arrayContaining(['8 701 000 00 61', '26-үй']));
    const proposed = page.document.querySelector('textarea[name="redact.publicAnswer"]')?.textContent ?? '';
    expect(proposed).toMatch(/^Бағана ауыстырылды\..*█████/);
    expect(proposed).not.toMatch(/8 701|26-үй/);
    await page.submit(save, { 'redact.publicText': text, 'redact.publicAnswer': sentWords });
    expect([page.status, page.text.includes('Жауапта жеке дерек қалып қойды')]).toEqual([409, true]);
    expect(page.document.querySelector('textarea[name="redact.publicAnswer"]')?.textContent).toBe(sentWords);
    await page.submit(save, { 'redact.publicText': text, 'redact.publicAnswer': proposed });
    await page.submit(buttonWords.publish.kk);
    const seen = await open(`/appeals/${m.number}`);
    expect(seen.text).toContain(proposed);
    expect(seen.text).not.toMatch(/8 701|26-үй/);
    expect(seen.document.querySelector('section[aria-labelledby=answer] .quiet')?.textContent).toMatch(/.+ · 2026 жылғы/);
    expect([seen.text.includes('Мекеме'), seen.bytes < 30_000, seen.document.querySelectorAll('script').length]).toEqual([true, true, 0]);
  });

  test('the ticks of the two texts are apart: what is opened in one stays hidden in the other', async () => {
    const m = await fresh();
    await answered(m, sentWords);
    const page = await h.signedIn('clerk');
    await page.open(`/kk/desk/appeals/${m.number}/redaction?ticks=yes&hide=0`);
    const shown = page.document.querySelector('textarea[name="redact.publicAnswer"]')?.textContent ?? '';
    expect(shown).toContain('26-үй');
    expect(shown).not.toContain('8 701');
  });

  test('published before its answer, the matter says so to the clerk until the answer is there too', async () => {
    const m = await fresh();
    ok(await redact(h.ctx(), { number: m.number, publicText: text }));
    ok(await publish(h.ctx(), { number: m.number }));
    expect((await open(`/appeals/${m.number}`)).document.querySelector('#answer')).toBeNull();
    await answered(m, sentWords);
    const page = await h.signedIn('clerk');
    await page.open(`/kk/desk/appeals/${m.number}`);
    expect(page.text).toContain(deskWords.isPublishedBare.kk);
    expect((await open(`/appeals/${m.number}`)).text).toContain(publicWords.answerWaits.kk);
    await page.open(`/kk/desk/appeals/${m.number}/redaction`);
    await page.submit(save);
    expect((await open(`/appeals/${m.number}`)).text).toContain(publicWords.answerWaits.kk);
    await page.submit(buttonWords.publish.kk);
    expect(page.text).not.toContain(deskWords.isPublishedBare.kk);
    expect((await open(`/appeals/${m.number}`)).text).toContain('Бағана ауыстырылды.');
  });

  test('while a page stood open another answer was sent: the clerk is shown that one, and nothing is saved', async () => {
    const m = await fresh();
    await answered(m, 'Бірінші жауап.');
    const page = await h.signedIn('clerk');
    await page.open(`/kk/desk/appeals/${m.number}/redaction`);
    ok(await giveVerdict(h.ctx({ kind: 'holder', appealId: m.appealId }), { verdict: 'not_solved', comment: 'Жанбайды' }));
    await answered(m, 'Екінші жауап.', h.people.colleague);
    await page.submit(save);
    expect([page.status, page.text.includes('басқа жауап жіберілді')]).toEqual([409, true]);
    expect(page.document.querySelector('textarea[name="redact.publicAnswer"]')?.textContent).toBe('Екінші жауап.');
    expect(await h.t.raw('SELECT 1 FROM appeals.answer WHERE appeal_id = $1 AND public_text IS NOT NULL', [m.appealId])).toEqual([]);
  });
});

describe('the page of one published appeal', () => {
  test.each(['kk', 'ru', 'en'] as const)('not solved, and then answered anew, in %s', async (lang) => {
    const m = await fresh();
    await ready(m, 'Аққу көлі тазартылды.');
    ok(await giveVerdict(h.ctx({ kind: 'holder', appealId: m.appealId }), { verdict: 'not_solved', comment: 'Жанбайды' }));
    const former = await open(`/appeals/${m.number}`, lang);
    expect([former.text.includes('Аққу көлі тазартылды.'), former.text.includes(publicWords.answerFormer[lang])]).toEqual([true, true]);
    await answered(m, 'Құндыз бөгеті бұзылды.', h.people.colleague);
    const anew = await open(`/appeals/${m.number}`, lang);
    expect([anew.text.includes('Аққу'), anew.text.includes('Құндыз'), anew.text.includes(publicWords.answerAnew[lang])]).toEqual([false, false, true]);
  });

  test('the longest answer is there whole, and the page is still small', async () => {
    const m = await fresh();
    // as many different words as the demo's answers have, in no order, up to the 50 000 letters an answer may have: nothing to press together but the words themselves
    const words = [...new Set(readFileSync(new URL('../../src/app/demo/texts/kk_answers.ts', import.meta.url), 'utf8').match(/[а-яәғқңөұүһіё]{2,}/giu))];
    const parts: string[] = [];
    for (let seed = 1, long = 0; long < 49_900; seed = (seed * 48_271) % 2_147_483_647) {
      const word = words[seed % words.length] ?? '';
      parts.push(word);
      long += word.length + 1;
    }
    const whole = `${parts.join(' ').slice(0, 49_980)} соңы`;
    await ready(m, whole);
    const seen = await open(`/appeals/${m.number}`);
    expect(seen.document.querySelector('section[aria-labelledby=answer] .words')?.textContent).toBe(whole);
    const onTheWire = gzipSync(seen.html).byteLength;
    console.log(`the longest answer, of ${words.length} different words: ${onTheWire} bytes`);
    expect(onTheWire).toBeLessThan(30_000);
  });

  test('found by a word of the answer, the list shows where it stands; taken off, it is found no more', async () => {
    const m = await fresh();
    await ready(m, 'Субұрқақ қосылды, күн сайын кешке дейін.');
    const list = await open(`/appeals?q=${encodeURIComponent('субұрқақтар')}`);
    expect([...list.document.querySelectorAll('mark')].map((one) => one.textContent)).toEqual(['Субұрқақ']);
    expect(list.html).toContain(`/kk/appeals/${m.number}`);
    ok(await unpublish(h.ctx(), { number: m.number }));
    expect((await open(`/appeals?q=${encodeURIComponent('субұрқақтар')}`)).html).not.toContain(m.number);
    expect((await open(`/appeals/${m.number}`)).status).toBe(404);
  });
});
