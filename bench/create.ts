import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { visitor } from '../src/kernel/actor.ts';
import { addDays, today } from '../src/kernel/day.ts';
import { fold } from '../src/kernel/fold.ts';
import { register } from '../src/rooms/appeals/acts/register.ts';
import { bareRegister, openBare } from './bare.ts';
import { during, inTurn, ratioOf, summedUp, type Window } from './measure.ts';
import { poolSize, type Register, type Registers } from './registers.ts';
import { ok, type District, type Scene } from './scene.ts';
import { names, sentences } from '../src/app/crowd/texts.ts';

export const spreads = ['one branch', 'a hundred branches'] as const;
export type Created = { readonly size: number; readonly into: (typeof spreads)[number]; readonly concurrency: number; readonly jauap: Window; readonly bare: Window; readonly ratio: number };
export const concurrencies = [1, 16] as const;

const letter = (serial: number) => {
  const at = <T>(list: readonly T[], turn: number): T => list[(serial * turn) % list.length] as T;
  const surname = at(names.surnames, 7);
  const given = at(names.givens, 11);
  // the range +7 700 000 is given to nobody; nobody is born in 2095
  const phone = `+7700000${String(serial % 10_000).padStart(4, '0')}`;
  return { surname, given, phone, iin: `95${String(serial).padStart(10, '0').slice(-10)}`, text: `${at(sentences, 1)} ${at(sentences, 5)} № ${serial}` };
};

/** The whole act as a resident's form calls it: key, place, branch, calendar, number, row, person, act, leaf, events. */
const byJauap = async (r: Register, district: District, serial: number): Promise<void> => {
  const { surname, given, phone, iin, text } = letter(serial);
  ok(await register({ ...r.ctx, actor: visitor }, {
    key: randomBytes(18).toString('base64url'), channel: 'web', lang: 'kk', branchId: undefined, applicant: { kind: 'person', surname, given, patronymic: undefined, iin, phone, email: undefined, address: undefined },
    matters: [{ kind: 'application', text, territoryCode: district.territoryCode, address: 'Абай көшесі, 12', topicCode: 'lighting', publishConsent: false, papers: [] }],
  }));
};

const byBare = async (pool: pg.Pool, scene: Scene, district: District, serial: number, day: string, dueOn: string): Promise<void> => {
  const { surname, given, phone, text } = letter(serial);
  await bareRegister(pool, { branchId: district.branchId, code: district.code, day, dueOn, path: district.path, calendarVersion: scene.calendarVersion, text, surname, given, phone, search: fold(`${surname} ${given} ${phone.slice(1)}`) });
};

type Pair = { readonly size: number; readonly jauap: Register; readonly bare: Register; readonly pool: pg.Pool };
type Kept = { readonly pair: Pair; readonly into: Created['into']; readonly concurrency: number; readonly jauap: Window[]; readonly bare: Window[] };

/** Two copies of every register: one is written to by the product, the other by a bare client. Thrown away at the end. */
export const measureCreation = async (o: { registers: Registers; sizes: readonly number[]; rounds: number; windowMs: number; onStep: (line: string) => void }): Promise<readonly Created[]> => {
  const { scene } = o.registers;
  const pairs: Pair[] = [];
  try {
    for (const size of o.sizes) {
      const bare = await o.registers.copy(size, `bare${size}`);
      pairs.push({ size, jauap: await o.registers.copy(size, `jauap${size}`), bare, pool: openBare(bare.url, poolSize) });
      o.onStep(`create: two copies of ${size.toLocaleString('en')}`);
    }
    const kept = pairs.flatMap((pair) => spreads.flatMap((into) => concurrencies.map((concurrency): Kept => ({ pair, into, concurrency, jauap: [], bare: [] }))));
    for (const pair of pairs) await measureCell({ pair, into: 'a hundred branches', concurrency: poolSize, jauap: [], bare: [] }, scene, 0, o.windowMs);
    const warm = await Promise.all(pairs.map(counted));
    for (let round = 0; round < o.rounds; round += 1) {
      for (const cell of kept) await measureCell(cell, scene, round, o.windowMs);
      o.onStep(`create: round ${round + 1} of ${o.rounds}`);
    }
    for (const [at, pair] of pairs.entries()) await provenWritten(pair, warm[at] ?? { jauap: 0, bare: 0 }, kept.filter((cell) => cell.pair === pair));
    return kept.map(({ pair, into, concurrency, jauap, bare }) => ({ size: pair.size, into, concurrency, jauap: summedUp(jauap), bare: summedUp(bare), ratio: ratioOf(jauap, bare, 'rate') }));
  } finally {
    for (const pair of pairs) {
      await pair.pool.end();
      await o.registers.drop(pair.jauap);
      await o.registers.drop(pair.bare);
    }
  }
};

const measureCell = async (cell: Kept, scene: Scene, round: number, windowMs: number): Promise<void> => {
  const { pair, concurrency } = cell;
  const day = today(pair.jauap.ctx.clock);
  const dueOn = addDays(day, 21);
  const [first] = scene.districts;
  if (!first) throw new Error('a scene without districts');
  const place = (serial: number): District => (cell.into === 'one branch' ? first : (scene.districts[serial % scene.districts.length] ?? first));
  const { jauap, bare } = await inTurn(round,
    () => during(windowMs, concurrency, (serial) => byJauap(pair.jauap, place(serial), serial)),
    () => during(windowMs, concurrency, (serial) => byBare(pair.pool, scene, place(serial), serial, day, dueOn)));
  cell.jauap.push(jauap);
  cell.bare.push(bare);
};

/** Rows that must stand after each acknowledged act, the least of them. */
const counted = async (pair: Pair): Promise<{ jauap: number; bare: number }> => {
  const of = async (url: string): Promise<number> => {
    const pool = openBare(url, 1);
    try {
      const { rows } = await pool.query<{ least: string }>(`SELECT least(a.n, w.n, c.n, l.n, j.n) AS least FROM
        (SELECT count(*) AS n FROM appeals.appeal WHERE number IS NOT NULL AND id > $1) a, (SELECT count(*) AS n FROM appeals.applicant WHERE appeal_id > $1) w,
        (SELECT count(*) AS n FROM appeals.act WHERE appeal_id > $1) c, (SELECT count(*) AS n FROM journal.leaf WHERE act = 'appeal.register') l,
        (SELECT count(*) AS n FROM graphile_worker.jobs WHERE task_identifier = 'appeal.registered>bench') j`, [pair.size]);
      return Number(rows[0]?.least);
    } finally {
      await pool.end();
    }
  };
  return { jauap: await of(pair.jauap.url), bare: await of(pair.bare.url) };
};

/** A rate of what did not reach the tables would be a rate of nothing. */
const provenWritten = async (pair: Pair, before: { jauap: number; bare: number }, cells: readonly Kept[]): Promise<void> => {
  const after = await counted(pair);
  for (const side of ['jauap', 'bare'] as const) {
    const said = cells.reduce((sum, cell) => sum + cell[side].reduce((all, one) => all + one.count, 0), 0);
    if (after[side] - before[side] !== said) throw new Error(`${side}: ${said} acts were acknowledged and ${after[side] - before[side]} are written`);
  }
};
