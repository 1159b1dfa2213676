import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { vi } from 'vitest';
import { startMail, type MailDoor } from '../../src/app/doors/mail.ts';
import { furnish } from '../../src/app/secrets.ts';
import { system } from '../../src/kernel/actor.ts';
import { readConfig, type Config } from '../../src/platform/config.ts';
import { deliver } from '../../src/rooms/notices/contract.ts';
import { openMailbox, type Mailbox, type MailboxOptions } from '../support/dovecot.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { smtpCounterpart, type Counterpart } from '../support/smtp.ts';

/** The house with a mailbox and a mail server, and its door of letters open. */
export type PostOffice = {
  readonly house: TestHouse; readonly box: Mailbox; readonly post: Counterpart;
  /** until the inbox is empty: every letter has been decided on */
  readonly emptied: () => Promise<void>;
  /** a letter comes, and is decided on; the matters there are afterwards, newest last */
  readonly comes: (raw: Buffer, at?: Date) => Promise<readonly Row[]>;
  readonly matters: () => Promise<readonly Row[]>;
  /** sends what waits to be sent; what arrived at the mail server since the last time */
  readonly sent: () => Promise<readonly Email[]>;
  readonly door: () => MailDoor;
  readonly config: Config;
  /** until another door is opened nobody reads */
  readonly shut: () => Promise<void>;
  readonly end: () => Promise<void>;
};
export type Row = Record<string, unknown>;

export const friday = new Date('2026-11-20T04:30:00Z');

/** `reach`: how the house is told to come to its mailbox, where not in the clear on this machine. */
type Given = { mode?: 'test' | 'demo'; box?: MailboxOptions; reach?: (box: Mailbox) => Reached | Promise<Reached>; pollMs?: number };
type Reached = { readonly url: string; readonly ca?: string };

export const openPostOffice = async ({ box: boxOptions, reach = (at) => ({ url: at.url }), pollMs = 300, ...o }: Given = {}): Promise<PostOffice> => {
  const house = await openHouse(o);
  const box = await openMailbox(boxOptions);
  const { url, ca } = await reach(box);
  const post = await smtpCounterpart();
  const dataDir = await mkdtemp(join(tmpdir(), 'jauap-post-'));
  const config = readConfig({
    JAUAP_DATA: dataDir, JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent', JAUAP_URL: 'https://ashyq.example',
    MAIL_IMAP_URL: url, MAIL_CA: ca, MAIL_URL: post.url, MAIL_FROM: 'Ашық филиал <inbox@ashyq.example>', MAIL_REPLY_TO: 'inbox+{token}@ashyq.example', MAIL_AUTHSERV: 'mx.ashyq.example',
  });
  furnish(config);
  const open = (): MailDoor => {
    const door = startMail(config, { db: house.t.db, clock: house.ctx().clock, log: house.ctx().log }, house.t.url, { pollMs });
    if (!door) throw new Error('no door');
    return door;
  };
  const doors: MailDoor[] = [open()];
  const matters = () => house.t.raw(`SELECT a.*, a.registered_on::text AS registered_on, p.surname, p.given, p.email FROM appeals.appeal a LEFT JOIN appeals.applicant p ON p.appeal_id = a.id ORDER BY a.id`);
  const emptied = () => vi.waitFor(() => {
    if (box.waiting() > 0) throw new Error('letters are waiting');
  }, { timeout: 180_000, interval: 30 });
  let seen = 0;
  return {
    house, box, post, matters, emptied, config,
    shut: async () => {
      for (const door of doors.splice(0)) await door.stop();
    },
    comes: async (raw, at = friday) => {
      box.deliver(raw, at);
      await emptied();
      return matters();
    },
    sent: async () => {
      for (const { id } of await house.t.raw(`SELECT id FROM notices.notice WHERE state = 'waiting' AND channel = 'email' ORDER BY id`)) await deliver(house.ctx(system('notices:deliver')), { noticeId: Number(id) });
      const fresh = post.letters.slice(seen);
      seen = post.letters.length;
      return Promise.all(fresh.map((letter) => PostalMime.parse(letter.raw)));
    },
    door: () => {
      const door = open();
      doors.push(door);
      return door;
    },
    end: async () => {
      for (const door of doors) await door.stop();
      await box.end();
      await post.end();
      await house.end();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 9 });
    },
  };
};
