import type { Report } from './report.ts';

/** A paper of a letter: it lies on the disk, and is read from there piece by piece. */
export type Enclosed = { readonly name: string; readonly bytes: number; readonly stream: () => AsyncIterable<Uint8Array> };
/** The same as the reader tells it: where in the file of parts it lies. */
export type Placed = { readonly name: string; readonly start: number; readonly bytes: number };

/** A letter as it came, taken apart and believed in nothing: what is proven of it is asked elsewhere. */
export type Letter<Paper = Enclosed> = {
  /** the same however often the letter is delivered: its Message-ID and a digest of what it says */
  readonly name: string;
  readonly from: { readonly name: string; readonly address: string } | null;
  readonly subject: string;
  /** the words, from the plain part or from the page; '' when there are none */
  readonly text: string;
  readonly enclosed: readonly Paper[];
  /** names of what was not even unpacked */
  readonly unread: readonly { readonly name: string; readonly code: 'too_many_files' | 'letter_cut' }[];
  /** false: only its beginning was fetched */
  readonly whole: boolean;
  /** what looks like our own tokens, in the addresses and in the names of letters it answers */
  readonly tokens: readonly string[];
  readonly automatic: 'auto_reply' | 'auto_generated' | 'mailing_list' | null;
  /** the own mail server says that the sender's domain vouches for the address */
  readonly authentic: boolean;
  readonly report: Report | null;
};

export type Broken = { readonly broken: 'letter_broken' | 'letter_too_nested' | 'letter_too_slow' };
/** What the reading is told: where the letter lies, and where its parts may be put. */
export type Reading = { readonly path: string; readonly parts: string; readonly whole: boolean; readonly authserv: string | null };

export const mostFiles = 20;
/** One letter, encoded: what providers let through (25 MB of attachments are 34 MB of base64). Of a larger one the beginning is read. */
export const mostLetterBytes = 36 * 1024 * 1024;
export const cutLetterBytes = 512 * 1024;
