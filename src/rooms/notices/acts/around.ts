import type { Day } from '../../../kernel/day.ts';
import type { Read } from '../../../platform/db.ts';
import { calendarNamed, isWorking } from '../../calendar/contract.ts';

/** The five-day week: a digest on a Saturday is read on Monday. */
export const workedDays = async (q: Read): Promise<(on: Day) => boolean> => {
  const calendar = await calendarNamed(q, 'kz5');
  return (on) => isWorking(calendar, on);
};
