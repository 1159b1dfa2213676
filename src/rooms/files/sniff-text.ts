import type { FileHandle } from 'node:fs/promises';
import { readAt } from './sniff-bytes.ts';

const step = 256 * 1024;
// no control character but tab, line feed, form feed and carriage return: everything else with them is not a letter to read
const controls = /[\u0000-\u0008\u000B\u000E-\u001F\u007F]/;
// markup and scripts: WHATWG MIME sniffing (§ 7.1) takes these for HTML or XML at the start, the rest are programs
const program = /^\s*(<[a-z!?/]|#!|%!PS|\{\\rtf)/i;
const markup = /<(!doctype|html|svg|script|iframe|body|object|embed)\b/i;
/** As many bytes as a sniffing browser looks at, and twice that. */
const headLength = 4_096;

/** UTF-8 to its last byte, without controls, not markup. Other encodings cannot be told from noise: refused, with a sentence that says so. */
export const isPlainText = async (file: FileHandle): Promise<boolean> => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let at = 0; ; ) {
    const bytes = await readAt(file, at, step);
    const text = decodedOrNull(decoder, bytes, bytes.length > 0);
    if (text === null || controls.test(text)) return false;
    if (at === 0 && (program.test(text) || markup.test(text.slice(0, headLength)))) return false;
    if (bytes.length === 0) return true;
    at += bytes.length;
  }
};

const decodedOrNull = (decoder: TextDecoder, bytes: Buffer, more: boolean): string | null => {
  try {
    return decoder.decode(bytes, { stream: more });
  } catch {
    return null; // not UTF-8: an answer, not a fault
  }
};
