import { createHash } from 'node:crypto';
import type pg from 'pg';
import { openBare } from './bare.ts';
import { concurrencies } from './create.ts';
import { during, inTurn, quiet, ratioOf, summedUp, type Window } from './measure.ts';
import type { Group } from './options.ts';
import { pickFrom } from './picks.ts';
import { askPage, type Asking, type Question } from './asking.ts';
import { questions } from './questions.ts';
import { poolSize, type Register } from './registers.ts';
import type { Scene } from './scene.ts';

export type Cell = { readonly size: number; readonly concurrency: number; readonly jauap: Window; readonly bare: Window | null; /** p95 by p95 of the same round */ readonly ratio: number | null };
export type ReadResult = {
  readonly name: string; readonly group: Group; readonly kind: Question['kind'];
  readonly cells: readonly Cell[];
  /** p95 of the largest register by p95 of the smallest, by concurrency */
  readonly growth: Readonly<Record<string, number>>;
  /** statements of one answer, BEGIN and COMMIT among them */
  readonly statements: number;
  /** of the body, compressed; pages only */
  readonly bytes: number | null;
};

type Kept = { readonly register: Register; readonly pool: pg.Pool; readonly asking: Asking; readonly concurrency: number; readonly jauap: Window[]; readonly bare: Window[] };

/** Rounds over all questions; one question is asked of every size within the same seconds, so that what is compared ran beside the same neighbours. */
export const measureReads = async (o: { registers: readonly Register[]; scene: Scene; only: readonly Group[]; rounds: number; windowMs: number; onStep: (line: string) => void }): Promise<readonly ReadResult[]> => {
  const asked = questions.filter((one) => o.only.includes(one.group));
  const pools = new Map(o.registers.map((register) => [register, openBare(register.url, poolSize)]));
  try {
    const askings = new Map<Register, Asking>();
    for (const [register, pool] of pools) askings.set(register, { register, scene: o.scene, picks: await pickFrom(pool, o.scene) });
    const cells = [...pools].flatMap(([register, pool]) => concurrencies.map((concurrency) => ({ register, pool, concurrency })));
    const kept = new Map(asked.map((question) => [question, cells
      .filter(({ concurrency }) => concurrency === 1 || question.group !== 'anew')
      .map((cell): Kept => ({ ...cell, asking: found(askings.get(cell.register)), jauap: [], bare: [] }))]));
    for (const cell of [...kept].flatMap(([question, list]) => list.map((one) => ({ question, one })))) await warm(cell.question, cell.one);
    o.onStep('reads: warmed up');
    for (let round = 0; round < o.rounds; round += 1) {
      for (const [question, list] of kept) {
        if (question.group === 'anew' && round >= anewRounds) continue;
        for (const cell of list.toSorted((x, y) => x.concurrency - y.concurrency)) await measureCell(cell, question, round, o.windowMs);
      }
      o.onStep(`reads: round ${round + 1} of ${o.rounds}`);
    }
    const results: ReadResult[] = [];
    for (const [question, list] of kept) results.push(await summed(question, list));
    return results;
  } finally {
    for (const pool of pools.values()) await pool.end();
  }
};

/** It takes seconds and holds no surprises. */
const anewRounds = 2;

const found = <T>(one: T | undefined): T => {
  if (one === undefined) throw new Error('nothing to measure');
  return one;
};

const askBare = ({ pool, asking }: Kept, { bare }: Question) => (serial: number): Promise<unknown> => (bare ? pool.query({ name: nameOf(bare.text), text: bare.text, values: bare.values(asking, serial) }) : Promise.resolve());
/** Prepared, as the product's own statements are. */
const nameOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Every connection of both pools has met the question. */
const warm = async (question: Question, cell: Kept): Promise<void> => {
  const times = question.group === 'anew' ? 1 : cell.concurrency;
  await during(0, times, (serial) => question.jauap(cell.asking, serial));
  await during(0, times, askBare(cell, question));
};

const measureCell = async (cell: Kept, question: Question, round: number, windowMs: number): Promise<void> => {
  const jauap = () => during(windowMs, cell.concurrency, (serial) => question.jauap(cell.asking, serial));
  if (!question.bare) return void cell.jauap.push(await jauap());
  const both = await inTurn(round, jauap, () => during(windowMs, cell.concurrency, askBare(cell, question)));
  cell.jauap.push(both.jauap);
  cell.bare.push(both.bare);
};

/** p95 of the largest by p95 of the smallest. */
const growthOf = (kept: readonly Kept[], concurrency: number): number => {
  const at = kept.filter((one) => one.concurrency === concurrency);
  const [small, large] = [at[0]?.jauap ?? [], at.at(-1)?.jauap ?? []];
  return quiet(large.map((one) => one.p95)) / quiet(small.map((one) => one.p95));
};

const summed = async (question: Question, kept: readonly Kept[]): Promise<ReadResult> => {
  const { register, asking } = found(kept.at(-1));
  const before = register.db.statements.count;
  const answered = await question.jauap(asking, 0);
  return {
    name: question.name, group: question.group, kind: question.kind, statements: register.db.statements.count - before,
    bytes: question.kind === 'store' ? null : (answered as Awaited<ReturnType<typeof askPage>>).bytes,
    growth: Object.fromEntries(concurrencies.filter((one) => kept.some((cell) => cell.concurrency === one)).map((one) => [String(one), growthOf(kept, one)])),
    cells: kept.map((cell) => ({
      size: cell.register.size, concurrency: cell.concurrency, jauap: summedUp(cell.jauap), bare: cell.bare.length > 0 ? summedUp(cell.bare) : null,
      ratio: cell.bare.length > 0 ? ratioOf(cell.jauap, cell.bare, 'p95') : null,
    })),
  };
};
