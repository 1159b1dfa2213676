import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lang } from '../../src/kernel/words.ts';
import type { RegisteredMatter } from '../../src/rooms/appeals/contract.ts';
import { answerOutcomes } from '../../src/rooms/appeals/law/stages.ts';
import type { DeskAct } from '../../src/rooms/appeals/pages/desk/possible.ts';
import { buttonWords, deskWords, doneWords } from '../../src/rooms/appeals/words/desk.ts';
import { outcomeWords } from '../../src/rooms/appeals/words/labels.ts';
import { refusalWords } from '../../src/rooms/appeals/words/refusals.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';
import { mattersOf, rowOf } from './matters.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const open = new Map<string, Promise<PlainBrowser>>();
const staff = (who: keyof TestHouse['people'], lang: Lang): Promise<PlainBrowser> => {
  const known = open.get(`${who} ${lang}`) ?? h.signedIn(who, lang);
  open.set(`${who} ${lang}`, known);
  return known;
};
const paper = () => new File(['Орындалған жұмыс актісі'], 'акт.txt', { type: 'text/plain' });
const linked = (page: PlainBrowser, words: string): boolean => [...page.document.querySelectorAll('a')].some((link) => link.textContent === words);

type Walk = {
  readonly as: keyof TestHouse['people'];
  readonly ready: (m: ReturnType<typeof mattersOf>) => Promise<RegisteredMatter>;
  readonly fields?: (h: TestHouse) => Record<string, string | File> | Promise<Record<string, string | File>>;
  /** what the row says afterwards */
  readonly row: (h: TestHouse) => Record<string, unknown>;
  /** what the page says afterwards, beside that it is done */
  readonly reads?: readonly string[];
};
type Walked = Exclude<DeskAct, 'redact' | 'show_iin'>;

/** One walk for each act of the desk; redaction and the personal number have pages and tests of their own. A new act without a walk does not compile. */
const walks = {
  sort: { as: 'clerk', ready: (m) => m.fresh(), fields: () => ({ topicCode: 'roads', place: 'таскала', address: 'Абай, 12' }), row: () => ({ topic: 'roads', place: '276000000', stage: 'registered' }) },
  assign: { as: 'clerk', ready: (m) => m.fresh(), fields: (at) => ({ unitId: String(at.units.lighting), instruction: 'Бүгін барып көріңіз' }), row: (at) => ({ stage: 'in_work', unit: at.units.lighting, account: null }) },
  give_task: { as: 'clerk', ready: (m) => m.given(), fields: (at) => ({ task: 'Бағанды тексеріңіз', unitId: String(at.units.roads), dueOn: '2026-12-04' }), row: (at) => ({ stage: 'in_work', unit: at.units.lighting, account: null }), reads: ['Бағанды тексеріңіз'] },
  take: { as: 'executor', ready: (m) => m.given(), row: (at) => ({ stage: 'in_work', account: at.people.executor }) },
  draft_answer: { as: 'executor', ready: (m) => m.given(), fields: () => ({ outcome: 'done', text: 'Шам ауыстырылды.', papers: paper() }), row: () => ({ stage: 'awaiting_approval', outcome: null }), reads: ['Шам ауыстырылды.', 'акт.txt'] },
  approve: { as: 'controller', ready: (m) => m.drafted(), row: () => ({ stage: 'answered', outcome: 'done', verdict: null }) },
  return_draft: { as: 'controller', ready: (m) => m.drafted(), fields: () => ({ reason: 'Қашан екенін жазыңыз' }), row: () => ({ stage: 'in_work', outcome: null }), reads: ['Қашан екенін жазыңыз'] },
  decide_extension: { as: 'head', ready: (m) => m.waiting(), fields: () => ({ granted: 'no', reason: 'Себебі жеткіліксіз' }), row: () => ({ due: '2026-12-11' }), reads: ['Себебі жеткіліксіз'] },
  answer_clarification: { as: 'clerk', ready: (m) => m.asked(), fields: () => ({ text: 'Абай көшесі', papers: paper() }), row: () => ({ stage: 'registered' }), reads: ['Абай көшесі', 'акт.txt'] },
  end_clarification: { as: 'clerk', ready: (m) => m.asked(), row: () => ({ stage: 'registered' }) },
  answer_interim: { as: 'executor', ready: (m) => m.given(), fields: () => ({ text: 'Шам тапсырылды, жұмада ілінеді', papers: paper() }), row: () => ({ stage: 'in_work', outcome: null }), reads: ['Шам тапсырылды, жұмада ілінеді', 'акт.txt'] },
  ask_clarification: { as: 'clerk', ready: (m) => m.fresh(), fields: () => ({ question: 'Қай көше?' }), row: () => ({ stage: 'clarifying' }), reads: ['Қай көше?'] },
  request_extension: { as: 'executor', ready: (m) => m.given(), fields: () => ({ toOn: '2026-12-25', reason: 'Мердігер іздеп жатырмыз' }), row: () => ({ due: '2026-12-11' }) },
  forward: { as: 'clerk', ready: (m) => m.fresh(), fields: (at) => ({ unitId: String(at.units.roads), reason: 'Бұл жол басқармасының құзыретінде' }), row: (at) => ({ stage: 'in_work', unit: at.units.roads }), reads: ['Бұл жол басқармасының құзыретінде'] },
  set_urgency: { as: 'clerk', ready: (m) => m.fresh(), fields: () => ({ urgency: 'manhole' }), row: () => ({ stage: 'registered', urgency: 'manhole' }) },
  note: { as: 'executor', ready: (m) => m.given(), fields: () => ({ text: 'Былтыр да жазған', papers: paper() }), row: () => ({ stage: 'in_work' }), reads: ['Былтыр да жазған', 'акт.txt'] },
  add: { as: 'clerk', ready: (m) => m.given(), fields: () => ({ text: 'Тағы бір шам сөнді', papers: paper() }), row: () => ({ stage: 'in_work' }), reads: ['Тағы бір шам сөнді', 'акт.txt'] },
  join: { as: 'clerk', ready: (m) => m.fresh(), fields: async (at) => ({ mainNumber: (await mattersOf(at).fresh()).number, as: 'common' }), row: () => ({ joined: true, stage: 'registered' }) },
  detach: { as: 'clerk', ready: async (m) => (await m.joined()).letter, fields: () => ({ reason: 'Басқа көше екен' }), row: () => ({ joined: false }) },
  split: { as: 'clerk', ready: (m) => m.fresh(), fields: () => ({ text: 'Жолдағы шұңқырлар туралы бөлек', topicCode: 'roads' }), row: () => ({ stage: 'registered' }) },
  publish: { as: 'clerk', ready: (m) => m.redacted(), row: () => ({ published: true }) },
  unpublish: { as: 'clerk', ready: (m) => m.published(), fields: () => ({ reason: 'Адам сұрады' }), row: () => ({ published: false, consent: true }) },
} as const satisfies Record<Walked, Walk>;

describe('every act of the desk by its plain form', () => {
  test.each((Object.keys(walks) as Walked[]).flatMap((act) => (['kk', 'ru'] as const).map((lang) => ({ act, lang }))))('$act ($lang)', async ({ act, lang }) => {
    const walk: Walk = walks[act];
    const { number } = await walk.ready(mattersOf(h));
    const page = await (await staff(walk.as, lang)).open(`/${lang}/desk/appeals/${number}`);
    const fields = Object.entries((await walk.fields?.(h)) ?? {}).map(([name, value]) => [`${act}.${name}`, value] as const);
    await page.submit(buttonWords[act][lang], Object.fromEntries(fields));
    expect([page.status, page.address]).toEqual([200, `/${lang}/desk/appeals/${number}?done=${act}`]);
    expect(page.text).toContain(doneWords[act][lang]);
    expect(await rowOf(h, number)).toMatchObject(walk.row(h));
    await page.open(`/${lang}/desk/appeals/${number}`);
    for (const words of walk.reads ?? []) expect([words, page.text.includes(words) || linked(page, words)]).toEqual([words, true]);
  });
});

describe('what an answer can be', () => {
  test.each(answerOutcomes.map((outcome, at) => [outcome, at % 2 === 0 ? 'kk' : 'ru'] as const))('%s, drafted, accepted, and read by the person (%s)', async (outcome, lang) => {
    const one = await mattersOf(h).given(h.people.executor);
    const executor = await (await staff('executor', lang)).open(`/${lang}/desk/appeals/${one.number}`);
    await executor.submit(buttonWords.draft_answer[lang], { 'draft_answer.outcome': outcome, 'draft_answer.text': 'Міне, жауабымыз.', 'draft_answer.papers': paper() });
    const controller = await (await staff('controller', lang)).open(`/${lang}/desk/appeals/${one.number}`);
    // against the person's wish and without a word of where to complain: the approver says why it goes
    const wanting = ['explained', 'refused', 'left_without_consideration'].includes(outcome);
    await controller.submit(buttonWords.approve[lang], wanting ? { 'approve.anyway': 'Ауызша айтылды' } : {});
    expect(await rowOf(h, one.number)).toMatchObject({ stage: 'answered', outcome, verdict: null });
    const person = await h.browser().open(`/${lang}/follow/${one.linkToken}`);
    expect([person.text.includes(outcomeWords[outcome][lang]), person.text.includes('Міне, жауабымыз.'), person.text.includes('акт.txt')]).toEqual([true, true, true]);
  });

  test('more time that was granted moves the day, and the letters of one cause are answered together', async () => {
    const m = mattersOf(h);
    const { number } = await m.waiting();
    const head = await (await staff('head', 'ru')).open(`/ru/desk/appeals/${number}`);
    await head.submit(buttonWords.decide_extension.ru, { 'decide_extension.granted': 'yes' });
    expect(await rowOf(h, number)).toMatchObject({ due: '2026-12-25' });

    const { main, letter } = await m.joined();
    const clerk = await (await staff('clerk', 'kk')).open(`/kk/desk/appeals/${main.number}`);
    await clerk.submit(buttonWords.assign.kk, { 'assign.unitId': String(h.units.lighting) });
    const executor = await (await staff('executor', 'kk')).open(`/kk/desk/appeals/${main.number}`);
    await executor.submit(buttonWords.draft_answer.kk, { 'draft_answer.outcome': 'done', 'draft_answer.text': 'Екеуіне бір жауап.' });
    const controller = await (await staff('controller', 'kk')).open(`/kk/desk/appeals/${main.number}`);
    await controller.submit(buttonWords.approve.kk);
    expect(await rowOf(h, letter.number)).toMatchObject({ stage: 'answered', outcome: 'done' });
    expect((await h.browser().open(`/kk/follow/${letter.linkToken}`)).text).toContain('Екеуіне бір жауап.');
  });

  test('the executor is never the one who accepts: the page says why, and the form of another page is refused', async () => {
    const one = await mattersOf(h).drafted();
    const executor = await (await staff('executor', 'kk')).open(`/kk/desk/appeals/${one.number}`);
    expect(executor.html).not.toContain('/approvals"');
    const controller = await (await staff('controller', 'kk')).open(`/kk/desk/appeals/${one.number}`);
    const answerId = controller.document.querySelector('[name="approve.answerId"]')?.getAttribute('value') ?? '';
    // his own page's form, turned at the approval
    const form = [...executor.document.querySelectorAll('form')].find((found) => found.getAttribute('action')?.endsWith('/notes'));
    form?.setAttribute('action', `/kk/desk/appeals/${one.number}/approvals`);
    form?.insertAdjacentHTML('beforeend', `<input type="hidden" name="approve.answerId" value="${answerId}">`);
    await executor.submit(buttonWords.note.kk);
    expect([executor.status, [refusalWords.not_allowed.kk, refusalWords.executor_cannot_approve.kk].some((words) => executor.text.includes(words))]).toEqual([403, true]);
    expect(await rowOf(h, one.number)).toMatchObject({ stage: 'awaiting_approval' });
  });

  test('a published appeal leaves the open list when it is taken off, and its own page too', async () => {
    const one = await mattersOf(h).published();
    expect((await h.browser().open('/kk/appeals')).text).toContain(one.number);
    const clerk = await (await staff('clerk', 'kk')).open(`/kk/desk/appeals/${one.number}`);
    expect(clerk.text).toContain(deskWords.isPublished.kk);
    await clerk.submit(buttonWords.unpublish.kk);
    expect((await h.browser().open('/kk/appeals')).text).not.toContain(one.number);
    expect((await h.browser().open(`/kk/appeals/${one.number}`)).status).toBe(404);
  });
});
