import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { system } from '../../../kernel/actor.ts';
import { spoken, talk, type Message } from './talk.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await openHouse();
});
afterAll(() => h.end());

const ctx = () => h.ctx(system('telegram'));
let nth = 0;
const message = (chat: string, heard: Message['heard']): Message => ({ name: `update-${(nth += 1)}`, chat, heard });
const text = (chat: string, words: string): Message => message(chat, { kind: 'text', id: nth + 1, text: words, means: null });
const press = (chat: string, data: string): Message => message(chat, { kind: 'press', data });
const codes = (says: readonly { readonly say: string }[]) => says.map((one) => one.say);

test('what could not be said is said before the answer to the next message, and once said it is not said again', async () => {
  const first = press('c1', 'l:kk');
  expect(codes((await talk(ctx(), first)).says)).toEqual(['hello', 'what']);
  const second = text('c1', 'Аулада жарық жанбайды.');
  expect(codes((await talk(ctx(), second)).says)).toEqual(['hello', 'what', 'taken']);
  await spoken(ctx(), second);
  expect(codes((await talk(ctx(), text('c1', 'Екінші апта.'))).says)).toEqual(['taken']);
});

test('a message that is read again brings the same answer while it was not said, and none afterwards', async () => {
  const first = press('c2', 'l:ru');
  const answer = await talk(ctx(), first);
  expect((await talk(ctx(), first)).says).toEqual(answer.says);
  await spoken(ctx(), first);
  expect(await talk(ctx(), first)).toMatchObject({ says: [], toast: null });
});

test('messages of a new chat that come at the same moment are all kept', async () => {
  const all = Array.from({ length: 8 }, (_, at) => text('c3', `Бірінші сөз ${at}.`));
  await Promise.all(all.map((one) => talk(ctx(), one)));
  const last = press('c3', 'l:kk');
  await talk(ctx(), last);
  await spoken(ctx(), last);
  const done = await talk(ctx(), message('c3', { kind: 'text', id: 99, text: 'дайын', means: 'done' }));
  await spoken(ctx(), { name: `update-${nth}`, chat: 'c3' });
  expect(codes(done.says)).toEqual(['where']);
  const words: Message['heard'][] = [
    { kind: 'text', id: 100, text: 'Тасқала', means: null }, { kind: 'text', id: 101, text: 'Өткізу', means: 'skip' },
  ];
  for (const heard of words) await talk(ctx(), message('c3', heard));
  const kind = await talk(ctx(), message('c3', { kind: 'other' }));
  const button = kind.says.at(-1)?.keys?.flat().find((key) => key.data.endsWith('application'));
  await talk(ctx(), press('c3', button?.data ?? ''));
  await talk(ctx(), text('c3', 'Үлгілі Дана'));
  await talk(ctx(), message('c3', { kind: 'text', id: 102, text: '-', means: 'skip' }));
  const check = await talk(ctx(), message('c3', { kind: 'text', id: 103, text: 'жоқ', means: 'no' }));
  const shown = String(check.says.at(-1)?.slots?.['text']);
  for (let at = 0; at < 8; at += 1) expect(shown).toContain(`Бірінші сөз ${at}.`);
});

test('a refused act leaves nothing behind, and the person hears why', async () => {
  await talk(ctx(), press('c4', 'l:kk'));
  const refused = await talk(ctx(), press('c4', 'v:1:solved'));
  expect(codes(refused.says).at(-1)).toMatch(/^(refused:appeal_not_found|what)$/);
  expect(codes(refused.says)).toContain('refused:appeal_not_found');
  expect(await h.t.raw('SELECT count(*)::int AS n FROM appeals.verdict')).toEqual([{ n: 0 }]);
});

test('what an older program kept begins anew, in its language; what was sealed with another key too', async () => {
  const { keepTalk } = await import('../../notices/contract.ts');
  const { write } = await import('../../../platform/db.ts');
  await write(ctx(), (tx) => keepTalk(ctx(), tx, 'c5', JSON.stringify({ talk: { lang: 'ru', step: 'something' }, unsaid: [] })));
  expect(await talk(ctx(), message('c5', { kind: 'command', name: 'help' }))).toMatchObject({ lang: 'ru', says: [{ say: 'help' }, { say: 'home' }] });
  await h.t.raw(`UPDATE notices.conversation SET sealed = sha256(sealed) || sha256(sealed)`);
  expect(await talk(ctx(), message('c5', { kind: 'command', name: 'help' }))).toMatchObject({ lang: null, says: [{ say: 'language' }] });
});
