import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lang } from '../../src/kernel/words.ts';
import { closeAllSilent } from '../../src/rooms/appeals/acts/clock.ts';
import type { RegisteredMatter } from '../../src/rooms/appeals/contract.ts';
import { followRoutes } from '../../src/rooms/appeals/pages/follow.tsx';
import { followWords as w } from '../../src/rooms/appeals/words/follow.ts';
import { commonWords, outcomeWords } from '../../src/rooms/appeals/words/labels.ts';
import { publicWords } from '../../src/rooms/appeals/words/public.ts';
import { fieldWords } from '../../src/rooms/appeals/words/refusals.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';
import { mattersOf, rowOf, said } from './matters.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const paper = () => new File(['Тағы бір сурет'], 'сурет.txt', { type: 'text/plain' });

type Walk = {
  readonly ready: (m: ReturnType<typeof mattersOf>) => Promise<RegisteredMatter>;
  readonly button: keyof typeof w; readonly fields?: () => Record<string, string | File>;
  readonly done: keyof typeof w; readonly row: Record<string, unknown>; readonly reads?: readonly string[];
};

/** One walk for each thing the person may do behind their link. */
const walks: Readonly<Record<string, Walk>> = {
  additions: { ready: (m) => m.given(), button: 'addSend', fields: () => ({ text: 'Тағы бір шам сөнді', papers: paper() }), done: 'doneAdded', row: { stage: 'in_work' }, reads: ['Тағы бір шам сөнді', 'сурет.txt'] },
  withdrawals: { ready: (m) => m.given(), button: 'withdrawSend', fields: () => ({ reason: 'Өзіміз жөндедік' }), done: 'doneWithdrawn', row: { stage: 'closed', outcome: 'withdrawn', verdict: null }, reads: ['Өзіміз жөндедік'] },
  'clarification-answers': { ready: (m) => m.asked(), button: 'questionSend', fields: () => ({ text: 'Абай көшесі', papers: paper() }), done: 'doneClarified', row: { stage: 'registered' }, reads: ['Абай көшесі', 'сурет.txt'] },
  'consent-withdrawals': { ready: (m) => m.published(), button: 'consentSend', done: 'doneConsent', row: { published: false, consent: false } },
  detachings: { ready: async (m) => (await m.joined()).letter, button: 'differentSend', fields: () => ({ reason: 'Менде шам емес, бағана құлады' }), done: 'doneDetached', row: { joined: false } },
  verdicts: { ready: (m) => m.answered(), button: 'verdictSend', fields: () => ({ verdict: 'solved', comment: 'Рақмет' }), done: 'doneVerdict', row: { stage: 'closed', outcome: 'done', verdict: 'solved' }, reads: ['Рақмет'] },
};

const opened = async (one: RegisteredMatter, lang: Lang = 'kk') => h.browser().open(`/${lang}/follow/${one.linkToken}`);

describe('everything a person may do behind the link, without JavaScript', () => {
  test('each has its walk here', () => {
    const posts = followRoutes.filter((route) => route.method === 'post' && route.path.includes(':token')).map((route) => route.path.split('/').at(-1));
    expect(Object.keys(walks).toSorted()).toEqual(posts.toSorted());
  });

  test.each(Object.keys(walks).flatMap((path) => (['kk', 'ru'] as const).map((lang) => [path, lang] as const)))('%s (%s)', async (path, lang) => {
    const walk = walks[path];
    if (!walk) throw new Error(path);
    const one = await walk.ready(mattersOf(h));
    const page = await opened(one, lang);
    await page.submit(w[walk.button][lang], walk.fields?.() ?? {});
    expect(page.status).toBe(200);
    expect(page.text).toContain(w[walk.done][lang]);
    expect(await rowOf(h, one.number)).toMatchObject(walk.row);
    for (const words of walk.reads ?? []) expect([words, page.text.includes(words)]).toEqual([words, true]);
    // reloading does nothing twice
    const before = await h.t.raw('SELECT count(*)::int AS n FROM appeals.act');
    await page.open(page.address);
    expect(await h.t.raw('SELECT count(*)::int AS n FROM appeals.act')).toEqual(before);
  });
});

describe('the address a form was sent to', () => {
  test.each(Object.keys(walks))('%s: opened, it leads to the page itself', async (path) => {
    const one = await mattersOf(h).given();
    const page = await h.browser().open(`/ru/follow/${one.linkToken}/${path}`);
    expect([page.status, page.address]).toEqual([200, `/ru/follow/${one.linkToken}`]);
    expect((await h.browser().open(`/ru/follow/${'A'.repeat(22)}/${path}`)).status).toBe(404);
  });

  test('from a form that came back the other language shows the appeal', async () => {
    const one = await mattersOf(h).given();
    const page = await opened(one);
    await page.submit(w.addSend.kk);
    expect(page.status).toBe(422);
    await page.follow(/^РУС/);
    expect([page.status, page.address, page.text.includes(w.addTitle.ru)]).toEqual([200, `/ru/follow/${one.linkToken}`, true]);
  });
});

describe('what is added', () => {
  test('a file alone is enough; nothing at all is told as that', async () => {
    const one = await mattersOf(h).given();
    const page = await opened(one);
    await page.submit(w.addSend.kk, { text: ' ' });
    expect([page.status, page.text.includes(fieldWords.nothing_added.kk)]).toEqual([422, true]);
    await page.submit(w.addSend.kk, { papers: paper() });
    expect([page.status, page.text.includes(w.doneAdded.kk), page.text.includes('сурет.txt')]).toEqual([200, true, true]);
    expect(await h.t.raw('SELECT n.id FROM appeals.note n JOIN appeals.appeal a ON a.id = n.appeal_id WHERE a.number = $1', [one.number])).toEqual([]);
  });

  test('a form that comes back keeps the files that were taken, once', async () => {
    const one = await mattersOf(h).given();
    const page = await opened(one);
    await page.submit(w.addSend.kk, { text: 'ұ'.repeat(10_001), papers: paper() });
    expect([page.status, page.document.querySelectorAll('[name=kept]').length, page.text.includes('сурет.txt')]).toEqual([422, 1, true]);
    await page.submit(w.addSend.kk, { text: 'Қысқарақ' });
    expect([page.text.includes(w.doneAdded.kk), page.document.querySelectorAll(`a[href*="/papers/"]`).length]).toEqual([true, 1]);
  });
});

describe('the last word', () => {
  test('partly: closed, and not counted as solved', async () => {
    const one = await mattersOf(h).answered();
    const page = await opened(one, 'ru');
    await page.submit(w.verdictSend.ru, { verdict: 'partly', comment: 'Один из двух' });
    expect(await rowOf(h, one.number)).toMatchObject({ stage: 'closed', outcome: 'done', verdict: 'partly', reopened: 0 });
    expect(page.html).not.toContain('name="verdict"');
  });

  test('not solved asks what is left, keeps what was typed, then opens the matter again with a new term and without its old holder', async () => {
    const one = await mattersOf(h).answered();
    const first = String((await rowOf(h, one.number))['due']);
    h.clock.now += 3 * 86_400_000;
    const page = await opened(one);
    await page.submit(w.verdictSend.kk, { verdict: 'not_solved', comment: ' ' });
    expect([page.status, page.text.includes(fieldWords.say_what_is_left.kk)]).toEqual([422, true]);
    expect([...page.document.querySelectorAll('[name=verdict]')].find((radio) => radio.hasAttribute('checked'))?.getAttribute('value')).toBe('not_solved');
    await page.submit(w.verdictSend.kk, { comment: 'Бір шам қайта сөнді' });
    const row = await rowOf(h, one.number);
    expect(row).toMatchObject({ stage: 'registered', verdict: 'not_solved', reopened: 1, account: null, unit: h.units.tasqala });
    expect(String(row['due']) > first).toBe(true);
    expect([page.text.includes(w.nowReopened.kk), page.text.includes('Бір шам қайта сөнді')]).toEqual([true, true]);
  });

  test('twenty days of silence close the matter as silent; the person can still break the silence, once', async () => {
    const one = await mattersOf(h).answered();
    h.clock.now += 21 * 86_400_000;
    expect(await closeAllSilent(h.ctx())).toBeGreaterThan(0);
    expect(await rowOf(h, one.number)).toMatchObject({ stage: 'closed', verdict: 'silent' });
    const page = await opened(one);
    const stale = await opened(one);
    await page.submit(w.verdictSend.kk, { verdict: 'solved' });
    expect(await rowOf(h, one.number)).toMatchObject({ stage: 'closed', verdict: 'solved' });
    await stale.submit(w.verdictSend.kk, { verdict: 'not_solved', comment: 'Жоқ, жанбайды' });
    expect(stale.status).toBe(409);
    expect(await rowOf(h, one.number)).toMatchObject({ stage: 'closed', verdict: 'solved' });
  });

  test('withdrawn after it was published: the public pages say that, and no outcome of the office', async () => {
    const one = await mattersOf(h).published();
    const page = await opened(one);
    await page.submit(w.withdrawSend.kk);
    expect(await rowOf(h, one.number)).toMatchObject({ outcome: 'withdrawn', published: true });
    const seen = await h.browser().open(`/kk/appeals/${one.number}`);
    expect([seen.status, seen.text.includes(outcomeWords.withdrawn.kk), seen.text.includes(commonWords.officeKey.kk), seen.text.includes(commonWords.personKey.kk)]).toEqual([200, true, false, false]);
    const list = await h.browser().open('/kk/appeals');
    const line = [...list.document.querySelectorAll('main a')].find((link) => link.textContent?.includes(one.number) || link.getAttribute('href')?.endsWith(one.number))?.closest('li, article');
    expect([line?.textContent?.includes(outcomeWords.withdrawn.kk), line?.textContent?.includes(publicWords.officeShort.kk)]).toEqual([true, false]);
  });

  test('a withdrawn appeal takes nothing more, and nobody’s link opens another’s', async () => {
    const [one, other] = [await mattersOf(h).fresh(), await mattersOf(h).fresh()];
    const page = await opened(one);
    const stale = await opened(one);
    await page.submit(w.withdrawSend.kk);
    // nobody answered, and the page does not say that somebody did
    expect([page.text.includes(w.nowWithdrawn.kk), page.text.includes(w.answeredBy.kk), page.text.includes(commonWords.officeKey.kk)]).toEqual([true, false, false]);
    await stale.submit(w.addSend.kk, { text: 'Кеш қалған сөз' });
    expect([stale.status, stale.html.includes('Кеш қалған сөз')]).toEqual([409, true]);
    expect((await opened(other)).text).toContain(said.slice(0, 40));
    expect((await h.browser().open(`/kk/follow/${other.linkToken.slice(0, -1)}x`)).status).toBe(404);
  });
});
