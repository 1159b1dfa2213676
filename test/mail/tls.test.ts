import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailChannel, mailAnswers } from '../../src/rooms/notices/contract.ts';
import { openInbox } from '../../src/rooms/notices/mail/imap.ts';
import { selfSigned } from '../support/certificate.ts';
import { openMailbox, type Certificate, type Mailbox } from '../support/dovecot.ts';
import { smtpCounterpart } from '../support/smtp.ts';
import { wireTo } from '../support/wire.ts';
import { aLetter } from './letters.ts';
import { openPostOffice } from './post-office.ts';

/** This machine by a name under which the house does not know it: certificates are asked for as of any other. */
const far = (url: string): string => url.replace('127.0.0.1', '0.0.0.0');

let dir = '';
let own: Certificate;
let other: Certificate;
let elsewhere: Certificate;
let box: Mailbox;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'jauap-tls-'));
  await chmod(dir, 0o755);
  own = selfSigned(dir, 'mail.ashyq.example', ['DNS:mail.ashyq.example', 'IP:0.0.0.0', 'IP:127.0.0.1']);
  other = selfSigned(dir, 'other.example', ['IP:0.0.0.0', 'IP:127.0.0.1']);
  elsewhere = selfSigned(dir, 'elsewhere.example', ['DNS:elsewhere.example']);
  box = await openMailbox({ tls: own });
});
afterAll(async () => {
  await box.end();
  await rm(dir, { recursive: true, force: true, maxRetries: 9 });
});

/** What the house is told: 'opened', or why it did not open the mailbox. */
const tried = async (url: string, ca: string | null): Promise<string> => {
  try {
    await (await openInbox(url, ca)).close();
    return 'opened';
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
};

test.each([
  ['TLS from the first byte', () => box.tlsUrl],
  ['STARTTLS', () => box.url],
])('%s: a certificate that nobody knows is refused, and taken when its authority is configured', async (_name, url) => {
  expect(await tried(far(url()), null)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(await tried(far(url()), other.certificate), 'another authority vouches for nothing').toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(await tried(far(url()), own.certificate)).toBe('opened');
});

test('on this very machine a certificate is asked for only where an authority is configured', async () => {
  expect(await tried(box.tlsUrl, null)).toBe('opened');
  expect(await tried(box.tlsUrl, other.certificate)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
});

test('a known certificate of another server is refused', async () => {
  const wrong = await openMailbox({ tls: elsewhere });
  try {
    expect(await tried(far(wrong.tlsUrl), elsewhere.certificate)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  } finally {
    await wrong.end();
  }
});

test('a server that offers no TLS is not told the password', async () => {
  const clear = await openMailbox();
  const wire = await wireTo(Number(new URL(clear.url).port));
  const through = clear.url.replace(/:\d+$/, `:${wire.port}`);
  try {
    expect(await tried(far(through), null)).not.toBe('opened');
    expect(wire.said()).not.toBe('');
    expect(wire.said()).not.toMatch(/LOGIN|AUTHENTICATE/i);
    // the control: near, it is told in the clear
    expect(await tried(through, null)).toBe('opened');
    expect(wire.said()).toMatch(/LOGIN|AUTHENTICATE/i);
  } finally {
    await wire.end();
    await clear.end();
  }
});

test.each([
  ['TLS from the first byte', (at: Mailbox) => at.tlsUrl],
  ['STARTTLS', (at: Mailbox) => at.url],
])('over %s a letter becomes a matter', async (_name, url) => {
  const office = await openPostOffice({ box: { tls: own }, reach: (at) => ({ url: far(url(at)), ca: own.certificate }) });
  try {
    expect(await office.comes(aLetter({ body: 'Аулада жарық жанбайды.' }))).toHaveLength(1);
  } finally {
    await office.end();
  }
});

test('letters go out by the same rule', async () => {
  const post = await smtpCounterpart({ user: 'jauap', key: await readFile(own.key), cert: await readFile(own.certificate) });
  const sent = async (ca: string | null): Promise<unknown> => {
    const channel = emailChannel({ url: far(post.url), from: 'inbox@ashyq.example', replyTo: null, ca });
    try {
      return await channel.send({ name: '<notice.1@ashyq.example>', to: 'aliya@mail.example', lang: 'kk', subject: 'Хат', text: 'Сәлем', link: 'https://ashyq.example/kk', stop: null });
    } finally {
      channel.close();
    }
  };
  try {
    expect(await sent(null)).toMatchObject({ sent: false, gone: false });
    expect(post.letters).toHaveLength(0);
    expect(await sent(own.certificate)).toMatchObject({ sent: true });
    expect(post.letters.map((letter) => letter.secure)).toEqual([true]);
    // the page of health says the same of them, and why
    const answers = (ca: string | null): Promise<string | null> => mailAnswers({ url: far(post.url), ca }, 10_000);
    expect([await answers(null), await answers(other.certificate), await answers(own.certificate)]).toEqual(['certificate', 'certificate', null]);
  } finally {
    await post.end();
  }
});
