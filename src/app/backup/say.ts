import type { Config } from '../../platform/config.ts';
import type { Head, Manifest } from '../../platform/backup/manifest.ts';
import { keyIdOf } from '../../rooms/journal/contract.ts';
import { keyFiles, printOf, secretOf } from './keys.ts';
import { mb, type Made } from './make.ts';
import type { Restored } from './restore.ts';

const number = (n: number): string => n.toLocaleString('en');

/** Tables with rows, the largest last, beside the line where the eye ends. */
const table = (rows: Readonly<Record<string, number>>): readonly string[] => {
  const lines = Object.entries(rows).filter(([, count]) => count > 0).toSorted(([a, x], [b, y]) => x - y || a.localeCompare(b));
  const wide = Math.max(5, ...lines.map(([name]) => name.length));
  const long = Math.max(4, ...lines.map(([, count]) => number(count).length));
  const total = lines.reduce((sum, [, count]) => sum + count, 0);
  return [...lines, ['total', total] as const].map(([name, count]) => `  ${name.padEnd(wide)}  ${number(count).padStart(Math.max(long, number(total).length))}`);
};

const filesLines = ({ files }: Manifest): readonly string[] => [
  `attachments  ${number(files.count)}, ${mb(files.bytes)}`,
  ...files.missing.map((key) => `MISSING      the store has no ${key}: bring it from an earlier backup`),
  ...files.changed.map((key) => `CHANGED      ${key} is not what was taken in: bring it from an earlier backup`),
];

const journalLine = ({ journal }: Head): string => `journal      ${number(journal.size)} acts sealed, ${journal.waiting === null ? '' : `${number(journal.waiting.count)} waiting to be, `}root ${journal.root}`;
/** Whoever can write an archive anew can leave all of this out, or sign with a key of their own: so what is missing is said, and whose key it was. */
const signatureLine = ({ journal: { waiting, publicPem } }: Head): string => {
  if (publicPem === null) return 'NOT SIGNED   nothing in this archive is proved by the journal\'s key: it was not at hand when the archive was made, or the archive was made anew';
  if (waiting === null) return 'NOT LISTED   acts that waited to be sealed are not proved: the archive is of before they were, or was made anew';
  return `signed       by the key ${keyIdOf(publicPem)}: is it the house's own?`;
};
/** An archive of it says so itself, whenever it is read. */
const goneLines = ({ journal }: Head): readonly string[] => {
  const gone = journal.waiting?.gone ?? 0;
  return gone === 0 ? [] : [`LEAVES GONE  ${number(gone)} acts that wait to be sealed have no leaf any more: somebody removed rows of the journal. \`script/jauap journal verify\` says more`];
};

export const saidMade = (made: Made, dataDir: string): readonly string[] => [
  ...table(made.manifest.rows),
  `file         ${made.file}`,
  `size         ${mb(made.bytes)} in ${(made.ms / 1000).toFixed(1)} s`,
  `moment       ${made.head.at}`,
  ...filesLines(made.manifest),
  journalLine(made.head), ...goneLines(made.head),
  `archive      root ${made.manifest.root}`,
  ...(made.head.withKeys ? [`keys         inside, as the archive is encrypted: ${made.manifest.parts.filter((part) => part.name.startsWith('keys/')).map((part) => part.name.slice(5)).join(', ')}`] : [
    '',
    'THE KEYS ARE NOT IN THIS ARCHIVE, because everybody who has it can read it. Keep them apart from it, in a safe place:',
    ...keyFiles.filter((file) => !file.open).map((file) => `  ${dataDir}/${file.name}${file.name === 'secret' ? ' (or the setting JAUAP_SECRET)' : ''}: ${file.why}`),
    'Without the secret, sealed columns can never be read again. --encrypt-to takes them along.',
  ]),
  // the program that serves has one: this command was begun without its settings
  ...(made.head.secretPrint === null ? ['', `THE SECRET WAS NOT FOUND, so it is not in this archive: JAUAP_SECRET is not set here, and ${dataDir} has no \`secret\`. Run this command with the settings and the data folder of the program.`] : []),
];

/** 0: all is there. 1: it is whole, and something was not there to be taken. */
export const outcomeOf = ({ head: { secretPrint, journal }, manifest: { files } }: Pick<Made, 'head' | 'manifest'>): number => (files.missing.length + files.changed.length + (journal.waiting?.gone ?? 0) > 0 || secretPrint === null ? 1 : 0);

export const saidSeen = (head: Head, manifest: Manifest): readonly string[] => [
  ...table(manifest.rows), `moment       ${head.at}, PostgreSQL ${head.server}, schema ${head.migrations.at(-1)?.name ?? ''}`, ...filesLines(manifest), journalLine(head), signatureLine(head), `archive      root ${manifest.root}`,
  `keys         ${head.withKeys ? 'inside' : 'not inside'}`, 'Every part is as it was written.',
];

const secretLines = (restored: Restored, config: Config, dir: string): readonly string[] => {
  const { secretPrint, withKeys } = restored.seen.head;
  const now = printOf(secretOf({ ...config, dataDir: dir }));
  if (now !== null && now === secretPrint) return [];
  if (now === null) return ['', `THE SECRET IS MISSING. Put the file \`secret\` of the old machine into ${dir} (or set JAUAP_SECRET), and \`journal-key.pem\` beside it, before the first start:`, 'otherwise new ones are made, and sealed columns can never be read again.'];
  return ['', `THE SECRET IS ANOTHER ONE (${now}, the archive's rows were sealed with ${secretPrint ?? 'none'}): ${withKeys && config.JAUAP_SECRET ? 'JAUAP_SECRET is set to something else than' : 'bring'} the one of the old machine before the first start.`];
};

export const saidRestored = (restored: Restored, config: Config, dir: string, ms: number): readonly string[] => [
  ...table(restored.unpacked.rows),
  `rows         equal in every table, as the archive counts them`,
  `attachments  ${number(restored.unpacked.files)} back`,
  ...restored.seen.manifest.files.missing.map((key) => `MISSING      the archive has no ${key}: its store had none`),
  journalLine(restored.seen.head), signatureLine(restored.seen.head),
  restored.journal.findings.length === 0 ? `equal        root ${restored.journal.root}, recomputed from ${number(restored.journal.sealed)} leaves` : `NOT EQUAL    root ${restored.journal.root}: ${restored.journal.findings.length} findings`,
  ...(restored.migrated.length > 0 ? [`schema       brought up to date: ${restored.migrated.join(', ')}`] : []),
  ...(restored.aside ? [`put aside    ${restored.aside}`] : []),
  `time         ${(ms / 1000).toFixed(1)} s`,
  ...secretLines(restored, config, dir),
];
