import type { Staff } from '../../../kernel/actor.ts';
import type { Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { addDuty } from '../../../rooms/reception/acts/duties.ts';
import type { AddDuty } from '../../../rooms/reception/contract.ts';
import type { Crew } from '../staff.ts';
import { ok, type DemoUnits } from '../units.ts';

/** Somebody who must receive, where and how often they do. */
export type Official = {
  readonly who: Staff; readonly unitId: number; readonly branchId: number; readonly branch: string;
  readonly rhythm: 'weekday' | 'month'; readonly weekday: number; readonly times: 1 | 2; readonly from: number; readonly to: number; readonly place: string;
  /** how many come on an ordinary day */
  readonly come: readonly [number, number];
};

const source = 'Ашық филиалдың азаматтарды қабылдау тәртібі (ойдан шығарылған құжат)';
type Order = Pick<AddDuty, 'nameKk' | 'nameRu' | 'nameEn' | 'rhythm'> & Pick<Official, 'times' | 'weekday' | 'from' | 'to' | 'place' | 'come'> & { readonly branch: string; readonly who: readonly (readonly [unit: string, role: 'branch_head' | 'body_head', place?: 0 | 1])[] };
const orders: readonly Order[] = [
  { branch: 'BQ01', nameKk: 'Басшы: әр бейсенбі ашық сағат', nameRu: 'Руководитель: открытые часы по четвергам', nameEn: 'The head: open hours on Thursdays', rhythm: 'weekday', weekday: 4, times: 1, from: 900, to: 1080, place: '101', come: [2, 5], who: [['BQ01', 'branch_head']] },
  { branch: 'BQ01', nameKk: 'Орынбасарлар: айына екі рет', nameRu: 'Заместители: два раза в месяц', nameEn: 'Deputies: twice a month', rhythm: 'month', weekday: 2, times: 2, from: 600, to: 720, place: '102', come: [1, 4], who: [['BQ01', 'branch_head', 1]] },
  { branch: 'BQ01', nameKk: 'Қала әкімінің орынбасары: айына бір рет', nameRu: 'Заместитель акима города: раз в месяц', nameEn: 'Deputy akim of the city: once a month', rhythm: 'month', weekday: 3, times: 1, from: 660, to: 780, place: '103', come: [2, 5], who: [['AK01', 'body_head']] },
  { branch: 'BQ', nameKk: 'Басқарма басшылары: айына бір рет', nameRu: 'Руководители управлений: раз в месяц', nameEn: 'Heads of departments: once a month', rhythm: 'month', weekday: 2, times: 1, from: 600, to: 720, place: '201', come: [1, 4], who: [['AKRD', 'body_head'], ['AKSO', 'body_head'], ['AKHO', 'body_head']] },
  ...['BQ02', 'BQ03', 'BQ04'].map((branch): Order => ({ branch, nameKk: 'Филиал басшысы: айына екі рет', nameRu: 'Руководитель филиала: два раза в месяц', nameEn: 'The head of the branch: twice a month', rhythm: 'month', weekday: 5, times: 2, from: 600, to: 720, place: '1', come: [1, 3], who: [[branch, 'branch_head']] })),
];

/** The duties as their made-up document says, laid out from `fromOn` on. `ctx` stands at that day. */
export const raiseDuties = async (ctx: Ctx, o: { units: DemoUnits; crew: Crew; fromOn: Day }): Promise<readonly Official[]> => {
  const officials: Official[] = [];
  const id = (code: string): number => o.units.byCode.get(code)?.id ?? 0;
  for (const { branch, who, come, nameKk, nameRu, nameEn, rhythm, ...order } of orders) {
    const named = who.map(([unit, role, place]) => ({ staff: o.crew.of(unit, role, place ?? 0), unitId: id(unit) }));
    ok(await addDuty(ctx, {
      branchId: id(branch), nameKk, nameRu, nameEn, rhythm, times: order.times, ...(rhythm === 'weekday' ? { weekday: order.weekday } : {}), onDayOff: 'next', from: order.from, to: order.to, place: order.place, public: true, source, sourceOn: o.fromOn, fromOn: o.fromOn,
      who: named.map((one) => ({ accountId: one.staff.accountId, unitId: one.unitId })),
    }), `duty of ${branch}`);
    for (const one of named) officials.push({ who: one.staff, unitId: one.unitId, branchId: id(branch), branch, rhythm: rhythm === 'weekday' ? 'weekday' : 'month', ...order, place: named.length > 1 ? `${order.place}-${officials.length}` : order.place, come });
  }
  return officials;
};
