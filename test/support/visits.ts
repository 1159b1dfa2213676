import { day } from '../../src/kernel/day.ts';
import { read, write } from '../../src/platform/db.ts';
import { addMatter, beginVisit, finishVisit, markQuiet, settleMatter } from '../../src/rooms/reception/acts/visits.ts';
import { visitBy, visitLink } from '../../src/rooms/reception/store/visits.ts';
import { ok, type TestHouse } from './house.ts';

export type Visited = { readonly number: string; readonly visitId: number; readonly promiseId: number; readonly link: string };

/** Somebody sits before the head of the region's branch, in Taskala: one matter hangs, one was advised, of one a promise was given. */
export const visited = async (h: Pick<TestHouse, 'ctx' | 'people' | 'units'>, o: { over?: boolean; quiet?: boolean; text?: string; by?: { unitId: number; accountId: number } } = {}): Promise<Visited> => {
  const ctx = h.ctx();
  const at = { branchId: h.units.tasqala, unitId: h.units.region, accountId: h.people.head, clerkId: h.people.clerk, ...o.by };
  const visit = ok(await write(ctx, (tx) => beginVisit(ctx, tx, { ...at, surname: 'Сыналмалы', given: 'Әлия', patronymic: 'Үлгіқызы', phone: '+77010000041', address: 'Тасқала ауылы, Абай көшесі, 12' })));
  const { number } = visit;
  for (const text of [o.text ?? 'Аулада шам екі аптадан бері жанбайды', 'Жәрдемақыға қайда барамын?', 'Мектептің алдындағы жолда шұңқыр көп']) ok(await addMatter(ctx, { number, text }));
  if (o.quiet) ok(await markQuiet(ctx, { number, quiet: true }));
  ok(await settleMatter(ctx, { number, nth: 2, how: 'advised', advice: 'Халыққа қызмет көрсету орталығына, 3-терезеге барыңыз' }));
  const { promiseId } = ok(await settleMatter(ctx, { number, nth: 3, how: 'promised', text: 'Шұңқырларды жабамыз', executorUnit: h.units.lighting, executorAccount: h.people.executor, dueOn: day('2026-11-27') }));
  if (o.over) ok(await finishVisit(ctx, { number, rest: 'register' }));
  const found = await read(ctx, (q) => visitBy(q, { number }));
  return { number, visitId: visit.visitId, promiseId: promiseId ?? 0, link: found ? visitLink(found) : '' };
};
