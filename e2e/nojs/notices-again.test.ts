import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { sendAgain } from '../../src/rooms/notices/acts/again.ts';
import { setChannels, stateWords } from '../../src/rooms/notices/contract.ts';
import { mostTries } from '../../src/rooms/notices/law.ts';
import { refusalWords } from '../../src/rooms/notices/words.ts';
import { deskWords } from '../../src/rooms/notices/words/pages.ts';
import { testNow } from '../../test/support/database.ts';
import { actorsOf, came, openOffice, type Came, type Office } from '../../test/notices/office.ts';

let o: Office;
let as: Awaited<ReturnType<typeof actorsOf>>;
beforeAll(async () => {
  o = await openOffice();
  as = await actorsOf(o);
});
beforeEach(() => {
  o.house.clock.now = testNow;
  o.answers = () => ({ sent: true, as: null });
  o.sent.length = 0;
});
afterAll(() => o.house.end());

const noticesOf = (m: Came) => o.house.t.raw('SELECT id::int AS id, state, tries, error_code AS code FROM notices.notice WHERE owner = $1 ORDER BY id', [`appeal:${m.appealId}`]);
const leaves = (m: Came) => o.house.t.raw(`SELECT actor_id::int AS who, facts::jsonb AS facts FROM journal.leaf WHERE subject = $1 AND act = 'notice.send_again'`, [`appeal:${m.appealId}`]);
const toPerson = (m: Came, to = m.email) => o.sent.filter((one) => one.to === to).map((one) => one.name);
/** Tried until it was given up: the mail server was away all the time. */
const givenUp = async (tellBy?: 'sms'): Promise<Came & { readonly noticeId: number }> => {
  const m = await came(o, tellBy ? { tellBy } : {});
  o.answers = () => ({ sent: false, gone: false, code: 'econnection' });
  await o.work();
  const noticeId = Number((await noticesOf(m))[0]?.['id']);
  for (let tries = 1; tries < mostTries; tries += 1) await o.again('notices:deliver', { noticeId }).catch(() => {});
  expect(await noticesOf(m)).toEqual([{ id: noticeId, state: 'failed', tries: mostTries, code: 'econnection' }]);
  o.answers = () => ({ sent: true, as: null });
  o.sent.length = 0;
  return { ...m, noticeId };
};
const words = { kk: 'Қайта жіберу', ru: 'Отправить снова' } as const;

describe('a notice that was given up', () => {
  test.each(['kk', 'ru'] as const)('is sent again from the list by whoever takes matters in; pressed in two windows it goes once (%s)', async (lang) => {
    const m = await givenUp();
    const [one, two] = [await o.house.signedIn('clerk', lang), await o.house.signedIn('clerk', lang)];
    for (const page of [one, two]) await page.open(`/${lang}/desk/notices`);
    expect(one.text).toContain(m.number);
    await one.submit(words[lang]);
    expect([one.status, one.text.includes(say(lang, deskWords.queued)), one.text.includes(m.number)]).toEqual([200, true, false]);
    await two.submit(words[lang]);
    expect([two.status, two.text.includes(say(lang, refusalWords.sending_not_failed))]).toEqual([409, true]);
    await o.work();
    expect(toPerson(m)).toHaveLength(1);
    expect(await noticesOf(m)).toEqual([{ id: m.noticeId, state: 'sent', tries: 1, code: null }]);
    expect(await leaves(m)).toEqual([{ who: o.house.people.clerk, facts: { notice: m.noticeId, code: 'appeal.registered', channel: 'email' } }]);
    // gone: a press that comes late is refused as well
    expect(await sendAgain(as('clerk'), { noticeId: m.noticeId })).toMatchObject({ code: 'sending_not_failed' });
  });

  test('is sent again from the matter’s page, which then shows it in the queue; it is the same notice under the same name', async () => {
    const m = await givenUp();
    const names: string[] = [];
    o.answers = (message) => { names.push(message.name); return { sent: true, as: null }; };
    const clerk = await (await o.house.signedIn('clerk', 'ru')).open(`/ru/desk/appeals/${m.number}`);
    expect(clerk.text).toContain('связи не было');
    await clerk.submit('Отправить снова');
    expect(clerk.address).toBe(`/ru/desk/appeals/${m.number}`);
    expect([clerk.text.includes(say('ru', stateWords.waiting)), clerk.text.includes('Отправить снова')]).toEqual([true, false]);
    await o.work();
    expect(names).toHaveLength(1);
    expect(names[0]).toContain(`notice.${m.noticeId}.`);
    // the queue that runs its job twice sends nothing twice
    await o.again('notices:deliver', { noticeId: m.noticeId });
    expect(names).toHaveLength(1);
  });

  test('has as many tries as the first time when it is sent again, and is given up again', async () => {
    const m = await givenUp();
    await sendAgain(as('clerk'), { noticeId: m.noticeId });
    o.answers = () => ({ sent: false, gone: false, code: 'econnection' });
    for (let tries = 1; tries <= mostTries; tries += 1) await o.again('notices:deliver', { noticeId: m.noticeId }).catch(() => {});
    expect(await noticesOf(m)).toMatchObject([{ state: 'failed', tries: mostTries }]);
    expect(isRefusal(await sendAgain(as('clerk'), { noticeId: m.noticeId }))).toBe(false);
  });

  test('a text message that a clerk sends again at night waits for the morning', async () => {
    const m = await givenUp('sms');
    o.house.clock.now = Date.parse('2026-11-20T18:00:00Z'); // eleven in the evening
    await sendAgain(as('clerk'), { noticeId: m.noticeId });
    expect((await o.house.t.raw('SELECT send_at FROM notices.notice WHERE id = $1', [m.noticeId]))[0]?.['send_at']).toEqual(new Date('2026-11-21T03:00:00Z'));
    expect(toPerson(m, '+77010000001')).toEqual([]);
    o.house.clock.now = Date.parse('2026-11-21T03:00:00Z');
    await o.work();
    expect(toPerson(m, '+77010000001')).toHaveLength(1);
  });
});

describe('is not sent again', () => {
  test('by an executor, by a clerk of another branch, or by nobody in particular', async () => {
    const m = await givenUp();
    for (const who of ['executor', 'sibling', 'administrator'] as const) expect([who, isRefusal(await sendAgain(as(who), { noticeId: m.noticeId }))]).toEqual([who, true]);
    const sibling = await (await o.house.signedIn('sibling')).open('/kk/desk/notices');
    expect(sibling.text).not.toContain(m.number);
    expect((await o.house.browser().open('/kk/desk/notices')).text).not.toContain(m.number);
    expect([await noticesOf(m), await leaves(m)]).toMatchObject([[{ state: 'failed' }], []]);
    // a controller sees it and has no button
    const controller = await (await o.house.signedIn('controller')).open('/kk/desk/notices');
    expect([controller.text.includes(m.number), controller.html.includes(`/desk/notices/${m.noticeId}/`)]).toEqual([true, false]);
    expect(await sendAgain(as('controller'), { noticeId: m.noticeId })).toMatchObject({ code: 'not_allowed' });
  });

  test('to an address that is gone, that its owner closed to what is not owed, or by a way that is not set up', async () => {
    const gone = await givenUp();
    await o.house.t.raw(`UPDATE notices.way SET bounced_at = now(), bounce_code = '5.1.1' WHERE owner = $1`, [`appeal:${gone.appealId}`]);
    const clerk = await (await o.house.signedIn('clerk')).open('/kk/desk/notices');
    expect([clerk.text.includes(gone.number), clerk.html.includes(`/desk/notices/${gone.noticeId}/`)]).toEqual([true, false]);
    expect(await sendAgain(as('clerk'), { noticeId: gone.noticeId })).toMatchObject({ code: 'sending_has_no_way' });
    const closed = await givenUp();
    await o.house.t.raw(`UPDATE notices.notice SET code = 'appeal.assigned' WHERE id = $1`, [closed.noticeId]);
    await o.house.t.raw('UPDATE notices.way SET stopped_at = now() WHERE owner = $1', [`appeal:${closed.appealId}`]);
    expect(await sendAgain(as('clerk'), { noticeId: closed.noticeId })).toMatchObject({ code: 'sending_has_no_way' });
    expect(await sendAgain(as('clerk'), { noticeId: 999_999 })).toMatchObject({ code: 'sending_not_found' });
    const off = await givenUp();
    setChannels({}, 'https://ashyq.example');
    expect(await sendAgain(as('clerk'), { noticeId: off.noticeId })).toMatchObject({ code: 'sending_has_no_way' });
  });
});
