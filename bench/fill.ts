import { fillCrowd, type Filled } from '../src/app/crowd/fill.ts';
import type { Order } from '../src/app/crowd/order.ts';
import { addDays, type Day } from '../src/kernel/day.ts';
import { executorsInBody, type Scene } from './scene.ts';

/** About a thousand days of letters, whatever their number: a larger organisation, not an older one. */
const days = 1_000;

/** One register of the bench. random()³ is skewed: the first district gets a fifth of all letters, the last one in three hundred. */
export const orderOf = (scene: Scene, size: number, today: Day, secret: string): Order => {
  const share = (at: number): number => Math.cbrt((at + 1) / scene.districts.length) - Math.cbrt(at / scene.districts.length);
  return {
    size, seed: 42, from: addDays(today, 1 - days), today, calendarVersion: scene.calendarVersion, voice: 'measured', journal: false, secret,
    offices: scene.districts.map((one) => ({ branchId: one.branchId, code: one.code, bodyId: one.bodyId, executors: Array.from({ length: executorsInBody }, (_, nth) => one.firstExecutor + nth), clerkId: one.firstExecutor })),
    spots: scene.districts.map((one, at) => ({ office: at, weight: share(at), territoryCode: one.territoryCode, path: one.path, place: null })),
  };
};

/** The owner is let past row-level security here and in what is called bare; the application's own role stays behind it. */
export const fill = (url: string, scene: Scene, size: number, today: Day, o: { readonly secret: string; readonly onStep: (line: string) => void }): Promise<Filled> =>
  fillCrowd({ url, order: orderOf(scene, size, today, o.secret), seal: null, locked: false, onStep: o.onStep });
