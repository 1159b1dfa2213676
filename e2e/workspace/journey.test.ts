import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shortDay } from '../../src/kernel/show.ts';
import { say } from '../../src/kernel/words.ts';
import { buttonWords, deskWords, doneWords } from '../../src/rooms/appeals/words/desk.ts';
import { tabWords } from '../../src/rooms/appeals/words/inbox.ts';
import { followWords } from '../../src/rooms/appeals/words/follow.ts';
import { commonWords, verdictWords } from '../../src/rooms/appeals/words/labels.ts';
import { refusalWords } from '../../src/rooms/appeals/words/refusals.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { forgetKept } from '../../src/rooms/appeals/store/kept.ts';
import { readFigures } from './figures.ts';
import { atDesk } from './office.ts';
import { aPast } from './past.ts';
import { judge, sendAppeal } from './resident.ts';

let s: Served;
beforeAll(async () => {
  s = await serveHouse();
  await aPast(s.house);
});
afterAll(() => s.end());

const picture = async () => ({ name: 'шам.jpg', mimeType: 'image/jpeg', buffer: await sharp({ create: { width: 320, height: 240, channels: 3, background: '#20303a' } }).jpeg().toBuffer() });
const dayMs = 86_400_000;

const stories = {
  kk: {
    text: 'Мектептің жанындағы көше шамдары екі аптадан бері жанбайды, балалар қараңғыда жүр. Менің нөмірім 8 701 000 00 21. Әңгүөқұһі ӘҢҒҮҰҚӨҺІ', hidden: '8 701 000 00 21', kept: 'балалар қараңғыда жүр',
    place: 'Тасқала', surname: 'Ұлықпанова', given: 'Әсия', answer: 'Екі шам 20 қарашада ауыстырылды.', again: 'Желі де жөнделді, қазір барлық шам жанып тұр.', left: 'Бір шам кешке қайта сөнді.', word: 'Енді бәрі жанып тұр, рақмет.', district: 'Тасқала ауданы',
  },
  ru: {
    text: 'Возле школы две недели не горят фонари, дети ходят в темноте. Мой телефон 8 701 000 00 22.', hidden: '8 701 000 00 22', kept: 'дети ходят в темноте',
    place: 'Таскала', surname: 'Вымышленова', given: 'Дарья', answer: 'Две лампы заменены 20 ноября.', again: 'Исправлена и линия, сейчас горят все фонари.', left: 'Один фонарь вечером снова погас.', word: 'Теперь всё горит, спасибо.', district: 'Таскалинский район',
  },
} as const;

describe('an appeal from the door to the person’s verdict', () => {
  test.each(['kk', 'ru'] as const)('a resident sends, staff answer, it comes back as not solved to somebody else, gets solved, and the figures move (%s)', { timeout: 360_000 }, async (lang) => {
    const story = stories[lang];
    const { units, people } = s.house;
    const resident = await s.window({ script: true });
    const anybody = await s.window();
    const figures = () => {
      // where the machine counts slowly, what was counted a moment ago would be shown again
      forgetKept(s.house.t.db);
      return readFigures(anybody, lang, '276000000');
    };
    const staff = async (who: keyof typeof people) => { const page = await s.staff(who, lang); return { page, at: atDesk(page, lang) }; };
    const before = await figures();

    const { number, link } = await sendAppeal(resident, lang, { text: story.text, place: story.place, address: 'Абай, 12', surname: story.surname, given: story.given, phone: '8 701 000 00 21', publish: true, picture: await picture() });
    await resident.goto(link);
    await resident.getByText(say(lang, followWords.nowRegistered)).waitFor();
    const shown = resident.getByRole('img', { name: 'шам.jpg' });
    await shown.scrollIntoViewIfNeeded();
    await expect.poll(() => shown.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(10);
    const sent = await figures();
    expect(sent).toEqual({ ...before, received: before.received + 1, inWork: before.inWork + 1 });
    await anybody.goto(`/${lang}/appeals`);
    expect(await anybody.getByText(number).count()).toBe(0);

    // the clerk sets the topic, names a body and a person of it, and makes the text ready for everybody
    const clerk = await staff('clerk');
    await clerk.at.openFromInbox(number, tabWords.new);
    const sort = await clerk.at.unfold('sort');
    await sort.getByLabel(say(lang, commonWords.topic), { exact: true }).selectOption('lighting');
    await clerk.at.done('sort');
    await clerk.at.assignTo(units.lighting, people.executor);
    await clerk.page.goto(`/${lang}/desk/appeals/${number}/redaction`);
    const proposed = await clerk.page.locator('textarea[name="redact.publicText"]').inputValue();
    expect([proposed.includes(story.hidden), proposed.includes(story.kept)]).toEqual([false, true]);
    await clerk.page.getByRole('button', { name: say(lang, deskWords.redactSave) }).click();
    await clerk.page.getByRole('button', { name: say(lang, buttonWords.publish), exact: true }).click();
    await clerk.page.getByRole('status').filter({ hasText: say(lang, doneWords.publish) }).waitFor();
    await anybody.goto(`/${lang}/appeals`);
    await anybody.getByRole('link', { name: number, exact: true }).click();
    const published = await anybody.getByRole('main').innerText();
    expect([published.includes(story.hidden), published.includes(story.kept), published.includes(story.surname), published.includes(story.district)]).toEqual([false, true, false, true]);

    // the executor finds it in his own inbox and answers with a paper; the controller, who is somebody else, accepts and sends
    const executor = await staff('executor');
    await executor.at.openMine(number);
    await executor.at.answerDone(story.answer, { name: 'акт.txt', mimeType: 'text/plain', buffer: Buffer.from('Орындалған жұмыс актісі') });
    await (await staff('controller')).at.accept(number, story.answer);
    expect(await figures()).toEqual({ ...sent, inWork: before.inWork, doneUnsaid: before.doneUnsaid + 1 });

    // four days later the person reads the answer and its paper, and says: not solved
    s.house.clock.now += 4 * dayMs;
    await resident.goto(link);
    await resident.getByText(story.answer).waitFor();
    const [saved] = await Promise.all([resident.waitForEvent('download'), resident.getByRole('link', { name: 'акт.txt' }).click()]);
    expect(saved.suggestedFilename()).toBe('акт.txt');
    await judge(resident, lang, link, 'verdictNot', story.left);
    await resident.getByText(say(lang, followWords.nowReopened)).waitFor();
    const [term] = await s.house.t.raw('SELECT due_on::text AS due, original_due_on::text AS first FROM appeals.appeal WHERE number = $1', [number]);
    const due = String(term?.['due']);
    expect(due > String(term?.['first'])).toBe(true);
    expect(await figures()).toEqual({ ...sent, doneNotSolved: before.doneNotSolved + 1 });

    // it came back with its words and a new day; whoever had it cannot have it again
    const back = await staff('clerk');
    await back.at.openFromInbox(number, tabWords.came_back);
    const matter = await back.page.getByRole('main').innerText();
    expect([matter.includes(story.left), matter.includes(shortDay(due))]).toEqual([true, true]);
    await back.at.cannotAssignTo(units.lighting, people.executor, refusalWords.same_person_again);
    await back.at.assignTo(units.lighting, people.colleague);
    const colleague = await staff('colleague');
    await colleague.at.openMine(number);
    await colleague.at.answerDone(story.again);
    await (await staff('controller')).at.accept(number, story.again);

    // the last word
    await resident.goto(link);
    await resident.getByText(story.again).waitFor();
    await judge(resident, lang, link, 'verdictSolved', story.word);
    await resident.getByText(say(lang, followWords.nowClosed)).waitFor();
    expect(await figures()).toEqual({ ...before, received: before.received + 1, doneSolved: before.doneSolved + 1 });
    await anybody.goto(`/${lang}/appeals/${number}`);
    await anybody.getByText(say(lang, verdictWords.solved), { exact: true }).waitFor();
  });

  test('on paper the parts of a bar are told apart without colour, letters are read on every shade of the map, and what is made up says so', async () => {
    const page = await s.window();
    await page.goto('/ru/figures');
    await page.emulateMedia({ media: 'print' });
    const seen = await page.evaluate(() => {
      document.querySelector('header.top')?.insertAdjacentHTML('afterbegin', '<div class="demo"><div>made up</div></div>');
      const parts = ['fd', 'fs', 'fl', 'fq', 'c1'];
      document.querySelector('main')?.insertAdjacentHTML('beforeend', `<div class="shares"><svg>${parts.map((tone) => `<rect class="${tone}" width="9" height="9" />`).join('')}</svg></div><svg class="tiles">${['c0', 'c1', 'c2', 'c3', 'c4'].map((tone) => `<rect class="${tone}" width="9" height="9" />`).join('')}<text>9</text></svg>`);
      const grey = (all: string) => [...document.querySelectorAll(all)].map((one) => Number(/\d+/.exec(getComputedStyle(one).fill)?.[0]));
      return { parts: grey('main > .shares:last-of-type rect'), tiles: grey('main > svg.tiles rect'), letters: grey('main > svg.tiles text'), demo: getComputedStyle(document.querySelector('.demo') ?? document.body).display };
    });
    const apart = seen.parts.toSorted((a, b) => a - b).map((grey, at, all) => grey - (all[at - 1] ?? -255));
    expect([seen.parts.length, Math.min(...apart) >= 50, seen.tiles.length, Math.min(...seen.tiles) >= 170, seen.letters, seen.demo === 'none'], JSON.stringify(seen)).toEqual([5, true, 5, true, [0], false]);
  });
});
