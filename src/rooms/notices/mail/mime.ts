import { createHash } from 'node:crypto';
import { addressParser } from 'postal-mime';
import { decode } from './charset.ts';
import { decodeText, every, fieldsOf, first, type Fields } from './headers.ts';
import { textOfHtml } from './html.ts';
import { mostFiles, type Broken, type Letter, type Placed, type Reading } from './letter.ts';
import { partsOf, type Node, type Parts } from './parts.ts';
import { bodyOf, startOf } from './raw.ts';
import { reportFrom, reportFromWords, type Report } from './report.ts';
import { tokenLike } from './tokens.ts';

const mostParts = 2_000;
const mostWords = 1_000_000;

/** Takes a letter apart. In a process of its own (reader.ts), with a bound on time and memory. */
export const letterFrom = async ({ path, parts: into, whole, authserv }: Reading): Promise<Letter<Placed> | Broken> => {
  const fields = fieldsOf(startOf(path));
  let parts: Parts;
  try {
    parts = await partsOf(path, into);
  } catch (error) {
    // the disk said no, not the parser
    if (error instanceof Error && 'syscall' in error) throw error;
    return { broken: error instanceof Error && /nesting/i.test(error.message) ? 'letter_too_nested' : 'letter_broken' };
  }
  const leaves = leavesOf(parts);
  const from = senderIn(fields);
  const text = wordsOf(leaves);
  // where the letter was cut, half a paper is none
  const files = filesOf(whole ? leaves : leaves.slice(0, -1));
  const report = reportIn(fields, leaves, text);
  parts.close();
  return {
    name: nameOf(fields, path, whole), from, subject: decodeText(first(fields, 'subject')).slice(0, 500), text,
    enclosed: files.slice(0, mostFiles).map((leaf) => ({ name: fileName(leaf), start: leaf.start, bytes: leaf.bytes })), whole,
    unread: [
      ...files.slice(mostFiles).map((leaf) => ({ name: fileName(leaf), code: 'too_many_files' as const })),
      ...(whole ? [] : [{ name: '…', code: 'letter_cut' as const }]),
    ],
    tokens: tokensIn(fields), automatic: automaticBy(fields, from?.address ?? ''), authentic: authentic(fields, authserv, from?.address ?? ''), report,
  };
};

type Leaf = {
  readonly node: Node; readonly alternative: Node | null; readonly related: boolean; readonly start: number; readonly bytes: number;
  /** its first bytes */
  readonly read: (most: number) => Buffer<ArrayBuffer>;
};

const leavesOf = (parts: Parts): readonly Leaf[] => {
  const found: Leaf[] = [];
  const go = (node: Node, alternative: Node | null, related: boolean): void => {
    if (found.length >= mostParts) return;
    const kind = node.contentType.multipart;
    if (kind === false) {
      if (node.content !== null) found.push({ node, alternative, related, ...parts.placeOf(node), read: (most) => parts.read(node, most) });
      return;
    }
    for (const child of node.childNodes) go(child, kind === 'alternative' ? node : alternative, related || kind === 'related');
  };
  go(parts.root, null, false);
  return found;
};

const typeOf = (leaf: Leaf): string => leaf.node.contentType.parsed.value.toLowerCase();
const isWords = (leaf: Leaf): boolean => /^text\/(plain|html)$/.test(typeOf(leaf)) && leaf.node.contentDisposition.parsed.value !== 'attachment' && ownName(leaf) === '';

const read = (leaf: Leaf): string => {
  const text = decode(leaf.read(mostWords * 2), leaf.node.contentType.parsed.params['charset']);
  return typeOf(leaf) === 'text/html' ? textOfHtml(text) : text.slice(0, mostWords).replace(/\r\n?/g, '\n').trim();
};

/** Of two tellings of the same the plain one, if it says anything. */
const wordsOf = (leaves: readonly Leaf[]): string => {
  const told = new Map<Node, string>();
  for (const leaf of leaves.filter(isWords)) {
    const group = leaf.alternative ?? leaf.node;
    const before = told.get(group);
    if (leaf.alternative !== null && before !== undefined && before !== '') continue;
    told.set(group, read(leaf));
  }
  return [...told.values()].filter((part) => part !== '').join('\n\n').slice(0, mostWords).toWellFormed();
};

/** What belongs to the letter's make-up and not to the matter. */
const makeUp = /^(application\/(pkcs7-signature|x-pkcs7-signature|pgp-signature|pgp-encrypted)|message\/(delivery-status|disposition-notification|feedback-report)|text\/rfc822-headers)$/;
/** Logos of signatures are smaller than photographs of potholes. */
const leastInlineBytes = 15_000;

const filesOf = (leaves: readonly Leaf[]): readonly Leaf[] => leaves.filter((leaf) =>
  !isWords(leaf) && !makeUp.test(typeOf(leaf)) && leaf.bytes > 0
  && !(leaf.related && leaf.node.contentId !== undefined && leaf.bytes < leastInlineBytes)
  // the invitation that stands beside its own words
  && !(leaf.alternative !== null && typeOf(leaf) === 'text/calendar'));

const ownName = (leaf: Leaf): string => leaf.node.contentDisposition.parsed.params['filename'] ?? leaf.node.contentType.parsed.params['name'] ?? '';
/** RFC 2231 the parser has read; encoded words it leaves, and bare bytes of old charsets are lost to it. */
const fileName = (leaf: Leaf): string => {
  const name = ownName(leaf);
  return (name.includes('=?') ? decodeText(name) : name).slice(0, 200) || typeOf(leaf).replace('/', '.');
};

/** The same letter delivered twice is one; another letter under a Message-ID that was used before is another. */
const nameOf = (fields: Fields, path: string, whole: boolean): string => {
  const digest = createHash('sha256');
  for (const key of ['from', 'date', 'subject', 'message-id']) digest.update(`${key}:${every(fields, key).join('\n')}\n`);
  for (const piece of bodyOf(path)) digest.update(piece);
  return `${first(fields, 'message-id').replace(/\s+/g, '').slice(0, 200)} ${digest.digest('hex').slice(0, 32)}${whole ? '' : ' cut'}`.trim();
};

const address = /^[^\s<>,;:"()[\]\\@]{1,64}@[^\s<>,;:"()[\]\\@]{1,190}\.[^\s<>,;:"()[\]\\@.]{2,63}$/;

// the parser of addresses would decode the words by the charset they claim
const closedWord = '=\u00BF';

/** Addresses are told apart before anything is decoded: an encoded word cannot make another sender. */
const senderIn = (fields: Fields): Letter['from'] => {
  const [one] = addressParser(first(fields, 'from').replaceAll('=?', closedWord), { flatten: true });
  if (!one?.address || !address.test(one.address)) return null;
  const name = decodeText(one.name.replaceAll(closedWord, '=?')).slice(0, 200);
  return { name: name.toLowerCase() === one.address.toLowerCase() ? '' : name, address: one.address.toLowerCase() };
};

const recipients = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'];
const tokensIn = (fields: Fields): readonly string[] => tokenLike([...recipients, 'in-reply-to', 'references'].flatMap((key) => every(fields, key)).join(' '));

/** RFC 3834 and what came before it. None of these is answered. */
const automaticBy = (fields: Fields, sender: string): Letter['automatic'] => {
  const submitted = first(fields, 'auto-submitted').toLowerCase();
  const precedence = first(fields, 'precedence').toLowerCase();
  if (submitted.startsWith('auto-replied') || precedence === 'auto_reply' || first(fields, 'x-autoreply') !== '' || first(fields, 'x-autorespond') !== '') return 'auto_reply';
  if (['list-id', 'list-post', 'mailing-list'].some((key) => first(fields, key) !== '') || ['list', 'bulk', 'junk'].includes(precedence)) return 'mailing_list';
  const returned = every(fields, 'return-path');
  if ((submitted !== '' && !submitted.startsWith('no')) || returned.some((path) => path.replace(/\s/g, '') === '<>') || sender.startsWith('mailer-daemon@')) return 'auto_generated';
  return null;
};

/** Only what the own server wrote, by its own name, counts; it takes away what others write under that name (RFC 8601, 5). */
const authentic = (fields: Fields, authserv: string | null, sender: string): boolean => {
  if (authserv === null || sender === '') return false;
  const domain = sender.split('@')[1] ?? '';
  const said = every(fields, 'authentication-results').find((value) => value.split(/[\s;]/)[0]?.toLowerCase() === authserv.toLowerCase());
  return said !== undefined && said.toLowerCase().replace(/"[^"]*"|\([^()]*\)/g, '').split(';').slice(1).some((one) => {
    const of = (name: string) => new RegExp(`${name}\\s*=\\s*@?([^\\s;]{1,255})`).exec(one)?.[1];
    if (/^\s*dmarc\s*=\s*pass\b/.test(one)) return (of('header\\.from') ?? domain) === domain;
    if (!/^\s*dkim\s*=\s*pass\b/.test(one)) return false;
    const signer = of('header\\.d') ?? of('header\\.i')?.split('@').at(-1) ?? '';
    return signer !== '' && (domain === signer || domain.endsWith(`.${signer}`));
  });
};

const reportIn = (fields: Fields, leaves: readonly Leaf[], text: string): Report | null => {
  const bytes = (types: RegExp) => leaves.filter((leaf) => types.test(typeOf(leaf))).map((leaf) => leaf.read(100_000).toString('latin1')).join('\n\n');
  const machine = bytes(/^message\/(global-)?delivery-status$/);
  const tokens = tokensIn(fields);
  if (machine !== '') {
    const said = reportFrom(machine, `${bytes(/^(message\/(rfc822|global)|text\/rfc822-headers)$/)}\n${text}`);
    return { ...said, tokens: [...new Set([...said.tokens, ...tokens])] };
  }
  const sentByServer = every(fields, 'return-path').some((path) => path.replace(/\s/g, '') === '<>') || /^\S*(mailer-daemon|postmaster)/i.test(addressParser(first(fields, 'from'), { flatten: true })[0]?.address ?? '');
  if (!sentByServer) return null;
  const said = reportFromWords(`${text}\n${bytes(/^(message\/rfc822|text\/rfc822-headers)$/)}\n${tokens.map((token) => `notice.${token}@`).join(' ')}`);
  return said;
};
