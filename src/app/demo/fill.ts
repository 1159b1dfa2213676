import { addDays } from '../../kernel/day.ts';
import { system } from '../../kernel/actor.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { read } from '../../platform/db.ts';
import { keepYears } from '../../platform/years.ts';
import { climbLadders } from '../../rooms/assignments/contract.ts';
import { createAccount, givePost, rolesOf } from '../../rooms/people/contract.ts';
import { liveStep, type World } from './live.ts';
import { plan, type Step, type Story } from './plan.ts';
import { bringToday, raiseReceptions, type Hall, type Item } from './receptions.ts';
import { dayOf, moment, monthsBack, working } from './plan/moments.ts';
import { raiseStaff, type People } from './staff.ts';
import { raiseUnits } from './units.ts';

export { demoLogins, demoPassword } from './staff.ts';

const people: People = { createAccount, givePost, roles: (ctx) => read(ctx, rolesOf) };
const atOnce = 4;
/** What the demonstration must know of itself at its next start. */
export type Filled = { readonly hall: Hall };
/** So many neighbouring steps of one branch are lived side by side: they are minutes or hours apart, and each letter keeps its own order. */
const window = 8;

/**
 * A whole made-up organisation: places, branches, bodies, staff, and the lives of those who wrote in the fourteen months before `now`, each
 * step by the act that does it in the product. Wants a migrated, empty database and the seal's secret set.
 */
export const fill = async (o: { ctx: Omit<Ctx, 'actor'>; now: number; seed: number; onStep: (line: string) => void; count?: number }): Promise<Filled> => {
  const began = monthsBack(dayOf(o.now), 14);
  const own: Ctx = { ...o.ctx, actor: system('demo'), clock: { now: () => moment(addDays(began, -40), 600) } };
  const units = await raiseUnits(own, o.onStep);
  const crew = await raiseStaff(own, { people, units, seed: o.seed, fromOn: addDays(began, -35) });
  const { stories } = plan({ seed: o.seed, now: o.now, ...(o.count === undefined ? {} : { count: o.count }) });
  const world: World = { ctx: o.ctx, units, crew, matters: new Map() };
  const receptions = await raiseReceptions({ ...o, units, crew });
  const total = stories.reduce((sum, story) => sum + story.steps.length, 0) + receptions.items.length;
  o.onStep(`${stories.length} letters, ${total} steps to live`);
  const progress = everySecond(total, o.onStep);
  const lines = linesOf(stories, receptions.items).toSorted((a, b) => b.length - a.length);
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let line = lines.shift(); line; line = lines.shift()) {
      for (let at = 0; at < line.length; at += window) await liveWindow(world, line.slice(at, at + window), progress);
    }
  }));
  o.onStep(`${total} of ${total}`);
  await bringToday({ ...o, units, crew }, receptions);
  o.onStep('receptions, outings and a queue of today');
  // the ladder of the last working morning, so that the board has something to say on a Saturday too
  let morning = dayOf(o.now);
  while (working.onOrAfter(morning) !== morning) morning = addDays(morning, -1);
  await climbLadders({ ...o.ctx, actor: system('demo'), clock: { now: () => Math.min(o.now, moment(morning, 8 * 60 + 5).valueOf()) } });
  // last year's matters came while only this year and the next had a place of their own
  await keepYears({ ...o.ctx, actor: system('demo') }, undefined as never);
  return { hall: receptions.hall };
};

type Lived = { readonly story: Story; readonly step: Step };
type Moment = Lived | Item;
const isLetter = (one: Moment): one is Lived => 'step' in one;

/** Registrations and visits one after the other, so that numbers follow the clock; other letters beside each other. Letters of one cause wait for each other. */
const liveWindow = async (world: World, moments: readonly Moment[], progress: () => void): Promise<void> => {
  const live = async (list: readonly Moment[]): Promise<void> => {
    for (const one of list) {
      await (isLetter(one) ? liveStep(world, one.story, one.step) : one.live());
      progress();
    }
  };
  if (moments.some((one) => isLetter(one) && (one.step.act === 'join' || one.story.route === 'joined'))) return live(moments);
  const inTurn = (one: Moment): boolean => !isLetter(one) || one.step.act === 'register';
  await live(moments.filter(inTurn));
  await Promise.all([...Map.groupBy(moments.filter((one) => !inTurn(one)), (one) => (isLetter(one) ? one.story.serial : -1)).values()].map(live));
};

/** All of one branch, in the order of their moments; what comes at the same moment, in the order of the letters. */
const linesOf = (stories: readonly Story[], items: readonly Item[]): readonly (readonly Moment[])[] => {
  const all: readonly Moment[] = [...stories.flatMap((story) => story.steps.map((step) => ({ story, step }))), ...items];
  const at = (one: Moment): number => (isLetter(one) ? one.step.at : one.at);
  const serial = (one: Moment): number => (isLetter(one) ? one.story.serial : Number.MAX_SAFE_INTEGER);
  return [...Map.groupBy(all, (one) => (isLetter(one) ? one.story.branch : one.branch)).values()].map((line) => line.toSorted((a, b) => at(a) - at(b) || serial(a) - serial(b)));
};

const everySecond = (total: number, onStep: (line: string) => void): (() => void) => {
  let done = 0;
  let said = performance.now();
  return () => {
    done += 1;
    if (performance.now() - said < 900) return;
    said = performance.now();
    onStep(`${done} of ${total}`);
  };
};
