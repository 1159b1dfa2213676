import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setSealSecret } from '../../src/rooms/appeals/store/seal.ts';
import { makeMatters, type Matters } from '../authorization/matters.ts';
import { makeWorld, type World } from '../authorization/world.ts';
import { freshDb, type TestDb } from '../support/database.ts';
import { builtWithout } from '../support/lacking.ts';
import type * as Everybody from './everybody.ts';
import { secret } from './seed.ts';

/** Trust.md, rule 11: the control of every promise about rights is the same question asked of a house whose policy lacks one line. */
const policy = 'src/rooms/appeals/policy.ts';
type Removal = { readonly what: string; readonly lines: readonly (readonly [RegExp, string])[]; readonly deeds: readonly string[]; readonly leaksTo: string };
const removals: readonly Removal[] = [
  {
    what: 'only whoever has a matter drafts its answer',
    lines: [[/return isRefusal\(said\)[^;]*isMe\(actor, m\.holderAccount\) \? said : refuse\('already_taken'\);/, 'return said;']],
    deeds: ['Draft the answer'], leaksTo: 'executor of same body',
  },
  {
    what: 'an act needs a post with the ability',
    lines: [[/post === undefined \? refuse\('not_allowed'\) : mint</, 'mint<']],
    deeds: ['Publish', 'Take it off again', 'Set topic, place and kind'], leaksTo: 'executor of given to them',
  },
];
/** With this one gone row-level security stands alone. */
const reading: Removal['lines'] = [[/return post === undefined \? refuse\('appeal_not_found'\) : mint\(/, 'return mint(']];

let t: TestDb;
let w: World;
let m: Matters;
beforeAll(async () => {
  setSealSecret(() => secret);
  t = await freshDb();
  w = await makeWorld(t);
  m = await makeMatters(w);
});
afterAll(() => t.drop());

/** The acts with their policy, in which these lines are replaced: by the tests' own loader, for what asks them imports vitest. */
const houseWithout = async (lines: Removal['lines']): Promise<typeof Everybody> => {
  const { file, remove } = await builtWithout('test/faults/everybody.ts', lines.length > 0 ? { [policy]: lines } : {});
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as typeof Everybody;
  } finally {
    await remove();
  }
};

test.each(removals)('control: without the line that $what, somebody does what they may not', async ({ lines, deeds, leaksTo }) => {
  const whole = await (await houseWithout([])).whoDid(t, w, m, deeds);
  const lacking = await (await houseWithout(lines)).whoDid(t, w, m, deeds);
  expect([...whole.keys()].toSorted()).toEqual(deeds.toSorted());
  for (const deed of deeds) {
    expect(whole.get(deed), deed).not.toContain(leaksTo);
    expect(lacking.get(deed), deed).toContain(leaksTo);
    // and whoever could do it before still can: nothing else was taken out
    expect(lacking.get(deed), deed).toEqual(expect.arrayContaining([...(whole.get(deed) ?? [])]));
  }
  const more = deeds.flatMap((deed) => (lacking.get(deed) ?? []).filter((who) => !whole.get(deed)?.includes(who)));
  console.log(`proof: control with a policy line removed: ${more.length} leaks in ${deeds.length} acts, ${more.slice(0, 4).join(', ')}`);
});

test('without the line that hides a matter from strangers the second lock still hides it', async () => {
  const deeds = ['Read the matter', 'Read a new matter that nobody was given yet'];
  const whole = await (await houseWithout([])).whoDid(t, w, m, deeds);
  const lacking = await (await houseWithout(reading)).whoDid(t, w, m, deeds);
  for (const deed of deeds) expect(whole.get(deed)?.length, deed).toBeGreaterThan(3);
  expect(lacking).toEqual(whole);
});
