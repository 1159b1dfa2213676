import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLetter } from '../../src/rooms/notices/mail/read.ts';
import type { Broken, Letter } from '../../src/rooms/notices/mail/letter.ts';
import { aLetter, inCharset, kz1048, parts } from './letters.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'jauap-reading-'));
});
afterAll(() => rm(dir, { recursive: true, force: true, maxRetries: 9 }));

let nth = 0;
const readFrom = async (raw: Buffer, o: { whole?: boolean; authserv?: string; mostMs?: number } = {}): Promise<Letter | Broken> => {
  const path = join(dir, `letter-${(nth += 1)}`);
  await writeFile(path, raw);
  return readLetter({ path, parts: `${path}.parts`, whole: o.whole ?? true, authserv: o.authserv ?? null }, o.mostMs);
};
const read = async (raw: Buffer, o: { whole?: boolean; authserv?: string } = {}): Promise<Letter> => {
  const letter = await readFrom(raw, o);
  if ('broken' in letter) throw new Error(letter.broken);
  return letter;
};
const broken = async (raw: Buffer, mostMs?: number): Promise<string> => {
  const letter = await readFrom(raw, mostMs === undefined ? {} : { mostMs });
  return 'broken' in letter ? letter.broken : 'read';
};
const kazakh = 'Құрметті басшылық! Көшеміздің шамдары жанбайды, кешке балалар қорқады. Тезірек жөндеп берсеңіздер екен.';
const russian = 'Уважаемые! Во дворе не горит свет, вечером детям страшно. Прошу починить фонарь у третьего подъезда.';

describe('words are read in whatever they were written', () => {
  test.each([
    ['utf-8 that says so', Buffer.from(kazakh), 'text/plain; charset=utf-8', kazakh],
    ['utf-8 that says latin1', Buffer.from(kazakh), 'text/plain; charset=iso-8859-1', kazakh],
    ['utf-8 that says windows-1251', Buffer.from(kazakh), 'text/plain; charset=windows-1251', kazakh],
    ['utf-8 that says nothing', Buffer.from(kazakh), 'text/plain', kazakh],
    ['the Kazakh standard of old that says windows-1251', inCharset(kazakh, 'windows-1251', kz1048), 'text/plain; charset=windows-1251', kazakh],
    ['the Kazakh standard of old under its own name', inCharset(kazakh, 'windows-1251', kz1048), 'text/plain; charset=KZ-1048', kazakh],
    ['the Kazakh standard of old that says nothing', inCharset(kazakh, 'windows-1251', kz1048), 'text/plain', kazakh],
    ['windows-1251 that says utf-8', inCharset(russian, 'windows-1251'), 'text/plain; charset=utf-8', russian],
    ['koi8-r', inCharset(russian, 'koi8-r'), 'text/plain; charset=koi8-r', russian],
    ['koi8-r that says windows-1251', inCharset(russian, 'koi8-r'), 'text/plain; charset=windows-1251', russian],
    ['koi8-r that says nothing', inCharset(russian, 'koi8-r'), 'text/plain', russian],
    ['windows-1251 that says koi8-r', inCharset(russian, 'windows-1251'), 'text/plain; charset=koi8-r', russian],
    ['iso-8859-5 that says latin1', inCharset(russian, 'iso-8859-5'), 'text/plain; charset=latin1', russian],
    ['a charset nobody knows', Buffer.from(kazakh), 'text/plain; charset=x-made-up', kazakh],
    ['capitals in koi8-r that say nothing', inCharset(russian.toUpperCase(), 'koi8-r'), 'text/plain', russian.toUpperCase()],
  ])('%s', async (_name, body, type, expected) => {
    expect((await read(aLetter({ body, type }))).text).toBe(expected);
  });
  test('a café in latin1 stays one', async () => {
    expect((await read(aLetter({ body: Buffer.from('The café is closed, à bientôt.', 'latin1'), type: 'text/plain; charset=iso-8859-1' }))).text).toBe('The café is closed, à bientôt.');
  });
  test('a subject and a name of bare bytes, and words cut in the middle of a letter', async () => {
    const bare = await read(Buffer.concat([Buffer.from('Subject: '), inCharset('Прошу починить фонарь', 'koi8-r'), Buffer.from('\r\nFrom: "'), inCharset('Сыналмалы Әлия', 'windows-1251', kz1048), Buffer.from('" <a@mail.example>\r\n\r\n'), Buffer.from(kazakh)]));
    expect(bare).toMatchObject({ subject: 'Прошу починить фонарь', from: { name: 'Сыналмалы Әлия', address: 'a@mail.example' } });
    const half = Buffer.from('Әлия');
    const cut = await read(aLetter({ from: `=?utf-8?B?${half.subarray(0, 3).toString('base64')}?= =?utf-8?B?${half.subarray(3).toString('base64')}?= <a@mail.example>` }));
    expect(cut.from?.name).toBe('Әлия');
  });
});

describe('a page', () => {
  test('is read as words, and nothing of it is run', async () => {
    const html = '<html><head><title>т</title><style>p{}</style></head><body><script>alert(1)</script><p>Сәлеметсіз&nbsp;бе!<br>Шам <b>жанбайды</b> &lt;әлі&gt;</p><ul><li>бірінші<li>екінші</ul><img src=x onerror=alert(1)></body></html>';
    const { text } = await read(aLetter({ body: html, type: 'text/html; charset=utf-8' }));
    expect(text).toBe('Сәлеметсіз бе!\nШам жанбайды <әлі>\n\n• бірінші\n• екінші');
  });
  test('beside plain words, the plain words count; where they are empty, the page', async () => {
    const two = (plain: string) => read(aLetter({ type: 'multipart/alternative; boundary=b', body: parts('b', [{ type: 'text/plain; charset=utf-8', body: plain }, { type: 'text/html; charset=utf-8', body: '<p>бет</p>' }]) }));
    expect((await two('сөз')).text).toBe('сөз');
    expect((await two(' \n')).text).toBe('бет');
  });
  test.each([
    ['a million open tags', '<div>'.repeat(1_000_000)], ['scripts never closed', '<script>'.repeat(100_000)], ['one bracket', '<'.repeat(2_000_000)], ['entities', '&amp;'.repeat(400_000)],
    ['comments never closed', '<!--'.repeat(400_000)], ['quotations without end', '<blockquote>'.repeat(80_000)], ['line breaks', '<br> '.repeat(400_000)],
  ])('of %s is read in its time', async (_name, bomb) => {
    const started = performance.now();
    expect((await read(aLetter({ body: `<p>Шам жанбайды</p>${bomb}`, type: 'text/html; charset=utf-8' }))).text).toContain('Шам жанбайды');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('parts', () => {
  test('attachments come with their names, signatures and logos do not', async () => {
    const letter = await read(aLetter({ type: 'multipart/mixed; boundary=b', body: parts('b', [
      { type: 'text/plain; charset=utf-8', body: kazakh }, { type: 'application/pdf', body: '%PDF-1.4', name: '=?utf-8?B?0pvSsdC20LDRgi5wZGY=?=' },
      { type: 'application/pkcs7-signature', body: 'x', name: 'smime.p7s' }, { type: 'application/ms-tnef', body: 'x\u0000y', name: 'winmail.dat' },
    ]) }));
    expect(letter.enclosed.map((one) => one.name)).toEqual(['құжат.pdf', 'winmail.dat']);
    expect(letter.text).toBe(kazakh);
  });
  test('of two hundred attachments twenty are taken and the others named', async () => {
    const letter = await read(aLetter({ type: 'multipart/mixed; boundary=b', body: parts('b', [{ type: 'text/plain', body: 'See the files, please.' }, ...Array.from({ length: 200 }, (_, at) => ({ type: 'text/csv', body: `n,${at}`, name: `f${at}.csv` }))]) }));
    expect(letter.enclosed).toHaveLength(20);
    expect(letter.unread).toHaveLength(180);
    expect(letter.unread[0]).toEqual({ name: 'f20.csv', code: 'too_many_files' });
  });
  test('each paper is what was sent, byte for byte, also where it is larger than any buffer on the way', async () => {
    const papers = [3, 70_000, 1_500_000, 1].map((bytes, at) => Buffer.from(Uint8Array.from({ length: bytes }, (_, n) => (n * 31 + at) % 256)));
    const letter = await read(aLetter({ type: 'multipart/mixed; boundary=b', body: parts('b', [{ type: 'text/plain', body: 'See the files, please.' }, ...papers.map((body, at) => ({ type: 'application/pdf', body, name: `p${at}.pdf` }))]) }));
    expect(letter.enclosed.map((one) => one.bytes)).toEqual(papers.map((paper) => paper.length));
    for (const [at, one] of letter.enclosed.entries()) expect((await buffer(one.stream())).equals(papers[at] ?? Buffer.alloc(0)), one.name).toBe(true);
  });
  test('a letter of more parts than anybody writes is read as far as they count', async () => {
    const many = await read(aLetter({ type: 'multipart/mixed; boundary=b', body: `--b\r\n\r\n${kazakh}\r\n${'--b\r\n\r\n'.repeat(300_000)}` }));
    expect(many.text).toBe(kazakh);
  });
  test('an invitation to a meeting is its words', async () => {
    const ics = 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR';
    const beside = await read(aLetter({ type: 'multipart/alternative; boundary=b', body: parts('b', [{ type: 'text/plain; charset=utf-8', body: kazakh }, { type: 'text/calendar; method=REQUEST', body: ics }]) }));
    expect(beside).toMatchObject({ text: kazakh, enclosed: [] });
    const alone = await read(aLetter({ type: 'text/calendar; method=REQUEST', body: ics }));
    expect(alone.text).toBe('');
    expect(alone.enclosed).toHaveLength(1);
  });
  test('nesting without end is refused, a forwarded letter is a paper', async () => {
    const deep = Array.from({ length: 500 }, (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`).join('');
    expect(await broken(aLetter({ type: 'multipart/mixed; boundary=b0', body: deep }))).toBe('letter_too_nested');
    const forwarded = await read(aLetter({ type: 'multipart/mixed; boundary=b', body: parts('b', [{ type: 'text/plain', body: 'See below' }, { type: 'message/rfc822', body: aLetter({ body: 'other words' }) }]) }));
    expect(forwarded.text).toBe('See below');
    expect(forwarded.enclosed).toHaveLength(1);
  });
  test('a letter that takes too long is given up, and the next is read', async () => {
    expect(await broken(aLetter({ body: 'x'.repeat(10_000_000) }), 1)).toBe('letter_too_slow');
    expect((await read(aLetter())).text).toContain('Аулада');
  });
  test('a disk that takes no parts is no fault of the letter', async () => {
    const path = join(dir, 'no-room');
    await writeFile(path, aLetter());
    await expect(readLetter({ path, parts: join(dir, 'nowhere', 'parts'), whole: true, authserv: null })).rejects.toMatchObject({ code: 'ENOENT' });
  });
  test.each([['nothing at all', Buffer.alloc(0)], ['noise', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256))], ['NUL bytes', Buffer.from('From: a@mail.example\r\nSubject: a\u0000b\r\n\r\nwords\u0000 and words')], ['heads without end', Buffer.from('X: y\r\n'.repeat(400_000))]])('%s stops nobody', async (_name, raw) => {
    expect(['read', 'letter_broken', 'letter_too_nested']).toContain(await broken(raw));
  });
});

describe('what a letter says of itself is believed in nothing', () => {
  test('an encoded word cannot make another sender, two senders are the first', async () => {
    expect((await read(aLetter({ from: '=?utf-8?Q?victim=40mail=2Eexample=2C?= <real@mail.example>' }))).from?.address).toBe('real@mail.example');
    expect((await read(aLetter({ from: 'one@mail.example\r\nFrom: two@mail.example' }))).from?.address).toBe('one@mail.example');
    expect((await read(aLetter({ from: 'nobody' }))).from).toBe(null);
  });
  test.each([
    ['Auto-Submitted: auto-replied', 'auto_reply'], ['Auto-Submitted: no', null], ['Auto-Submitted: auto-generated', 'auto_generated'], ['Precedence: bulk', 'mailing_list'], ['List-Id: <l.example>', 'mailing_list'],
    ['X-Autoreply: yes', 'auto_reply'], ['Return-Path: <>', 'auto_generated'], ['X-Mailer: any', null],
  ])('%s: %s', async (line, expected) => {
    expect((await read(aLetter({ head: [line] }))).automatic).toBe(expected);
  });
  test('only the own server vouches for a sender', async () => {
    const said = (value: string) => read(aLetter({ head: [`Authentication-Results: ${value}`] }), { authserv: 'mx.ashyq.example' }).then((one) => one.authentic);
    expect(await said('mx.ashyq.example; dmarc=pass header.from=mail.example')).toBe(true);
    expect(await said('mx.ashyq.example; dkim=pass header.d=mail.example')).toBe(true);
    expect(await said('mx.ashyq.example; dkim=pass header.d=evil.example')).toBe(false);
    expect(await said('mx.ashyq.example; dmarc=fail header.from=mail.example')).toBe(false);
    expect(await said('mx.ashyq.example; spf=pass smtp.mailfrom="x; dmarc=pass"')).toBe(false);
    expect(await said('evil.example; dmarc=pass header.from=mail.example')).toBe(false);
    expect((await read(aLetter({ head: ['Authentication-Results: mx.ashyq.example; dmarc=pass header.from=mail.example'] }))).authentic).toBe(false);
  });
  test('the same letter delivered twice has one name, another under the same Message-ID has its own', async () => {
    const a = await read(aLetter({ id: '<x@mail.example>' }));
    const again = await read(aLetter({ id: '<x@mail.example>', head: ['Received: from elsewhere'] }));
    const other = await read(aLetter({ id: '<x@mail.example>', body: 'Other words entirely.' }));
    expect(again.name).toBe(a.name);
    // as letters were called before: one that was taken years ago and comes again is the same
    expect(a.name).toBe('<x@mail.example> 8fe97d4b08158fc5c2ea539831e8b01a');
    expect(other.name).not.toBe(a.name);
    expect((await read(aLetter({ id: null }))).name).not.toBe('');
  });
});

describe('letters that come back', () => {
  const token = '17.0123456789abcdef0123';
  const dsn = (status: string) => aLetter({
    from: 'MAILER-DAEMON@mx.example', head: ['Auto-Submitted: auto-replied'], type: 'multipart/report; report-type=delivery-status; boundary=b', body: parts('b', [
      { type: 'text/plain; charset=utf-8', body: 'Хатыңыз жеткізілмеді: мұндай мекенжай жоқ.' },
      { type: 'message/delivery-status', body: `Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; aliya@mail.example\r\n${status}\r\n` },
      { type: 'message/rfc822', body: `Message-ID: <notice.${token}@ashyq.example>\r\nSubject: x\r\n\r\nbody` },
    ]),
  });
  test('by the part for machines, whatever the words', async () => {
    expect((await read(dsn('Action: failed\r\nStatus: 5.1.1'))).report).toEqual({ failed: true, status: '5.1.1', tokens: [token] });
    expect((await read(dsn('Action: delayed\r\nStatus: 4.4.7'))).report).toMatchObject({ failed: false });
  });
  test('by words alone, where a letter of ours is named', async () => {
    const words = (text: string) => read(aLetter({ from: 'postmaster@mx.example', head: ['Return-Path: <>'], body: text })).then((one) => one.report);
    expect(await words(`Мекенжай табылмады: 550 5.1.1\n\nMessage-ID: <notice.${token}@ashyq.example>`)).toEqual({ failed: true, status: '5.1.1', tokens: [token] });
    expect(await words('Мекенжай табылмады: 550 5.1.1')).toBe(null);
  });
});
