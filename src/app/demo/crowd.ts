import { addDays, type Day } from '../../kernel/day.ts';
import { system } from '../../kernel/actor.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { read } from '../../platform/db.ts';
import { calendarNamed } from '../../rooms/calendar/contract.ts';
import { createAccount, givePost, rolesOf } from '../../rooms/people/contract.ts';
import { territoriesByCodes } from '../../rooms/units/contract.ts';
import { fillCrowd, type Filled, type Seal } from '../crowd/fill.ts';
import type { Office, Order, Spot } from '../crowd/order.ts';
import { branchCode } from './plan.ts';
import { dayOf, moment } from './plan/moments.ts';
import { demoDistricts, districtOf, livedIn } from './places.ts';
import { raiseStaff } from './staff.ts';
import { raiseUnits } from './units.ts';

/** Whole years before this one. */
const yearsBefore = 4;

type Ask = { readonly ctx: Omit<Ctx, 'actor'>; readonly url: string; readonly now: number; readonly seed: number; readonly appeals: number; readonly seal: Seal | null; readonly secret: string; readonly onStep: (line: string) => void };

/** The region of the demonstration with as many letters as are asked for, over five years: its offices by their own acts, its letters by COPY. */
export const fillMany = async (o: Ask): Promise<Filled> => {
  const today = dayOf(o.now);
  const from = `${Number(today.slice(0, 4)) - yearsBefore}-01-01` as Day;
  const own: Ctx = { ...o.ctx, actor: system('demo'), clock: { now: () => moment(addDays(from, -40), 600) } };
  const units = await raiseUnits(own, o.onStep);
  const crew = await raiseStaff(own, { people: { createAccount, givePost, roles: (ctx) => read(ctx, rolesOf) }, units, seed: o.seed, fromOn: addDays(from, -35) });
  const { calendarVersion, places } = await read(own, async (q) => ({ calendarVersion: (await calendarNamed(q, 'kz5')).version, places: await territoriesByCodes(q, livedIn.map((one) => one.code)) }));
  const offices = demoDistricts.map((district): Office => {
    const branch = units.byCode.get(branchCode(district));
    const body = units.bodyFor('roads', district.code);
    if (!branch) throw new Error(`no branch in ${district.code}`);
    return { branchId: branch.id, code: branch.code, bodyId: body.id, executors: ([0, 1] as const).map((nth) => crew.of(body.code, 'executor', nth).accountId), clerkId: crew.of(branch.code, 'appeals_clerk').accountId };
  });
  const spots = livedIn.map((one): Spot => ({ office: demoDistricts.indexOf(districtOf(one.code)), weight: one.weight, territoryCode: one.code, path: places.get(one.code)?.path ?? [], place: one.code }));
  const order: Order = { size: o.appeals, seed: o.seed, from, today, calendarVersion, offices, spots, voice: 'lived', journal: o.seal !== null, secret: o.secret };
  return fillCrowd({ url: o.url, order, seal: o.seal, onStep: o.onStep });
};
