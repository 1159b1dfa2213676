import type { Readers } from '../../src/platform/jobs.ts';
import { lacking, type Lacking } from '../support/lacking.ts';
import type * as OfHands from './hands.ts';
import type { Hands } from './hands.ts';
import { inHouseWithout } from './lacking-house.ts';
import type * as House from './broken-house.ts';

/** The pages of a house and its connections. */
export type Rooms = Pick<House.Broken, 'app' | 'ctx' | 'read' | 'acts'>;

/** The lines that a question is there to hold, some behind others, and a part of what it says when they are gone. `races`: two at the same moment do not always meet, so it is asked until they do. */
export type Held = { readonly without: readonly (readonly [file: string, line: string | RegExp, instead: string])[]; readonly finds: string; readonly races?: true };
const mostMeetings = 30;
type Questions<Q extends string> = Readonly<Record<Q, () => Promise<void>>>;

/** What is to be missing for all of these at once. */
export const linesOf = (held: readonly Held[]): Lacking => {
  const lines: Record<string, (readonly [string | RegExp, string])[]> = {};
  for (const [file, line, instead] of held.flatMap((one) => one.without)) (lines[file] ??= []).push([line, instead]);
  return lines;
};

/** What a question finds wanting, in a line, or that two waited for each other for ever; null where it finds nothing. Whatever else goes wrong is no finding. */
export const wanting = async (question: () => Promise<unknown>): Promise<string | null> => {
  try {
    await question();
    return null;
  } catch (error) {
    if (error instanceof Error && (error.name === 'AssertionError' || ('code' in error && error.code === '40P01'))) return error.message.split('\n')[0] ?? '';
    throw error;
  }
};

type On = { readonly t: { readonly url: string }; readonly clock: { readonly now: number }; readonly dataDir?: string };
const missedOf = async <Q extends string>(questions: Questions<Q>, asked: readonly (readonly [Q, Held])[]): Promise<readonly string[]> => {
  const missed: string[] = [];
  for (const [what, { finds, races }] of asked) {
    let found = await wanting(questions[what]);
    for (let nth = 1; races && found === null && nth < mostMeetings; nth += 1) found = await wanting(questions[what]);
    if (found?.includes(finds) !== true) missed.push(`${what}: ${found}`);
  }
  return missed;
};
const entries = <Q extends string>(held: Readonly<Partial<Record<Q, Held>>>) => Object.entries(held) as [Q, Held][];

/** Each question asked of acts that lack all of those lines (trust.md, rule 11): those that did not find theirs, with what they found instead. */
export const notFound = async <Q extends string>(of: On, questionsOf: (hands: Hands) => Questions<Q>, held: Readonly<Partial<Record<Q, Held>>>, readers?: Readers): Promise<readonly string[]> => {
  const asked = entries(held);
  const { openHands } = await lacking<typeof OfHands>('test/hostile/hands.ts', linesOf(asked.map(([, one]) => one)));
  const hands = openHands(of.t.url, of.clock, readers);
  try {
    return await missedOf(questionsOf(hands), asked);
  } finally {
    await hands.end();
  }
};

/** The same of a whole house with its pages, which takes three times as long to build. */
export const notFoundInside = async <Q extends string>(of: On, questionsOf: (rooms: Rooms) => Questions<Q>, held: Readonly<Partial<Record<Q, Held>>>): Promise<readonly string[]> => {
  const asked = entries(held);
  return inHouseWithout(of, linesOf(asked.map(([, one]) => one)), (broken) => missedOf(questionsOf(broken), asked));
};

/** A post reaches as far as its unit: with this line gone both locks are open, for the second reads the same reach. */
export const reach: Held['without'][number] = ['src/rooms/people/store/sessions.ts', 'CASE WHEN NOT r.reaches_down THEN json_build_array(u.id)', `CASE WHEN NOT r.reaches_down THEN '"all"'::json`];
/** And the second lock alone: what is asked of the database is asked by the program, not by a person. */
export const secondLock: Held['without'] = [
  ['src/platform/db.ts', "(actor.sight === 'all' ? 'all' : `{${actor.sight.map(Number).join(',')}}`)", "'all'"],
  ['src/platform/db.ts', "set_config('jauap.kind','${actor.kind}',true)", "set_config('jauap.kind','${actor.kind === 'staff' ? 'system' : actor.kind}',true)"],
];
