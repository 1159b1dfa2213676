import type { Actor } from '../../../kernel/actor.ts';
import { today, type Clock, type Day } from '../../../kernel/day.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Read, Tx } from '../../../platform/db.ts';
import { addWorkingDays, calendarNamed, onOrAfter, registeredOn } from '../../calendar/contract.ts';
import { attach } from '../../files/contract.ts';
import { awayOn, holdsPostIn as holdsPost, type AwayNow } from '../../people/contract.ts';
import { branchFor, territoriesByCodes, topicStands, unitById as readUnit, type Unit } from '../../units/contract.ts';
import { rulesOn, type Rules, type WorkingDays } from '../law/terms.ts';

/** What this room asks of its neighbours, in its own words. */
export type Branch = Unit & { readonly kind: 'branch' };
const openBranch = (unit: Unit | null): Branch | null => (unit?.kind === 'branch' && unit.closedOn === null ? { ...unit, kind: 'branch' } : null);

export const branchAt = async (q: Read, territoryCode: string | undefined): Promise<Branch | null> => openBranch(await branchFor(q, territoryCode));
export const branchById = async (q: Read, id: number): Promise<Branch | null> => openBranch(await readUnit(q, id));
/** An open branch or body; a closed one is given nothing. */
export const unitById = async (q: Read, id: number): Promise<Unit | null> => {
  const unit = await readUnit(q, id);
  return unit?.closedOn === null ? unit : null;
};

/** From the country down to the place; undefined when there is no such place. */
export const pathOf = async (q: Read, code: string): Promise<readonly string[] | undefined> => (await territoriesByCodes(q, [code])).get(code)?.path;

/** The branch's working days, and the day on which what comes now is registered there. */
export const calendarOf = async (q: Read, of: number | Unit): Promise<WorkingDays & { registeredOn: (at: Date) => Day }> => {
  const unit = typeof of === 'number' ? await readUnit(q, of) : of;
  const calendar = await calendarNamed(q, unit?.calendar ?? 'kz5');
  return {
    version: calendar.version,
    add: (from, count) => addWorkingDays(calendar, from, count),
    onOrAfter: (on) => onOrAfter(calendar, on),
    registeredOn: (at) => registeredOn(calendar, at.getTime(), unit?.closingMinute ?? 1440),
  };
};

/** Null for a day older than every rule, or than the calendar can count: both throw RangeError. */
export const ruledOn = (branch: Branch, calendar: { registeredOn: (at: Date) => Day }, receivedAt: Date): { registeredOn: Day; rules: Rules } | null => {
  try {
    const registeredOn = calendar.registeredOn(receivedAt);
    return { registeredOn, rules: rulesOn(branch.profile, registeredOn) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

/** A topic of the list: anything else would be somebody's words in a column that everybody may read. */
export const isTopic = async (q: Read, code: string | undefined): Promise<boolean> => code === undefined || topicStands(q, code);

/** Whether the person holds a post in the unit that day. */
export const holdsPostIn = (q: Read, accountId: number, unitId: number, clock: Clock): Promise<boolean> => holdsPost(q, accountId, unitId, today(clock));
/** Whether somebody is away today, until when, and who stands in. */
export const awayNow = async (q: Read, accountId: number, clock: Clock): Promise<AwayNow | null> => (await awayOn(q, [accountId], today(clock))).get(accountId) ?? null;

/**
 * Whoever has the matter is away: their deputy may take it over. Null for the deputy: none was named, or the one who was is away too, or holds no post in
 * that body and so does not see the matter; then anybody of the body may, for nothing waits for somebody who is not there.
 */
export const holderAway = async (q: Read, a: { readonly holderUnit: number; readonly holderAccount: number | null }, clock: Clock): Promise<{ readonly deputyId: number | null } | null> => {
  const away = a.holderAccount === null ? null : await awayNow(q, a.holderAccount, clock);
  if (!away) return null;
  const { deputyId } = away;
  const there = deputyId !== null && (await awayNow(q, deputyId, clock)) === null && (await holdsPost(q, deputyId, a.holderUnit, today(clock)));
  return { deputyId: there ? deputyId : null };
};

/**
 * In the act's own transaction: papers belong to the matter when the act does. Staff name papers in a form, so only what they sent themselves is taken; of a
 * resident's draft (`by`) only what came from the same browser. What has neither no form names: a letter, a chat and a person's page attach what they took in themselves.
 */
export const attachPapers = (tx: Tx, actor: Actor, papers: readonly number[], owner: string, by?: string): Promise<Result<true>> =>
  attach(tx, papers, owner, actor.kind === 'staff' ? { by: `account:${actor.accountId}` } : by === undefined ? {} : { by });
