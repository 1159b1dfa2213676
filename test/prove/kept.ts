import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/platform/root.ts';
import type { Ran } from './report.ts';

/** What one lane gave when it last ran at one depth. A deep run takes hours: its lanes may be of different days, each says its own. */
export type Result = { readonly lane: string; readonly deep: boolean; readonly on: string; readonly machine: string; readonly passed: number; readonly failed: number; /** tests that were not run here: no root for a small disk, no scanner installed, no data beside the tree */ readonly left?: number; readonly seconds: number; /** what the tests measured, in their own words */ readonly figures: readonly string[] };

const file = join(root, 'docs/proof.json');

export const readKept = (): readonly Result[] => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result[]) : []);

/** A lane that ran again takes its former place; lanes that are no more go. */
export const merged = (before: readonly Result[], ran: readonly Ran[], of: { readonly deep: boolean; readonly on: string; readonly machine: string }, lanes: readonly string[]): readonly Result[] => {
  const now = ran.map((one): Result => ({ lane: one.lane.name, ...of, passed: one.passed, failed: one.failed, ...(one.left > 0 ? { left: one.left } : {}), seconds: Math.round(one.seconds), figures: one.figures }));
  const same = (a: Result, b: Result): boolean => a.lane === b.lane && a.deep === b.deep;
  const all = [...before.filter((old) => !now.some((one) => same(one, old))), ...now].filter((one) => lanes.includes(one.lane));
  return all.toSorted((a, b) => lanes.indexOf(a.lane) - lanes.indexOf(b.lane) || Number(a.deep) - Number(b.deep));
};

/** What is said of oneself, under the heading of the page it goes into. */
export const readOpen = (): string => readFileSync(join(root, 'test/prove/open.md'), 'utf8').replace(/^# .*\n+/, '').trim();

export const keep = (results: readonly Result[]): void => writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
