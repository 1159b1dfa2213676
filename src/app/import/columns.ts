import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { fold } from '../../kernel/fold.ts';
import { clean } from '../../kernel/typed.ts';
import { langs } from '../../kernel/words.ts';
import { importRowSchema, type ImportRow } from '../../rooms/appeals/acts/import.ts';
import { channels, kinds } from '../../rooms/appeals/law/stages.ts';
import { ImportMistake } from './mistake.ts';
import { momentOf } from './moment.ts';
import type { Row } from './rows.ts';

export const fields = [
  'text', 'receivedAt', 'kind', 'channel', 'lang', 'topic', 'territory', 'address', 'lat', 'lon',
  'name', 'surname', 'given', 'patronymic', 'phone', 'email', 'iin', 'externalId',
] as const;
export type Field = (typeof fields)[number];
const coded: Readonly<Partial<Record<Field, readonly string[]>>> = { kind: kinds, channel: channels, lang: langs };

const sourceSchema = z.union([
  z.string().min(1).transform((column) => ({ column: column.normalize('NFC').trim(), values: new Map<string, string>() })),
  z.strictObject({ column: z.string().min(1), values: z.record(z.string(), z.string()).default({}) })
    .transform(({ column, values }) => ({ column: column.normalize('NFC').trim(), values: new Map(Object.entries(values).map(([from, to]) => [fold(from), to])) })),
]);
const mapSchema = z.partialRecord(z.enum(fields), sourceSchema);
/** Which column each field comes from, and what its values mean here. */
export type Columns = z.output<typeof mapSchema>;

/** `kind=COLUMN,text=COLUMN`, or the path of a JSON file: `{ "text": "COLUMN", "kind": { "column": "COLUMN", "values": { "их слово": "complaint" } } }`. */
export const readColumns = async (given: string | undefined, topics: ReadonlySet<string>): Promise<Columns> => {
  const columns = mapOf(given === undefined ? { text: 'text' } : /\.json$/i.test(given) ? await jsonOf(given) : pairsOf(given));
  if (!columns.text) throw new ImportMistake('The mapping does not say where the text is: add text=COLUMN.');
  if (columns.name && (columns.surname ?? columns.given)) throw new ImportMistake('The mapping has both name and its parts: leave either name, or surname and given.');
  const reached = (['phone', 'email', 'iin', 'patronymic'] as const).find((field) => columns[field]);
  if (reached && !columns.name && !(columns.surname && columns.given)) throw new ImportMistake(`The mapping has ${reached} and nobody it belongs to: add name=COLUMN, or surname and given.`);
  if (!columns.lat !== !columns.lon) throw new ImportMistake('The mapping has one of lat and lon: a place needs both.');
  for (const field of fields) {
    const allowed = field === 'topic' ? [...topics] : coded[field];
    const values = [...(columns[field]?.values.values() ?? [])];
    if (values.length > 0 && !allowed) throw new ImportMistake(`Values are translated for kind, channel, lang and topic only, not for ${field}.`);
    const unknown = values.find((value) => !allowed?.includes(value));
    if (unknown !== undefined) throw new ImportMistake(`The mapping turns a value of ${field} into “${unknown}”, which is none of: ${allowed?.join(', ')}.`);
  }
  return columns;
};

const pairsOf = (given: string): Record<string, string> => {
  const pairs: Record<string, string> = {};
  for (const pair of given.split(',')) {
    const at = pair.indexOf('=');
    if (at < 1) throw new ImportMistake(`“${pair}” of the mapping is not FIELD=COLUMN.`);
    pairs[pair.slice(0, at).trim()] = pair.slice(at + 1);
  }
  return pairs;
};

const jsonOf = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ImportMistake(error instanceof SyntaxError ? 'The mapping file is not JSON.' : 'The mapping file cannot be read.');
  }
};

const mapOf = (value: unknown): Columns => {
  const stranger = typeof value === 'object' && value !== null ? Object.keys(value).find((name) => !(fields as readonly string[]).includes(name)) : undefined;
  if (stranger !== undefined) throw new ImportMistake(`There is no field “${stranger}”. Fields: ${fields.join(', ')}.`);
  const parsed = mapSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ImportMistake(`The mapping of ${String(parsed.error.issues[0]?.path[0] ?? 'the file')} is not understood: a column's name, or { "column": …, "values": { … } }.`);
};

export type RowProblem = { readonly line: number; readonly code: string; readonly column: string | undefined };
export type Mapped = { readonly row: ImportRow; readonly topicLeft: boolean } | { readonly problems: readonly RowProblem[] };

/** The registration a row stands for, or what is wrong with it: codes and columns, never what is written there. */
export const mapRow = (columns: Columns, topics: ReadonlySet<string>, row: Row): Mapped => {
  const cell = (field: Field): string => clean(row.cells.get(columns[field]?.column ?? '') ?? '').trim();
  const meaning = (field: Field): string => columns[field]?.values.get(fold(cell(field))) ?? cell(field);
  const problem = (field: Field, code: string): RowProblem => ({ line: row.line, code, column: columnOf(columns, field) });
  const topic = meaning('topic');
  const moment = cell('receivedAt') === '' ? undefined : momentOf(cell('receivedAt'));
  const point = cell('lat') === '' && cell('lon') === '' ? undefined : { lat: degrees(cell('lat')), lon: degrees(cell('lon')) };
  const externalId = columns.externalId ? cell('externalId') : `row ${row.line} ${createHash('sha256').update(row.raw.normalize('NFC')).digest('hex').slice(0, 32)}`;
  const parsed = importRowSchema.safeParse({
    channel: meaning('channel') || 'paper', lang: meaning('lang') || langOf(cell('text')), receivedAt: moment ?? undefined, applicant: applicantOf(columns, cell),
    matters: [{
      kind: meaning('kind') || 'application', text: cell('text'), territoryCode: cell('territory'), address: cell('address'), point,
      topicCode: topics.has(topic) ? topic : undefined, publishConsent: false,
    }],
  });
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => problem(fieldOf(issue.path), /^[a-z_]+$/.test(issue.message) ? issue.message : 'point_wrong'));
  if (moment === null) problems.push(problem('receivedAt', 'moment_wrong'));
  if (externalId === '') problems.push(problem('externalId', 'field_missing'));
  if (externalId.length > 200) problems.push(problem('externalId', 'field_too_long'));
  if (!parsed.success || problems.length > 0) return { problems };
  return { row: { line: row.line, externalId, input: parsed.data }, topicLeft: topic !== '' && !topics.has(topic) };
};

export const columnOf = (columns: Columns, field: Field): string | undefined =>
  columns[field]?.column ?? (field === 'surname' || field === 'given' || field === 'patronymic' ? columns.name?.column : undefined);

const degrees = (text: string): number => (text === '' ? Number.NaN : Number(text.replace(',', '.')));

/** Somebody, when anything about them is given; a letter without a name stays one. */
const applicantOf = (columns: Columns, cell: (field: Field) => string): object | undefined => {
  const [surname = '', given = '', ...others] = columns.name ? cell('name').split(/\s+/) : [cell('surname'), cell('given')];
  const patronymic = columns.name && !columns.patronymic ? others.join(' ') : cell('patronymic');
  const who = { surname, given, patronymic, phone: cell('phone'), email: cell('email'), iin: cell('iin') };
  return Object.values(who).some((part) => part !== '') ? { kind: 'person', ...who } : undefined;
};

/** A Kazakh text has a letter of its own in every five; a Russian one that names a Kazakh street, one in a hundred. */
const langOf = (text: string): 'kk' | 'ru' => {
  const own = text.match(/[әғқңөұүһі]/giu)?.length ?? 0;
  return own > 0 && own >= (text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0) * 0.04 ? 'kk' : 'ru';
};

const renamed: Readonly<Record<string, Field>> = { territoryCode: 'territory', topicCode: 'topic', point: 'lat' };
const fieldOf = (path: readonly PropertyKey[]): Field => {
  const last = String(path.at(-1));
  return renamed[last] ?? fields.find((field) => field === last) ?? 'text';
};
