import { tokenLike } from './tokens.ts';

/** What a mail server says of a letter of ours (RFC 3464). */
export type Report = {
  readonly failed: boolean;
  /** `5.1.1`; null where the server did not say */
  readonly status: string | null;
  /** names of ours that stand in what came back: proven later, or nothing happens */
  readonly tokens: readonly string[];
};

const field = (text: string, name: string): string | undefined => new RegExp(`^${name}[ \\t]*:[ \\t]*([^\\r\\n]{1,200})`, 'im').exec(text)?.[1];

/** From the part for machines. */
export const reportFrom = (status: string, returned: string): Report => {
  const action = field(status, 'Action')?.trim().toLowerCase();
  const code = /\d\.\d{1,3}\.\d{1,3}/.exec(field(status, 'Status') ?? '')?.[0] ?? codeIn(field(status, 'Diagnostic-Code') ?? '');
  return { failed: action === 'failed' || (action === undefined && code?.startsWith('5') === true), status: code, tokens: tokenLike(returned) };
};

const codeIn = (text: string): string | null => /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0] ?? (/\b55[0-4]\b/.test(text) ? '5.0.0' : null);

/** From words alone: servers that write no part for machines. Only where a letter of ours is named. */
export const reportFromWords = (text: string): Report | null => {
  const tokens = tokenLike(text);
  const status = codeIn(text);
  return tokens.length > 0 && status !== null ? { failed: status.startsWith('5'), status, tokens } : null;
};

/** RFC 3463. Nobody is there, or the account is closed: 5.1.x but for the sender's own address, 5.2.1; 5.0.0 where the server says no more. A full or a wary mailbox is still somebody's. */
export const isGone = (status: string | null): boolean => status !== null && /^5\.(1\.(?!7$|8$)\d+|2\.1|0\.0)$/.test(status);
