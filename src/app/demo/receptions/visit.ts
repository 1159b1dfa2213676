import { system, type Actor, type Staff } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Read } from '../../../platform/db.ts';
import { ofSource, reportTask, settleTask } from '../../../rooms/assignments/contract.ts';
import { countReceived } from '../../../rooms/reception/acts/receptions.ts';
import { addMatter, beginVisit, finishVisit, settleMatter } from '../../../rooms/reception/acts/visits.ts';
import { judge } from '../../../rooms/reception/acts/visits/judge.ts';
import { keepInStep } from '../../../rooms/reception/acts/visits/keep.ts';
import { person } from '../people.ts';
import { dayMs, dayOf, working } from '../plan/moments.ts';
import type { Random } from '../random.ts';
import { doneWords, leftUndone, matters } from '../texts/receptions.ts';
import { ok, type DemoUnits } from '../units.ts';

export type Room = { readonly ctx: Omit<Ctx, 'actor'>; readonly now: number; readonly seed: number; readonly units: DemoUnits; readonly r: Random };
/** `at`: when it is over, the moment of everything that was settled. */
export type Came = { readonly branchId: number; readonly clerk: Staff; readonly official: Staff; readonly unitId: number; readonly receptionId?: number; readonly outingId?: number; readonly at: number };

const minuteMs = 60_000;
/** Residents of the letters have the numbers below. */
const firstSerial = 5_000;

/** One person received: their matters, what became of each, and what they said of it later, as far as it lies before now. */
export const visited = async (room: Room, c: Came): Promise<void> => {
  const { r } = room;
  const ctx: Ctx = { ...room.ctx, actor: c.clerk satisfies Actor, clock: { now: () => c.at } };
  const lang = r.chance(0.65) ? 'kk' : 'ru';
  const who = person(r, firstSerial + r.int(0, 3_000), lang);
  const { number, visitId } = await write(ctx, async (tx) => {
    const begun = ok(await beginVisit(ctx, tx, {
      branchId: c.branchId, unitId: c.unitId, accountId: c.official.accountId, lang, surname: who.surname, given: who.given, ...(who.patronymic === null ? {} : { patronymic: who.patronymic }), ...(r.chance(0.85) ? { phone: who.phone } : {}),
      beganAt: new Date(c.at - r.int(6, 15) * minuteMs), ...(c.receptionId === undefined ? {} : { receptionId: c.receptionId }), ...(c.outingId === undefined ? {} : { outingId: c.outingId }),
    }), 'visit');
    if (c.receptionId !== undefined) await countReceived(ctx, tx, c.receptionId);
    return begun;
  });
  for (let left = r.chance(0.25) ? 2 : 1; left > 0; left -= 1) {
    const what = r.pick(matters);
    const { nth, matterId } = ok(await addMatter(ctx, { number, text: what[lang], topicCode: what.topic }), 'matter');
    const how = r.weighted([['advised', 45], ['promised', 30], ['registered', 25]] as const);
    if (how === 'advised') {
      ok(await settleMatter(ctx, { number, nth, how, advice: what.advice[lang] }), how);
      await judged(room, visitId, nth, c.at, [55, 12, 5]);
    } else if (how === 'registered') {
      ok(await settleMatter(ctx, { number, nth, how, kind: 'application', topicCode: what.topic, publishConsent: false, papers: [] }), how);
    } else {
      const dueOn = working.add(dayOf(c.at), r.pick([3, 5, 5, 10]));
      ok(await settleMatter(ctx, { number, nth, how, text: what.promise[lang], executorUnit: room.units.bodyFor(what.topic, null).id, dueOn }), how);
      const keptAt = c.at + r.int(1, 12) * dayMs;
      if (r.chance(0.88) && keptAt < room.now) await kept(room, visitId, nth, matterId, keptAt);
    }
  }
  ok(await finishVisit(ctx, { number }), 'finish');
};

/** The body did it, the house accepted it, and most of the time the person says whether it is so. */
const kept = async (room: Room, visitId: number, nth: number, matterId: number, at: number): Promise<void> => {
  const ctx: Ctx = { ...room.ctx, actor: system('demo'), clock: { now: () => at } };
  for (const assignmentId of await write(ctx, (tx) => openTasks(tx, matterId))) {
    ok(await reportTask(ctx, { assignmentId, text: doneWords.kk, papers: [] }), 'report');
    ok(await settleTask(ctx, { assignmentId }), 'settle');
  }
  await write(ctx, (tx) => keepInStep(ctx, tx, matterId));
  await judged(room, visitId, nth, at, [60, 12, 8]);
};
const openTasks = async (q: Read, matterId: number): Promise<readonly number[]> => (await ofSource(q, { kind: 'visit', id: matterId })).filter((one) => one.endedAt === null).map((one) => one.id);

const judged = async (room: Room, visitId: number, nth: number, from: number, [solved, partly, not]: readonly [number, number, number]): Promise<void> => {
  const said = room.r.weighted([['solved', solved], ['partly', partly], ['not_solved', not], ['nothing', 100 - solved - partly - not]] as const);
  const at = from + room.r.int(1, 8) * dayMs;
  if (said === 'nothing' || at > room.now) return;
  ok(await judge({ ...room.ctx, actor: system('demo'), clock: { now: () => at } }, visitId, { nth, verdict: said, ...(said === 'not_solved' ? { comment: leftUndone.kk } : {}) }), 'verdict');
};
