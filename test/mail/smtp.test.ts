import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import PostalMime from 'postal-mime';
import { emailChannel, setNoticeSecret, type EmailChannel } from '../../src/rooms/notices/contract.ts';
import type { Outgoing } from '../../src/rooms/notices/port.ts';
import { messageName, noticeOfToken, tokenOfName } from '../../src/rooms/notices/seal.ts';
import { smtpCounterpart, type Counterpart } from '../support/smtp.ts';

let post: Counterpart;
let channel: EmailChannel;
setNoticeSecret(() => 'a secret of tests, longer than thirty-two letters');
const name = messageName(17, 'ashyq.example');
const letter = (o: Partial<Outgoing> = {}): Outgoing => ({
  name, to: 'aliya@mail.example', lang: 'kk', subject: 'Өтінішіңіз қабылданды: ғұмыр, көңіл, әңгіме, іңкәр', text: 'Сәлеметсіз бе!\n\nЖауап күні: 11 желтоқсан <b>.',
  link: 'https://ashyq.example/kk/follow', stop: 'https://ashyq.example/kk/notices/5.abc', ...o,
});

beforeAll(async () => {
  post = await smtpCounterpart({ user: 'jauap' });
  channel = emailChannel({ url: post.url, from: 'Ашық филиал <inbox@ashyq.example>', replyTo: 'inbox+{token}@ashyq.example' });
});
afterEach(() => {
  post.letters.length = 0;
  delete post.refuse.rcpt;
  delete post.refuse.data;
});
afterAll(async () => {
  channel.close();
  await post.end();
});

test('a notice goes over TLS under its own name, in Kazakh, in plain words and as a page, and can be stopped with one click', async () => {
  expect(await channel.send(letter())).toEqual({ sent: true, as: name });
  const [got] = post.letters;
  expect(got?.secure).toBe(true);
  const read = await PostalMime.parse(got?.raw ?? '');
  const header = (key: string) => read.headers.filter((one) => one.key === key).map((one) => one.value);
  expect(read.subject).toBe(letter().subject);
  expect(read.from).toMatchObject({ name: 'Ашық филиал', address: 'inbox@ashyq.example' });
  expect(read.messageId).toBe(name);
  expect(read.text).toContain('Жауап күні: 11 желтоқсан <b>.');
  expect(read.text).toContain('https://ashyq.example/kk/follow');
  expect(read.html).toContain('<a href="https://ashyq.example/kk/follow">');
  expect(read.html).toContain('11 желтоқсан &#60;b&#62;.');
  expect(header('list-unsubscribe')).toEqual(['<https://ashyq.example/kk/notices/5.abc>']);
  expect(header('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
  expect(header('auto-submitted')).toEqual(['auto-generated']);
  expect(read.replyTo?.[0]?.address).toBe(`inbox+${tokenOfName(name)}@ashyq.example`);
  expect(got?.from).toBe(`inbox+${tokenOfName(name)}@ashyq.example`);
  expect(noticeOfToken(tokenOfName(name) ?? '')).toBe(17);
});

test('what is owed has no way to stop it', async () => {
  await channel.send(letter({ stop: null }));
  expect(post.letters[0]?.raw).not.toMatch(/list-unsubscribe/i);
});

test('nothing in a subject or an address becomes a header or another recipient', async () => {
  await channel.send(letter({ subject: 'Хабар\r\nBcc: other@mail.example\r\n\r\nbody' }));
  expect(post.letters[0]?.to).toEqual(['aliya@mail.example']);
  expect(post.letters[0]?.raw).not.toMatch(/^bcc:/im);
  expect(await channel.send(letter({ to: 'aliya@mail.example\r\nRCPT TO:<other@mail.example>' }))).toMatchObject({ sent: false, gone: true });
  expect(await channel.send(letter({ to: 'a@mail.example, other@mail.example' }))).toMatchObject({ sent: false, gone: true });
  expect(post.letters.flatMap((one) => one.to)).not.toContain('other@mail.example');
});

test.each([
  ['550 5.1.1 no such user', true, '5.1.1'], ['550 5.1.10 null mx', true, '5.1.10'], ['550 no such user here', true, '550'], ['551 not local', true, '551'],
  ['550 5.7.1 you look like spam', false, '5.7.1'], ['550 5.1.8 your address is bad', false, '5.1.8'], ['552 5.2.2 mailbox full', false, '5.2.2'],
  ['450 4.2.0 greylisted', false, '4.2.0'], ['451 try later', false, '451'], ['554 go away', false, '554'],
])('an address answered with «%s» is gone: %s', async (line, gone, code) => {
  post.refuse.rcpt = () => line;
  expect(await channel.send(letter())).toEqual({ sent: false, gone, code });
});

test('a letter refused for its words is tried again, and one refused for its reader after the words is not', async () => {
  post.refuse.data = () => '550 5.7.1 content';
  expect(await channel.send(letter())).toEqual({ sent: false, gone: false, code: '5.7.1' });
  post.refuse.data = () => '550 5.1.1 no such user';
  expect(await channel.send(letter())).toEqual({ sent: false, gone: true, code: '5.1.1' });
});

test('a server that is away, or knows another password, silences nobody', async () => {
  const away = emailChannel({ url: 'smtp://127.0.0.1:1', from: 'inbox@ashyq.example', replyTo: null });
  expect(await away.send(letter())).toMatchObject({ sent: false, gone: false });
  away.close();
  const stranger = emailChannel({ url: post.url.replace('kilt', 'other'), from: 'inbox@ashyq.example', replyTo: null });
  expect(await stranger.send(letter())).toMatchObject({ sent: false, gone: false });
  stranger.close();
});

test('a guessed name of a notice proves nothing', () => {
  const token = tokenOfName(name) ?? '';
  expect(noticeOfToken(token.replace(/^17/, '18'))).toBe(null);
  expect(noticeOfToken('17.00000000000000000000')).toBe(null);
  expect(noticeOfToken(token.toUpperCase())).toBe(17);
  expect(tokenOfName('<notice.17@ashyq.example>')).toBe(null);
});
