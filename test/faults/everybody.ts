import { openDb } from '../../src/platform/db.ts';
import { setSealSecret } from '../../src/rooms/appeals/store/seal.ts';
import { matterGroups } from '../authorization/acts.ts';
import type { Matters } from '../authorization/matters.ts';
import { fill } from '../authorization/table.ts';
import type { World } from '../authorization/world.ts';
import type { TestDb } from '../support/database.ts';
import { secret } from './seed.ts';

/** By name of the act: everybody who could do it, out of everybody who tried. Bundled by policy-line.test.ts with and without a line. */
export const whoDid = async (t: TestDb, w: World, m: Matters, deeds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> => {
  setSealSecret(() => secret);
  const groups = matterGroups(w, m).map((group) => ({ ...group, deeds: group.deeds.filter((deed) => deeds.includes(deed.name)) }));
  const db = openDb(t.url, { size: 2, log: t.ctx().log }); // this copy's own: it names its statements itself
  const { filled } = await fill(w, groups, { db, another: m.main.id, ctx: (actor) => ({ ...t.ctx(actor), db }) }).finally(() => db.close());
  return new Map(filled.flatMap(({ lines }) => lines).map(({ deed, said }) =>
    [deed, [...said].flatMap(([column, relations]) => [...relations].flatMap(([relation, code]) => (code === 'done' ? [`${column} of ${relation}`] : [])))] as const));
};
