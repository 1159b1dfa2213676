import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { visitor } from '../../src/kernel/actor.ts';
import { draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { indexAll } from '../../src/rooms/appeals/acts/indexing.ts';
import { publish, redact } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { causeWords as w } from '../../src/rooms/appeals/words/causes.ts';
import { intakeWords } from '../../src/rooms/appeals/words/intake.ts';
import { suggestionWords } from '../../src/rooms/appeals/words/suggestions.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const came = async (text: string, o: { phone?: string; place?: string } = {}): Promise<string> => {
  const done = ok(await register(h.ctx(visitor), aRegistration({
    applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия', phone: o.phone ?? '8 701 000 00 01' }, branchId: h.units.tasqala,
    matters: [{ kind: 'application', text, territoryCode: o.place ?? '276000000', publishConsent: true }],
  })));
  await indexAll(h.ctx());
  return done.matters[0]?.number ?? '';
};
const shownToAll = async (number: string, publicText: string): Promise<void> => {
  ok(await redact(h.ctx(), { number, publicText }));
  ok(await publish(h.ctx(), { number }));
  await indexAll(h.ctx());
};
const rowOf = async (number: string) => (await h.t.raw(`SELECT a.stage, m.number AS main, a.due_on::text AS due, c.code, c.facts, c.by_kind FROM appeals.appeal a LEFT JOIN appeals.appeal m ON m.id = a.joined_to
  LEFT JOIN appeals.act c ON c.appeal_id = a.id AND c.act = 'join' WHERE a.number = $1`, [number]))[0];

/** The public form up to the question after the place. */
const told = async (text: string, address = '') => {
  const page = await h.browser().open('/kk/appeals/new');
  await page.submit(say('kk', intakeWords.begin));
  await page.submit(say('kk', intakeWords.goOn), { text });
  await page.submit(say('kk', intakeWords.goOn), { place: 'Тасқала ауданы', address });
  return page;
};
const finished = async (page: Awaited<ReturnType<typeof told>>) => {
  const goOn = say('kk', intakeWords.goOn);
  await page.submit(goOn, { kind: 'application' });
  await page.submit(goOn, { who: 'person' });
  await page.submit(goOn, { surname: 'Үлгі', given: 'Сына', phone: '8 701 000 00 77' });
  await page.submit(goOn, { publish: 'no' });
  return page;
};

describe('somebody brings what was reported already', () => {
  let main = '';
  beforeAll(async () => {
    main = await came('Абай көшесінде шамдар екі аптадан бері жанбайды, Сыналмалы деген кісіге хабарласыңыз');
    await shownToAll(main, 'Абай көшесінде шамдар екі аптадан бері жанбайды');
  });

  test('they are asked whether it is the same, join it, and keep a number, a term and an answer of their own', async () => {
    const page = await told('На улице Абая уже неделю не горят фонари');
    expect(page.address).toBe('/kk/appeals/new/alike');
    expect(page.text).toContain(main);
    expect(page.text).not.toContain('Сыналмалы');
    await page.submit(new RegExp(say('kk', w.publicJoin)));
    await finished(page);
    expect(page.address).toBe('/kk/appeals/new/check');
    expect(page.text).toContain(say('kk', w.joinsRow));
    await page.submit(say('kk', intakeWords.send));
    expect(page.text).toContain(say('kk', w.doneJoined, { number: main }));
    const own = page.document.querySelector('.panel .big')?.textContent ?? '';
    expect(await rowOf(own)).toMatchObject({ main, stage: 'registered', code: 'joined_common', by_kind: 'visitor' });
    expect((await rowOf(own))?.['due']).toBeTruthy();
    // «my case is different» stands on the page behind their link
    await page.submit(say('kk', intakeWords.doneFollow)).catch(async () => page.open(page.document.querySelector('a[href*="/follow/"]')?.getAttribute('href') ?? ''));
    await page.submit(/бөлек|басқа/i, { reason: 'Менің көшем басқа' });
    expect((await rowOf(own))?.['main']).toBeNull();
  });

  test('they say that theirs is different, and it is registered by itself', async () => {
    const page = await told('На улице Абая уже неделю не горят фонари');
    await page.submit(say('kk', w.publicOther));
    await finished(page);
    expect(page.text).not.toContain(say('kk', w.joinsRow));
    await page.submit(say('kk', intakeWords.send));
    expect((await rowOf(page.document.querySelector('.panel .big')?.textContent ?? ''))?.['main']).toBeNull();
  });

  test('another street, another trouble, and what nobody published are not asked about', async () => {
    await came('Гагарин көшесінде қоқыс шығарылмайды, жәшіктер толып кетті');
    for (const text of ['На улице Гагарина не вывозят мусор, баки переполнены', 'На улице Абая бегают бродячие собаки', 'Рақмет айтқым келеді, бәрі жақсы']) {
      expect((await told(text)).address).toBe('/kk/appeals/new/kind');
    }
  });

  test('a cause that ended while the letter was written takes nobody in: the letter is registered, and that is said', async () => {
    const page = await told('На улице Абая уже неделю не горят фонари');
    await page.submit(new RegExp(say('kk', w.publicJoin)));
    await finished(page);
    await h.t.raw(`UPDATE appeals.appeal SET stage = 'closed' WHERE number = $1`, [main]);
    await page.submit(say('kk', intakeWords.send));
    expect(page.text).toContain(say('kk', w.doneMissed, { number: main }));
    expect(await rowOf(page.document.querySelector('.panel .big')?.textContent ?? '')).toMatchObject({ main: null, code: 'join_missed', stage: 'registered' });
  });

  test('a number of somebody’s unpublished matter joins to nothing, as one that never was', async () => {
    const hidden = await came('Ленин көшесінде су жоқ');
    for (const joinTo of [hidden, 'BQ01-2026-999999']) {
      const done = ok(await register(h.ctx(visitor), aRegistration({ branchId: h.units.tasqala, matters: [{ kind: 'application', text: 'Ленин көшесінде су жоқ', joinTo, publishConsent: false }] })));
      expect(await rowOf(done.matters[0]?.number ?? '')).toMatchObject({ main: null, code: 'join_missed' });
    }
  });
});

describe('a clerk', () => {
  test('sees a letter’s cause with its reasons and joins it by one press; who accepted stays with the act', async () => {
    const main = await came('Құрманғазы көшесінде су құбыры жарылып, көше суға толды', { phone: '8 701 000 00 11' });
    const letter = await came('На Курмангазы прорвало трубу, вся улица в воде', { phone: '8 701 000 00 12' });
    const page = await (await h.signedIn('clerk')).open(`/kk/desk/appeals/${letter}`);
    expect(page.text).toContain(say('kk', w.title));
    expect(page.document.querySelector('[data-press="o"]')?.textContent).toContain(main);
    await page.submit(say('kk', w.join, { number: main }));
    const row = await rowOf(letter);
    expect(row).toMatchObject({ main, code: 'joined_common', by_kind: 'staff', facts: { suggested: true } });
    expect(row?.['facts']).toMatchObject({ score: expect.closeTo(0.9, 0) });
  });

  test('sees what the same person wrote before, also when it is closed', async () => {
    const before = await came('Шолохов көшесі 33 үйдің подвалы канализацияға толды', { phone: '8 701 000 00 21' });
    await h.t.raw(`UPDATE appeals.appeal SET stage = 'closed', registered_on = registered_on - 200 WHERE number = $1`, [before]);
    const again = await came('Шолохова 33, подвал опять затоплен канализацией', { phone: '8 701 000 00 21' });
    const page = await (await h.signedIn('clerk')).open(`/kk/desk/appeals/${again}`);
    await page.submit(say('kk', w.joinRepeat, { number: before }));
    expect((await h.t.raw('SELECT b.number FROM appeals.appeal a JOIN appeals.appeal b ON b.id = a.repeat_of WHERE a.number = $1', [again]))[0]).toEqual({ number: before });
  });

  test('a neighbouring branch is told of nothing', async () => {
    const letter = await came('Құрманғазы көшесінде құбыр жарылды, су ағып жатыр', { phone: '8 701 000 00 31' });
    expect((await (await h.signedIn('sibling')).open(`/kk/desk/appeals/${letter}`)).status).toBe(404);
  });

  test('joins at the registering desk, before there is a number', async () => {
    const main = await came('Жеңіс көшесінде қаңғыбас иттер көп, балаға шапты', { phone: '8 701 000 00 41' });
    const page = await (await h.signedIn('clerk')).open('/kk/desk/register');
    await page.submit(say('kk', suggestionWords.ask), { surname: 'Үлгі', given: 'Сына', phone: '8 701 000 00 42', 'm1.kind': 'application', 'm1.text': 'На улице Женис бродячие собаки, набросились на ребёнка', 'm1.place': 'Тасқала ауданы' });
    expect(page.text).toContain(say('kk', w.atDesk));
    await page.submit(/Тіркеу|Тіркейміз/, { 'm1.joinTo': main });
    expect(page.status).toBe(201);
    expect(await rowOf(page.document.querySelector('h2.number')?.textContent ?? '')).toMatchObject({ main, by_kind: 'staff' });
  });

  test('sees a cause with all its letters, takes one out, and whoever approves is told that people joined by themselves', async () => {
    const text = 'Ескі базар алдындағы бағдаршам істемейді, Базар көшесі';
    const main = await came(text, { phone: '8 701 000 00 51' });
    await shownToAll(main, text);
    const joined = ok(await register(h.ctx(visitor), aRegistration({ branchId: h.units.tasqala, matters: [{ kind: 'application', text, joinTo: main, territoryCode: '276000000', publishConsent: false }] }))).matters[0]?.number ?? '';
    const clerk = await (await h.signedIn('clerk')).open(`/kk/desk/appeals/${joined}/cause`);
    expect([clerk.text.includes(say('kk', w.causeTitle, { number: main })), clerk.text.includes(joined), clerk.text.includes(say('kk', w.byThemselves))]).toEqual([true, true, true]);
    ok(await assign(h.ctx(), { number: main, unitId: h.units.lighting, accountId: h.people.executor, suggested: false }));
    ok(await draftAnswer(h.ctx(), { number: main, outcome: 'done', text: 'Бағдаршам жөнделді.', papers: [] }));
    expect((await (await h.signedIn('controller')).open(`/kk/desk/appeals/${main}`)).text).toContain(say('kk', w.approveThemselves, { count: 1 }));
    await clerk.submit(new RegExp(`^${say('kk', w.takeOut)}`), { 'detach.reason': 'Басқа қиылыс екен' });
    expect((await rowOf(joined))?.['main']).toBeNull();
    expect((await (await h.signedIn('sibling')).open(`/kk/desk/appeals/${main}/cause`)).status).toBe(404);
  });
});
