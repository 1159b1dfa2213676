import { addDays } from '../../kernel/day.ts';
import { system } from '../../kernel/actor.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { read } from '../../platform/db.ts';
import { climbLadders } from '../../rooms/assignments/contract.ts';
import { createAccount, givePost, rolesOf } from '../../rooms/people/contract.ts';
import { liveStep, type World } from './live.ts';
import { plan, type Step, type Story } from './plan.ts';
import { dayOf, moment, monthsBack, working } from './plan/moments.ts';
import { raiseStaff, type People } from './staff.ts';
import { raiseUnits } from './units.ts';

export { demoLogins, demoPassword } from './staff.ts';

const people: People = { createAccount, givePost, roles: (ctx) => read(ctx, rolesOf) };
const atOnce = 4;
/** So many neighbouring steps of one branch are lived side by side: they are minutes or hours apart, and each letter keeps its own order. */
const window = 8;

/**
 * A whole made-up organisation: places, branches, bodies, staff, and the lives of those who wrote in the fourteen months before `now`, each
 * step by the act that does it in the product. Wants a migrated, empty database and the seal's secret set.
 */
export const fill = async (o: { ctx: Omit<Ctx, 'actor'>; now: number; seed: number; onStep: (line: string) => void; count?: number }): Promise<void> => {
  const began = monthsBack(dayOf(o.now), 14);
  const own: Ctx = { ...o.ctx, actor: system('demo'), clock: { now: () => moment(addDays(began, -40), 600) } };
  const units = await raiseUnits(own, o.onStep);
  const crew = await raiseStaff(own, { people, units, seed: o.seed, fromOn: addDays(began, -35) });
  const { stories } = plan({ seed: o.seed, now: o.now, ...(o.count === undefined ? {} : { count: o.count }) });
  const world: World = { ctx: o.ctx, units, crew, matters: new Map() };
  const total = stories.reduce((sum, story) => sum + story.steps.length, 0);
  o.onStep(`${stories.length} letters, ${total} steps to live`);
  const progress = everySecond(total, o.onStep);
  const lines = [...Map.groupBy(stories, (story) => story.branch).values()].toSorted((a, b) => b.length - a.length).map(inTime);
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let line = lines.shift(); line; line = lines.shift()) {
      for (let at = 0; at < line.length; at += window) await liveWindow(world, line.slice(at, at + window), progress);
    }
  }));
  o.onStep(`${total} of ${total}`);
  // the ladder of the last working morning, so that the board has something to say on a Saturday too
  let morning = dayOf(o.now);
  while (working.onOrAfter(morning) !== morning) morning = addDays(morning, -1);
  await climbLadders({ ...o.ctx, actor: system('demo'), clock: { now: () => Math.min(o.now, moment(morning, 8 * 60 + 5).valueOf()) } });
};

type Moment = { readonly story: Story; readonly step: Step };

/** Registrations one after the other, so that numbers follow the clock; other letters beside each other. Letters of one cause wait for each other. */
const liveWindow = async (world: World, moments: readonly Moment[], progress: () => void): Promise<void> => {
  const live = async (list: readonly Moment[]): Promise<void> => {
    for (const { story, step } of list) {
      await liveStep(world, story, step);
      progress();
    }
  };
  if (moments.some(({ step, story }) => step.act === 'join' || story.route === 'joined')) return live(moments);
  await live(moments.filter(({ step }) => step.act === 'register'));
  await Promise.all([...Map.groupBy(moments.filter(({ step }) => step.act !== 'register'), ({ story }) => story.serial).values()].map(live));
};

/** All steps of one branch, in the order of their moments; what comes at the same moment, in the order of the letters. */
const inTime = (stories: readonly Story[]): readonly Moment[] =>
  stories.flatMap((story) => story.steps.map((step) => ({ story, step }))).toSorted((a, b) => a.step.at - b.step.at || a.story.serial - b.story.serial);

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
