import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { system } from '../src/kernel/actor.ts';
import { addDays, today } from '../src/kernel/day.ts';
import { sealOnce, signerIn, verify, witnessFile } from '../src/rooms/journal/contract.ts';
import { fillOffice, type Office } from './fill-office.ts';
import { pickFrom } from './picks.ts';
import { openBare } from './bare.ts';
import type { Register } from './registers.ts';
import { roomQuestions, type RoomAsking, type RoomQuestion } from './rooms-asked.ts';
import { hire, unitAbove, type Scene } from './scene.ts';

export type RoomRow = { readonly room: string; readonly name: string; readonly p50: number; readonly p95: number; readonly statements: number; readonly bytes: number | null };
export type JournalRates = { readonly leaves: number; readonly sealedPerSecond: number; readonly verifiedPerSecond: number; readonly whole: boolean };
export type RoomsMeasured = { readonly size: number; readonly office: Office; readonly rows: readonly RoomRow[]; readonly journal: JournalRates };

/** Each question so many times, one after the other, after it was asked three times unmeasured. */
const timesAsked = 30;
const warmed = 3;

/** On a copy that is thrown away: it is filled with what the other rooms hold beside so many appeals, and asked. */
export const measureRooms = async (register: Register, scene: Scene, dataDir: string, onStep: (line: string) => void): Promise<RoomsMeasured> => {
  const began = performance.now();
  const office = await fillOffice(register, scene);
  onStep(`rooms: filled beside ${register.size.toLocaleString('en')} appeals in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const asking = await askingOf(register, scene);
  const rows: RoomRow[] = [];
  for (const question of roomQuestions) rows.push(await timed(asking, question));
  onStep(`rooms: asked beside ${register.size.toLocaleString('en')} appeals`);
  const journal = await sealedAndVerified(register, dataDir);
  onStep(`journal: ${journal.leaves.toLocaleString('en')} leaves sealed and verified`);
  return { size: register.size, office, rows, journal };
};

const timed = async (asking: RoomAsking, { room, name, ask }: RoomQuestion): Promise<RoomRow> => {
  const took: number[] = [];
  let [statements, bytes]: [number, number | null] = [0, null];
  for (let serial = 0; serial < warmed + timesAsked; serial += 1) {
    const [before, at] = [asking.register.db.statements.count, performance.now()];
    const answered = await ask(asking, serial);
    if (serial >= warmed) took.push(performance.now() - at);
    statements = asking.register.db.statements.count - before;
    if (typeof answered === 'object' && answered !== null && 'bytes' in answered) bytes = Number(answered.bytes);
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { room, name, p50: at(0.5), p95: at(0.95), statements, bytes };
};

const askingOf = async (register: Register, scene: Scene): Promise<RoomAsking> => {
  const by = { ...register.ctx, actor: system('bench') };
  const branch = scene.districts[0]?.branchId ?? 0;
  const readers = {
    ...scene.readers, administrator: await hire(by, register.url, 'administrator', await unitAbove(register.url, branch), 'administrator'), reception: await hire(by, register.url, 'reception', branch, 'reception_clerk'),
  };
  const pool = openBare(register.url, 2);
  try {
    const on = today(register.ctx.clock);
    const listed = async <T>(text: string, values: unknown[]): Promise<readonly T[]> => (await pool.query<{ one: T }>(text, values)).rows.map((row) => row.one);
    return {
      register, scene, readers, picks: await pickFrom(pool, scene),
      ids: {
        assignments: (await listed<string>('SELECT id AS one FROM assignments.assignment WHERE branch_id = $1 AND open ORDER BY due_on, id LIMIT 100', [branch])).map(Number),
        ...await asOwner(register.url, async (client) => ({
          visits: (await client.query<{ number: string }>('SELECT number FROM reception.visit WHERE branch_id = $1 AND held_on > $2 ORDER BY id DESC LIMIT 100', [branch, addDays(on, -60)])).rows.map((row) => row.number),
          receptions: (await client.query<{ id: string }>('SELECT id FROM reception.reception WHERE branch_id = $1 ORDER BY held_on DESC, id LIMIT 100', [branch])).rows.map((row) => Number(row.id)),
        })),
      },
    };
  } finally {
    await pool.end();
  }
};

const asOwner = async <T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, options: '-c jauap.sight=all -c jauap.kind=system' });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
};

/** As the sealer and `jauap journal verify` do it, with a key and a witness of this run. */
const sealedAndVerified = async (register: Register, dataDir: string): Promise<JournalRates> => {
  const folder = join(dataDir, 'sealed');
  rmSync(folder, { recursive: true, force: true });
  const ctx = { ...register.ctx, actor: system('bench') };
  const [signer, witness] = [signerIn(join(folder, 'key.pem')), witnessFile(join(folder, 'roots'))];
  const seconds = async (fn: () => Promise<void>): Promise<number> => {
    const began = performance.now();
    await fn();
    return (performance.now() - began) / 1000;
  };
  let leaves = 0;
  const sealing = await seconds(async () => {
    for (let sealed = await sealOnce(ctx, signer, witness); sealed > 0; sealed = await sealOnce(ctx, signer, witness)) leaves += sealed;
  });
  let whole = false;
  const verifying = await seconds(async () => {
    const { findings, sealed } = await verify(ctx, { publicPem: signer.publicPem, witness });
    whole = findings.length === 0 && sealed === leaves;
  });
  return { leaves, sealedPerSecond: leaves / sealing, verifiedPerSecond: leaves / verifying, whole };
};
