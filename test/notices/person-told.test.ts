import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { longDay } from '../../src/kernel/show.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { decideExtension, requestExtension } from '../../src/rooms/appeals/acts/extend.ts';
import { forward } from '../../src/rooms/appeals/acts/forward.ts';
import { publish, redact, unpublish } from '../../src/rooms/appeals/acts/publish.ts';
import { publish as publishCalendar } from '../../src/rooms/calendar/acts.ts';
import { moveDates } from '../../src/rooms/calendar/acts/moves.ts';
import type { Outgoing } from '../../src/rooms/notices/contract.ts';
import { testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import { actorsOf, came, openOffice, words, type Came, type Office } from './office.ts';

let o: Office;
let as: Awaited<ReturnType<typeof actorsOf>>;
beforeAll(async () => {
  o = await openOffice();
  as = await actorsOf(o);
});
beforeEach(() => {
  o.house.clock.now = testNow;
  o.sent.length = 0;
});
afterAll(() => o.house.end());

/** The letters of this kind that reached this person: a number, a day, a link, and no word of what they wrote nor a way in. */
const letters = (m: Came, lang: 'kk' | 'ru', code: string): readonly string[] => o.sent.filter((one): one is Outgoing => one.to === m.email && one.about?.code === code).map((one) => {
  const whole = `${one.subject}\n${one.text}\n${one.link}`;
  for (const word of [words, ...words.split(' ').filter((part) => part.length > 4), 'Сыналмалы', m.followCode, m.linkToken, '{', '}']) expect(whole).not.toContain(word);
  expect([one.lang, one.link]).toEqual([lang, `https://ashyq.example/${lang}/follow?number=${m.number}`]);
  return `${one.subject} | ${one.text}`;
});
const given = async (m: Came) => ok(await assign(as('clerk'), { number: m.number, unitId: o.house.units.lighting, accountId: o.house.people.executor, suggested: false }));

describe('the person is told, once and in their language', () => {
  test.each([
    ['kk', (n: string, on: string) => `${n}: жауап күні ұзартылды | ${n} өтінішіне көбірек уақыт керек болды. Жаңа күні: ${on}. Себебі өтініштің бетінде жазылған.`],
    ['ru', (n: string, on: string) => `${n}: срок ответа продлён | На обращение ${n} нужно больше времени. Новый день ответа: ${on}. Причина указана на странице обращения.`],
  ] as const)('that the term was extended, and to which day (%s); asking for it alone tells nothing', async (lang, text) => {
    const m = await came(o, { lang });
    await given(m);
    const { extensionId } = ok(await requestExtension(as('executor'), { number: m.number, toOn: day('2026-12-25'), reason: 'Бөлшек жолда' }));
    await o.work();
    expect(letters(m, lang, 'appeal.extended')).toEqual([]);
    ok(await decideExtension(as('head'), { number: m.number, extensionId, granted: true, reason: undefined }));
    await o.work();
    expect(letters(m, lang, 'appeal.extended')).toEqual([text(m.number, longDay(lang, '2026-12-25'))]);
    expect(o.sent.some((one) => one.to === m.email && `${one.subject}${one.text}`.includes('Бөлшек'))).toBe(false);
  });

  test('nothing, when more time was not granted: their day stands', async () => {
    const m = await came(o);
    await given(m);
    const { extensionId } = ok(await requestExtension(as('executor'), { number: m.number, toOn: day('2026-12-25'), reason: 'Бөлшек жолда' }));
    ok(await decideExtension(as('head'), { number: m.number, extensionId, granted: false, reason: 'Қоймада бар' }));
    await o.work();
    expect(o.sent.filter((one) => one.to === m.email).map((one) => one.about?.code)).toEqual(['appeal.registered', 'appeal.assigned']);
  });

  test.each([
    ['kk', (n: string, on: string) => `${n}: өтінішіңіз құзыреті бойынша жолданды | ${n} өтініші құзыреті бойынша жолданды: Жолаушылар көлігі және автожолдар басқармасы. Жауап күні: ${on}.`],
    ['ru', (n: string, on: string) => `${n}: обращение перенаправлено по компетенции | Обращение ${n} перенаправлено по компетенции: Управление пассажирского транспорта и автодорог. Ответ не позже: ${on}.`],
  ] as const)('who has it now and by which day, when it was forwarded (%s)', async (lang, text) => {
    const m = await came(o, { lang });
    ok(await forward(as('clerk'), { number: m.number, unitId: o.house.units.roads, reason: 'Құзыреті бойынша' }));
    await o.work();
    const [row] = await o.house.t.raw('SELECT due_on::text AS due FROM appeals.appeal WHERE id = $1', [m.appealId]);
    expect(letters(m, lang, 'appeal.forwarded')).toEqual([text(m.number, longDay(lang, String(row?.['due'])))]);
  });

  test.each([
    ['kk', (n: string) => `${n}: өтінішіңіз сайттан алынды | ${n} өтініші енді сайтта көрінбейді.`],
    ['ru', (n: string) => `${n}: обращение снято с публикации | Обращение ${n} больше не показывается на сайте.`],
  ] as const)('that their matter is off the site (%s)', async (lang, text) => {
    const m = await came(o, { lang, publishConsent: true });
    ok(await redact(as('head'), { number: m.number, publicText: 'Көшеде жарық жоқ.' }));
    ok(await publish(as('head'), { number: m.number }));
    await o.work();
    expect(letters(m, lang, 'appeal.unpublished')).toEqual([]);
    ok(await unpublish(as('head'), { number: m.number, reason: 'Адамның өтініші бойынша' }));
    await o.work();
    expect(letters(m, lang, 'appeal.unpublished')).toEqual([text(m.number)]);
  });
});

// the last: the calendar does not go back
test('whoever was told a day is told the new one when the calendar moves it; a published calendar alone tells nobody', async () => {
  const [kk, ru, quiet] = [await came(o), await came(o, { lang: 'ru' }), await came(o, { tellBy: 'link' })];
  await o.work();
  const before = String((await o.house.t.raw('SELECT due_on::text AS due FROM appeals.appeal WHERE id = $1', [kk.appealId]))[0]?.['due']);
  const { version } = ok(await publishCalendar(o.house.ctx(), { name: 'kz5', orders: [{ act: 'off', on: day(before) }], reason: 'Үкіметтің қаулысы' }));
  await o.work();
  expect(o.sent.filter((one) => one.about?.code === 'appeal.term_moved')).toEqual([]);
  ok(await moveDates(as('administrator'), { version }));
  await o.work();
  const after = String((await o.house.t.raw('SELECT due_on::text AS due FROM appeals.appeal WHERE id = $1', [kk.appealId]))[0]?.['due']);
  expect(after > before).toBe(true);
  expect(letters(kk, 'kk', 'appeal.term_moved')).toEqual([`${kk.number}: жауап күні өзгерді | Жұмыс күндерінің күнтізбесі өзгерді. ${kk.number} өтінішіне жауап беретін жаңа күн: ${longDay('kk', after)}.`]);
  expect(letters(ru, 'ru', 'appeal.term_moved')).toEqual([`${ru.number}: день ответа изменился | Изменился календарь рабочих дней. Новый день ответа на обращение ${ru.number}: ${longDay('ru', after)}.`]);
  expect(o.sent.filter((one) => one.to === quiet.email)).toEqual([]);
});
