import type { Day } from '../../../../kernel/day.ts';
import type { Read } from '../../../../platform/db.ts';
import { calendarNamed, type WorkCalendar } from '../../../calendar/contract.ts';
import { holdersIn, holdsPostIn, rolesOf, rolesWith, withRole } from '../../../people/contract.ts';
import { openUnits, territoriesByCodes, unitById, type Unit } from '../../../units/contract.ts';
import { isNamedIn } from '../../store/duties.ts';

export const calendarOf = async (q: Read, branchId: number): Promise<WorkCalendar> => calendarNamed(q, (await unitById(q, branchId))?.calendar ?? 'kz5');

/** An open branch; a closed one owes nothing. */
export const openBranch = async (q: Read, branchId: number): Promise<Unit | null> => {
  const unit = await unitById(q, branchId);
  return unit?.kind === 'branch' && unit.closedOn === null ? unit : null;
};

/** The branch and those above it, and the bodies of its territory and of the territories around it. */
const serves = async (q: Read, branch: Unit): Promise<(unit: Unit) => boolean> => {
  const around = new Set((await territoriesByCodes(q, [branch.territoryCode])).get(branch.territoryCode)?.path ?? [branch.territoryCode]);
  return (unit) => unit.closedOn === null && (unit.kind === 'branch' ? branch.path.includes(unit.id) : unit.territoryCode === branch.territoryCode || around.has(unit.territoryCode));
};

/** Whether somebody may receive people there in the branch: sits in a unit that serves it, in a role that receives. */
export const mayReceiveIn = async (q: Read, branch: Unit, who: { readonly accountId: number; readonly unitId: number }, on: Day): Promise<boolean> => {
  const unit = await unitById(q, who.unitId);
  if (!unit || !(await serves(q, branch))(unit)) return false;
  return (await withRole(q, unit.id, on, await rolesWith(q, 'reception.receive'))).includes(who.accountId);
};

/** Whom a visit may name as the one before whom the person sat: of a post in the branch, named by one of its duties, or in a role that receives for it. A post somewhere else is not enough. */
export const mayHostIn = async (q: Read, branch: Unit, who: { readonly accountId: number; readonly unitId: number }, on: Day): Promise<boolean> => {
  if (!(await holdsPostIn(q, who.accountId, who.unitId, on))) return false;
  return who.unitId === branch.id || (await isNamedIn(q, { branchId: branch.id, accountId: who.accountId, on })) || mayReceiveIn(q, branch, who, on);
};

const mostUnits = 60;
/** Those who may, by unit and name. */
export const receiversIn = async (q: Read, branch: Unit, on: Day): Promise<readonly { readonly accountId: number; readonly unit: Unit; readonly name: string }[]> => {
  const has = await rolesWith(q, 'reception.receive');
  const fits = await serves(q, branch);
  const units = [branch, ...(await openUnits(q, 'branch', branch.path.filter((id) => id !== branch.id))).filter(fits).toReversed(), ...(await openUnits(q, 'body')).filter(fits).toSorted((a, b) => Number(b.territoryCode === branch.territoryCode) - Number(a.territoryCode === branch.territoryCode))].slice(0, mostUnits);
  const holders = await holdersIn(q, units.map((unit) => unit.id), on);
  return units.flatMap((unit) => (holders.get(unit.id) ?? []).filter((one) => one.roles.some(has)).map((one) => ({ accountId: one.accountId, unit, name: one.name })));
};

export type PostNow = { readonly unitId: number; readonly roles: readonly { readonly kk: string; readonly ru: string; readonly en: string }[] };
/** What somebody is in these units today, by the names of their roles. */
export const postsNow = async (q: Read, accountId: number, unitIds: readonly number[], on: Day): Promise<readonly PostNow[]> => {
  const [roles, holders] = await Promise.all([rolesOf(q), holdersIn(q, unitIds, on)]);
  return unitIds.map((unitId) => {
    const held = holders.get(unitId)?.find((one) => one.accountId === accountId);
    return { unitId, roles: roles.filter((role) => held?.roles.includes(role.code) && role.abilities.includes('reception.receive')).map((role) => role.names) };
  });
};
