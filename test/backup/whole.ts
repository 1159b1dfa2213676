import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signerIn, verify, witnessFile } from '../../src/rooms/journal/contract.ts';
import { faultsOf, type Told } from '../faults/ledger.ts';
import { inside, registerOf } from '../faults/seed.ts';
import { unevenAppeals } from '../faults/underneath.ts';

export type Papers = Readonly<Record<string, Buffer>>;
export const papersIn = (data: string): Papers => {
  const dir = join(data, 'files');
  const names = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return Object.fromEntries(names.map((name) => [name.slice(dir.length), readFileSync(name)]));
};

/**
 * What of a house did not come back: matters that people were told of, matters nobody sent, those of which a part is missing, papers byte for byte, and the journal against its
 * own leaves and the roots beside it. `told`: before the backup began; of what came meanwhile some may be in it, whole.
 */
export const notWhole = async (came: { readonly url: string; readonly data: string }, was: { readonly told: readonly Told[]; readonly sent: ReadonlySet<string>; readonly papers: Papers }): Promise<readonly string[]> => {
  const faults = faultsOf(was.sent, was.told, await registerOf(came.url)).map(({ what, about }) => `${what}: ${about}`);
  const uneven = (await unevenAppeals(came.url)).map(({ number, what }) => `not one of its ${what}: ${number}`);
  const signer = signerIn(join(came.data, 'journal-key.pem'));
  const { findings } = await inside(came.url, (ctx) => verify(ctx, { publicPem: signer.publicPem, witness: witnessFile(join(came.data, 'journal-roots')) }));
  const papers = papersIn(came.data);
  const names = [...new Set([...Object.keys(was.papers), ...Object.keys(papers)])];
  const odd = names.flatMap((name) => {
    const [before, after] = [was.papers[name], papers[name]];
    if (before && after) return before.equals(after) ? [] : [`another paper: ${name}`];
    return [`${after ? 'a paper too many' : 'no paper'}: ${name}`];
  });
  return [...faults, ...uneven, ...findings.map(({ position, what }) => `journal, ${what}: ${position}`), ...odd];
};

type Ask = (text: string) => Promise<Record<string, unknown>[]>;
/** What its own migrations write, and what a restore itself notes down. */
const ledgers = ['platform.migration', 'graphile_worker.migrations'];
const ownNote: Readonly<Record<string, string>> = { 'journal.leaf': `act <> 'house.restore'`, 'journal.unsealed': `leaf_id NOT IN (SELECT id FROM journal.leaf WHERE act = 'house.restore')` };

/** Of every table how many rows it has, and a sum over all of them. */
export const rowsIn = async (ask: Ask): Promise<Readonly<Record<string, string>>> => {
  const tables = await ask(`SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^(pg_|information_schema$|public$)' ORDER BY 1`);
  const names = tables.map((row) => String(row['name'])).filter((one) => !ledgers.includes(one));
  const sums = await ask(names.map((name) => `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS sum FROM ${name} t WHERE ${ownNote[name] ?? 'true'}`).join(' UNION ALL '));
  return Object.fromEntries(sums.map((row) => [String(row['name']), String(row['sum'])]));
};
