import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { langs, say } from '../../src/kernel/words.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { drawTalon, type Talon } from '../../src/rooms/appeals/pages/talon.ts';
import type * as TalonPage from '../../src/rooms/appeals/pages/talon.ts';
import { followWords } from '../../src/rooms/appeals/words/follow.ts';
import { ok } from '../support/house.ts';
import { lacking, type Lacking } from '../support/lacking.ts';
import { Caller } from './caller.ts';
import { linksIn, runsIn, shownIn, unpacked } from './pdf.ts';
import { hostile, mark, plant } from './plant.ts';
import { openWorld, type World } from './world.ts';

/** The paper that somebody leaves the desk with: every word on it that another wrote is evil, and it is a sheet of paper all the same. */
let w: World;
let link = '';
let number = '';
let code = '';
beforeAll(async () => {
  w = await openWorld();
  const name = hostile('Сыналмалы').slice(0, 100).replace('\n', ' ');
  const matter = { kind: 'application' as const, text: hostile('Аулада шам жанбайды'), address: hostile('Абай көшесі, 12').replace('\n', ' '), publishConsent: false };
  const [one] = ok(await register(await w.by('clerk'), { ...aRegistration({ applicant: { kind: 'person', surname: name, given: name, phone: '8 701 000 00 01', address: matter.address }, matters: [matter] }), channel: 'desk', branchId: w.units.tasqala })).matters;
  ({ linkToken: link, number, followCode: code } = one ?? { linkToken: '', number: '', followCode: '' });
  // what other rooms say of branches and people, past all that checks it on the way in
  await plant(w.t.raw);
});
afterAll(() => w?.end());

const squeezed = (text: string): string => text.replace(/\s+/g, '');
/** In points: a quarter of an A4. */
const [width, height] = [297.6, 419.5];
const wrongIn = (pdf: Buffer, words: readonly string[]): readonly string[] => {
  const { text } = shownIn(pdf);
  return [...runsIn(pdf), ...linksIn(unpacked(pdf)), ...words.filter((one) => !squeezed(text).includes(squeezed(one))).map((one) => `not as it was typed: ${one}`)];
};
/** One sheet, and the picture to scan on it as a whole. */
const laidOut = (pdf: Buffer): readonly string[] => {
  const { sheets, pictures } = shownIn(pdf);
  const off = pictures.filter((one) => one.left < 0 || one.top < 0 || one.left + one.width > width || one.top + one.width > height);
  return [...(sheets === 1 ? [] : [`${sheets} sheets`]), ...(pictures.length === 1 ? [] : [`${pictures.length} pictures`]), ...off.map((one) => `a picture at ${one.left}, ${one.top}`)];
};

test.each(langs)('the talon in %s shows the words as they were typed, runs nothing and leads nowhere; by the desk and by the link', async (lang) => {
  const [unit] = await w.t.raw(`SELECT name_${lang} AS branch, (SELECT name_${lang} FROM units.unit WHERE id = $1) AS org, (SELECT name FROM people.account WHERE id = $2) AS clerk FROM units.unit WHERE id = $3`, [w.units.region, w.people.clerk, w.units.tasqala]);
  for (const [caller, path] of [[new Caller(w.app), `/${lang}/follow/${link}/talon.pdf`], [new Caller(w.app, await w.token('clerk')), `/${lang}/desk/appeals/${number}/talon`]] as const) {
    const response = await caller.get(path);
    expect([response.status, response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([200, 'application/pdf', `inline; filename="${number}.pdf"`]);
    const pdf = Buffer.from(await response.arrayBuffer());
    expect(wrongIn(pdf, [number, code, say(lang, followWords.talonScan), String(unit?.['org']), String(unit?.['branch']), String(unit?.['clerk'])])).toEqual([]);
    expect(String(unit?.['clerk'])).toContain(`${mark}(2)`);
    expect(laidOut(pdf)).toEqual([]);
  }
});

/** What would end a text of such a file and begin an act. */
const ends = ')>>/OpenAction<</S/JavaScript/JS(app.alert(1))>>(\\';
const evil = hostile(ends);
const everywhere: Talon = { lang: 'kk', org: { kk: evil, ru: evil, en: evil }, number: evil, code: evil, link: `javascript:${evil}`, branch: evil, receivedAt: new Date(0), receivedBy: evil, kind: evil, dueOn: '2026-12-11' };
test.each(langs)('nor is any field of it alive in %s, be it the number, the code, the kind or the address in the picture', async (lang) => {
  expect(wrongIn(await drawTalon({ ...everywhere, lang }), [evil])).toEqual([]);
});

test('the longest names that the house takes leave room for the code and the picture', async () => {
  const named = (letters: number): string => 'Батыс Қазақстан облысы Тасқала ауданының ұзын атауы '.repeat(8).slice(0, letters - 1) + '.';
  const org = { kk: named(200), ru: named(200), en: named(200) };
  for (const lang of langs) {
    const pdf = await drawTalon({ ...everywhere, lang, org, branch: named(200), number: 'BQ01-2026-000001', code: '7K3M-9QTX', link: `https://ashyq.example/kk/follow/${'A'.repeat(43)}`, receivedBy: named(120), kind: 'өтініш' });
    expect([lang, ...wrongIn(pdf, [org.kk, named(120), 'BQ01-2026-000001', '7K3M-9QTX', say(lang, followWords.talonScan)]), ...laidOut(pdf)]).toEqual([lang]);
  }
});

test('the look itself sees each of them', async () => {
  const pdf = new PDFDocument({ size: [width, height], info: { Title: ends } });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve) => pdf.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))));
  pdf.text('a').link(0, 0, 9, 9, 'https://evil.example/x');
  pdf.addNamedJavaScript('a', 'app.alert(1)');
  pdf.addPage().end();
  expect(wrongIn(await done, [mark])).toEqual(expect.arrayContaining(['/JavaScript', '/JS', 'https://evil.example/x', `not as it was typed: ${mark}`]));
  expect(laidOut(await done)).toEqual(['2 sheets', '0 pictures']);
});

test('control: a talon whose title is no text, with other letters, with a link, or with larger ones: the same looks find each', async () => {
  const drawn = async (lines: Lacking, more: Partial<Talon> = {}) => (await lacking<typeof TalonPage>('src/rooms/appeals/pages/talon.ts', lines)).drawTalon({ ...everywhere, lang: 'en', ...more });
  const page = 'src/rooms/appeals/pages/talon.ts';
  const whole = await drawn({});
  expect([...wrongIn(whole, [evil]), ...laidOut(whole)]).toEqual(laidOut(await drawTalon({ ...everywhere, lang: 'en' })));
  // given as a name and not as a text the title stands in the file as it is, and ends where its writer wants
  const named = await drawn({ [page]: [['info: { Title: `${say(t.lang, w.talonTitle)} ${t.number}`', 'info: { Title: [`${say(t.lang, w.talonTitle)} ${t.number}`]']] });
  expect(wrongIn(named, [])).toEqual(expect.arrayContaining(['/OpenAction', '/JavaScript', '/JS']));
  const english = await drawn({ [page]: [[".registerFont('plain', font('DejaVuSans'))", ".registerFont('plain', 'Helvetica')"]] }, { branch: 'Тасқала аудандық филиалы' });
  expect(wrongIn(english, ['Тасқала аудандық филиалы'])).toEqual(['not as it was typed: Тасқала аудандық филиалы']);
  const linked = await drawn({ [page]: [['.text(t.branch)', '.text(t.branch, { link: t.link })']] });
  expect(wrongIn(linked, []).join()).toContain('javascript:');
  const long = 'Батыс Қазақстан облысы Тасқала ауданының ұзын атауы '.repeat(4);
  const large = await drawn({ [page]: [["pdf.font('plain').fontSize(8)", "pdf.font('plain').fontSize(16)"]] }, { org: { kk: long, ru: long, en: long }, branch: long, number: 'BQ01-2026-000001' });
  expect(laidOut(large)).not.toEqual([]);
});
