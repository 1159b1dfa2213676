import { isRefusal } from '../../src/kernel/refusal.ts';
import type { Actor } from '../../src/kernel/actor.ts';
import { system, visitor } from '../../src/kernel/actor.ts';
import type { Db } from '../../src/platform/db.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import type { Deed, Group } from './acts.ts';
import { sandbox } from './sandbox.ts';
import type { World } from './world.ts';

/** 'done' or the refusal's code. */
export type Said = string;
export type Line = { readonly deed: string; readonly said: ReadonlyMap<string, ReadonlyMap<string, Said>> };
export type Filled = { readonly title: string; readonly about: string; readonly lines: readonly Line[] };
/** Who left something behind although they were refused: must stay empty. */
export type Trace = { readonly deed: string; readonly who: string };

type Seat = { readonly column: string; readonly relation: string; readonly actor: Actor };

const seats = (w: World, deed: Deed, another: number): readonly Seat[] => [
  { column: 'Visitor', relation: 'anybody', actor: visitor },
  ...(deed.about ? [
    { column: 'The person', relation: 'own letter', actor: { kind: 'holder', appealId: deed.about.id } as const },
    { column: 'The person', relation: 'another’s letter', actor: { kind: 'holder', appealId: another } as const },
  ] : [{ column: 'The person', relation: 'of any letter', actor: { kind: 'holder', appealId: another } as const }]),
  ...w.staff.map((who) => ({ column: who.role, relation: who.relation, actor: who.actor })),
  { column: 'The clock', relation: 'the program', actor: system('test') },
];

type Asked = { readonly group: number; readonly nth: number; readonly deed: Deed; readonly seat: Seat };

/** A seed is told, so that an order that fails can be had again. */
const shuffled = (all: readonly Asked[], seed: number): readonly Asked[] => {
  let state = seed;
  const drawn = all.map((one) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return { one, at: state };
  });
  return drawn.toSorted((a, b) => a.at - b.at).map(({ one }) => one);
};

/** Asks every act of everybody, each time from the same state. `another`: the letter of somebody else, whose link a person may have. `seed`: in an order of its own, not act by act. */
export const fill = async (w: World, groups: readonly Group[], o: { db: Db; another: number; ctx: (actor: Actor) => Ctx; only?: (seat: Seat) => boolean; seed?: number }): Promise<{ filled: readonly Filled[]; traces: readonly Trace[] }> => {
  const traces: Trace[] = [];
  const start = await sandbox(o.db);
  const before = await start.print();
  await start.end();
  const all = groups.flatMap((group, at) => group.deeds.flatMap((deed, nth) => seats(w, deed, o.another).filter(o.only ?? (() => true)).map((seat): Asked => ({ group: at, nth, deed, seat }))));
  const told = new Map<Asked, Said>();
  for (const one of o.seed === undefined ? all : shuffled(all, o.seed)) {
    const { deed, seat } = one;
    const box = await sandbox(o.db);
    try {
      const elsewhere = deed.mine && deed.about && seat.relation === 'another’s letter' ? deed.about.id : null;
      const acts = elsewhere === null ? 0 : await box.actsOf(elsewhere);
      const result = await deed.run({ ...o.ctx(seat.actor), db: box.db });
      // done, but to the letter of that link: this one was not reached
      const missed = elsewhere !== null && (await box.actsOf(elsewhere)) === acts;
      told.set(one, missed ? 'appeal_not_found' : isRefusal(result) ? result.code : 'done');
      if (isRefusal(result) && [...(await box.print(await box.touched()))].some(([table, print]) => before.get(table) !== print)) traces.push({ deed: deed.name, who: `${seat.column} of ${seat.relation}` });
    } finally {
      await box.end();
    }
  }
  const after = await sandbox(o.db);
  for (const [table, print] of await after.print()) if (before.get(table) !== print) traces.push({ deed: `all of them, in ${table}`, who: 'everybody together' });
  await after.end();
  const filled = groups.map((group, at): Filled => ({
    title: group.title, about: group.about,
    lines: group.deeds.map((deed, nth): Line => {
      const said = new Map<string, Map<string, Said>>();
      for (const one of all) if (one.group === at && one.nth === nth) said.set(one.seat.column, (said.get(one.seat.column) ?? new Map<string, Said>()).set(one.seat.relation, told.get(one) ?? ''));
      return { deed: deed.name, said };
    }),
  }));
  return { filled, traces };
};
