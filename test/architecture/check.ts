import { dirname, posix } from 'node:path';
import { mayOpen } from '../../src/app/rooms.ts';

/** One file as the check sees it: path from the root of the project, and text. */
export type Source = { readonly path: string; readonly text: string };
export type Violation = { readonly path: string; readonly rule: string; readonly detail: string };

/** What a file of a room may use inside its room, and outside it (architecture.md, the table). `room contract` = another room's contract. */
const table: Readonly<Record<string, { own: readonly string[]; else: readonly string[] }>> = {
  law: { own: [], else: ['kernel', 'room law of calendar'] },
  // types only: a missing sentence does not compile
  words: { own: ['law', 'contract'], else: ['kernel'] },
  // contract.ts, the one door for others: it gives on, and no file of the room itself goes through it
  'contract.ts': { own: ['contract', 'law'], else: ['kernel'] },
  // contract/: what the door gives and the room's own files share, beneath both
  contract: { own: ['law'], else: ['kernel', 'zod'] },
  policy: { own: ['law', 'contract'], else: ['kernel'] },
  store: { own: ['law', 'contract'], else: ['kernel', 'platform/db', 'platform/seal', 'room contract'] },
  acts: { own: ['contract', 'law', 'policy', 'store'], else: ['kernel', 'platform/db', 'platform/jobs', 'platform/ctx', 'room contract'] },
  reacts: { own: ['acts', 'store', 'contract', 'law'], else: ['kernel', 'platform/db', 'platform/jobs', 'platform/ctx', 'room contract'] },
  pages: { own: ['acts', 'store', 'policy', 'law', 'contract', 'words'], else: ['kernel', 'ui', 'platform/web', 'platform/db', 'platform/ctx', 'room contract', 'package'] },
  api: { own: ['acts', 'store', 'policy', 'law', 'contract', 'words'], else: ['kernel', 'platform/web', 'platform/db', 'platform/ctx', 'room contract', 'zod'] },
  make: { own: ['acts', 'store', 'policy', 'law', 'contract', 'words'], else: ['kernel', 'platform/db', 'platform/ctx', 'room contract'] },
};

/** What these say is the same wherever it is read: no library but the table's has a part in it. */
const withoutPackages = ['words', 'policy', 'contract', 'contract.ts'];

const foundation = ['people', 'units', 'calendar', 'files', 'notices', 'journal', 'recognition'];
/** Foundation rooms, assignments (decision 0002) and appeals (decision 0019) give functions through their contract. */
const givesFunctions = [...foundation, 'assignments', 'appeals'];
const forbiddenNames = /(^|\/)(types|utils?|helpers?|common|shared|manager|service)\.tsx?$/;
export const maxLines = 300;
/** Tables of words, texts and plain data may be longer: nothing to follow in them. */
const mayBeLong = /(words|texts\/.*|seed|regions|kazakhstan)\.tsx?$/;

/** `files` names what is uploaded by a stricter rule of file systems. */
const cleaners = /^src\/(kernel\/typed|rooms\/files\/law)\.ts$/;

/** A database is dropped in one place, which waits for a sweep of the server’s own to end: elsewhere one made a whole run red. */
const droppers = /^test\/(support\/drop|architecture\/(check|rooms\.test))\.ts$/;

const withoutComments = (text: string): string => text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');

export const specifiers = (text: string): readonly { from: string; line: string }[] => {
  const found: { from: string; line: string }[] = [];
  const bare = withoutComments(text);
  for (const match of bare.matchAll(/^\s*(?:import|export)\b([^'";]*?)\bfrom\s*['"]([^'"]+)['"]/gm)) found.push({ from: match[2] ?? '', line: match[1] ?? '' });
  for (const match of bare.matchAll(/(?:^\s*import\s*|\bimport\s*\(\s*)['"]([^'"]+)['"]/gm)) found.push({ from: match[1] ?? '', line: '' });
  return found;
};

/** The file that `from` opens in `path`, from the root of the project; a package stays its name. */
export const targetOf = (path: string, from: string): string => (from.startsWith('.') ? posix.normalize(posix.join(dirname(path), from)) : from);

type Place = { layer: string; room?: string; file?: string; path: string };

const placeOf = (path: string): Place => {
  const [, layer = '', room, third] = path.split('/');
  if (layer !== 'rooms') return { layer, path };
  return { layer, room: room ?? '', file: third === 'contract.ts' ? third : (third ?? '').replace(/\.tsx?$/, ''), path };
};

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

export const check = (sources: readonly Source[]): readonly Violation[] => sources.flatMap((source) => checkFile(source));

const checkFile = ({ path, text }: Source): Violation[] => {
  const found: Violation[] = [];
  const report = (rule: string, detail: string) => void found.push({ path, rule, detail });
  const lines = text.split('\n').length;
  if (lines > maxLines + 1 && !mayBeLong.test(path)) report('file size', `${lines} lines, at most ${maxLines}`);
  if (forbiddenNames.test(path)) report('file name', 'says nothing about what lives in it');
  if (/DROP DATABASE/.test(text) && !droppers.test(path)) report('drop', 'dropDatabase of test/support/drop.ts is the one way');
  if (isTest(path)) return found;
  const here = placeOf(path);
  if (/\bexport default\b/.test(text) && !path.startsWith('src/ui/islands/')) report('default export', 'named exports only');
  if (/[\u202A-\u202E]|\\u202A-\\u202E/i.test(text) && !cleaners.test(path)) report('typed text', 'cleaned by a rule of its own: kernel/typed.ts has the one');
  if (/(:\s*any\b|\bas any\b|<any>)/.test(withoutComments(text))) report('any', 'any is never needed');
  for (const { from, line } of specifiers(text)) checkImport(here, from, line, report);
  if (here.layer === 'rooms' && here.room !== undefined && !(here.room in mayOpen)) report('room', `${here.room} is not in src/app/rooms.ts`);
  if (here.layer === 'rooms' && !(here.file ?? '').endsWith('README.md') && !((here.file ?? '') in table) && !isData(path)) report('room file', `${here.file} is not one of a room's files`);
  return found;
};

/** A room's data and pure tables beside law (calendar/kazakhstan.ts): they may use the kernel and law only. */
const isData = (path: string): boolean => dataFiles.test(path);
const dataFiles = /rooms\/\w+\/(kazakhstan|regions|seed|roles|crypto|tree|signing|storage|sniff|scan|pictures|passwords|oidc|passkeys|importer|kato|port|templates|seal|mail|telegram|sms|push)[\w-]*(\.tsx?|\/)/;

const checkImport = (here: Place, from: string, line: string, report: (rule: string, detail: string) => void): void => {
  const target = targetOf(here.path, from);
  const to: Place = from.startsWith('.') ? placeOf(target) : { layer: 'package', path: from };
  const text = `${here.path} → ${target}`;
  if (/\bmint\b/.test(line) && to.path === 'src/kernel/permit.ts' && here.file !== 'policy') report('permit mint', text);
  if ((to.path === 'pg' || to.path === 'kysely') && !here.path.startsWith('src/platform/')) report('query builder', `${text}: only platform touches it`);
  if ((to.path === 'hono' || to.path.startsWith('hono/')) && here.layer !== 'platform' && here.layer !== 'app') report('web framework', text);
  if (here.layer === 'kernel' && (to.layer === 'package' ? /^node:|^pg$|^hono/.test(to.path) : to.layer !== 'kernel')) report('layer', text);
  if (here.layer === 'ui' && ['platform', 'rooms', 'app'].includes(to.layer)) report('layer', text);
  if (here.layer === 'platform' && ['ui', 'rooms', 'app'].includes(to.layer)) report('layer', text);
  if (here.layer === 'rooms' && to.layer === 'app') report('layer', text);
  if (here.layer === 'rooms' && to.layer !== 'app') checkRoomImport(here, to, text, report);
  if (here.layer === 'app' && to.layer === 'rooms' && !mayAppOpen(here.path, to)) report('doors of a room', text);
};

/** What app takes from a room to put the house together; the policy, the store and the law are the room's own affair. */
const doors = ['contract.ts', 'pages', 'api', 'reacts', 'words', 'make'];
/** Further doors, each with its reason. `kato` is a command of its room. */
const moreDoors: readonly (readonly [app: RegExp, room: RegExp, why: string])[] = [
  [/^src\/app\/commands\.ts$/, /^src\/rooms\/units\/kato\.ts$/, 'a command that its room brings along'],
  [/^src\/app\/demo\//, /^src\/rooms\/appeals\/(acts|law)\//, 'the demonstration lives the acts of a civic room, whose contract exports none'],
  [/^src\/app\/crowd\//, /^src\/rooms\/(appeals\/store\/(searched|seal)|journal\/law)\.ts$/, 'a made register is written past the acts by COPY, with the rooms’ own words for search, seals and leaves'],
  [/^src\/app\/reindex\.ts$/, /^src\/rooms\/appeals\/acts\/indexing\.ts$/, 'the command line over the act of indexing, one more skin of it'],
  [/^src\/app\/numbers\.ts$/, /^src\/rooms\/reception\/acts\/outings\/numbers\.ts$/, 'the command line over the count of numbers, one more skin of it'],
  [/^src\/app\/learn\.ts$/, /^src\/rooms\/appeals\/acts\/relearn\.ts$/, 'the command line over the act of learning anew, one more skin of it'],
  [/^src\/app\/demo\//, /^src\/rooms\/reception\/(acts|law)\//, 'the demonstration lives the acts of a civic room, whose contract exports none'],
  [/^src\/app\/secrets\.ts$/, /^src\/rooms\/reception\/store\/seal\.ts$/, 'hands over the key of the sealed columns, once at start'],
  [/^src\/app\/import(\.ts|\/)/, /^src\/rooms\/appeals\/(acts\/import|law\/stages)\.ts$/, 'the command line over the act of importing, one more skin of it'],
  [/^src\/app\/secrets\.ts$/, /^src\/rooms\/appeals\/store\/seal\.ts$/, 'hands over the key of the sealed columns, once at start'],
  [/^src\/app\/doors\//, /^src\/rooms\/appeals\/(acts|law)\/(talk|letter)\.ts$/, 'a letter or a message is one more skin of the acts of a civic room'],
  [/^src\/app\/doors\//, /^src\/rooms\/notices\/(mail|telegram)(\.ts|\/)/, 'the wire of a channel, opened and closed with the program'],
];
const mayAppOpen = (path: string, to: Place): boolean => doors.includes(to.file ?? '') || moreDoors.some(([app, room]) => app.test(path) && room.test(to.path));

const checkRoomImport = (here: Place, to: Place, text: string, report: (rule: string, detail: string) => void): void => {
  const row = table[here.file ?? ''];
  if (to.layer === 'rooms' && to.room !== here.room) {
    const allowed: readonly string[] = here.file === 'make' || isRoom(here.room) ? mayOpen[(here.room ?? 'portal') as keyof typeof mayOpen] ?? [] : [];
    const calendarLaw = to.room === 'calendar' && to.file === 'law' && allowed.includes('calendar');
    const maker = here.file === 'make' && to.file === 'make';
    if (!allowed.includes(to.room ?? '')) report('table of rooms', `${text}: ${here.room} may not open ${to.room}`);
    else if (to.file !== 'contract.ts' && !calendarLaw && !maker) report('contract only', text);
    else if (row && !calendarLaw && !maker && !row.else.includes('room contract')) report('room file', text);
    return;
  }
  if (to.layer === 'rooms' && to.file === 'contract.ts') report('own door', text);
  if (!row) return;
  if (to.layer === 'rooms') {
    const own = givesFunctions.includes(here.room ?? '') && here.file === 'contract.ts' ? [...row.own, 'store', 'acts', 'policy', 'words'] : row.own;
    if (to.file !== here.file && !own.includes(to.file ?? '') && !isData(to.path)) report('room file', text);
    return;
  }
  const kind = to.layer === 'package' ? to.path : to.layer === 'platform' ? `platform/${to.path.replace(/^src\/platform\//, '').replace(/(\.tsx?|\/.*)$/, '')}` : to.layer;
  const rules = givesFunctions.includes(here.room ?? '') && here.file === 'contract.ts' ? [...row.else, 'platform/db', 'platform/ctx'] : row.else;
  const platformOk = to.layer !== 'platform' || rules.includes(kind) || (here.file === 'store' && kind === 'platform/ctx');
  if (to.layer === 'ui' && !rules.includes('ui')) report('room file', text);
  if (to.layer === 'package' && withoutPackages.includes(here.file ?? '') && !rules.includes(kind)) report('room file', text);
  if (!platformOk) report('room file', text);
};

const isRoom = (room: string | undefined): boolean => room !== undefined && room in mayOpen;
