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

/** Asks every act of everybody, each time from the same state. `another`: the letter of somebody else, whose link a person may have. */
export const fill = async (w: World, groups: readonly Group[], o: { db: Db; another: number; ctx: (actor: Actor) => Ctx; only?: (seat: Seat) => boolean }): Promise<{ filled: readonly Filled[]; traces: readonly Trace[] }> => {
  const traces: Trace[] = [];
  const start = await sandbox(o.db);
  const before = await start.print();
  await start.end();
  const filled: Filled[] = [];
  for (const group of groups) {
    const lines: Line[] = [];
    for (const deed of group.deeds) {
      const said = new Map<string, Map<string, Said>>();
      for (const seat of seats(w, deed, o.another).filter(o.only ?? (() => true))) {
        const box = await sandbox(o.db);
        try {
          const elsewhere = deed.mine && deed.about && seat.relation === 'another’s letter' ? deed.about.id : null;
          const acts = elsewhere === null ? 0 : await box.actsOf(elsewhere);
          const result = await deed.run({ ...o.ctx(seat.actor), db: box.db });
          const column = said.get(seat.column) ?? new Map<string, Said>();
          // done, but to the letter of that link: this one was not reached
          const missed = elsewhere !== null && (await box.actsOf(elsewhere)) === acts;
          said.set(seat.column, column.set(seat.relation, missed ? 'appeal_not_found' : isRefusal(result) ? result.code : 'done'));
          if (isRefusal(result) && (await box.print()) !== before) traces.push({ deed: deed.name, who: `${seat.column} of ${seat.relation}` });
        } finally {
          await box.end();
        }
      }
      lines.push({ deed: deed.name, said });
    }
    filled.push({ title: group.title, about: group.about, lines });
  }
  return { filled, traces };
};
