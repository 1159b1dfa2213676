import type { Day } from '../../../kernel/day.ts';
import type { Read } from '../../../platform/db.ts';
import { unitById } from '../../units/contract.ts';
import { holdersOf, rolesOf } from '../store/accounts.ts';

/** Who sits in the unit that day with a role that `has` names. */
export const withRole = async (q: Read, unitId: number, on: Day, has: (role: string) => boolean): Promise<readonly number[]> =>
  (await holdersOf(q, unitId, on)).filter((one) => one.roles.some(has)).map((one) => one.accountId);

/** The roles that may do it: roles are data. */
export const rolesWith = async (q: Read, ability: string): Promise<(role: string) => boolean> => {
  const codes = new Set((await rolesOf(q)).filter((role) => role.abilities.includes(ability)).map((role) => role.code));
  return (role) => codes.has(role);
};

/** Those of the unit, or of the nearest one above it that has somebody. */
export const upwards = async (q: Read, unitId: number, on: Day, has: (role: string) => boolean): Promise<readonly number[]> => {
  for (let at: number | null = unitId; at !== null; at = (await unitById(q, at))?.parentId ?? null) {
    const found = await withRole(q, at, on, has);
    if (found.length > 0) return found;
  }
  return [];
};
