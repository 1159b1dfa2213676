import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { folderStore, setFileStore } from '../../src/rooms/files/contract.ts';
import { aLetter, parts, word } from './letters.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';

let office: PostOffice;
let dir = '';
beforeAll(async () => {
  office = await openPostOffice();
  dir = await mkdtemp(join(tmpdir(), 'jauap-disk-'));
});
afterAll(async () => {
  await office.end();
  await rm(dir, { recursive: true, force: true, maxRetries: 9 });
});

test('a letter that comes while the disk is full waits in the mailbox, and is taken in, once, when there is room again', async () => {
  const store = folderStore(dir);
  let tries = 0;
  // as often as a letter is given up that fails for its own sake
  setFileStore({ ...store, put: (key, from) => ((tries += 1) <= 3 ? Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'write' })) : store.put(key, from)) });
  const body = parts('b', [{ type: 'text/plain; charset=utf-8', body: 'Аулада жарық жанбайды.' }, { type: 'text/plain; charset=utf-8', body: 'Акт', name: 'akt.txt' }]);
  const rows = await office.comes(aLetter({ from: `${word('Сыналмалы Әлия')} <disk@mail.example>`, type: 'multipart/mixed; boundary=b', body }));
  expect([tries > 3, rows.map((row) => row['text'])]).toEqual([true, [expect.stringContaining('Аулада жарық жанбайды.')]]);
  expect([office.box.lying('Processed').length, office.box.lying('Refused').length]).toEqual([1, 0]);
  expect(await office.house.t.raw(`SELECT count(*)::int AS n FROM files.file WHERE owner LIKE 'appeal:%'`)).toEqual([{ n: 1 }]);
  // what lay beside while it was read goes when it was registered
  await vi.waitFor(async () => expect(store.scratch === undefined ? [] : await readdir(store.scratch)).toEqual([]), { timeout: 120_000, interval: 50 });
}, 240_000);

test('a letter that the mail server itself cannot give stays where it lies, and holds back nobody else’s', async () => {
  const before = (await office.matters()).length;
  const hidden = office.box.deliverUnreadable(aLetter({ from: `${word('Сыналмалы Әлия')} <unread@mail.example>`, body: 'Мұны сервер бермейді.' }));
  office.box.deliver(aLetter({ from: `${word('Сыналмалы Әлия')} <next@mail.example>`, body: 'Келесі хат: шам жанбайды.' }));
  await vi.waitFor(async () => expect((await office.matters()).length).toBe(before + 1), { timeout: 120_000, interval: 50 });
  // it is registered first and put aside then
  await vi.waitFor(() => expect(office.box.waiting()).toBe(1), { timeout: 120_000, interval: 50 });
  expect([office.box.waiting(), (await office.matters()).at(-1)?.['text']]).toEqual([1, expect.stringContaining('Келесі хат: шам жанбайды.')]);
  // mended there, it is taken in
  hidden();
  await office.emptied();
  expect((await office.matters()).at(-1)?.['text']).toContain('Мұны сервер бермейді.');
}, 240_000);
