import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { forward } from '../../src/rooms/appeals/acts/forward.ts';
import { giveVerdict } from '../../src/rooms/appeals/acts/holder.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { checkWords, warningWords } from '../../src/rooms/appeals/words/check.ts';
import { clockWords } from '../../src/rooms/appeals/words/clocks.ts';
import { buttonWords } from '../../src/rooms/appeals/words/desk.ts';
import { figureWords } from '../../src/rooms/appeals/words/figures.ts';
import { periodWords } from '../../src/rooms/appeals/words/period.ts';
import { publicWords } from '../../src/rooms/appeals/words/public.ts';
import { refusalWords } from '../../src/rooms/appeals/words/refusals.ts';
import { uiWords } from '../../src/ui/words.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
let [controller, executor]: (PlainBrowser | undefined)[] = [];
const asController = async () => (controller ??= await h.signedIn('controller'));
const asExecutor = async () => (executor ??= await h.signedIn('executor'));
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const letter = 'Мектеп жанындағы шамдар жанбайды. Шамдар қашан жөнделеді? Кім жауапты?';
const come = async (text = letter) => {
  const [one] = ok(await register(h.ctx(), aRegistration({ matters: [{ kind: 'application', text, territoryCode: '276000000', topicCode: 'lighting', publishConsent: false }] }))).matters;
  if (!one) throw new Error('nothing was registered');
  return one;
};
const given = async (text = letter) => {
  const one = await come(text);
  ok(await assign(h.ctx(), { number: one.number, unitId: h.units.lighting, accountId: h.people.executor, suggested: false }));
  return one;
};
const draft = async (number: string, text: string, outcome: 'done' | 'refused' = 'done') => ok(await draftAnswer(h.ctx(), { number, outcome, text, papers: [] })).answerId;
const facts = async (number: string, code: string) => (await h.t.raw(`SELECT c.facts FROM appeals.act c JOIN appeals.appeal a ON a.id = c.appeal_id WHERE a.number = $1 AND c.code = $2 ORDER BY c.id DESC LIMIT 1`, [number, code]))[0]?.['facts'] as Record<string, unknown>;
const marks = (page: PlainBrowser) => [...page.document.querySelectorAll('#act-approve mark, #act-approve q, #act-draft_answer q, #act-draft_answer mark')].map((one) => one.textContent);

describe('the check before an answer goes', () => {
  test('a refusal without a way to complain and with somebody’s telephone is sent only with a word why; both stay in the history, the person sees neither', async () => {
    const { number, linkToken } = await given();
    await draft(number, 'Шам ауыстыруға қаржы жоқ. Көршіңіз 8 702 111 22 33 растады.', 'refused');
    const page = await (await asController()).open(`/kk/desk/appeals/${number}`);
    for (const code of ['no_route', 'unanswered'] as const) expect(page.text).toContain(warningWords[code].kk);
    expect(marks(page)).toEqual(expect.arrayContaining(['8 702 111 22 33', 'Шамдар қашан жөнделеді?']));
    await page.submit(buttonWords.approve.kk);
    expect([page.status, page.text.includes(refusalWords.check_word_required.kk)]).toEqual([422, true]);
    await page.submit(buttonWords.approve.kk, { 'approve.anyway': 'Көршінің өзі рұқсат берді' });
    expect(page.status).toBe(200);

    const kept = await facts(number, 'answered');
    expect(kept['anyway']).toBe('Көршінің өзі рұқсат берді');
    expect((kept['warnings'] as { code: string }[]).map((one) => one.code)).toEqual(expect.arrayContaining(['no_route', 'personal', 'unanswered']));
    // places and kinds, never the words themselves
    expect(JSON.stringify(kept['warnings'])).not.toContain('702');
    const after = await page.open(`/kk/desk/appeals/${number}`);
    expect(after.text).toContain(checkWords.keptSent.kk);
    expect(after.text).toContain('Көршінің өзі рұқсат берді');
    const person = await h.browser().open(`/kk/follow/${linkToken}`);
    expect(person.text).not.toContain('Көршінің өзі рұқсат берді');
    expect(person.text).not.toContain(checkWords.keptSent.kk);
  });

  test('an answer that says everything goes at once, with nothing kept', async () => {
    const { number } = await given();
    await draft(number, 'Мектеп жанындағы шамдар 25 қарашада жөнделеді, жауапты – тұрғын үй бөлімі.');
    const page = await (await asController()).open(`/kk/desk/appeals/${number}`);
    expect(page.text).toContain(checkWords.clean.kk);
    await page.submit(buttonWords.approve.kk);
    expect(page.status).toBe(200);
    expect(await facts(number, 'answered')).not.toHaveProperty('warnings');
  });

  test('while it is being written the executor asks for the check, loses nothing and sends nothing', async () => {
    const { number } = await given();
    const page = await (await asExecutor()).open(`/kk/desk/appeals/${number}`);
    await page.submit(checkWords.look.kk, { 'draft_answer.outcome': 'explained', 'draft_answer.text': 'Освещение на улице восстановлено, все фонари горят.' });
    const look = [...page.document.querySelectorAll('button')].find((one) => one.textContent === checkWords.look.kk);
    expect([look?.getAttribute('formaction')?.endsWith('/drafts#checked'), page.document.querySelector('#checked')?.getAttribute('tabindex')]).toEqual([true, '-1']);
    for (const code of ['language', 'no_route', 'unanswered'] as const) expect(page.text).toContain(warningWords[code].kk);
    expect(page.document.querySelector('[name="draft_answer.text"]')?.textContent).toContain('Освещение на улице');
    expect((await h.t.raw(`SELECT count(*)::int AS n FROM appeals.answer w JOIN appeals.appeal a ON a.id = w.appeal_id WHERE a.number = $1`, [number]))[0]).toEqual({ n: 0 });
  });

  test('the words of another matter are known again, and after “not solved” the same words are serious', async () => {
    const text = 'Тұрғын үй бөлімі шамдарды тексерді. Бағандағы сымдар ауыстырылды, барлық шам жанып тұр. Ақау қайталанса, бөлімге хабарласыңыз, мамандар сол күні келеді.';
    const first = await given('Мектеп жанындағы шамдар жанбайды, балалар қорқады.');
    ok(await approveAndSend(h.ctx(), { number: first.number, answerId: await draft(first.number, text) }));
    const second = await given('Мектеп жанындағы шамдар жанбайды, балалар қорқады.');
    await draft(second.number, `Құрметті Үлгілі Асан! ${text}`);
    const page = await (await asController()).open(`/kk/desk/appeals/${second.number}`);
    expect(page.text).toContain(warningWords.near_text.kk);
    expect([...page.document.querySelectorAll('#act-approve a')].map((link) => link.textContent)).toContain(first.number);
    expect(page.text).not.toContain(checkWords.anyway.kk);

    ok(await giveVerdict(h.ctx({ kind: 'holder', appealId: first.appealId }), { verdict: 'not_solved', comment: 'Әлі қараңғы' }));
    ok(await assign(h.ctx(), { number: first.number, unitId: h.units.lighting, accountId: h.people.colleague, suggested: false }));
    await draft(first.number, text);
    const again = await (await asController()).open(`/kk/desk/appeals/${first.number}`);
    expect(again.text).toContain(warningWords.same_text.kk);
    expect(again.text).toContain(checkWords.anyway.kk);
  });
});

describe('two clocks', () => {
  test.each(['kk', 'ru'] as const)('the desk shows both strips with their rules, the inbox the nearer day, the person two sentences (%s)', async (lang) => {
    const one = await come();
    const before = h.clock.now;
    h.clock.now += 3 * 86_400_000;
    ok(await forward(h.ctx(), { number: one.number, unitId: h.units.roads, reason: 'Жол басқармасының ісі' }));
    const clerk = await (await h.signedIn('clerk', lang)).open(`/${lang}/desk/appeals/${one.number}`);
    expect(clerk.document.querySelectorAll('.strip')).toHaveLength(2);
    expect(clerk.text).toContain(lang === 'kk' ? 'филиалдың өз ережесі' : 'правила филиала');
    expect(clerk.text).toContain(lang === 'kk' ? 'ӘРПК' : 'АППК');
    await clerk.open(`/${lang}/desk/appeals?of=branch`);
    const row = [...clerk.document.querySelectorAll('tr')].find((tr) => tr.textContent?.includes(one.number));
    expect(row?.textContent).toContain('11.12.2026');
    expect(row?.textContent).toContain(clockWords.promiseShort[lang]);
    await clerk.open(`/${lang}/desk/control?of=branch`);
    const owed = [...clerk.document.querySelectorAll('tr')].find((tr) => tr.textContent?.includes(one.number));
    expect([owed?.textContent?.includes('11.12.2026'), owed?.textContent?.includes('14.12.2026')]).toEqual([true, true]);
    const person = await h.browser().open(`/${lang}/follow/${one.linkToken}`);
    expect(person.document.querySelectorAll('.strip')).toHaveLength(2);
    expect(person.text).toContain(lang === 'kk' ? '11 желтоқсанға дейін жауап береміз деп уәде еттік' : 'Мы обещали вам ответить до 11 декабря');
    expect(person.text).toContain(lang === 'kk' ? '14 желтоқсанға дейін жауап береді' : 'По правилам он отвечает до 14 декабря');
    h.clock.now = before;
  });
});

test('what comes on a Sunday shows the Sunday and why it is not counted, and the days say their numbers aloud', async () => {
  const before = h.clock.now;
  h.clock.now = Date.parse('2026-11-22T10:00:00+05:00');
  const one = await come();
  const person = await h.browser().open(`/kk/follow/${one.linkToken}`);
  const days = [...person.document.querySelectorAll('.strip li:not(.head)')];
  expect(days.map((li) => li.className.split(' ')[1]).slice(0, 3)).toEqual(['received', 'start', 'counted']);
  expect(days.map((li) => li.querySelector('.hidden')?.textContent?.replaceAll('\u00A0', ' ')).slice(0, 3)).toEqual(['22 қараша: келген күн, саналмайды: демалыс күні, бүгін', '23 қараша: басталған күн, саналмайды', '24 қараша: саналады, 1-күн']);
  expect([...person.document.querySelectorAll('.legend')].at(-1)?.textContent?.replaceAll('\u00A0', ' ')).toBe('22 қараша: келген күн, саналмайды: демалыс күні');
  h.clock.now = before;
});

describe('figures', () => {
  test('what came back and both kinds of lateness are said with their definitions; hand-overs have a page and a file of their own', async () => {
    for (let nth = 0; nth < 10; nth += 1) await given();
    const page = await h.browser().open('/ru/figures/270000000');
    for (const word of ['latePromise', 'defLatePromise', 'lateBody', 'defLateBody', 'cameBack', 'defCameBack'] as const) expect(page.text).toContain(figureWords[word].ru);
    // one came back in the tests above: too few to show
    const box = [...page.document.querySelectorAll('.figs .box')].find((one) => one.textContent?.includes(figureWords.cameBack.ru));
    expect(box?.querySelector('.fig')?.textContent).toBe('…');
    await page.follow(figureWords.handOversLink.ru);
    expect([page.status, page.text.includes('Таскалинский отдел ЖКХ'), page.text.includes(figureWords.defCarousel.ru)]).toEqual([200, true, true]);
    // two matters, in its hand by being forwarded
    expect(page.text).not.toContain('Управление пассажирского транспорта');
    await page.follow(figureWords.handOversCsv.ru);
    const rows: readonly Record<string, string>[] = parse(page.html, { columns: true, bom: true });
    expect(rows.map((row) => row['body'])).toEqual(['Таскалинский отдел ЖКХ']);
    const [held] = await h.t.raw(`SELECT count(DISTINCT source_id)::int AS n FROM assignments.assignment WHERE lead AND executor_unit = $1`, [h.units.lighting]);
    expect(Number(rows[0]?.['matters'])).toBe(held?.['n']);
  });

  test('how many said “solved” is said as people count people', async () => {
    await h.t.raw(`UPDATE appeals.appeal SET stage = 'answered', office_outcome = 'done', verdict = 'solved', answered_at = received_at WHERE id IN (SELECT id FROM appeals.appeal WHERE verdict IS NULL AND stage = 'in_work' ORDER BY id LIMIT 10)`);
    const [said] = await h.t.raw(`SELECT count(*)::int AS n FROM appeals.appeal WHERE verdict = 'solved'`);
    for (const [lang, words] of [['kk', 'адам «шешілді» деді'], ['ru', 'человек сказали «решено»'], ['en', 'people said “solved”']] as const) {
      const page = await h.browser().open(`/${lang}`);
      expect([...page.document.querySelectorAll('.figs .box')].map((one) => one.textContent)).toContain(`${String(said?.['n'])}${words}`);
    }
  });

  test.each(['kk', 'ru', 'en'] as const)('every column of the file is explained beside its link, and every code (%s)', async (lang) => {
    const page = await h.browser().open(`/${lang}/figures`);
    const said = [...page.document.querySelectorAll('section:has(a[href*="figures.csv"]) li')].map((one) => one.textContent ?? '');
    await page.follow(publicWords.csv[lang]);
    const rows: readonly Record<string, string>[] = parse(page.html, { columns: true, bom: true });
    expect(said.map((one) => one.split(' ')[0])).toEqual(Object.keys(rows[0] ?? {}));
    for (const column of ['kind', 'stage', 'officeOutcome', 'verdict', 'overdue', 'lateBody']) for (const code of new Set(rows.map((row) => row[column] ?? ''))) expect(said.find((one) => one.startsWith(`${column} `))).toContain(code);
  });

  const periodOf = async (query: string, of = '') => (await h.browser().open(`/ru/figures${of}?${query}`)).text;
  test.each(['', '/hand-overs', '/receptions'])('what was done with the period somebody asked for is said (%s)', async (of) => {
    for (const nonsense of ['from=2026-13-45', 'from=abc', 'to=2026-02-30&from=2026-01-01']) expect(await periodOf(nonsense, of)).toContain(periodWords.unread.ru);
    const turned = await periodOf('from=2026-09-05&to=2026-07-02', of);
    for (const words of ['01.07.2026 – 30.09.2026', periodWords.turned.ru]) expect(turned).toContain(words);
    const ahead = await periodOf('from=2027-03-01', of);
    for (const words of ['01.03.2027 – 31.03.2027', periodWords.ahead.ru]) expect(ahead).toContain(words);
    expect(await periodOf('', of)).toContain('посчитано по 20 ноября 2026 года включительно');
    for (const past of [turned, ahead, await periodOf('from=2026-08-01&to=2026-09-30', of)]) expect(past).not.toContain('посчитано по');
    expect(await periodOf('from=2026-08-01&to=2026-09-30', of)).not.toMatch(new RegExp([periodWords.unread.ru, periodWords.turned.ru, periodWords.ahead.ru].join('|')));
  });

  test('a period in which nothing came says so, without headings over nothing; a number names the day it was counted', async () => {
    const empty = await periodOf('from=2027-03-01&to=2027-04-01');
    expect([empty.includes(figureWords.noneCame.ru), empty.includes(publicWords.crossTitle.ru)]).toEqual([true, false]);
    const now = await periodOf('');
    expect([now.includes(figureWords.noneCame.ru), now.includes(publicWords.crossTitle.ru), now.includes('по состоянию на 20 ноября 2026 года')]).toEqual([false, true, true]);
  });

  test('the published list stands by the day it shows, and its places in the order of the language', async () => {
    const two = await h.t.raw(`SELECT id, number, territory_path FROM appeals.appeal ORDER BY id LIMIT 2`);
    for (const [nth, row] of two.entries()) {
      await h.t.raw(`INSERT INTO appeals.publication (appeal_id, number, branch_id, territory_path, topic_code, kind, lang, text, stage, registered_on, due_on, published_at) VALUES ($1, $2, $3, $4, 'lighting', 'application', 'kk', 'Шам жанбайды', 'in_work', $5, '2026-12-01', $6)`,
        [row['id'], row['number'], h.units.tasqala, row['territory_path'], ['2026-10-07', '2026-10-21'][nth], ['2026-11-12T10:00:00+05:00', '2026-11-11T10:00:00+05:00'][nth]]);
    }
    for (const [code, kk, ru] of [['275200000', 'Шыңғырлау', 'Чингирлауский'], ['274400000', 'Қазталов', 'Казталовский']] as const) await h.t.raw(`INSERT INTO units.territory (code, parent_code, level, kind, name_kk, name_ru, name_en, path, search) VALUES ($1, '270000000', 2, 'district', $2, $3, $3, ARRAY['000000000', '270000000', $1], 'а')`, [code, kk, ru]);
    const days = { kk: ['Жарияланды: 12.11.2026 · түсті: 07.10.2026', 'Жарияланды: 11.11.2026 · түсті: 21.10.2026'], ru: ['Опубликовано 12.11.2026 · поступило 07.10.2026', 'Опубликовано 11.11.2026 · поступило 21.10.2026'] };
    const places = { kk: ['Ақжайық ауданы', 'Қазталов', 'Тасқала ауданы', 'Шыңғырлау'], ru: ['Акжаикский район', 'Казталовский', 'Таскалинский район', 'Чингирлауский'] };
    for (const lang of ['kk', 'ru'] as const) {
      const { document } = await h.browser().open(`/${lang}/appeals`);
      expect([...document.querySelectorAll('article > p:first-child')].map((one) => (one.textContent ?? '').split(' · ').slice(0, 2).join(' · '))).toEqual(days[lang]);
      expect([...document.querySelectorAll('select[name="place"] option')].map((one) => one.textContent).slice(1)).toEqual(places[lang]);
    }
  });

  test('a region nobody receives in stands on the map with a dash and leads nowhere; every tile that leads somewhere has a page', async () => {
    await come();
    const { document } = await h.browser().open('/ru/figures');
    const links = [...document.querySelectorAll('svg.tiles a')].map((one) => one.getAttribute('href') ?? '');
    expect([links.length, links[0]?.includes('/270000000?')]).toEqual([1, true]);
    const none = [...document.querySelectorAll('svg.tiles .none')].map((one) => one.textContent ?? '');
    expect([none.length, none.every((text) => text.endsWith('–')), document.querySelector('p.tiles')?.textContent?.includes(uiWords.mapWithout.ru)]).toEqual([19, true, true]);
    // a branch of the capital, without a letter yet: a page of noughts
    await h.t.raw(`INSERT INTO units.territory (code, parent_code, level, kind, name_kk, name_ru, name_en, path, search) VALUES ('710000000', '000000000', 1, 'city_republican', 'Астана', 'Астана', 'Astana', '{000000000,710000000}', 'астана')`);
    const branch = h.units.aqzhaiyq;
    const [before] = await h.t.raw(`SELECT territory_code FROM units.unit WHERE id = $1`, [branch]);
    await h.t.raw(`UPDATE units.unit SET territory_code = '710000000' WHERE id = $1`, [branch]);
    const after = (await h.browser().open('/ru/figures')).document.querySelector('svg.tiles a[href*="/710000000?"]');
    expect([after?.textContent?.endsWith('0'), (await h.browser().open(after?.getAttribute('href') ?? '')).status]).toEqual([true, 200]);
    await h.t.raw(`UPDATE units.unit SET territory_code = $2 WHERE id = $1`, [branch, before?.['territory_code']]);
  });
});
