import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexAll } from '../../src/rooms/appeals/acts/indexing.ts';
import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
let lamp: string;
let far: string;
const add = async (text: string, o: { branchId?: number; address?: string; surname?: string; topicCode?: string } = {}): Promise<string> => {
  const input = aRegistration({ branchId: o.branchId ?? h.units.tasqala, applicant: { kind: 'person', surname: o.surname ?? 'Сыналмалы', given: 'Әлия', phone: '8 701 000 00 17' } });
  const [matter] = ok(await register(h.ctx(), { ...input, matters: input.matters.map((m) => ({ ...m, text, address: o.address, topicCode: o.topicCode })) })).matters;
  return matter?.number ?? '';
};

beforeAll(async () => {
  h = await openHouse();
  lamp = await add('Ауламызда көше шамдары екі аптадан бері жанбайды. Балалар мектептен қараңғыда қайтады.', { address: 'Абай көшесі, 12', surname: 'Қайыңбаева', topicCode: 'lighting' });
  await add('Во дворе не горят фонари, просим починить.', { topicCode: 'lighting' });
  await add('В подвале прорвало трубу, горячей воды нет третий день.', { address: 'ул. Мира, 45' });
  far = await add('Өзен жағасында қоқыс үйіліп жатыр.', { branchId: h.units.aqzhaiyq });
  for (let nth = 0; nth < 25; nth += 1) await add(`Біздің көшеде жаяу жол жоқ, үй ${nth + 1}.`);
  await indexAll(h.ctx());
});
afterAll(() => h.end());

const rows = (document: Document): readonly string[] => [...document.querySelectorAll('[data-found] td.head a')].map((link) => link.textContent ?? '');

describe('a clerk searches without JavaScript', () => {
  it('types a word into the inbox, and finds it in another form, marked', async () => {
    const page = await h.signedIn('clerk');
    await page.open('/kk/desk/appeals');
    await page.submit('Табу', { q: 'шам жану' });
    expect(page.address).toContain('/kk/desk/search?q=');
    await page.submit('Табу', { q: 'мектеп шамы' });
    expect(rows(page.document)).toEqual([lamp]);
    expect([...page.document.querySelectorAll('[data-found] mark')].map((mark) => mark.textContent)).toEqual(['шамдары', 'мектептен']);
  });

  it('finds by name, by address, by telephone and by the end of the number', async () => {
    const page = await h.signedIn('clerk');
    for (const typed of ['қайыңбаеваның', 'кайынбаева алия', 'абай 12', String(Number(lamp.slice(-6)))]) expect([typed, rows((await page.open(`/kk/desk/search?q=${encodeURIComponent(typed)}`)).document).includes(lamp)]).toEqual([typed, true]);
    expect(rows((await page.open(`/kk/desk/search?q=${encodeURIComponent('8 701 000 00 17')}`)).document).length).toBe(20);
  });

  it('is shown what was found instead of a slip, and told so', async () => {
    const page = await h.signedIn('clerk', 'ru');
    await page.open(`/ru/desk/search?q=${encodeURIComponent('подвла')}`);
    expect(page.text).toContain('Показано по запросу «подвале»');
    expect(rows(page.document)).toHaveLength(1);
  });

  it('walks through the pages of a frequent word, each matter once', async () => {
    const page = await h.signedIn('clerk');
    await page.open(`/kk/desk/search?q=${encodeURIComponent('көше')}`);
    const first = rows(page.document);
    await page.follow(/Келесі/);
    const second = rows(page.document);
    expect([first.length, second.length, new Set([...first, ...second]).size]).toEqual([20, 6, 26]);
    for (const order of ['fitting', 'newest']) {
      await page.open(`/kk/desk/search?q=${encodeURIComponent('көше')}&order=${order}`);
      expect(rows(page.document)).toHaveLength(20);
    }
  });

  it('narrows by topic and period, and is led back when nothing is left', async () => {
    const page = await h.signedIn('clerk', 'ru');
    await page.open(`/ru/desk/search?q=${encodeURIComponent('фонарь')}`);
    await page.submit('Применить', { topic: 'roads' });
    expect(rows(page.document)).toEqual([]);
    await page.follow('Сбросьте отбор.');
    expect(rows(page.document)).toHaveLength(1);
    await page.submit('Применить', { since: '2026-11-20', until: '2026-11-25', topic: 'lighting', stage: 'registered' });
    expect(rows(page.document)).toHaveLength(1);
    await page.submit('Применить', { since: '2026-10-01', until: '2026-10-31', topic: '', stage: '' });
    expect(rows(page.document)).toEqual([]);
  });

  it('finds the words of an answer once it is sent, and not of a draft', async () => {
    const [executor, controller] = [await h.signedIn('executor'), await h.signedIn('controller')];
    const number = await add('Су құбыры жарылды.');
    const system = h.ctx();
    ok(await assign(system, { number, unitId: h.units.lighting, accountId: h.people.executor, suggested: false }));
    const { answerId } = ok(await draftAnswer(system, { number, outcome: 'done', text: 'Құбырды дәнекерлеуші жамап берді.', papers: [] }));
    await indexAll(system);
    const asked = `/kk/desk/search?q=${encodeURIComponent('дәнекерлеуші')}`;
    expect(rows((await controller.open(asked)).document)).toEqual([]);
    ok(await approveAndSend(system, { number, answerId }));
    await indexAll(system);
    expect(rows((await controller.open(asked)).document)).toEqual([number]);
    expect(controller.text).toContain('Жауапта:');
    expect(rows((await executor.open(asked)).document)).toEqual([number]);
  });
});

describe('nobody learns of what they may not see', () => {
  it('neither by what is found, nor by a word mended, nor by a beginning', async () => {
    const clerk = await h.signedIn('clerk');
    for (const typed of ['қоқыс', 'коқис', 'қоқ', 'өзен', far, String(Number(far.slice(-6)))]) {
      for (const more of ['', '&begun=1', '&order=fitting', '&of=mine', '&unit=1', `&place=273600000`]) {
        await clerk.open(`/kk/desk/search?q=${encodeURIComponent(typed)}${more}`);
        expect([typed, more, rows(clerk.document).includes(far), clerk.html.includes('Өзен'), clerk.text.includes('бойынша көрсетіп')]).toEqual([typed, more, false, false, false]);
      }
    }
    const sibling = await h.signedIn('sibling');
    expect(rows((await sibling.open(`/kk/desk/search?q=${encodeURIComponent('коқис')}`)).document)).toEqual([far]);
    expect(sibling.text).toContain('«қоқыс» бойынша көрсетіп тұрмыз');
  });

  it('an executor finds what their body has in hand, and nothing else of the branch', async () => {
    const executor = await h.signedIn('executor');
    await executor.open(`/kk/desk/search?q=${encodeURIComponent('көше')}&of=unit`);
    expect(rows(executor.document)).toEqual([]);
  });
});

it('a page of a search costs at most twenty questions to the database', async () => {
  const page = await h.signedIn('clerk');
  const address = `/kk/desk/search?q=${encodeURIComponent('көше')}`;
  await page.open(address);
  const before = h.t.db.statements.count;
  await page.open(address);
  // begin and commit; and for the session begin, one question, commit
  expect(h.t.db.statements.count - before - 2 - 3).toBeLessThanOrEqual(20);
});

it('a matter of a Sunday says the day it came in, and beside it that it was registered on Monday', async () => {
  h.clock.now = Date.parse('2026-11-22T05:00:00Z');
  const number = await add('Жексенбіде қақпаны жел ұшырып кетті.', { surname: 'Жексенбина' });
  await indexAll(h.ctx());
  const page = await h.signedIn('clerk');
  await page.open(`/kk/desk/search?q=${encodeURIComponent('жексенбина')}`);
  const row = [...page.document.querySelectorAll('[data-found] tr')].find((one) => one.textContent?.includes(number));
  expect([row?.querySelector('time')?.textContent, row?.textContent?.includes('тіркелген күні 23.11.2026')]).toEqual(['22.11.2026', true]);
  expect([...page.document.querySelectorAll('[data-found] th')].map((one) => one.textContent)).toContain('Түскен күні');
  expect(page.document.querySelector('.plainlist')?.textContent).toContain('22.11.2026');
  await page.open(`/kk/desk/register?find=${encodeURIComponent('жексенбина')}`);
  expect(page.text).toContain('Соңғысы: 22.11.2026');
});
