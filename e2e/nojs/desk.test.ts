import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskRoutes } from '../../src/rooms/appeals/pages/desk.tsx';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration, madeUpIin } from '../../src/rooms/appeals/make.ts';
import { moment } from '../../src/kernel/show.ts';
import { say } from '../../src/kernel/words.ts';
import { commonWords } from '../../src/rooms/appeals/words/labels.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const signedIn: TestHouse['signedIn'] = (who) => h.signedIn(who);
const numbersOn = (page: PlainBrowser): readonly string[] => [...new Set(page.text.match(/BQ01-2026-\d{6}/g) ?? [])];
const at = (number: string, rest = '') => `/kk/desk/appeals/${number}${rest}`;
const stageOf = async (number: string) => (await h.t.raw('SELECT stage FROM appeals.appeal WHERE number = $1', [number]))[0]?.['stage'];

const dark = 'Мектептің жанындағы көше шамдары екі аптадан бері жанбайды. Телефоным 8 701 123 45 67, Әңгүөқұһі.';

/** A walk-in with one matter, registered by the clerk. */
const registered = async (o: Record<string, string> = {}): Promise<string> => {
  const page = await signedIn('clerk');
  await page.open('/kk/desk/register');
  await page.submit('Тіркеу', { surname: 'Үлгібаева', given: 'Әлия', phone: '8 701 000 00 01', 'm1.text': dark, 'm1.topicCode': 'lighting', 'm1.place': 'Тасқала ауданы', 'm1.consent': 'yes', ...o });
  const [number] = numbersOn(page);
  if (number === undefined) throw new Error(`nothing registered: ${page.text.slice(0, 500)}`);
  return number;
};

describe('a clerk at the desk, without JavaScript', () => {
  test('a walk-in brings two matters; each gets a number, a day and a code', async () => {
    const page = await signedIn('clerk');
    await page.follow('Тіркеу');
    await page.submit('Тіркеу', {
      surname: 'Сыналмалы', given: 'Әсет', patronymic: 'Үлгіұлы', phone: '8 (701) 000-00-02', 'm1.text': 'Көшеде жарық жоқ, кешке жүру қиын.', 'm1.topicCode': 'lighting', 'm1.place': 'таскала',
      'm2.text': 'Жолда шұңқыр көп, көлік сынып жатыр.', 'm2.kind': 'complaint',
    });
    expect(page.status).toBe(201);
    expect(numbersOn(page)).toHaveLength(2);
    // fifteen working days; a complaint has twenty, and 16 December is a holiday
    expect(page.text).toContain('2026 жылғы 11 желтоқсан');
    expect(page.text).toContain('2026 жылғы 21 желтоқсан');
    expect(page.text).toMatch(/Код\s*[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(page.html).toContain(`${at(numbersOn(page)[0] ?? '')}/talon`);

    await page.open('/kk/desk/register?find=%D1%81%D1%8B%D0%BD%D0%B0%D0%BB%D0%BC%D0%B0%D0%BB%D1%8B');
    await page.follow(/Осы адам/);
    expect(page.html).toContain('value="Сыналмалы"');
    expect(page.html).toContain('value="+77010000002"');
    await page.submit('Тіркеу', { 'm1.text': 'Сол адам қайта келді, су жоқ.' });
    expect(page.status).toBe(201);
  });

  test('a known person keeps the personal number, and no page shows it', async () => {
    const iin = madeUpIin(7);
    const number = await registered({ surname: 'Жасырын', given: 'Дана', iin });
    const page = await signedIn('clerk');
    await page.open(at(number));
    const [row] = await h.t.raw('SELECT iin_hash FROM appeals.applicant p JOIN appeals.appeal a ON a.id = p.appeal_id WHERE a.number = $1', [number]);
    expect(row?.['iin_hash']).not.toBeNull();
    expect(page.html).not.toContain(iin);
    await page.open(`/kk/desk/register?from=${number}`);
    expect(page.html).not.toContain(iin);
    await page.submit('Тіркеу', { 'm1.text': 'Тағы бір мәселе бар еді.' });
    const [again = ''] = numbersOn(page);
    const [second] = await h.t.raw('SELECT iin_hash FROM appeals.applicant p JOIN appeals.appeal a ON a.id = p.appeal_id WHERE a.number = $1', [again]);
    expect(second?.['iin_hash']).toEqual(row?.['iin_hash']);
  });

  test('the form of the desk speaks to the clerk, not as to the person', async () => {
    const page = await signedIn('clerk');
    await page.open('/kk/desk/register');
    expect(page.document.querySelector('h1')?.textContent).toBe('Тіркеу');
    const ways = page.document.querySelector('select[name=tellBy]');
    expect([...(ways?.querySelectorAll('option') ?? [])].map((one) => one.textContent)).toEqual(expect.arrayContaining(['Жоғарыда көрсетілген байланыспен', 'Хабарламау: адам өзі қарап отырады']));
    expect(page.text).toContain('Адамға қалай хабарлаймыз?');
    for (const asked of ['Сізге', 'жазғаныммен', 'өзім қарап']) expect(page.text).not.toContain(asked);
  });

  test('a bad field comes back with its reason first, status 422 and everything that was typed', async () => {
    const page = await signedIn('clerk');
    await page.open('/kk/desk/register');
    await page.submit('Тіркеу', { surname: 'Қателіков', given: 'Ұлан', phone: '8 701', 'm1.text': 'Мәтіні сақталуы керек.', 'm1.place': 'Жоқ Жер', 'm2.text': 'Екіншісі де сақталсын.' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Телефон нөмірі толық емес сияқты');
    expect(page.text).toContain('Мұндай жер табылмады');
    for (const typed of ['value="Қателіков"', 'value="Ұлан"', 'value="8 701"', 'value="Жоқ Жер"', 'Мәтіні сақталуы керек.', 'Екіншісі де сақталсын.']) expect(page.html).toContain(typed);
    expect(await h.t.raw(`SELECT 1 FROM appeals.applicant WHERE surname = 'Қателіков'`)).toEqual([]);
    await page.submit('Тіркеу', { phone: '8 701 000 00 03', 'm1.place': '' });
    expect([page.status, numbersOn(page).length]).toEqual([201, 2]);
  });

  test('the same form sent twice gives the same numbers; changed, it asks before it becomes a new visit', async () => {
    const page = await signedIn('clerk');
    await page.open('/kk/desk/register');
    const key = page.document.querySelector('[name=key]')?.getAttribute('value') ?? '';
    const typed = { key, surname: 'Екіұдай', given: 'Сара', 'm1.text': 'Бір рет қана тіркелуі керек.' };
    await page.submit('Тіркеу', typed);
    const first = numbersOn(page);
    await page.open('/kk/desk/register');
    await page.submit('Тіркеу', typed);
    expect([page.status, numbersOn(page), page.text.includes('бұрын тіркелген')]).toEqual([201, first, true]);
    await page.open('/kk/desk/register');
    await page.submit('Тіркеу', { ...typed, 'm1.text': 'Мәтіні өзгерді.' });
    expect([page.status, page.text.includes('Бұл парақ тіркеліп қойған')]).toEqual([422, true]);
    await page.submit('Тіркеу');
    expect([page.status, numbersOn(page)[0] === first[0]]).toEqual([201, false]);
  });

  test('finds a matter by its number, and people by a name without Kazakh letters or by telephone', async () => {
    const number = await registered({ surname: 'Ізбасарұлы', phone: '8 701 000 00 09' });
    const page = await signedIn('clerk');
    await page.open('/kk/desk/appeals');
    await page.submit('Табу', { q: number.toLowerCase() });
    expect(page.address).toBe(at(number));
    for (const q of ['избасарулы', '+7 701 000 00 09']) {
      await page.open('/kk/desk/appeals');
      await page.submit('Табу', { q });
      expect(page.text).toContain('Ізбасарұлы Әлия');
    }
    await page.follow(number);
    expect(page.address).toBe(at(number));
  });

  test('sorts a matter, and one press gives it to the body that answers for the topic there', async () => {
    const number = await registered({ 'm1.topicCode': '', 'm1.place': '' });
    const page = await signedIn('clerk');
    await page.open(at(number));
    expect(page.document.querySelectorAll('[data-press=y]').length).toBe(0);
    await page.submit('Сақтау', { 'sort.topicCode': 'lighting', 'sort.place': 'таскала' });
    expect(page.text).toContain('Тақырыбы мен орны сақталды');
    expect(page.text).toContain('«Көше жарығы» мәселесіне осы жерде жауапты: Тасқала тұрғын үй бөлімі (Тасқала ауданы үшін бекітілген)');
    await page.submit(/Осы органға беру/);
    expect(page.text).toContain('Орындауға берілді');
    expect(await h.t.raw(`SELECT a.holder_unit, c.facts->>'suggested' AS suggested FROM appeals.appeal a JOIN appeals.act c ON c.appeal_id = a.id AND c.code = 'assigned' WHERE a.number = $1`, [number]))
      .toEqual([{ holder_unit: String(h.units.lighting), suggested: 'true' }]);
  });

  test('chooses a body, sees its people, names one; what was typed stays meanwhile', async () => {
    const number = await registered();
    const page = await signedIn('clerk');
    await page.open(at(number));
    await page.submit('Қызметкерлерін көрсету', { 'assign.unitId': String(h.units.lighting), 'assign.instruction': 'Бүгін барып көріңіз' });
    expect(page.status).toBe(200);
    expect(page.html).toContain('Бүгін барып көріңіз');
    expect(await stageOf(number)).toBe('registered');
    await page.submit('Орындауға беремін', { 'assign.accountId': String(h.people.executor) });
    expect(page.text).toContain('Қазір кімдеТасқала тұрғын үй бөлімі, Орындаушы Бауыржан');
  });
});

describe('from the executor to the person', () => {
  test('the executor drafts, the controller returns it once with a reason, then approves; the person is answered', async () => {
    const number = await registered();
    const clerk = await signedIn('clerk');
    await clerk.open(at(number));
    await clerk.submit(/Осы органға беру/);

    const executor = await signedIn('executor');
    await executor.open('/kk/desk/appeals');
    await executor.follow(number);
    await executor.submit('Бекітуге жіберу', { 'draft_answer.outcome': 'done' });
    expect([executor.status, executor.text.includes('Осы жолды толтырыңыз')]).toEqual([422, true]);
    await executor.submit('Бекітуге жіберу', { 'draft_answer.outcome': 'done', 'draft_answer.text': 'Шам ауыстырылды. Әңгүөқұһі ӘҢҒҮҰҚӨҺІ.' });
    expect(await stageOf(number)).toBe('awaiting_approval');

    const controller = await signedIn('controller');
    await controller.open('/kk/desk/appeals?tab=to_approve');
    await controller.follow(number);
    expect(controller.text).toContain('Шам ауыстырылды. Әңгүөқұһі ӘҢҒҮҰҚӨҺІ.');
    await controller.submit('Қайтарамын', { 'return_draft.reason': 'Қашан ауыстырылғанын жазыңыз' });
    expect(await stageOf(number)).toBe('in_work');

    await executor.open(at(number));
    expect(executor.text).toContain('Қайтарылған себебі: Қашан ауыстырылғанын жазыңыз');
    expect(executor.html).toContain('Шам ауыстырылды. Әңгүөқұһі ӘҢҒҮҰҚӨҺІ.</textarea>');
    await executor.submit('Бекітуге жіберу', { 'draft_answer.text': 'Шам 20 қарашада ауыстырылды.' });
    await controller.open(at(number));
    await controller.submit('Бекітіп, жіберемін');
    expect(controller.text).toContain('Жауап бекітілді, адамға жіберілді');
    expect(await stageOf(number)).toBe('answered');
  });

  test('what a post does not include is shown with the reason, and posting it all the same changes nothing', async () => {
    const number = await registered();
    const clerk = await signedIn('clerk');
    await clerk.open(at(number));
    await clerk.submit(/Осы органға беру/);
    const executor = await signedIn('executor');
    await executor.open(at(number));
    expect(executor.text).toMatch(/Ашық тізімде жариялау[^.]*Бұл сіздің қызметіңізге берілмеген/);
    // the page of before the matter was given away still has the form
    const stale = await signedIn('clerk');
    const other = await registered();
    await stale.open(at(other));
    await clerk.open(at(other));
    await clerk.submit(/Осы органға беру/);
    await stale.submit(/Осы органға беру/);
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('Өтініш қазірдің өзінде сонда');
  });

  test('two who open one matter see each other; a look is forgotten after two minutes', async () => {
    const number = await registered();
    const clerk = await signedIn('clerk');
    await clerk.open(at(number));
    const controller = await signedIn('controller');
    await controller.open(at(number));
    expect(controller.text).toContain('қазір Тіркеуші Айжан да қарап отыр');
    h.clock.now += 121_000;
    await controller.open(at(number));
    expect(controller.text).not.toContain('қарап отыр');
  });
});

describe('every other act by its plain form', () => {
  test('a question to the person, their word written down, an interim answer, a note for colleagues with a paper', async () => {
    const number = await registered();
    const page = await signedIn('clerk');
    await page.open(at(number));
    await page.submit('Сұрақты жіберу', { 'ask_clarification.question': 'Қай көше?' });
    expect(await stageOf(number)).toBe('clarifying');
    expect(page.text).toContain('Сұралғаны: Қай көше?');
    await page.submit('Нақтылауды сақтау', { 'answer_clarification.text': 'Абай көшесі' });
    expect([await stageOf(number), page.text.includes('Абай көшесі')]).toEqual(['registered', true]);
    await page.submit('Сұрақты жіберу', { 'ask_clarification.question': 'Қай үй?' });
    await page.submit('Күтпей жалғастыру');
    expect(await stageOf(number)).toBe('registered');
    await page.submit('Жазбаны қалдыру', { 'note.text': 'Былтыр да жазған', 'note.papers': new File(['Жылу кестесі'], 'кесте.txt', { type: 'text/plain' }) });
    expect(page.text).toContain('Былтыр да жазған');
    const paper = [...page.document.querySelectorAll('a')].find((link) => link.textContent === 'кесте.txt')?.getAttribute('href') ?? '';
    expect((await page.open(paper)).html).toBe('Жылу кестесі');
    const sibling = await signedIn('sibling');
    expect((await sibling.open(paper)).status).toBe(404);
    await page.open(at(number));
    await page.submit('Толықтыруды сақтау', { 'add.text': 'Адам телефонмен толықтырды' });
    expect(page.text).toContain('Адам телефонмен толықтырды');
  });

  test('a paper that was refused is named, the good one and the words stay and need not be given again', async () => {
    const number = await registered();
    const page = await signedIn('clerk');
    await page.open(at(number));
    await page.submit('Жазбаны қалдыру', { 'note.text': '', 'note.papers': new File(['Жарамды'], 'жарамды.txt') });
    expect([page.status, page.text.includes('жарамды.txt')]).toEqual([422, true]);
    await page.submit('Жазбаны қалдыру', { 'note.text': 'Енді мәтіні бар' });
    expect([page.status, [...page.document.querySelectorAll('a')].some((link) => link.textContent === 'жарамды.txt')]).toEqual([200, true]);
  });

  test('more time is asked for by one, decided by another; the page says the day was moved', async () => {
    const number = await registered();
    const clerk = await signedIn('clerk');
    await clerk.open(at(number));
    await clerk.submit('Ұзартуды сұраймын', { 'request_extension.toOn': '2027-05-05', 'request_extension.reason': 'Мердігер іздеп жатырмыз' });
    expect([clerk.status, clerk.text.includes('рұқсат етілген шектен асып кетеді')]).toEqual([409, true]);
    expect(clerk.html).toContain('value="2027-05-05"');
    await clerk.submit('Ұзартуды сұраймын', { 'request_extension.toOn': '2026-12-25' });
    const head = await signedIn('head');
    await head.open(at(number));
    await head.submit('Шешімді сақтау', { 'decide_extension.granted': 'yes' });
    expect(head.text).toContain('Мерзімі: 25.12.2026');
    expect(head.text).toContain(say('kk', commonWords.ruleMoved, { day: '2026 жылғы 25 желтоқсан', before: '2026 жылғы 11 желтоқсан' }));
  });

  test('a repeat is joined and taken apart again, a part is split off, a matter is forwarded by competence', async () => {
    const main = await registered();
    const number = await registered();
    const page = await signedIn('clerk');
    await page.open(at(number));
    await page.submit('Біріктіремін', { 'join.mainNumber': number, 'join.as': 'repeat' });
    expect([page.status, page.text.includes('өзіне біріктіруге болмайды')]).toEqual([409, true]);
    await page.submit('Біріктіремін', { 'join.mainNumber': 'BQ01-2026-999999' });
    expect([page.status, page.document.querySelector('.errors a')?.getAttribute('href'), page.document.querySelector('#f-join-mainNumber')?.getAttribute('value'), page.document.querySelector('#f-join-as')?.hasAttribute('checked')])
      .toEqual([422, '#f-join-mainNumber', 'BQ01-2026-999999', true]);
    await page.submit('Біріктіремін', { 'join.mainNumber': main.toLowerCase() });
    expect(page.text).toContain(`мынаның қайталамасы ${main}`);
    await page.submit('Бөлек қараймыз', { 'detach.reason': 'Басқа көше екен' });
    await page.submit('Бөлемін', { 'split.text': 'Жолдағы шұңқырлар туралы бөлек', 'split.topicCode': 'roads' });
    expect(page.text).toMatch(/осыдан бөлінген BQ01-2026-\d{6}/);
    await page.submit('Жолдаймын', { 'forward.unitId': String(h.units.roads), 'forward.reason': 'Бұл жол басқармасының құзыретінде' });
    expect([await stageOf(number), page.text.includes('Құзыреті бойынша жолданды: Жолаушылар көлігі')]).toEqual(['in_work', true]);
    expect(page.text).toContain('Кімде қанша тұрды');
  });
});

describe('publication', () => {
  test('redaction hides a telephone, refuses one left in, keeps what was typed, and publishes', async () => {
    const number = await registered();
    const page = await signedIn('clerk');
    await page.open(at(number, '/redaction'));
    expect([...page.document.querySelectorAll('mark')].map((mark) => mark.textContent)).toContain('8 701 123 45 67');
    const proposed = page.document.querySelector('textarea')?.textContent ?? '';
    expect(proposed).not.toContain('8 701 123 45 67');
    expect(proposed).toContain('█████');
    await page.submit('Мәтінді сақтау', { 'redact.publicText': 'Шам жанбайды, қоңырау шалыңыз: 8 701 123 45 67' });
    expect([page.status, page.text.includes('Мәтінде жеке дерек қалып қойды')]).toEqual([409, true]);
    expect(page.html).toContain('қоңырау шалыңыз: 8 701 123 45 67</textarea>');
    await page.submit('Мәтінді сақтау', { 'redact.publicText': proposed });
    await page.submit('Жариялаймын');
    expect(page.text).toContain('Ашық тізімде жарияланды');
    const [row] = await h.t.raw('SELECT text FROM appeals.publication WHERE number = $1', [number]);
    expect(row?.['text']).toBe(proposed);
  });
});

describe('least sight', () => {
  test('a sibling branch finds nothing at any address of the matter, and changes nothing', async () => {
    const number = await registered();
    const before = await h.t.raw('SELECT count(*)::int AS n FROM appeals.act');
    const sibling = await signedIn('sibling');
    const addresses = deskRoutes.filter((route) => route.path.includes(':number')).map((route) => ({ method: route.method, path: route.path.replace(':number', number).replace(':id', '1') }));
    expect(addresses.length).toBeGreaterThan(21);
    for (const { path } of addresses.filter((one) => one.method === 'get')) expect([path, (await sibling.open(`/kk${path}`)).status]).toEqual([path, 404]);
    // any page of theirs with a form, turned at the matter of another branch
    await sibling.open('/kk/desk/register');
    for (const { path } of addresses.filter((one) => one.method === 'post')) {
      const form = sibling.document.querySelector('form[action$="/registrations"]');
      form?.setAttribute('action', `/kk${path}`);
      await sibling.submit('Тіркеу', { surname: 'x' });
      expect([path, sibling.status]).toEqual([path, 404]);
      await sibling.open('/kk/desk/register');
    }
    expect(await h.t.raw('SELECT count(*)::int AS n FROM appeals.act')).toEqual(before);
    await sibling.open('/kk/desk/appeals');
    expect(sibling.text).not.toContain(number);
    await sibling.open(`/kk/desk/search?q=${number}`);
    expect([sibling.address, sibling.text.includes('Ештеңе табылмады')]).toEqual([`/kk/desk/search?q=${number}`, true]);
  });

  test('a branch’s inbox costs at most twelve questions, beside its transaction and the session', async () => {
    const page = await signedIn('clerk');
    const before = h.t.db.statements.count;
    await page.open('/kk/desk/appeals');
    expect(page.document.querySelectorAll('table.list tbody tr').length).toBeGreaterThan(5);
    // begin, commit; and for the session begin, one question, commit
    expect(h.t.db.statements.count - before - 2 - 3).toBeLessThanOrEqual(12);
  });

  test('and not one more when some of them cannot wait; what nobody has taken up stands before what is in hands', async () => {
    const danger = { kind: 'application' as const, text: 'Подъезде газ иісі шығып тұр, тезірек келіңіздер', topicCode: 'lighting', territoryCode: '276000000', publishConsent: false };
    const [taken, ...fresh] = ok(await register(h.ctx(), aRegistration({ matters: Array.from({ length: 4 }, () => danger) }))).matters.map((one) => one.number);
    const page = await signedIn('clerk');
    await page.open(at(taken ?? ''));
    await page.submit('Осы органға беру');
    const before = h.t.db.statements.count;
    await page.open('/kk/desk/appeals');
    const asked = h.t.db.statements.count - before - 2 - 3;
    const shown = [...page.document.querySelectorAll('section[aria-labelledby=urgent] td.head a')].map((link) => link.textContent);
    expect(shown).toEqual([...fresh, taken]);
    expect(asked).toBeLessThanOrEqual(12);
  });

  test('fifty stand on a page, the next begins after them, and the filter goes along', async () => {
    for (let n = 0; n < 12; n += 1) {
      const matters = Array.from({ length: 5 }, () => ({ kind: 'proposal' as const, text: `Ұсыныс ${n}`, publishConsent: false }));
      ok(await register(h.ctx(), aRegistration({ branchId: h.units.aqzhaiyq, matters })));
    }
    const page = await signedIn('sibling');
    await page.open('/kk/desk/appeals?kind=proposal');
    const first = page.text.match(/BQ02-2026-\d{6}/g) ?? [];
    const paper = () => page.document.querySelector('.onpaper')?.textContent ?? '';
    expect([paper().includes(moment(new Date(h.clock.now))), paper().includes('Осында: 50, бұл бәрі емес')]).toEqual([true, true]);
    await page.follow('Келесі бет');
    const second = page.text.match(/BQ02-2026-\d{6}/g) ?? [];
    expect([first.length, second.length, new Set([...first, ...second]).size]).toEqual([50, 10, 60]);
    await page.open('/kk/desk/appeals?kind=complaint');
    expect(page.text).toContain('Мұндай белгісі бар өтініш жоқ');
    expect(paper()).toContain('Барлығы: 0');
    await page.open('/kk/desk/appeals');
    expect(paper()).toContain('Осында: 50, барлығы: 60');
    const head = await signedIn('head');
    await head.open('/kk/desk/appeals');
    expect([head.text.includes('BQ01-2026'), head.text.includes('Ақжайық аудандық филиалы')]).toEqual([true, true]);
    await head.follow('Менің қолымда');
    expect(head.text).not.toContain('BQ01-2026');
  });

  test('everybody lands where their post works', async () => {
    const administrator = await signedIn('administrator');
    await administrator.open('/kk/desk');
    expect(administrator.address).toBe('/kk/admin/people');
    expect((await administrator.open('/kk/desk/appeals')).status).toBe(404);
    const executor = await signedIn('executor');
    await executor.open('/kk/desk');
    expect(executor.address).toBe('/kk/desk/appeals');
    expect((await executor.open('/kk/desk/register')).status).toBe(404);
  });
});
