import { posix } from 'node:path';
import type { Source } from './check.ts';

/** What the documents may speak of. `files`: every path from the root; `text`: all sources in one. */
export type World = {
  readonly files: ReadonlySet<string>; readonly folders: ReadonlySet<string>; readonly commands: readonly string[]; readonly settings: readonly string[]; readonly words: ReadonlySet<string>;
};
export type Fault = { readonly where: string; readonly rule: string };

/** Of the tests and of PostgreSQL: not the product's. */
const foreignSettings = ['TEST_DATABASE_URL', 'LOCALE_PROVIDER', 'ICU_LOCALE'];

export const faultsOf = (page: Source, pages: readonly Source[], world: World): readonly Fault[] => {
  const found: Fault[] = [];
  const fault = (at: string, rule: string): void => void found.push({ where: `${page.path}: ${at}`, rule });
  for (const { href } of linksIn(page.text)) linkFault(page, href, pages, world, (rule) => fault(href, rule));
  for (const name of named(page.text, /(?<![\w./-])(script\/[\w.-]*\w)/g)) if (!world.files.has(name)) fault(name, 'there is no such script');
  for (const name of named(codeOf(page.text), /(?<![\w./-])(?:script\/)?jauap ([a-z][\w-]*)/g)) if (!world.commands.includes(name)) fault(`jauap ${name}`, 'there is no such command');
  for (const name of named(codeOf(page.text), /(?<![\w$-])([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b/g)) if (!world.settings.includes(name) && !foreignSettings.includes(name)) fault(name, 'there is no such setting');
  for (const code of inlineCode(page.text)) codeFault(page, code, world, (rule) => fault(code, rule));
  return found;
};

const named = (text: string, pattern: RegExp): readonly string[] => [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];

export const withoutBlocks = (text: string): string => text.replace(/^( {4}.*|```[\s\S]*?^```)$/gm, '');
const inlineCode = (text: string): readonly string[] => [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
const blocks = (text: string): readonly string[] => [...text.matchAll(/^(?: {4}(.*)|```\w*\n([\s\S]*?)^```)$/gm)].map((match) => match[1] ?? match[2] ?? '');
/** Everything set as code, a line each. */
const codeOf = (text: string): string => [...blocks(text), ...inlineCode(text)].join('\n');

export const linksIn = (text: string): readonly { readonly href: string }[] => [...withoutBlocks(text).replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map((match) => ({ href: match[1] ?? '' }));

/** As the sites that show Markdown make them. */
export const anchorsOf = (text: string): readonly string[] =>
  [...withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)].map((match) => (match[1] ?? '').toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-'));

const linkFault = (page: Source, href: string, pages: readonly Source[], world: World, fault: (rule: string) => void): void => {
  if (/^[a-z]+:/.test(href)) return;
  const [file = '', anchor] = href.split('#');
  const target = file === '' ? page.path : posix.normalize(posix.join(posix.dirname(page.path), file));
  if (!world.files.has(target) && !world.folders.has(target.replace(/\/$/, ''))) return fault('leads nowhere');
  if (anchor === undefined) return;
  const there = pages.find((one) => one.path === target);
  if (!there || !anchorsOf(there.text).includes(anchor)) fault('has no such heading');
};

const isPath = /^(?!.*(?:\*|NNNN|…|<))[\w@.-]+(?:\/[\w@.-]+)*\.(?:tsx?|mjs|md|sql|json|css|svg|webp|txt)$/;
const isFolder = /^(?!.*NNNN)(?:src|docs|test|e2e|bench|database)(?:\/[\w.-]+)*\/?$/;
const isName = /^[a-zA-Z_][\w]*(?:\.[a-zA-Z_]\w*)*$/;

/** A path named in a document is there: from the root, beside the document, or at the end of some path. A name in a room's card is in the sources. */
const codeFault = (page: Source, code: string, world: World, fault: (rule: string) => void): void => {
  const beside = posix.normalize(posix.join(posix.dirname(page.path), code)).replace(/\/$/, '');
  if (isPath.test(code)) {
    if (!world.files.has(code) && !world.files.has(beside) && ![...world.files].some((file) => file.endsWith(`/${code}`))) fault('there is no such file');
  } else if (isFolder.test(code)) {
    if (!world.folders.has(code.replace(/\/$/, '')) && !world.files.has(code)) fault('there is no such folder');
  } else if (/^src\/rooms\/\w+\/README\.md$/.test(page.path) && isName.test(code)) {
    for (const part of code.split('.')) if (!world.words.has(part)) fault('is in no source');
  }
};
