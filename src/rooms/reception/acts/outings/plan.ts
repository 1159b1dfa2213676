import type { z } from 'zod';
import { today } from '../../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write, type Read } from '../../../../platform/db.ts';
import { emit } from '../../../../platform/jobs.ts';
import { calendarNamed } from '../../../calendar/contract.ts';
import { record } from '../../../journal/contract.ts';
import { holdsPostIn } from '../../../people/contract.ts';
import { territoriesByCodes, unitById } from '../../../units/contract.ts';
import type { announceOutingSchema, changeOutingSchema, OutingEvent, planOutingSchema } from '../../contract/outings.ts';
import { outingMay } from '../../law/outings.ts';
import { mayChangeOuting, mayPlanOuting } from '../../policy/outings.ts';
import { insertOuting, outingLocked, teamOf, writeAnnounced, writeOuting, writeOutingAct, writeTeam, type Member, type Planned } from '../../store/outings.ts';
import { standingOf } from './devices.ts';
import { keepReceptions } from './sittings.ts';

type Fields = Omit<z.output<typeof planOutingSchema>, 'branchId'>;
const lastDays = 366;

/** A place, a day, hours, who goes. Each official's sitting is laid out with it, so that a duty is met on the road too. */
export const planOuting = (ctx: Ctx, input: z.output<typeof planOutingSchema>): Promise<Result<{ outingId: number }>> =>
  write(ctx, async (tx) => {
    const permit = mayPlanOuting(ctx.actor, input.branchId);
    if (isRefusal(permit)) return permit;
    const ready = await prepared(ctx, tx, input.branchId, input);
    if (isRefusal(ready)) return ready;
    if (input.heldOn < today(ctx.clock)) return refuse('outing_day_invalid');
    const at = new Date(ctx.clock.now());
    const outingId = await insertOuting(tx, permit, { ...ready.planned, branchId: input.branchId, at });
    await writeTeam(tx, permit, outingId, ready.team);
    const laid = await keepReceptions(ctx, tx, permit, { outingId, branchId: input.branchId, underWay: false, ...ready });
    if (isRefusal(laid)) return laid;
    await writeOutingAct(tx, permit, { outingId, act: 'plan', at, facts: { heldOn: input.heldOn } });
    await record(tx, { act: 'outing.plan', subject: `outing:${outingId}`, actor: ctx.actor, at, postId: permit.postId, facts: { branchId: input.branchId, heldOn: input.heldOn, territoryCode: input.territoryCode, team: ready.team.map((one) => one.accountId) } });
    return { outingId };
  });

/** Another place, day, hour or team. What was announced is said anew: the announcement's words stay until somebody changes them, and the team hears. */
export const changeOuting = (ctx: Ctx, input: z.output<typeof changeOutingSchema>): Promise<Result<{ outingId: number }>> =>
  write(ctx, async (tx) => {
    const outing = await outingLocked(tx, input.outingId);
    if (!outing) return refuse('outing_not_found');
    const permit = mayChangeOuting(ctx.actor, await standingOf(tx, outing));
    if (isRefusal(permit)) return permit;
    if (!outingMay('change', outing.state)) return refuse('outing_over');
    const moved = outing.heldOn !== input.heldOn || outing.territoryCode !== input.territoryCode;
    // a tablet carries its place and its day; numbers of a year and people of a place
    if (moved && outing.state === 'under_way') return refuse('outing_begun');
    if (moved && input.heldOn < today(ctx.clock)) return refuse('outing_day_invalid');
    const ready = await prepared(ctx, tx, outing.branchId, input);
    if (isRefusal(ready)) return ready;
    const before = await teamOf(tx, outing.id);
    const at = new Date(ctx.clock.now());
    await writeOuting(tx, permit, outing.id, ready.planned);
    await writeTeam(tx, permit, outing.id, ready.team);
    const laid = await keepReceptions(ctx, tx, permit, { outingId: outing.id, branchId: outing.branchId, underWay: outing.state === 'under_way', ...ready });
    if (isRefusal(laid)) return laid;
    await writeOutingAct(tx, permit, { outingId: outing.id, act: 'change', at, facts: { before: { heldOn: outing.heldOn, fromMinute: outing.fromMinute, toMinute: outing.toMinute, territoryCode: outing.territoryCode }, heldOn: input.heldOn } });
    await record(tx, { act: 'outing.change', subject: `outing:${outing.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { heldOn: input.heldOn, territoryCode: input.territoryCode, team: ready.team.map((one) => one.accountId) } });
    await say(tx, { name: 'outing.changed', outingId: outing.id, branchId: outing.branchId, byAccount: byOf(ctx) }, [...before, ...ready.team]);
    return { outingId: outing.id };
  });

/** Said to everybody in both languages; the team is told. Announced again, the new words stand. */
export const announceOuting = (ctx: Ctx, input: z.output<typeof announceOutingSchema>): Promise<Result<{ outingId: number }>> =>
  write(ctx, async (tx) => {
    const outing = await outingLocked(tx, input.outingId);
    if (!outing) return refuse('outing_not_found');
    const permit = mayChangeOuting(ctx.actor, await standingOf(tx, outing));
    if (isRefusal(permit)) return permit;
    if (!outingMay('announce', outing.state)) return refuse('outing_over');
    const at = new Date(ctx.clock.now());
    await writeAnnounced(tx, permit, outing.id, { kk: input.kk, ru: input.ru, at: outing.announcedAt ?? at });
    await writeOutingAct(tx, permit, { outingId: outing.id, act: 'announce', at });
    await record(tx, { act: 'outing.announce', subject: `outing:${outing.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { again: outing.announcedAt !== null } });
    if (outing.announcedAt === null) await say(tx, { name: 'outing.announced', outingId: outing.id, branchId: outing.branchId, byAccount: byOf(ctx) }, await teamOf(tx, outing.id));
    return { outingId: outing.id };
  });

const byOf = (ctx: Ctx): number | null => (ctx.actor.kind === 'staff' ? ctx.actor.accountId : null);
export const say = (tx: Parameters<typeof emit>[0], event: OutingEvent, team: readonly Member[]): Promise<void> => emit(tx, { ...event, team: [...new Set(team.map((one) => one.accountId))] });

type Ready = { readonly planned: Planned; readonly team: readonly Member[] };
const prepared = async (ctx: Ctx, q: Read, branchId: number, f: Fields): Promise<Ready | Refusal> => {
  const branch = await unitById(q, branchId);
  if (branch?.kind !== 'branch' || branch.closedOn !== null) return refuse('branch_invalid');
  const place = (await territoriesByCodes(q, [f.territoryCode])).get(f.territoryCode);
  // where the branch stands, or below: numbers and promises are its own
  if (!place || place.level === 0 || (!place.path.includes(branch.territoryCode) && branch.level !== 'central')) return refuse('territory_invalid');
  if (Date.parse(f.heldOn) - Date.parse(today(ctx.clock)) > lastDays * 86_400_000) return refuse('outing_day_invalid');
  const team: Member[] = [...f.officials.map((one) => ({ ...one, part: 'official' as const })), ...f.clerks.map((one) => ({ ...one, part: 'clerk' as const }))];
  const once = [...new Map(team.toReversed().map((one) => [one.accountId, one])).values()].toReversed();
  if (once.length === 0) return refuse('outing_team_required');
  for (const one of once) if (!(await holdsPostIn(q, one.accountId, one.unitId, f.heldOn))) return refuse('person_not_in_unit', { account: one.accountId });
  const calendar = await calendarNamed(q, branch.calendar);
  const planned: Planned = {
    names: { kk: f.nameKk, ru: f.nameRu, en: f.nameEn ?? f.nameRu }, territoryCode: f.territoryCode, address: f.address ?? null, heldOn: f.heldOn, fromMinute: f.from, toMinute: f.to, calendarVersion: calendar.version,
  };
  return { planned, team: once };
};
