import { addDays, today } from '../src/kernel/day.ts';
import { read, sql, view, type Read } from '../src/platform/db.ts';
import { likeEnough, likenessOf, readFor } from '../src/rooms/recognition/contract.ts';
import { alikeIds, alikePublished, candidates, lettersOf, samePersonOf, type Candidate } from '../src/rooms/appeals/store/likeness.ts';
import { eyesOf } from './search.ts';
import type { Register } from './registers.ts';
import type { Scene } from './scene.ts';

export type LikenessResult = { readonly asked: string; readonly p50: number; readonly p95: number; readonly most: number; readonly found: number };

/** New letters of the largest branch and of the smallest, compared with everything as a clerk, and as a resident with what is published; each with scoring. */
export const measureLikeness = async (register: Register, scene: Scene, rounds: number, onStep: (line: string) => void = () => {}): Promise<readonly LikenessResult[]> => {
  const eyes = eyesOf(scene);
  const on = today(register.ctx.clock);
  const results: LikenessResult[] = [];
  const compared = (one: Candidate, others: readonly Parameters<typeof readFor>[0][]): number => {
    const own = readFor(one);
    return others.filter((other) => likenessOf(own, readFor(other)).score >= likeEnough).length;
  };
  const questions: readonly { readonly name: string; readonly ask: (q: Read, one: Candidate) => Promise<number> }[] = [
    { name: 'a common cause, among all', ask: async (q, one) => compared(one, await candidates(q, (await alikeIds(q, [one]))[0] ?? [])) },
    { name: 'a common cause, among what is published', ask: async (q, one) => compared(one, await alikePublished(q, one)) },
    { name: 'the same person’s earlier letters', ask: async (q, one) => {
      const who = await samePersonOf(q, one.id);
      return who === null ? 0 : compared(one, (await candidates(q, await lettersOf(q, who))).filter((other) => other.id !== one.id));
    } },
  ];
  for (const name of ['the largest branch', 'the smallest branch']) {
    const actor = eyes.find((one) => one.name === name)?.actor;
    if (!actor) throw new Error(`nobody sees ${name}`);
    const branch = name === 'the largest branch' ? scene.districts[0]?.branchId : scene.districts.at(-1)?.branchId;
    const letters = await read({ db: register.db, actor }, async (q) => candidates(q, await newest(q, branch ?? 0, addDays(on, -60))));
    for (const { name: what, ask } of questions) {
      const times: number[] = [];
      let found = 0;
      for (let round = 0; round < rounds; round += 1) {
        for (const one of letters) {
          const began = performance.now();
          found += await read({ db: register.db, actor }, (q) => ask(q, one));
          times.push(performance.now() - began);
        }
      }
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
      results.push({ asked: `${what}, ${name}`, p50: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? Number.NaN, found: found / Math.max(1, times.length) });
      onStep(`likeness: ${what}, ${name}: p95 ${at(0.95).toFixed(1)} ms`);
    }
  }
  return results;
};

const letters = 40;
const newest = async (q: Read, branchId: number, since: string): Promise<readonly number[]> => {
  const { rows } = await sql<{ id: number }>`SELECT id FROM appeals.appeal WHERE branch_id = ${branchId} AND registered_on >= ${since}::date ORDER BY id DESC LIMIT ${sql.raw(String(letters))}`.execute(view(q));
  return rows.map((row) => row.id);
};
