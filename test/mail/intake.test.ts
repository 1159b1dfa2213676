import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aLetter, parts, word } from './letters.ts';
import { openPostOffice, type PostOffice, type Row } from './post-office.ts';
import { askClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { withdraw } from '../../src/rooms/appeals/acts/holder.ts';
import { ok } from '../support/house.ts';

let office: PostOffice;
beforeAll(async () => {
  office = await openPostOffice();
});
afterAll(() => office.end());

const last = (rows: readonly Row[]): Row => rows.at(-1) ?? {};
const notes = (appealId: unknown) => office.house.t.raw('SELECT n.text, n.by_kind FROM appeals.note n WHERE appeal_id = $1 ORDER BY id', [appealId]);
const from = (address: string, name = 'Сыналмалы Әлия') => `${word(name)} <${address}>`;
const arrivals = () => office.house.t.raw(`SELECT state, reason FROM notices.arrival ORDER BY id`);
/** a matter of its own for each test, and the letter that told its person */
const aMatter = async (address: string): Promise<{ row: Row; told: Awaited<ReturnType<PostOffice['sent']>>[number] }> => {
  await office.sent();
  const row = last(await office.comes(aLetter({ from: from(address) })));
  const [told] = await office.sent();
  if (!told) throw new Error('nobody was told');
  return { row, told };
};
const replyTo = (told: { replyTo?: readonly { address?: string | undefined }[] | undefined }): string => told.replyTo?.[0]?.address ?? '';

describe('a letter becomes a matter', () => {
  test('registered on the day it came, with its papers, and answered with number, code and link', async () => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } }).jpeg().toBuffer();
    const row = last(await office.comes(aLetter({
      from: from('aliya@mail.example'), subject: 'Көше шамдары', type: 'multipart/mixed; boundary=b',
      body: parts('b', [{ type: 'text/plain; charset=utf-8', body: 'Аулада жарық жанбайды.' }, { type: 'image/jpeg', body: picture, name: 'sham.jpg' }, { type: 'application/x-msdownload', body: 'MZ\u0000\u0001', name: 'virus.exe' }]),
    })));
    expect(row).toMatchObject({ channel: 'email', lang: 'kk', kind: 'application', text: 'Көше шамдары\n\nАулада жарық жанбайды.', surname: 'Сыналмалы', given: 'Әлия', email: 'aliya@mail.example', registered_on: '2026-11-20', publish_consent: false });
    expect(await office.house.t.raw(`SELECT name FROM files.file WHERE owner = $1`, [`appeal:${String(row['id'])}`])).toEqual([{ name: 'sham.jpg' }]);
    const [told, ...more] = await office.sent();
    expect(more).toEqual([]);
    expect(told?.to?.[0]?.address).toBe('aliya@mail.example');
    expect(told?.subject).toBe(`${String(row['number'])}: хатыңыз тіркелді`);
    const link = /https:\/\/ashyq\.example(\/kk\/follow\/[\w-]{22})/.exec(told?.text ?? '')?.[1] ?? '';
    const page = await office.house.browser().open(link);
    expect(page.text).toContain(String(row['number']));
    expect(page.text).toContain('Хатқа қоса берілген кейбір файлдар қабылданбады');
    expect(page.text).toContain('virus.exe');
    const code = /Коды: ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(told?.text ?? '')?.[1] ?? '';
    expect(code).not.toBe('');
    // what opens the matter stands in no table
    const kept = JSON.stringify(await office.house.t.raw('SELECT slots, path FROM notices.notice'));
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(link.slice(-22));
  });
  test('one that comes on Friday night is registered on Monday, one of tomorrow today', async () => {
    office.house.clock.now = Date.parse('2026-11-21T05:00:00Z');
    expect(last(await office.comes(aLetter(), new Date('2026-11-20T16:30:00Z')))).toMatchObject({ registered_on: '2026-11-23' });
    office.house.clock.now = Date.parse('2026-11-20T05:00:00Z');
    expect(last(await office.comes(aLetter({ date: 'Sat, 20 Nov 2027 09:00:00 +0500' }), new Date('2027-11-20T05:00:00Z')))).toMatchObject({ registered_on: '2026-11-20' });
    expect(last(await office.comes(aLetter({ date: null })))).toMatchObject({ registered_on: '2026-11-20' });
  });
  test('Russian words are answered in Russian, and the whole of a long letter goes along as a paper', async () => {
    await office.sent();
    const row = last(await office.comes(aLetter({ from: from('pyotr@mail.example', 'Образцов Пётр'), subject: 'Фонарь', body: `Прошу починить фонарь. ${'Во дворе темно и страшно. '.repeat(1_500)}` })));
    expect(row).toMatchObject({ lang: 'ru', surname: 'Образцов', given: 'Пётр' });
    expect(String(row['text']).length).toBeLessThanOrEqual(20_000);
    expect(await office.house.t.raw(`SELECT name FROM files.file WHERE owner = $1`, [`appeal:${String(row['id'])}`])).toEqual([{ name: 'letter.txt' }]);
    expect((await office.sent())[0]?.subject).toContain('ваше письмо зарегистрировано');
  });
  test('delivered twice it is one, another under the same Message-ID is another, and two readers make no more of it', async () => {
    const raw = aLetter({ id: '<same@mail.example>', from: from('once@mail.example') });
    const before = (await office.comes(raw)).length;
    const second = office.door();
    expect((await office.comes(raw)).length).toBe(before);
    for (let at = 0; at < 5; at += 1) office.box.deliver(raw);
    await office.emptied();
    expect((await office.matters()).length).toBe(before);
    expect((await office.comes(aLetter({ id: '<same@mail.example>', from: from('once@mail.example'), body: 'Бұл басқа хат, басқа мәселе.' }))).length).toBe(before + 1);
    await second.stop();
  });
});

describe('a reply lands in its thread', () => {
  test('by the address it was sent to, without the letter it quotes', async () => {
    const { row, told } = await aMatter('thread@mail.example');
    const before = (await office.matters()).length;
    const body = `Тағы бір шам сөнді.\n\nпт, 20 нояб. 2026 г. в 10:00, Ашық филиал <inbox@ashyq.example> пишет:\n> ${told.text?.replace(/\n/g, '\n> ') ?? ''}`;
    expect((await office.comes(aLetter({ from: from('thread@mail.example'), to: replyTo(told), body }))).length).toBe(before);
    expect(await notes(row['id'])).toEqual([{ text: 'Тағы бір шам сөнді.', by_kind: 'holder' }]);
    expect(await office.house.t.raw(`SELECT actor_kind FROM journal.leaf WHERE act = 'appeal.add' AND subject = $1`, [`appeal:${String(row['id'])}`])).toEqual([{ actor_kind: 'holder' }]);
  });
  test('by the name of our letter, also from another address of theirs; and answers what was asked', async () => {
    const { row, told } = await aMatter('asked@mail.example');
    ok(await askClarification(office.house.ctx(), { number: String(row['number']), question: 'Қай үйдің жанында?' }));
    await office.comes(aLetter({ from: from('work@other.example'), body: '12-үйдің жанында.', head: [`In-Reply-To: ${told.messageId ?? ''}`] }));
    expect(await office.house.t.raw('SELECT answer FROM appeals.clarification WHERE appeal_id = $1', [row['id']])).toEqual([{ answer: '12-үйдің жанында.' }]);
  });
  test('to a closed matter it is a new one that names the old', async () => {
    const { row, told } = await aMatter('closed@mail.example');
    ok(await withdraw(office.house.ctx({ kind: 'holder', appealId: Number(row['id']) }), {}));
    const fresh = last(await office.comes(aLetter({ from: from('closed@mail.example'), to: replyTo(told), body: 'Мәселе қайта шықты, шам тағы жанбайды.' })));
    expect(fresh['id']).not.toBe(row['id']);
    expect(await office.house.t.raw(`SELECT facts->>'number' AS number FROM appeals.act WHERE code = 'letter_after' AND appeal_id = $1`, [fresh['id']])).toEqual([{ number: row['number'] }]);
  });
  test('by its number only where our own server vouches for the address that hears of it', async () => {
    const { row } = await aMatter('number@mail.example');
    const subject = `Re: [${String(row['number'])}] хат`;
    const pass = 'Authentication-Results: mx.ashyq.example; dmarc=pass header.from=mail.example';
    const count = async (letter: Buffer) => (await office.comes(letter)).length;
    const before = (await office.matters()).length;
    expect(await count(aLetter({ from: from('number@mail.example'), subject, body: 'Жалған хат: мәселе шешілді.' })), 'a forged sender gets a matter of its own').toBe(before + 1);
    expect(await count(aLetter({ from: from('other@mail.example'), subject, body: 'Бөгде адамның хаты.', head: [pass] })), 'a true stranger too').toBe(before + 2);
    expect(await notes(row['id'])).toEqual([]);
    expect(await count(aLetter({ from: from('number@mail.example'), subject, body: 'Шын хат: шам әлі жанбайды.', head: [pass] }))).toBe(before + 2);
    expect(await notes(row['id'])).toEqual([{ text: 'Шын хат: шам әлі жанбайды.', by_kind: 'holder' }]);
  });
  test('a guessed name or token of ours opens nothing', async () => {
    const { row, told } = await aMatter('guess@mail.example');
    const id = /notice\.(\d+)\./.exec(told.messageId ?? '')?.[1] ?? '';
    const before = (await office.matters()).length;
    await office.comes(aLetter({ from: from('guess@mail.example'), body: 'Жалған жауап бірінші.', head: [`In-Reply-To: <notice.${id}@ashyq.example>`] }));
    await office.comes(aLetter({ from: from('guess@mail.example'), to: `inbox+${id}.00000000000000000000@ashyq.example`, body: 'Жалған жауап екінші.' }));
    expect((await office.matters()).length).toBe(before + 2);
    expect(await notes(row['id'])).toEqual([]);
  });
});

describe('what no person wrote', () => {
  test('is put aside with a reason, and never answered', async () => {
    const { told } = await aMatter('away@mail.example');
    const before = (await office.matters()).length;
    await office.comes(aLetter({ from: from('away@mail.example'), to: replyTo(told), head: ['Auto-Submitted: auto-replied'], body: 'Мен демалыстамын.' }));
    await office.comes(aLetter({ head: ['Precedence: list', 'List-Id: <news.example>'] }));
    await office.comes(aLetter({ from: 'Ашық <inbox@ashyq.example>' }));
    await office.comes(aLetter({ body: ' \r\n', subject: 'x' }));
    expect((await office.matters()).length).toBe(before);
    expect((await arrivals()).slice(-4).map((one) => one['reason'])).toEqual(['auto_reply', 'mailing_list', 'own_letter', 'no_words']);
    expect(await office.sent()).toEqual([]);
  });
  test('a bounce marks the address, and nothing is sent there again; a full mailbox is still somebody’s', async () => {
    const bounce = (told: { messageId?: string | undefined }, status: string) => aLetter({
      from: 'MAILER-DAEMON@mx.example', head: ['Return-Path: <>'], type: 'multipart/report; report-type=delivery-status; boundary=b', body: parts('b', [
        { type: 'text/plain; charset=utf-8', body: 'Өкінішке қарай, хатыңыз жеткізілмеді.' }, { type: 'message/delivery-status', body: `Reporting-MTA: dns; mx\r\n\r\nAction: failed\r\nStatus: ${status}\r\n` },
        { type: 'text/rfc822-headers', body: `Message-ID: ${told.messageId ?? ''}\r\n` },
      ]),
    });
    const gone = await aMatter('gone@mail.example');
    await office.comes(bounce(gone.told, '5.1.1'));
    expect(await office.house.t.raw('SELECT bounce_code FROM notices.way WHERE address = $1', ['gone@mail.example'])).toEqual([{ bounce_code: '5.1.1' }]);
    expect(await office.house.t.raw('SELECT state, error_code FROM notices.notice WHERE owner = $1', [`appeal:${String(gone.row['id'])}`])).toEqual([{ state: 'bounced', error_code: '5.1.1' }]);
    const full = await aMatter('full@mail.example');
    await office.comes(bounce(full.told, '5.2.2'));
    expect(await office.house.t.raw('SELECT bounced_at FROM notices.way WHERE address = $1', ['full@mail.example'])).toEqual([{ bounced_at: null }]);
    expect(await office.house.t.raw('SELECT state FROM notices.notice WHERE owner = $1', [`appeal:${String(full.row['id'])}`])).toEqual([{ state: 'failed' }]);
    const stranger = await aMatter('kept@mail.example');
    await office.comes(bounce({ messageId: stranger.told.messageId?.replace(/\.[0-9a-f]{20}@/, '.00000000000000000000@') }, '5.1.1'));
    expect(await office.house.t.raw('SELECT bounced_at FROM notices.way WHERE address = $1', ['kept@mail.example'])).toEqual([{ bounced_at: null }]);
    expect((await arrivals()).at(-1)).toEqual({ state: 'refused', reason: 'unknown_report' });
  });
});

describe('a clerk looks through what was refused', () => {
  test('reads who wrote and why, and takes in what a person wrote; it is registered by the day it came', async () => {
    await office.comes(aLetter({ from: from('list@mail.example', 'Хатшы Дина'), subject: 'Тізімнен келген хат', head: ['Precedence: bulk'], body: 'Көпірдің тақтайлары шіріп кеткен.' }), new Date('2026-11-19T05:00:00Z'));
    await office.sent();
    const before = (await office.matters()).length;
    const page = await (await office.house.signedIn('head')).open('/kk/desk/letters');
    expect(page.text).toContain('Хатшы Дина <list@mail.example>');
    expect(page.text).toContain('Тарату тізімінен келген хат');
    await page.submit('Бәрібір қабылдау');
    expect(page.text).toContain('Қабылдануда');
    await vi.waitFor(async () => expect((await office.matters()).length).toBe(before + 1), { timeout: 120_000 });
    expect(last(await office.matters())).toMatchObject({ registered_on: '2026-11-19', text: 'Тізімнен келген хат\n\nКөпірдің тақтайлары шіріп кеткен.' });
    expect(await office.sent(), 'a machine is not answered').toEqual([]);
    expect((await page.open('/kk/desk/letters')).text).not.toContain('Хатшы Дина');
    expect(await office.house.t.raw(`SELECT sender, sealed::text FROM notices.arrival WHERE sealed IS NOT NULL AND sealed::text LIKE '%list@%'`)).toEqual([]);
  });
  test('a clerk of another branch sees none of it', async () => {
    expect((await (await office.house.signedIn('clerk')).open('/kk/desk/letters')).status).toBe(403);
  });
});

test('one sender cannot flood the register', async () => {
  const before = (await office.matters()).length;
  for (let at = 0; at < 13; at += 1) office.box.deliver(aLetter({ from: from('flood@mail.example'), body: `Бұл ${at}-ші хат, тағы да жазамын.` }));
  await office.emptied();
  expect((await office.matters()).length).toBe(before + 10);
  expect((await arrivals()).slice(-3).map((one) => one['reason'])).toEqual(['too_many_letters', 'too_many_letters', 'too_many_letters']);
});
