import type { Hono } from 'hono';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../src/kernel/refusal.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { indexAll } from '../../src/rooms/appeals/acts/indexing.ts';
import { createAccount } from '../../src/rooms/people/contract.ts';
import type { Lacking } from '../support/lacking.ts';
import { allowed, depth } from '../support/proof.ts';
import { Caller } from './caller.ts';
import { inHouseWithout } from './lacking-house.ts';
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

type Sent = { readonly number: string; readonly text: string; readonly link: string; readonly word: ReturnType<typeof madeWord> };
/** By the interface of that house, each form of a letter by chance; what was not taken. */
const sentTo = async (app: Hono, texts: readonly (readonly [before: string, after: string])[]): Promise<{ readonly sent: readonly Sent[]; readonly bad: readonly string[] }> => {
  const sent: Sent[] = [];
  const bad: string[] = [];
  for (const [before, after] of texts) {
    const word = madeWord();
    const text = `${before} ${word.cyrillic} ${after}`;
    const surname = `Йөңғұқ${word.cyrillic}`;
    const response = await new Caller(app).send('/api/v1/appeals', {
      method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ lang: 'kk', applicant: { kind: 'person', surname: surname.normalize(pick(forms, 'NFD')), given: 'Әлия'.normalize('NFD'), phone: '8 701 000 00 77' }, matter: { kind: 'application', text: text.normalize(pick(forms, 'NFD')), territoryCode: '276000000', address: 'Йод көшесі'.normalize('NFD') } }),
    });
    const said = (await response.json()) as { number?: string; followUrl?: string };
    if (said.number === undefined || said.followUrl === undefined) { bad.push(`${response.status} ${text}`); continue; }
    sent.push({ number: said.number, text: text.normalize('NFC'), link: new URL(said.followUrl).pathname, word });
  }
  return { sent, bad };
};

type Wrong = { readonly what: 'form' | 'kept' | 'shown' | 'found'; readonly number: string; readonly said: string };
/** Kept in one form, kept and shown as given, found by each way of typing: what is not so. */
const wrongWith = async (o: { readonly app: Hono; readonly ctx: () => Ctx; readonly indexAll: typeof indexAll }, sent: readonly Sent[]): Promise<readonly Wrong[]> => {
  const bad: Wrong[] = [];
  const kept = await w.t.raw('SELECT p.number, p.text, p.address, a.surname, a.given FROM appeals.appeal p JOIN appeals.applicant a ON a.appeal_id = p.id WHERE p.number = ANY ($1)', [sent.map((one) => one.number)]);
  expect(kept).toHaveLength(sent.length);
  const rows = new Map(kept.map((row) => [String(row['number']), row]));
  while (!isRefusal(await o.indexAll(o.ctx())) && Number((await w.t.raw('SELECT count(*) AS n FROM appeals.search_due'))[0]?.['n']) > 0);
  const clerk = new Caller(o.app, await w.token('clerk'));
  for (const one of sent) {
    const wrong = (what: Wrong['what'], said: string): void => void bad.push({ what, number: one.number, said });
    const row = rows.get(one.number) ?? {};
    for (const [column, value] of Object.entries(row)) if (typeof value === 'string' && value !== value.normalize('NFC')) wrong('form', `${column}: ${value}`);
    if (spaced(String(row['text'])) !== spaced(one.text)) wrong('kept', `${JSON.stringify(row['text'])}, given as ${JSON.stringify(one.text)}`);
    const page = await new Caller(o.app).get(one.link);
    if (!plainOf(await page.text()).includes(spaced(one.text))) wrong('shown', JSON.stringify(one.text));
    for (const typed of [one.word.cyrillic, one.word.latin, one.word.cyrillic.toUpperCase(), one.word.cyrillic.normalize('NFD')]) {
      const found = await (await clerk.get(`/kk/desk/search?q=${encodeURIComponent(typed)}`)).text();
      if (!found.includes(one.number)) wrong('found', `by ${typed}: ${one.text}`);
    }
  }
  return bad;
};

test(`${strings} letters in every script and form are kept in one form, shown as they were given, and found in both alphabets`, async () => {
  const { sent, bad } = await sentTo(w.app, Array.from({ length: strings }, () => [pick(around, ''), pick(around, '')]));
  expect(bad.slice(0, 10)).toEqual([]);
  expect(sent).toHaveLength(strings);
  const wrong = await wrongWith({ app: w.app, ctx: w.ctx, indexAll }, sent);
  console.log(`proof: ${sent.length} letters, each found by ${4} ways of typing a word of it`);
  expect(wrong.slice(0, 20)).toEqual([]);
}, allowed(600_000, 500, 5_000));

test('control: a house that leaves a letter in two signs, one that takes letters for others, and one that reads no Latin: the same look finds each letter', async () => {
  const [typed, cyrillic] = ['src/kernel/typed.ts', 'src/kernel/tongue/cyrillic.ts'];
  const asked = (lines: Lacking) => inHouseWithout(w, lines, async (broken) => {
    const { sent, bad } = await sentTo(broken.app, around.map((one) => [one, 'Жарық жоқ']));
    expect(bad).toEqual([]);
    const wrong = await wrongWith(broken, sent);
    return (what: Wrong['what']) => new Set(wrong.filter((one) => one.what === what).map((one) => one.number)).size;
  });
  const twoSigns = await asked({ [typed]: [[".normalize('NFC')", '']] });
  expect(twoSigns('form')).toBe(around.length);
  const others = await asked({ [typed]: [[".normalize('NFC')", ".normalize('NFKC')"]] });
  const changed = around.filter((one) => one.normalize('NFKC') !== one.normalize('NFC')).length;
  expect(changed).toBeGreaterThan(3);
  expect([others('form'), others('kept'), others('shown')]).toEqual([0, changed, changed]);
  const noLatin = await asked({ [cyrillic]: [['if (!hasLatin.test(typed)) return fold(latin);', 'return fold(latin);']] });
  expect([noLatin('form'), noLatin('kept'), noLatin('found')]).toEqual([0, 0, around.length]);
  console.log(`proof: control: ${twoSigns('form')} letters of ${around.length} in two forms, ${others('kept')} changed, ${noLatin('found')} not found`);
});

const letters = ['а', 'е', 'о', 'р', 'с', 'у', 'х', 'і'];
const alike: Readonly<Record<string, string>> = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i' };
const tricks: readonly ((name: string, at: number) => string)[] = [
  (name) => name.replace(new RegExp(`[${letters.join('')}]`), (letter) => alike[letter] ?? letter),
  ...['\u202E', '\u202D', '\u2066', '\u2067', '\u200E', '\u200F', '\u061C', '\u200B', '\u200D', '\u2060', '\u00AD', '\u034F', '\u0000', '\uFE0F', '\u{E0041}'].map((sign) => (name: string, at: number) => name.slice(0, at) + sign + name.slice(at)),
  (name, at) => `${name.slice(0, at)}${'\u0301'.repeat(4)}${name.slice(at)}`, (name) => `${name} 👑`, (name) => `<b>${name}</b>`, (name) => `=${name}`, (name) => name.replace(/./u, 'Ѕ').replace(/$/u, 'ο'), (name) => `${name}\u3164`, (name) => `${name} \u3164`,
];
const tricked = ['Сараев', 'Ержанов', 'Орхан', 'Асуов', 'Нұрхан', 'Пересов'].flatMap((name) => tricks.flatMap((trick) => [1, 3, name.length].map((at) => trick(`${name} Әлия`, at))));
let nth = 0;
/** Those under which somebody was made a member of staff. */
const takenAs = async (create: typeof createAccount, ctx: Ctx, names: readonly string[]): Promise<readonly string[]> => {
  const taken: string[] = [];
  for (const name of names) if (!isRefusal(await create(ctx, { login: `trick${(nth += 1)}@ashyq.example`, name, lang: 'kk' }))) taken.push(JSON.stringify(name));
  return taken;
};
/** Names of staff as they are kept, with what nobody sees in them. */
const unseenNames = async (): Promise<readonly string[]> =>
  (await w.t.raw('SELECT name FROM people.account')).map((row) => String(row['name'])).filter((name) => name !== name.normalize('NFC') || /[^\P{Default_Ignorable_Code_Point}]|[\p{Cc}\p{Zl}\p{Zp}]/u.test(name));

test('nobody of the staff is named with signs that turn a line around, hide, pile up, or pass for another alphabet', async () => {
  expect(await takenAs(createAccount, w.ctx(), tricked)).toEqual([]);
  // and honest ones are; what is no letter and no sign, but a space of some kind, becomes one
  const honest = ['Әлия Сыналмалы', 'Йод Ёлкин'.normalize('NFD'), 'О’Коннор Анна-Мария', 'Kim Xen Smith', 'Nguyễn Ánh'.normalize('NFD'), 'Әлия\uFEFF\u2028\u00A0Сыналмалы'];
  expect(await takenAs(createAccount, w.ctx(), honest)).toHaveLength(honest.length);
  expect(await unseenNames()).toEqual([]);
});

test('control: without the rule of names each of them is taken, and what nobody sees is found in the names', async () => {
  // PostgreSQL itself takes no NUL
  const names = tricked.filter((name) => !name.includes('\u0000'));
  const law: Lacking = { 'src/rooms/people/law.ts': [["return refuse('name_invalid');", 'return null;'], ["return mixed ? refuse('name_mixed_invalid') : null;", 'return null;']] };
  expect(await inHouseWithout(w, law, (broken) => takenAs(broken.createAccount, broken.ctx(), names))).toHaveLength(names.length);
  expect((await unseenNames()).length).toBeGreaterThan(names.length / 2);
});
