import { expect, test } from 'vitest';
import { normalIin } from '../../kernel/iin.ts';
import { normalPhone } from '../../kernel/phone.ts';
import { addDays, wallClock } from '../../kernel/day.ts';
import { dangersIn } from '../../rooms/recognition/contract.ts';
import { regions } from '../../rooms/units/regions.ts';
import { testNow } from '../../../test/support/database.ts';
import { branchCode, plan, type Story } from './plan.ts';
import { answers, around, templates } from './plan/letters.ts';
import { topicCodes } from './plan/topics.ts';
import { demoDistricts, demoPlaces, livedIn } from './places.ts';
import { typedPhone } from './people.ts';
import { random } from './random.ts';

const made = plan({ seed: 20, now: testNow });
const all = made.stories;
const share = (is: (story: Story) => boolean, of: readonly Story[] = all): number => (of.filter(is).length / of.length) * 100;
const between = (value: number, least: number, most: number): void => {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
};

test('the same seed gives the same lives, another seed gives others', () => {
  expect(plan({ seed: 20, now: testNow, count: 300 })).toEqual(plan({ seed: 20, now: testNow, count: 300 }));
  expect(plan({ seed: 21, now: testNow, count: 300 }).stories.map((one) => one.text)).not.toEqual(plan({ seed: 20, now: testNow, count: 300 }).stories.map((one) => one.text));
});

test('people write in the proportions of a regional branch', () => {
  for (const [kind, percent] of [['application', 55], ['complaint', 25], ['proposal', 8], ['information_request', 7], ['message', 4], ['response', 1]] as const)
    between(share((one) => one.kind === kind), percent * 0.75 - 0.4, percent * 1.25 + 0.4);
  between(share((one) => one.voice === 'kk'), 59, 65);
  between(share((one) => one.voice === 'ru'), 32, 38);
  between(share((one) => one.voice === 'mixed'), 2, 4.2);
  between(share((one) => one.channel === 'desk'), 37, 43);
  between(share((one) => one.channel === 'phone'), 22, 28);
  between(share((one) => one.channel === 'web' || one.channel === 'email'), 12.5, 17.5);
  between(share((one) => one.channel === 'outing'), 8, 12);
  between(share((one) => one.channel === 'messenger'), 8, 12);
  between(share((one) => one.repeatOf !== null), 3, 5);
  between(share((one) => one.signatories.length > 0), 2, 4);
  expect(new Set(all.map((one) => one.topic))).toEqual(new Set(topicCodes));
});

test('the office answers as in practice: outcomes, forwarding, lateness, extensions, letters sent back', () => {
  between(share((one) => one.outcome === 'done'), 55, 65);
  between(share((one) => one.outcome === 'explained'), 29, 40);
  between(share((one) => one.outcome === 'refused'), 0.8, 3);
  between(share((one) => one.route === 'forward'), 35, 40);
  between(share((one) => one.late), 3, 6);
  between(share((one) => one.steps.some((step) => step.act === 'extend')), 4, 6.5);
  between(share((one) => one.steps.some((step) => step.act === 'publish')), 10, 16);
  between(share((one) => one.steps.some((step) => step.act === 'verdict' && step.verdict === 'not_solved')), 4, 9);
});

test('everything of the last two weeks is open and within its term, and some two per cent of the older ones are open too', () => {
  const recent = all.filter((one) => wallClock(one.receivedAt).on >= addDays(wallClock(testNow).on, -14));
  expect(recent.length).toBeGreaterThan(30);
  for (const one of recent) expect([one.serial, one.outcome, one.late]).toEqual([one.serial, null, false]);
  const older = all.filter((one) => !recent.includes(one));
  between(share((one) => one.outcome === null, older), 1.2, 3.2);
});

test('the first desk of the city has something to sort: letters without a topic, some of them of danger, one that says its place itself', () => {
  const unsorted = all.filter((one) => one.branch === branchCode(demoDistricts[0] ?? null) && !one.topicGiven && one.steps.length === 1);
  expect(unsorted.length).toBeGreaterThanOrEqual(7);
  const signs = unsorted.flatMap((one) => dangersIn(one.text, wallClock(testNow).on).map((found) => found.sign));
  for (const sign of ['gas', 'manhole', 'cold']) expect(signs).toContain(sign);
  expect(unsorted.filter((one) => one.placeCode === null)).toHaveLength(1);
});

test('the year has its seasons and the day its humps', () => {
  const month = (at: number) => Number(wallClock(at).on.slice(5, 7));
  const inMonths = (list: readonly number[], of: readonly Story[] = all) => of.filter((one) => list.includes(month(one.receivedAt))).length;
  expect(inMonths([4, 5, 6])).toBeGreaterThan(1.4 * inMonths([7, 8, 9]) * (3 / 3.3));
  const heating = all.filter((one) => one.topic === 'heating');
  expect(inMonths([10, 11, 12], heating)).toBeGreaterThan(heating.length * 0.5);
  expect(inMonths([4, 5, 6, 7, 8, 9, 10], all.filter((one) => one.topic === 'snow_ice'))).toBe(0);
  const hour = (one: Story) => Math.floor(wallClock(one.receivedAt).minute / 60);
  const free = all.filter((one) => one.channel === 'web' || one.channel === 'messenger' || one.channel === 'email');
  between(share((one) => (hour(one) >= 11 && hour(one) < 18) || hour(one) >= 21, free), 60, 85);
});

test('steps go forward in time, begin with the registration, and none is after now', () => {
  for (const one of all) {
    expect(one.steps[0]?.act).toBe('register');
    const moments = one.steps.map((step) => step.at);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(Math.max(...moments)).toBeLessThanOrEqual(testNow);
    expect(one.receivedAt).toBeLessThanOrEqual(moments[0] ?? 0);
  }
});

test('every personal number is right by its checksum and of somebody born in 2090–2099; every telephone is of the range nobody has', () => {
  const r = random(3);
  for (const person of all.flatMap((one) => [one.person, ...one.signatories])) {
    expect(normalIin(person.iin)).toBe(person.iin);
    expect(person.iin).toMatch(person.sex === 'm' ? /^9\d{5}5/ : /^9\d{5}6/);
    expect(person.phone).toMatch(/^\+7700000\d{4}$/);
    expect(normalPhone(typedPhone(r, person.phone))).toBe(person.phone);
    if (person.patronymic !== null) expect(person.patronymic).toMatch(person.sex === 'm' ? /(ұлы|улы|ович|евич)$/ : /(қызы|кызы|овна|евна)$/);
  }
  const owners = Map.groupBy(all, (one) => one.person.iin);
  for (const list of owners.values()) expect(new Set(list.map((one) => one.person.phone)).size).toBe(1);
});

test('no slot is left open, no sentence is left empty, and no letter is repeated more than twelve times', () => {
  const said = all.flatMap((one) => [one.text, one.address, ...one.steps.flatMap((step) => ('text' in step && step.text !== null && step.act !== 'decide' ? [step.text] : []))]);
  for (const text of said) {
    expect(text).not.toMatch(/[{}]|undefined|null|\s\s/);
    expect(text.length).toBeGreaterThan(2);
  }
  expect(Math.max(...[...Map.groupBy(all, (one) => one.text).values()].map((list) => list.length))).toBeLessThanOrEqual(12);
});

test('there are letters enough in each voice, and every topic has a letter and an answer', () => {
  expect(templates.kk.length).toBeGreaterThanOrEqual(110);
  expect(templates.ru.length).toBeGreaterThanOrEqual(80);
  expect(templates.mixed.length).toBeGreaterThanOrEqual(10);
  for (const lang of ['kk', 'ru'] as const) {
    expect(new Set(templates[lang].map((one) => one.topic))).toEqual(new Set(topicCodes));
    expect(answers[lang].done.length + answers[lang].explained.length + answers[lang].refused.length).toBeGreaterThanOrEqual(30);
    expect(around[lang].questions.length).toBe(around[lang].replies.length);
    for (const one of [...templates[lang], ...Object.values(answers[lang]).flat()]) expect([...topicCodes, 'any']).toContain(one.topic);
    for (const outcome of ['done', 'explained', 'refused'] as const)
      for (const kind of ['application', 'complaint', 'proposal', 'information_request', 'message', 'response'] as const)
        expect(answers[lang][outcome].some((one) => one.topic === 'any' && one.kinds.includes(kind)), `${lang} ${outcome} ${kind}`).toBe(true);
  }
});

test('no sentence mixes Latin letters into a Cyrillic word', () => {
  const texts = [...Object.values(templates).flat(), ...Object.values(answers).flatMap((one) => Object.values(one).flat())].map((one) => one.text);
  for (const text of [...texts, ...Object.values(around).flatMap((one) => Object.values(one).flat())]) expect(text.replace(/\{\w+\}/g, '')).not.toMatch(/[A-Za-z]/);
});

test('Russian texts have no Kazakh letters, and a letter with the women’s ending is signed by a woman', () => {
  for (const one of [...templates.ru, ...Object.values(answers.ru).flat()]) expect(one.text).not.toMatch(/[әғқңөұүһі]/i);
  for (const one of all.filter((story) => /(?<!\p{L})(ходила|прикрепилась|отсидела|анамын)(?!\p{L})/iu.test(story.text))) expect([one.text, one.person.sex]).toEqual([one.text, 'f']);
});

test('the places are of the region, under its thirteen districts, and there are twenty regions in the country', () => {
  expect(regions).toHaveLength(20);
  expect(new Set(regions.map((one) => `${one.tile.column} ${one.tile.row}`)).size).toBe(20);
  expect(demoDistricts).toHaveLength(13);
  expect(demoPlaces.length).toBeLessThanOrEqual(60);
  for (const one of demoPlaces) expect(one.code).toMatch(/^27\d{7}$/);
  expect(new Set(demoPlaces.map((one) => one.code)).size).toBe(demoPlaces.length);
  for (const one of demoDistricts) expect(livedIn.some((place) => place.code.slice(0, 4) === one.code.slice(0, 4))).toBe(true);
  expect(new Set(all.map((one) => one.branch))).toEqual(new Set([branchCode(null), ...demoDistricts.map((one) => branchCode(one))]));
});

test('an answer to a letter of one subject is never of another, and danger is not explained away', () => {
  for (const lang of ['kk', 'ru'] as const) {
    const known = new Set(templates[lang].map((one) => `${one.topic} ${one.about ?? ''}`));
    for (const one of Object.values(answers[lang]).flat()) if (one.about !== undefined) expect(known, `${lang}: ${one.text}`).toContain(`${one.topic} ${one.about}`);
  }
  const burst = all.filter((one) => /құбыр жарылып|прорвало трубу/iu.test(one.text));
  expect(burst.length).toBeGreaterThan(0);
  for (const one of burst) expect(one.route === 'joined' ? 'done' : (one.outcome ?? 'done')).toMatch(/done|withdrawn/);
});

test('a letter is joined only to one that was there, and still open when it was for one cause', () => {
  const joins = all.flatMap((story) => story.steps.flatMap((step) => (step.act === 'join' ? [{ story, step, main: all[step.main] }] : [])));
  expect(joins.length).toBeGreaterThan(20);
  for (const { story, step, main } of joins) {
    expect([main?.branch, (main?.steps[0]?.at ?? Infinity) < step.at]).toEqual([story.branch, true]);
    expect((main?.answeredAt ?? Infinity) > step.at).toBe(step.as === 'common');
  }
});
