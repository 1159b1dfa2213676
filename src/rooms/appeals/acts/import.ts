import type { z } from 'zod';
import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write, type Read, type Tx } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { territoriesByCodes } from '../../units/contract.ts';
import { registerSchema } from '../contract/register.ts';
import { dueDay, holderTime, type HolderTime, type Rules } from '../law/terms.ts';
import { mayImport } from '../policy.ts';
import { claimKeys, takenKeys, type RowClaim } from '../store/import.ts';
import { bodyHash, insertAppeal } from '../store/intake.ts';
import { branchById, calendarOf, ruledOn, type Branch } from './around.ts';

/** One row of a foreign register: a registration whose key and branch are the import's. */
export const importRowSchema = registerSchema.omit({ key: true, branchId: true });
type Input = z.output<typeof importRowSchema>;
export type ImportRow = { readonly line: number; readonly externalId: string; readonly input: Input };
export type RowRefused = {
  readonly line: number;
  readonly code: 'received_in_future_invalid' | 'received_before_rules' | 'territory_invalid' | 'same_key_other_body';
  readonly field: 'receivedAt' | 'territory' | 'externalId';
};
export type Imported = { readonly taken: number; readonly already: number; readonly refused: readonly RowRefused[] };
export type ImportInto = { readonly source: string; readonly branchId: number };

/** As in register.ts: ten minutes of a wrong clock are forgiven. */
const clockSlackMs = 600_000;

/**
 * Takes the rows of one batch in one transaction, or none of them. A row taken before is passed over; a row that cannot be
 * taken is refused by itself, before the counter is asked: no number is burnt. Nobody is told: these letters came long ago.
 */
export const importBatch = (ctx: Ctx, into: ImportInto, rows: readonly ImportRow[]): Promise<Result<Imported>> => write(ctx, async (tx) => {
  const looked = await lookAt(ctx, tx, into, rows);
  if (isRefusal(looked)) return looked;
  const at = new Date(ctx.clock.now());
  const ids = await claimKeys(tx, looked.permit, looked.fresh, at);
  const lost = looked.fresh.filter((row) => !ids.has(row.key));
  const overtaken = sortOut(lost, await takenKeys(tx, lost));
  // counters in the order of years: two imports into one branch wait for each other, and never both
  const mine = looked.fresh.filter((row) => ids.has(row.key)).toSorted((a, b) => Number(a.registeredOn.slice(0, 4)) - Number(b.registeredOn.slice(0, 4)));
  for (const row of mine) await enter(ctx, tx, into, looked, row, ids.get(row.key) ?? 0, at);
  return { taken: mine.length, already: looked.already + overtaken.already, refused: [...looked.refused, ...overtaken.refused].toSorted((a, b) => a.line - b.line) };
});

/** What `importBatch` would do, read only. */
export const previewBatch = (ctx: Ctx, into: ImportInto, rows: readonly ImportRow[]): Promise<Result<Imported>> => read(ctx, async (q) => {
  const looked = await lookAt(ctx, q, into, rows);
  return isRefusal(looked) ? looked : { taken: looked.fresh.length, already: looked.already, refused: looked.refused };
});

type Keyed = RowClaim & { readonly row: ImportRow };
type Ready = Keyed & { readonly receivedAt: Date; readonly rules: Rules; readonly registeredOn: Day; readonly dueOn: Day; readonly held: HolderTime; readonly path: readonly string[] };
type Looked = {
  readonly permit: Permit<'appeal.import'>; readonly branch: Branch; readonly calendarVersion: string;
  readonly fresh: readonly Ready[]; readonly already: number; readonly refused: readonly RowRefused[];
};

/** The key under which a row is known for ever. */
export const importKey = (source: string, externalId: string): string => `import ${source} ${externalId}`;

/** Everything that can be known before anything is written. */
const lookAt = async (ctx: Ctx, q: Read, into: ImportInto, rows: readonly ImportRow[]): Promise<Result<Looked>> => {
  const permit = mayImport(ctx.actor, into.branchId);
  if (isRefusal(permit)) return permit;
  const branch = await branchById(q, into.branchId);
  if (!branch) return refuse('branch_invalid');
  const calendar = await calendarOf(q, branch.id);
  const places = await territoriesByCodes(q, rows.flatMap((row) => row.input.matters[0]?.territoryCode ?? []));

  const keyed = rows.map((row): Keyed => ({ row, key: importKey(into.source, row.externalId), body: bodyHash({ branchId: branch.id, ...row.input }) }));
  const first = new Map<string, Keyed>();
  for (const one of keyed) if (!first.has(one.key)) first.set(one.key, one);
  const twice = keyed.filter((one) => first.get(one.key) !== one);
  const known = await takenKeys(q, [...first.values()]);
  const passed = sortOut([...first.values()].filter((one) => known.has(one.key)), known);
  const again = sortOut(twice, new Map(twice.map((one) => [one.key, { sameBody: first.get(one.key)?.body.equals(one.body) ?? false }])));

  const now = ctx.clock.now();
  const fresh: Ready[] = [];
  const refused: RowRefused[] = [...passed.refused, ...again.refused];
  for (const one of first.values()) {
    if (known.has(one.key)) continue;
    const { line, input } = one.row;
    const receivedAt = new Date(input.receivedAt ?? now);
    const ruled = ruledOn(branch, calendar, receivedAt);
    const place = input.matters[0]?.territoryCode;
    const path = place === undefined ? [] : places.get(place)?.path;
    const kind = input.matters[0]?.kind;
    if (receivedAt.getTime() > now + clockSlackMs) refused.push({ line, code: 'received_in_future_invalid', field: 'receivedAt' });
    else if (!ruled || !kind) refused.push({ line, code: 'received_before_rules', field: 'receivedAt' });
    else if (!path) refused.push({ line, code: 'territory_invalid', field: 'territory' });
    else fresh.push({ ...one, ...ruled, receivedAt, dueOn: dueDay(ruled.rules, kind, ruled.registeredOn, calendar), held: holderTime(ruled.rules, ruled.registeredOn, calendar), path });
  }
  return { permit, branch, calendarVersion: calendar.version, fresh, already: passed.already + again.already, refused };
};

/** Rows under a key already taken: the same letter is passed over, another letter under the same number of theirs is said aloud. */
const sortOut = (rows: readonly Keyed[], known: ReadonlyMap<string, { sameBody: boolean }>): { already: number; refused: RowRefused[] } => {
  const other = rows.filter((one) => known.get(one.key)?.sameBody === false);
  return { already: rows.length - other.length, refused: other.map(({ row }) => ({ line: row.line, code: 'same_key_other_body', field: 'externalId' })) };
};

const enter = async (ctx: Ctx, tx: Tx, into: ImportInto, { permit, branch, calendarVersion }: Looked, r: Ready, id: number, at: Date): Promise<void> => {
  const { channel, lang, applicant, matters: [whole] } = r.row.input;
  if (!whole) throw new Error('a row without a matter passed the schema');
  const { papers: _none, ...matter } = whole;
  const number = await insertAppeal(tx, permit, {
    id, code: branch.code, branchId: branch.id, channel, lang, matter, territoryPath: r.path, profile: r.rules.profile, ruleVersion: r.rules.version, calendarVersion,
    receivedAt: r.receivedAt, registeredAt: at, registeredOn: r.registeredOn, dueOn: r.dueOn, held: r.held, applicant, urgency: null, // old papers: what was urgent then is over
  });
  await record(tx, {
    act: 'appeal.import', subject: `appeal:${id}`, actor: ctx.actor, at, postId: permit.postId,
    facts: { number, branchId: branch.id, kind: matter.kind, channel, registeredOn: r.registeredOn, dueOn: r.dueOn, source: into.source },
  });
};
