import { addDays, type Day } from '../../../../kernel/day.ts';
import type { Tx } from '../../../../platform/db.ts';
import { answerTerms, type Kind } from '../../../appeals/contract.ts';
import { addWorkingDays, calendarNamed, onOrAfter, registeredOn } from '../../../calendar/contract.ts';
import { unitById } from '../../../units/contract.ts';
import type { Outing } from '../../store/outings.ts';

export type DayTold = { readonly number: string; readonly told: string; readonly counted: string; readonly stands: string };

/** The day told to the person beside the day that the house counts today; null where they are one. The earlier stands. */
export const dayTold = async (tx: Tx, outing: Pick<Outing, 'branchId'>, number: string, kind: Kind, told: Day, at: Date): Promise<DayTold | null> => {
  const branch = await unitById(tx, outing.branchId);
  if (!branch) return null;
  const calendar = await calendarNamed(tx, branch.calendar);
  const from = registeredOn(calendar, at.getTime(), branch.closingMinute);
  const { count, unit } = answerTerms(branch.profile, from).of[kind];
  const counted = unit === 'working' ? addWorkingDays(calendar, from, count) : onOrAfter(calendar, addDays(from, count));
  return counted === told ? null : { number, told, counted, stands: told < counted && told >= from ? told : counted };
};
