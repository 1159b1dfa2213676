import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type * as Nodemailer from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import type { Delivered, Outgoing } from '../port.ts';
import { tokenOfName } from '../seal.ts';
import { compose } from './compose.ts';
import { isNear, trusted } from './trust.ts';

export type EmailChannel = { readonly send: (message: Outgoing) => Promise<Delivered>; readonly close: () => void };

/** One address and nothing else: a list, a line break or a bracket would make others of it. */
const oneAddress = /^[^\s<>,;:"()[\]\\@]{1,64}@[^\s<>,;:"()[\]\\@]{1,255}$/;
const connectMs = 10_000;
const silenceMs = 30_000;

const require = createRequire(import.meta.url);
/** Read where letters are sent: 5 MB of the heap, and as much beside, that others need not hold. */
const nodemailer = (): typeof Nodemailer => require('nodemailer') as typeof Nodemailer;

/** `smtp://` asks for STARTTLS, and insists on it where a password would go over the net; `smtps://` is TLS from the first byte. */
const optionsOf = (given: string, ca: string | null) => {
  const url = new URL(given);
  const secure = url.protocol === 'smtps:';
  const auth = url.username === '' ? undefined : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? (secure ? 465 : 587) : Number(url.port), secure, auth,
    requireTLS: !secure && auth !== undefined && !isNear(url.hostname),
    ...trusted(url.hostname, ca),
    disableFileAccess: true, disableUrlAccess: true,
  };
};
const transportOf = (given: string, ca: string | null) =>
  nodemailer().createTransport({
    ...optionsOf(given, ca),
    pool: true, maxConnections: 3, maxMessages: 200, maxRequeues: 0,
    connectionTimeout: connectMs, greetingTimeout: connectMs, dnsTimeout: connectMs, socketTimeout: silenceMs,
  });

/** `foreign`: it answers, and does not speak as it should: no encryption, or a greeting that is a no; `ca_gone`: the file of certificates is not there */
export type MailWhy = 'silent' | 'refused' | 'foreign' | 'certificate' | 'ca_gone';

/** Whether the mail server lets us in, in the time that a letter has to connect and be greeted: a connection, EHLO, its certificate, the password, and nothing sent. Null: it does. Never throws. */
export const mailAnswers = async (o: { readonly url: string; readonly ca: string | null }, deadlineMs = 2 * connectMs): Promise<MailWhy | null> => {
  let options: ReturnType<typeof optionsOf>;
  try {
    options = optionsOf(o.url, o.ca);
  } catch {
    return 'ca_gone';
  }
  const late = new AbortController();
  // of our own: whoever says a word now and then would hold the transport's for ever
  const socket = connect({ host: options.host, port: options.port });
  const slow = pause(deadlineMs, 'silent' as const, { signal: late.signal }).catch(() => 'silent' as const);
  const asked = once(socket, 'connect', { signal: late.signal }).then(async () => {
    const given: SMTPTransport.Options = { ...options, connectionTimeout: deadlineMs, greetingTimeout: connectMs, socketTimeout: deadlineMs, getSocket: (_options, done) => done(null, { connection: socket }) };
    await nodemailer().createTransport(given).verify();
    return null;
  }).catch(unheard);
  const why = await Promise.race([asked, slow]);
  late.abort();
  socket.on('error', () => {});
  // a goodbye is under way
  if (why === null) setTimeout(() => socket.destroy(), goodbyeMs).unref();
  else socket.destroy();
  return why;
};
const goodbyeMs = 1_000;

/** With `{token}` in it, an address of its own for each notice: what is written there is proven to answer it, and so does a letter that comes back. */
export const replyAddress = (pattern: string, name: string): string => {
  const token = tokenOfName(name);
  return token === null ? pattern.replace(/[+.-]?\{token\}/, '') : pattern.replace('{token}', token);
};

/** The e-mail channel of port.ts over one mail server. */
export const emailChannel = (o: { readonly url: string; readonly from: string; readonly replyTo: string | null; readonly ca?: string | null }): EmailChannel => {
  const transport = transportOf(o.url, o.ca ?? null);
  transport.on('error', () => {});
  return {
    close: () => transport.close(),
    send: async (message) => {
      if (!oneAddress.test(message.to)) return { sent: false, gone: true, code: 'address' };
      const { subject, text, html, headers } = compose(message);
      const replyTo = o.replyTo === null ? undefined : replyAddress(o.replyTo, message.name);
      const returnTo = o.replyTo?.includes('{token}') ? replyTo : undefined;
      try {
        const sent = await transport.sendMail({
          from: o.from, to: { name: '', address: message.to }, subject, text, html, messageId: message.name,
          headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { prepared: true, value }])),
          ...(replyTo === undefined ? {} : { replyTo }),
          ...(returnTo === undefined ? {} : { envelope: { from: returnTo, to: message.to } }),
        });
        return { sent: true, as: sent.messageId };
      } catch (error) {
        return failed(error as SmtpError);
      }
    },
  };
};

/** A certificate that is not believed has no code of its own; 4xx passes by itself, as a line that was cut does. */
const unheard = (error: SmtpError & Error): MailWhy => {
  const { code, responseCode = 0, message } = error;
  if (/certificate/i.test(message)) return 'certificate';
  if ((responseCode >= 400 && responseCode < 500) || /Connection closed/.test(message)) return 'silent';
  return code === 'EAUTH' ? 'refused' : code === 'ETLS' || code === 'EPROTOCOL' ? 'foreign' : 'silent';
};

type SmtpError = { readonly code?: string; readonly responseCode?: number; readonly response?: string; readonly command?: string };

/** RFC 3463: 5.1.x speaks of the address, but 5.1.7 and 5.1.8 of the sender's. */
const aboutTheAddress = /^5\.1\.(?!7$|8$)\d+$/;
/** Without an enhanced code, what RFC 5321 says of a mailbox that is not there. */
const mailboxCodes = [550, 551, 553];

/** Everything but «nobody is there» is worth another try: a mistake of ours or of the server must not silence a person's address. */
const failed = (error: SmtpError): Delivered => {
  const { responseCode: reply, command = '' } = error;
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(error.response ?? '')?.[1];
  const gone = reply !== undefined && reply >= 500 && command !== 'MAIL FROM' && (enhanced === undefined ? command === 'RCPT TO' && mailboxCodes.includes(reply) : aboutTheAddress.test(enhanced));
  return { sent: false, gone, code: enhanced ?? (reply === undefined ? (error.code ?? 'unknown').toLowerCase() : String(reply)) };
};
