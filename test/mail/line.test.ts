import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { wireTo, type Wire } from '../support/wire.ts';
import { aLetter, word } from './letters.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';

const letters = 12;
const words = (at: number): string => `Бұл ${at}-хат: шам жанбайды.`;
const letter = (at: number): Buffer => aLetter({ from: `${word('Сыналмалы Әлия')} <line${at}@mail.example>`, id: `<line-${at}@mail.example>`, subject: '', body: words(at) });

/** The house behind a line to its mailbox. */
const behind = async (o: { capability?: string; lastsMs?: number; alter?: (line: string) => string | null; pollMs: number }, work: (office: PostOffice, wire: Wire) => Promise<void>): Promise<void> => {
  const wires: Wire[] = [];
  const office = await openPostOffice({
    box: o.capability === undefined ? {} : { capability: o.capability }, pollMs: o.pollMs,
    reach: async (box) => {
      const at = new URL(box.url);
      const wire = await wireTo(Number(at.port), { ...(o.lastsMs === undefined ? {} : { lastsMs: o.lastsMs }), ...(o.alter ? { alter: o.alter } : {}) });
      wires.push(wire);
      return { url: box.url.replace(`:${at.port}`, `:${wire.port}`) };
    },
  });
  try {
    const [wire] = wires;
    if (!wire) throw new Error('no line');
    await work(office, wire);
  } finally {
    await office.end();
    for (const wire of wires) await wire.end();
  }
};

/** Each letter made one matter, told one person, and lies in one folder. */
const eachOnce = async (office: PostOffice): Promise<void> => {
  const rows = await office.matters();
  expect(rows.map((row) => String(row['text'])).toSorted()).toEqual(Array.from({ length: letters }, (_, at) => words(at)).toSorted());
  expect((await office.house.t.raw('SELECT count(*)::int AS n FROM notices.notice'))[0]?.['n']).toBe(letters);
  expect(office.box.lying('Processed')).toHaveLength(letters);
  expect(office.box.lying('Refused')).toHaveLength(0);
};

test('from a server that does not say when something comes, letters are asked for: each comes within the time of asking, and once', async () => {
  const pollMs = 700;
  // what Debian's dovecot can, without IDLE, NOTIFY and MOVE
  await behind({ capability: 'IMAP4rev1 SASL-IR ENABLE UIDPLUS NAMESPACE SPECIAL-USE LITERAL+ AUTH=PLAIN', pollMs }, async (office, wire) => {
    const took: number[] = [];
    for (let at = 0; at < letters; at += 1) {
      const began = performance.now();
      await office.comes(letter(at));
      took.push(performance.now() - began);
      await pause(at * 60);
    }
    expect(wire.said()).not.toMatch(/\bIDLE\b/);
    console.log(`proof: mail, without IDLE, asked every ${pollMs} ms, the slowest letter of ${letters} was in after ${Math.max(...took).toFixed(0)} ms`);
    // and the time of taking it in; half of the letters, so that a moment in which the machine did something else does not count
    expect(took.toSorted((a, b) => a - b)[letters / 2]).toBeLessThan(pollMs + 4_000);
    await eachOnce(office);
  });
}, 360_000);

test('over a line that falls every second and a half letters come all the same, long before they would be asked for, and once', async () => {
  const pollMs = 600_000;
  await behind({ lastsMs: 1_500, pollMs }, async (office, wire) => {
    const began = performance.now();
    for (let at = 0; at < letters; at += 1) {
      office.box.deliver(letter(at));
      // half of them at once: the line falls over work, too
      if (at >= letters / 3) await pause(1_200);
    }
    await office.emptied();
    console.log(`proof: mail, over a line that fell ${wire.cuts()} times, ${letters} letters were in after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    expect(wire.cuts()).toBeGreaterThanOrEqual(2);
    await eachOnce(office);
  });
}, 360_000);

test('a letter of which a line was lost on the way is never taken: it lies there, is fetched again, and is taken once it came whole', async () => {
  let short = true;
  const lost = 'Message-ID: <line-1@mail.example>\r';
  const alter = (line: string): string | null => (!short || line.includes('ENVELOPE') ? line : line === lost ? null : line.replace(/(BODY\[\]<0> \{)(\d+)/, (_, before: string, bytes: string) => `${before}${Number(bytes) - lost.length - 1}`));
  await behind({ alter, pollMs: 200 }, async (office, wire) => {
    office.box.deliver(letter(1));
    // twice in one go, and in a later round again
    await vi.waitFor(() => { if ((wire.said().match(/BODY\.PEEK\[\]<0\./g)?.length ?? 0) < 4) throw new Error('it was not fetched four times yet'); }, { timeout: 60_000, interval: 30 });
    expect([await office.matters(), office.box.waiting(), office.box.lying('Refused')]).toEqual([[], 1, []]);
    short = false;
    await office.emptied();
    expect((await office.matters()).map((row) => row['text'])).toEqual([words(1)]);
    expect(office.box.lying('Processed')).toHaveLength(1);
  });
});

test('a server that names too large a size is asked whether the letter goes on, and it is taken at the first try', async () => {
  const alter = (line: string): string => line.replace(/RFC822\.SIZE (\d+)/, (_, bytes: string) => `RFC822.SIZE ${Number(bytes) + 40}`);
  await behind({ alter, pollMs: 200 }, async (office, wire) => {
    office.box.deliver(letter(1));
    await office.emptied();
    expect((await office.matters()).map((row) => row['text'])).toEqual([words(1)]);
    expect(wire.said().match(/BODY\.PEEK\[\]<0\./g)).toHaveLength(1);
  });
});

test('a refused letter that a clerk asks for and that comes short is tried three times, while the next one asked for is taken and the line stands', async () => {
  let short = false;
  const lost = 'Message-ID: <line-1@mail.example>\r';
  const much = 5_000;
  // of the two, the first is the long one
  const shorter = (line: string): string => line.replace(/(BODY\[\]<0> \{)(\d+)/, (all: string, before: string, bytes: string) => (Number(bytes) < much ? all : `${before}${Number(bytes) - lost.length - 1}`));
  const alter = (line: string): string | null => (!short || line.includes('ENVELOPE') ? line : line === lost ? null : shorter(line));
  const automatic = (at: number, body: string): Buffer => aLetter({ from: `${word('Сыналмалы Әлия')} <line${at}@mail.example>`, id: `<line-${at}@mail.example>`, subject: '', body, head: ['Auto-Submitted: auto-replied'] });
  await behind({ alter, pollMs: 200 }, async (office, wire) => {
    office.box.deliver(automatic(1, `${words(1)} ${'Шам. '.repeat(much / 5)}`));
    await office.emptied();
    office.box.deliver(automatic(2, words(2)));
    await office.emptied();
    const ask = (at: number) => office.house.t.raw(`UPDATE notices.arrival SET again_at = arrived_at WHERE name LIKE $1`, [`<line-${at}@%`]);
    const standing = async () => (await office.house.t.raw(`SELECT state, reason, again_at IS NOT NULL AS asked FROM notices.arrival ORDER BY id`)).map((row) => [row['state'], row['reason'], row['asked']]);
    const becomes = (wanted: unknown) => vi.waitFor(async () => expect(await standing()).toEqual(wanted), { timeout: 60_000, interval: 30 });
    expect(await standing()).toEqual([['refused', 'auto_reply', false], ['refused', 'auto_reply', false]]);
    const logins = () => wire.said().match(/ (?:LOGIN|AUTHENTICATE) /g)?.length;
    const before = logins();
    short = true;
    await ask(1);
    await ask(2);
    await becomes([['refused', 'letter_failed', false], ['taken', null, false]]);
    expect((await office.matters()).map((row) => row['text'])).toEqual([words(2)]);
    expect([before, logins()]).toEqual([1, 1]);
    // one for each when they came, three times two for the first, one for the second
    expect(wire.said().match(/BODY\.PEEK\[\]<0\./g)).toHaveLength(2 + 3 * 2 + 1);
    short = false;
    await ask(1);
    await becomes([['taken', null, false], ['taken', null, false]]);
    await vi.waitFor(() => expect([office.box.lying('Processed').length, office.box.lying('Refused').length]).toEqual([2, 0]), { timeout: 60_000, interval: 30 });
  });
});
