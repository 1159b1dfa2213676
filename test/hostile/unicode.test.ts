import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { indexAll } from '../../src/rooms/appeals/acts/indexing.ts';
import { createAccount } from '../../src/rooms/people/contract.ts';
import { allowed, depth } from '../support/proof.ts';
import { Caller } from './caller.ts';
import { openWorld, type World } from './world.ts';

/** Trust.md, Targets: stored NFC, shown as given, found in both scripts. */
const strings = depth(500, 5_000);

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());

// a fixed seed: the same words every day
let state = 20261121;
const random = (below: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const pick = <T>(from: readonly T[], otherwise: T): T => from[random(from.length)] ?? otherwise;

/** A letter of the word, and how it is typed in Latin letters: the new alphabet's, or a passport's. */
const consonants = [['б', 'b'], ['д', 'd'], ['з', 'z'], ['к', 'k'], ['л', 'l'], ['м', 'm'], ['н', 'n'], ['п', 'p'], ['р', 'r'], ['с', 's'], ['т', 't'], ['ш', 'sh']] as const;
const vowels = [['а', 'a'], ['о', 'o'], ['у', 'u'], ['е', 'e']] as const;
/** No word of any language: nothing is cut off its end, and nobody else has it. */
const madeWord = (): { readonly cyrillic: string; readonly latin: string } => {
  const parts = Array.from({ length: 4 }, () => [pick(consonants, consonants[0]), pick(vowels, vowels[0])] as const).flat();
  return { cyrillic: parts.map(([letter]) => letter).join(''), latin: parts.map(([, letter]) => letter).join('') };
};

/** What stands beside the word, in whatever language and form somebody's telephone makes it. */
const around = ['Көшедегі шам жанбайды', 'ӘҒҚҢӨҰҮҺІ әғқңөұүһі', 'Ёлка и йод', 'Ç ğ ş ü ö ä ý ñ', 'ﬁ ﬀ ﬃ', '½ ² № ™ ℃', '中文 日本語 한국어', 'שלום عربي', '👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽', 'Å Å Å', 'ẹ́ ọ̀', 'Z̸̢a̷l̶g̴o̵', '٣٤٥ १२३', '𝕬𝖇𝖈 𝟙𝟚𝟛', 'a\u00adb c\u200dd', '“тырнақша” «тағы» \'бір\'', '<b>&amp;</b> {n} ${x} %s', 'İ ı ß ſ ǆ', 'ๆ ไทย हिन्दी ქართული ހިވެހި', '\u0439\u0306 \u0438\u0306', '—–‑ … ·'] as const;
const forms = ['NFC', 'NFD'] as const;

/** What a page shows of a text: its words, whatever the spaces between them. */
const plainOf = (html: string): string => (parseHTML(html).document.querySelector('main')?.textContent ?? '').replace(/\s+/g, ' ');
const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();

test(`${strings} letters in every script and form are kept in one form, shown as they were given, and found in both alphabets`, async () => {
  const clerk = new Caller(w.app, await w.token('clerk'));
  const sent: { readonly number: string; readonly text: string; readonly link: string; readonly word: ReturnType<typeof madeWord> }[] = [];
  const bad: string[] = [];
  for (let nth = 0; nth < strings; nth += 1) {
    const word = madeWord();
    const text = `${pick(around, '')} ${word.cyrillic} ${pick(around, '')}`;
    const surname = `Йөңғұқ${word.cyrillic}`;
    const response = await new Caller(w.app).send('/api/v1/appeals', {
      method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': `unicode-${nth}-of-the-test` },
      body: JSON.stringify({ lang: 'kk', applicant: { kind: 'person', surname: surname.normalize(pick(forms, 'NFD')), given: 'Әлия'.normalize('NFD'), phone: '8 701 000 00 77' }, matter: { kind: 'application', text: text.normalize(pick(forms, 'NFD')), territoryCode: '276000000', address: 'Йод көшесі'.normalize('NFD') } }),
    });
    const said = (await response.json()) as { number?: string; followUrl?: string };
    if (said.number === undefined || said.followUrl === undefined) { bad.push(`${response.status} ${text}`); continue; }
    sent.push({ number: said.number, text: text.normalize('NFC'), link: new URL(said.followUrl).pathname, word });
  }
  expect(bad.slice(0, 10)).toEqual([]);
  const columns = await w.t.raw(`SELECT p.number, p.text, p.address, a.surname, a.given FROM appeals.appeal p JOIN appeals.applicant a ON a.appeal_id = p.id ORDER BY p.id`);
  expect(columns).toHaveLength(strings);
  for (const [at, row] of columns.entries()) {
    for (const [column, value] of Object.entries(row)) if (typeof value === 'string' && value !== value.normalize('NFC')) bad.push(`${column} not in one form: ${value}`);
    const one = sent[at];
    if (one && spaced(String(row['text'])) !== spaced(one.text)) bad.push(`kept as ${JSON.stringify(row['text'])}, given as ${JSON.stringify(one.text)}`);
  }
  while (!isRefusal(await indexAll(w.ctx())) && Number((await w.t.raw('SELECT count(*) AS n FROM appeals.search_due'))[0]?.['n']) > 0);
  for (const one of sent) {
    const page = await new Caller(w.app).get(one.link);
    if (!plainOf(await page.text()).includes(spaced(one.text))) bad.push(`the person is not shown ${JSON.stringify(one.text)}`);
    for (const typed of [one.word.cyrillic, one.word.latin, one.word.cyrillic.toUpperCase(), one.word.cyrillic.normalize('NFD')]) {
      const found = await (await clerk.get(`/kk/desk/search?q=${encodeURIComponent(typed)}`)).text();
      if (!found.includes(one.number)) bad.push(`${one.number} not found by ${typed}: ${one.text}`);
    }
  }
  console.log(`proof: ${sent.length} letters, each found by ${4} ways of typing a word of it`);
  expect(bad.slice(0, 20)).toEqual([]);
  expect(bad).toHaveLength(0);
}, allowed(600_000, 500, 5_000));

test('nobody of the staff is named with signs that turn a line around, hide, pile up, or pass for another alphabet', async () => {
  const letters = ['а', 'е', 'о', 'р', 'с', 'у', 'х', 'і'];
  const alike: Readonly<Record<string, string>> = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i' };
  const names = ['Сараев', 'Ержанов', 'Орхан', 'Асуов', 'Нұрхан', 'Пересов'];
  const tricks: readonly ((name: string, at: number) => string)[] = [
    (name) => name.replace(new RegExp(`[${letters.join('')}]`), (letter) => alike[letter] ?? letter),
    ...['\u202E', '\u202D', '\u2066', '\u2067', '\u200E', '\u200F', '\u061C', '\u200B', '\u200D', '\u2060', '\u00AD', '\u034F', '\u0000', '\uFE0F', '\u{E0041}'].map((sign) => (name: string, at: number) => name.slice(0, at) + sign + name.slice(at)),
    (name, at) => `${name.slice(0, at)}${'\u0301'.repeat(4)}${name.slice(at)}`, (name) => `${name} 👑`, (name) => `<b>${name}</b>`, (name) => `=${name}`, (name) => name.replace(/./u, 'Ѕ').replace(/$/u, 'ο'), (name) => `${name}\u3164`, (name) => `${name} \u3164`,
  ];
  const taken: string[] = [];
  let nth = 0;
  for (const name of names) for (const trick of tricks) for (const at of [1, 3, name.length]) {
    const done = await createAccount(w.ctx(), { login: `trick${(nth += 1)}@ashyq.example`, name: trick(`${name} Әлия`, at), lang: 'kk' });
    if (!isRefusal(done)) taken.push(JSON.stringify(trick(`${name} Әлия`, at)));
  }
  expect(taken).toEqual([]);
  // and honest ones are
  for (const name of ['Әлия Сыналмалы', 'Йод Ёлкин'.normalize('NFD'), 'О’Коннор Анна-Мария', 'Kim Xen Smith', 'Nguyễn Ánh'.normalize('NFD')]) expect(isRefusal(await createAccount(w.ctx(), { login: `honest${(nth += 1)}@ashyq.example`, name, lang: 'kk' })), name).toBe(false);
  // what is no letter and no sign, but a space of some kind, becomes one
  expect(isRefusal(await createAccount(w.ctx(), { login: `honest${(nth += 1)}@ashyq.example`, name: 'Әлия\uFEFF\u2028\u00A0Сыналмалы', lang: 'kk' }))).toBe(false);
  for (const row of await w.t.raw('SELECT name FROM people.account')) {
    expect(row['name']).toBe(String(row['name']).normalize('NFC'));
    expect(row['name']).not.toMatch(/[^\P{Default_Ignorable_Code_Point}]|[\p{Cc}\p{Zl}\p{Zp}]/u);
  }
});
