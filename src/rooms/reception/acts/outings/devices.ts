import { createHash, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { system } from '../../../../kernel/actor.ts';
import { addDays, today } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { as, type Ctx } from '../../../../platform/ctx.ts';
import { read, write, type Tx } from '../../../../platform/db.ts';
import { record } from '../../../journal/contract.ts';
import { unitById } from '../../../units/contract.ts';
import type { Kit } from '../../contract/offline.ts';
import type { deviceSchema, installSchema } from '../../contract/outings.ts';
import { handOverDays, momentOf, outingMay } from '../../law/outings.ts';
import { mayArrive, mayInstall, mayRevoke, seesPeopleOf, type Standing } from '../../policy/outings.ts';
import { deviceById, deviceByKey, deviceLocked, devicesOf, devicesToSettle, deviceToken, insertDevice, writeRevoked, writeSeen, writeSettled, writeWiped, type Device } from '../../store/devices.ts';
import { outingById, outingLocked, teamOf, writeOutingAct, type Outing } from '../../store/outings.ts';
import { dropOldPapers } from '../../store/papers.ts';
import { kitFor } from './kit.ts';
import { reserve, reserveMore, settleNumbers } from './numbers.ts';

export const house = (ctx: Ctx): Ctx => as(ctx, system('outing desk'));
export const standingOf = async (tx: Tx, outing: Outing): Promise<Standing> => ({ branchId: outing.branchId, team: (await teamOf(tx, outing.id)).map((one) => one.accountId) });

export type Installed = { readonly device: { readonly id: number; readonly name: string }; readonly token: string; readonly kit: Kit };

/** A tablet for one outing, by the person who will hold it. The form's key makes it one tablet, however often it is sent. */
export const install = async (ctx: Ctx, input: z.output<typeof installSchema>, claims: string): Promise<Result<Installed>> => {
  const done = await write(ctx, async (tx) => {
    const outing = await outingLocked(tx, input.outingId);
    if (!outing) return refuse('outing_not_found');
    const permit = mayInstall(ctx.actor, await standingOf(tx, outing));
    if (isRefusal(permit)) return permit;
    if (ctx.actor.kind !== 'staff') return refuse('not_allowed');
    const before = await deviceByKey(tx, input.key);
    if (before) return before.outingId === outing.id && before.accountId === ctx.actor.accountId && before.revokedAt === null ? { deviceId: before.id } : refuse('same_key_other_body');
    if (!outingMay('install', outing.state)) return refuse('outing_over');
    if (today(ctx.clock) > outing.heldOn) return refuse('outing_over');
    if ((await devicesOf(tx, outing.id)).filter((one) => one.revokedAt === null).length >= mostDevices) return refuse('too_many_devices', { most: mostDevices });
    const branch = await unitById(tx, outing.branchId);
    if (!branch) return refuse('branch_invalid');
    const at = new Date(ctx.clock.now());
    const deviceId = await insertDevice(tx, permit, { outingId: outing.id, branchId: outing.branchId, accountId: ctx.actor.accountId, name: input.name, key: input.key, seesPeople: seesPeopleOf(ctx.actor, outing.branchId), at });
    for (const series of ['appeal', 'visit'] as const) await reserve(ctx, tx, permit, { deviceId, outing, code: branch.code, at }, series);
    await writeOutingAct(tx, permit, { outingId: outing.id, act: 'install', at, facts: { deviceId } });
    await record(tx, { act: 'device.install', subject: `device:${deviceId}`, actor: ctx.actor, at, postId: permit.postId, facts: { outingId: outing.id } });
    return { deviceId };
  });
  if (isRefusal(done)) return done;
  return read(house(ctx), async (q) => {
    const device = await deviceById(q, done.deviceId);
    if (!device) return refuse('outing_not_found');
    return { device: { id: device.id, name: device.name }, token: deviceToken(device.id), kit: await kitFor(ctx, q, device, claims) };
  });
};
/** A team has a handful; each takes two hundred numbers along. */
const mostDevices = 12;

/** What its secret opens now. */
export type DeviceState = 'good' | 'hands_over' | 'over';
const stateOf = (device: Device, now: number): DeviceState => {
  if (device.endedAt !== null || device.settledAt !== null) return 'over';
  if (device.revokedAt === null) return 'good';
  return now - device.revokedAt.getTime() < handOverDays * 86_400_000 ? 'hands_over' : 'over';
};
export type Known = { readonly device: Device; readonly state: DeviceState };

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const nobody = digest('no tablet has this');
/** Whose secret it is: compared in constant time, and an id that nobody has takes as long. */
export const knownDevice = async (ctx: Ctx, authorization: string): Promise<Known | null> => {
  const shown = /^Device (\d{1,15})\.([\w-]{1,100})$/.exec(authorization);
  if (!shown?.[1] || !shown[2]) return null;
  const id = Number(shown[1]);
  const device = await read(house(ctx), (q) => deviceById(q, id));
  const same = timingSafeEqual(digest(shown[2]), device?.tokenHash ?? nobody);
  return device && same ? { device, state: stateOf(device, ctx.clock.now()) } : null;
};

/** The kit again, with further numbers where few are left. */
export const kitAgain = async (ctx: Ctx, device: Device, o: { readonly appeal: number; readonly visit: number; readonly claims: string }): Promise<Kit> => {
  const own = house(ctx);
  await write(own, async (tx) => {
    const permit = mayArrive(own.actor);
    const [locked, outing] = [await deviceLocked(tx, device.id), await outingById(tx, device.outingId)];
    const branch = outing ? await unitById(tx, outing.branchId) : null;
    if (isRefusal(permit)) return permit;
    if (!locked || !outing || !branch) throw new Error('a tablet without its outing');
    const at = new Date(ctx.clock.now());
    await writeSeen(tx, permit, device.id, at);
    if (stateOf(locked, at.getTime()) === 'good') await reserveMore(own, tx, permit, { deviceId: device.id, outing, code: branch.code, at }, o);
    return null;
  });
  return read(own, (q) => kitFor(ctx, q, device, o.claims));
};

/** Lost, stolen, or not needed: it wipes itself at its next word with us. What was promised on it may be handed over for two weeks, each act to be looked at. */
export const revoke = (ctx: Ctx, input: z.output<typeof deviceSchema>): Promise<Result<{ deviceId: number }>> =>
  write(ctx, async (tx) => {
    const outing = await outingLocked(tx, input.outingId);
    const device = await deviceLocked(tx, input.deviceId);
    if (!outing || device?.outingId !== outing.id) return refuse('outing_not_found');
    const permit = mayRevoke(ctx.actor, await standingOf(tx, outing), device.accountId);
    if (isRefusal(permit)) return permit;
    if (device.revokedAt !== null || device.settledAt !== null) return refuse('device_over');
    const at = new Date(ctx.clock.now());
    await writeRevoked(tx, permit, device.id, at);
    await writeOutingAct(tx, permit, { outingId: outing.id, act: 'revoke', at, facts: { deviceId: device.id } });
    await record(tx, { act: 'device.revoke', subject: `device:${device.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { outingId: outing.id } });
    return { deviceId: device.id };
  });

/** It says that nothing is left on it. One that was taken back has no more to hand over: its numbers are written off now. */
export const wiped = (ctx: Ctx, deviceId: number): Promise<Result<{ wiped: true }>> => {
  const own = house(ctx);
  return write(own, async (tx) => {
    const permit = mayArrive(own.actor);
    if (isRefusal(permit)) return permit;
    const device = await deviceLocked(tx, deviceId);
    if (!device || device.wipedAt !== null) return { wiped: true as const };
    const at = new Date(ctx.clock.now());
    await writeWiped(tx, permit, device.id, at);
    // one that has ended and was not counted is counted by the night
    if (device.settledAt === null && device.endedAt === null) {
      await settleNumbers(own, tx, permit, device, device.revokedAt === null ? 'not_used' : 'device_lost');
      await writeSettled(tx, permit, device.id, at);
    }
    await record(tx, { act: 'device.wiped', subject: `device:${device.id}`, actor: own.actor, at, facts: { outingId: device.outingId } });
    return { wiped: true as const };
  });
};

/** The clock: tablets that were taken back two weeks ago will hand over no more, those whose end could not be counted are counted; papers that no act has named are swept. */
export const settleLost = async (ctx: Ctx): Promise<void> => {
  const own = house(ctx);
  const now = ctx.clock.now();
  for (const id of await read(own, (q) => devicesToSettle(q, new Date(now - handOverDays * 86_400_000)))) {
    // one that cannot be counted does not keep the others waiting
    await settleOne(own, id, now).catch((error: unknown) => own.log.error('outing.numbers_uncounted', error, { device: id }));
  }
  await write(own, async (tx) => {
    const permit = mayArrive(own.actor);
    if (!isRefusal(permit)) await dropOldPapers(tx, permit, momentOf(addDays(today(ctx.clock), -paperDays), 0));
  });
};
const settleOne = (own: Ctx, id: number, now: number): Promise<unknown> => write(own, async (tx) => {
  const permit = mayArrive(own.actor);
  if (isRefusal(permit)) return permit;
  const device = await deviceLocked(tx, id);
  if (!device || device.settledAt !== null) return null;
  await settleNumbers(own, tx, permit, device, device.revokedAt === null ? 'not_used' : 'device_lost');
  await writeSettled(tx, permit, device.id, new Date(now));
  return null;
});
const paperDays = 40;
