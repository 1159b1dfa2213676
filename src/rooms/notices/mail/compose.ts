import { langs, type Lang } from '../../../kernel/words.ts';
import { oneLine } from '../../../kernel/typed.ts';
import type { Outgoing } from '../port.ts';

/** What a mail program shows, in plain words and as a small page of the same words. No picture, nothing fetched from anywhere. */
export type Composed = { readonly text: string; readonly html: string; readonly headers: Readonly<Record<string, string>> };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** Whole addresses become links; a full stop at the end of a sentence is not part of one. */
const linked = (html: string): string => html.replace(/https?:\/\/[^\s<>]*[^\s<>.,;:!?)]/g, (href) => `<a href="${href}">${href}</a>`);
const paragraphs = (text: string): string => text.split(/\n{2,}/).map((part) => `<p>${linked(escaped(part)).replace(/\n/g, '<br>')}</p>`).join('\n');

const frame = (lang: Lang, subject: string, body: string): string =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>`
  + `<body style="font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:1rem">${body}</body></html>`;

/** `stop` is said in the headers alone: the mail program's own button asks it (RFC 8058). */
export const compose = (message: Outgoing): Composed & { readonly subject: string } => {
  const subject = oneLine(message.subject);
  const text = `${message.text.trimEnd()}\n\n${message.link}\n`;
  return {
    subject, text, html: frame(message.lang, subject, paragraphs(text)),
    headers: {
      // RFC 3834: a machine wrote it, no machine answers it
      'Auto-Submitted': 'auto-generated',
      'Content-Language': langs.find((lang) => lang === message.lang) ?? 'kk',
      ...(message.stop === null ? {} : { 'List-Unsubscribe': `<${message.stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  };
};
