import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtWithout, lacking } from '../support/lacking.ts';
import type { openDoor } from './broken-door.ts';
import { aLetter, parts, word } from './letters.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';

let office: PostOffice;
beforeAll(async () => {
  office = await openPostOffice();
});
afterAll(() => office.end());

/** A zip whose one file says it is small and is not: 300 MB of zeroes. */
const zipBomb = (): Buffer => {
  const name = Buffer.from('word/document.xml');
  const packed = deflateRawSync(Buffer.alloc(300 * 1024 * 1024), { level: 9 });
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(1_000, 22);
  head.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(1_000, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([head, name, packed, central, name, end]);
};

const who = (at: number) => `${word('Сыналмалы Әлия')} <hostile${at}@mail.example>`;
const mixed = (list: Parameters<typeof parts>[1]) => ({ type: 'multipart/mixed; boundary=b', body: parts('b', [{ type: 'text/plain; charset=utf-8', body: 'Шам жанбайды, құжаттарды қараңыз.' }, ...list]) });
const deep = Array.from({ length: 3_000 }, (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`).join('');

/** What becomes of it: taken in, or what it is refused for. */
type Hostile = readonly [what: string, make: () => Buffer, becomes: string];
const letters: readonly Hostile[] = [
  ['of 45 MB', () => aLetter({ from: who(1), ...mixed([{ type: 'application/pdf', body: Buffer.alloc(33 * 1024 * 1024, 0x41), name: 'big.pdf' }]) }), 'taken'],
  ['with a paper of 25 MB', () => aLetter({ from: who(2), ...mixed([{ type: 'application/pdf', body: Buffer.alloc(25 * 1024 * 1024, 0x41), name: 'big.pdf' }]) }), 'taken'],
  ['a page of a million tags', () => aLetter({ from: who(3), type: 'text/html', body: `<p>Шам жанбайды</p>${'<div><b>'.repeat(500_000)}` }), 'taken'],
  ['nested three thousand deep', () => aLetter({ from: who(4), type: 'multipart/mixed; boundary=b0', body: deep }), 'letter_too_nested'],
  ['an invitation', () => aLetter({ from: who(5), type: 'multipart/alternative; boundary=b', body: parts('b', [{ type: 'text/plain; charset=utf-8', body: 'Жиналысқа шақырамыз' }, { type: 'text/calendar; method=REQUEST', body: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR' }]) }), 'taken'],
  ['winmail.dat', () => aLetter({ from: who(6), ...mixed([{ type: 'application/ms-tnef', body: Buffer.from('789f3e220100ff00fe', 'hex'), name: 'winmail.dat' }]) }), 'taken'],
  ['a zip bomb', () => aLetter({ from: who(7), ...mixed([{ type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', body: zipBomb(), name: 'bomb.docx' }]) }), 'taken'],
  ['two hundred papers', () => aLetter({ from: who(8), ...mixed(Array.from({ length: 200 }, (_, at) => ({ type: 'text/csv', body: `n;${at}`, name: `t${at}.csv` }))) }), 'taken'],
  // packed: a mail server sends no bare NUL on
  ['NUL bytes and half letters', () => aLetter({ from: who(9), subject: 'a\u0000b', head: ['Content-Transfer-Encoding: base64'], body: Buffer.concat([Buffer.from('Шам\u0000 жанбайды '), Buffer.from([0xed, 0xa0, 0x80, 0xff, 0xfe, 0x00])]).toString('base64') }), 'taken'],
  ['headers in a subject and a name', () => aLetter({ from: `${word('Әлия\r\nBcc: other@mail.example')} <hostile10@mail.example>`, subject: 'Хат\r\nBcc: other@mail.example' }), 'taken'],
  ['no date, no Message-ID', () => aLetter({ from: who(11), date: null, id: null }), 'taken'],
  ['a Message-ID of a thousand kilobytes', () => aLetter({ from: who(12), id: `<${'x'.repeat(1_000_000)}@mail.example>` }), 'taken'],
  ['direction marks and a name of ten thousand letters', () => aLetter({ from: `${word(`\u202E${'ә'.repeat(900)}`)} <hostile13@mail.example>`, body: '\u202Eжанбайды шам\u202C' }), 'taken'],
  ['no sender', () => aLetter({ from: 'undisclosed' }), 'no_sender'],
  ['nothing', () => Buffer.from('\r\n'), 'no_sender'],
  ['noise', () => Buffer.from(Array.from({ length: 20_000 }, (_, at) => (at * 7_919) % 251)), 'no_sender'],
  ['a boundary that never ends', () => aLetter({ from: who(14), type: 'multipart/mixed; boundary=b', body: '--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nШам жанбайды, ешкім келмейді.' }), 'taken'],
  ['base64 that is none', () => aLetter({ from: who(15), head: ['Content-Transfer-Encoding: base64'], body: '!!!! бұл base64 емес !!!!' }), 'taken'],
  ['an address with quotation marks', () => aLetter({ from: '"a\\"b"@mail.example' }), 'no_sender'],
];

/** Of which something else became. */
const misjudged = async (list: readonly Hostile[]): Promise<readonly string[]> => {
  const wrong: string[] = [];
  for (const [what, make, becomes] of list) {
    office.box.deliver(make());
    await office.emptied();
    const [row] = await office.house.t.raw('SELECT state, reason FROM notices.arrival ORDER BY id DESC LIMIT 1');
    const became = String(row?.['reason'] ?? row?.['state']);
    if (became !== becomes) wrong.push(`${what}: ${became}`);
  }
  return wrong;
};

test('each hostile letter is taken in or refused with a reason, and the letter behind it is read', async () => {
  expect(await misjudged(letters)).toEqual([]);
  const matters = await office.comes(aLetter({ body: 'Жай ғана хат, артынан келген.' }));
  expect(matters.at(-1)?.['text']).toContain('Жай ғана хат');
  const kept = letters.filter(([, , becomes]) => becomes === 'taken').length + 1;
  console.log(`proof: ${letters.length} hostile letters, ${kept - 1} taken in, ${letters.length - kept + 1} refused with a reason, and the one behind each was read`);
  expect(matters).toHaveLength(kept);
  expect(office.box.lying('Processed')).toHaveLength(kept);
  expect(office.box.lying('Refused')).toHaveLength(letters.length - kept + 1);
  const [largest] = matters;
  expect(largest?.['text']).toContain('Шам жанбайды, құжаттарды қараңыз.');
  expect(await office.house.t.raw(`SELECT code FROM appeals.act WHERE appeal_id = $1 ORDER BY id`, [largest?.['id']])).toEqual([{ code: 'registered' }, { code: 'letter_cut' }]);
  expect(await office.house.t.raw(`SELECT name, count(*)::int AS n FROM files.file WHERE owner IS NOT NULL AND name !~ '^t[0-9]+[.]txt$' GROUP BY 1`)).toEqual([]);
  for (const letter of await office.sent()) expect((letter.to ?? []).map((one) => one.address)).not.toContain('other@mail.example');
}, 240_000);

test('control: a reader that goes as deep as a letter does, and a door that believes every sender, every name and every sign, take in what they may not and fail over the rest; the same question says so', async () => {
  const names = ['nested three thousand deep', 'NUL bytes and half letters', 'a Message-ID of a thousand kilobytes', 'no sender'];
  const reader = await builtWithout('src/rooms/notices/mail/reader.ts', {
    'src/rooms/notices/mail/parts.ts': [['const mostNesting = 50;', 'const mostNesting = 5_000;']],
    'src/rooms/notices/mail/headers.ts': [['const mostValue = 16_000;', 'const mostValue = 2_000_000;']],
    'src/rooms/notices/mail/mime.ts': [[".replace(/\\s+/g, '').slice(0, 200)} ${digest", ".replace(/\\s+/g, '')} ${digest"]],
  });
  const { openDoor: open } = await lacking<{ openDoor: typeof openDoor }>('test/mail/broken-door.ts', {
    'src/rooms/notices/mail/read.ts': [[/const reader = .*;/, `const reader = ${JSON.stringify(reader.file)};`]],
    'src/kernel/typed.ts': [[".replace(unwanted, '');", ';']],
    'src/rooms/appeals/law/letter.ts': [["  if (!f.hasSender) return 'no_sender';\n", '']],
  });
  await office.shut();
  const door = open(office.config, office.house.t.url, office.house.clock);
  try {
    const wrong = await misjudged(letters.filter(([what]) => names.includes(what)));
    console.log(`proof: control, a door of letters that lacks a line for each: ${wrong.join('; ')}`);
    expect(wrong.map((one) => one.split(':')[0])).toEqual(names);
  } finally {
    await door.end();
    await reader.remove();
  }
});
