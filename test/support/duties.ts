import { day } from '../../src/kernel/day.ts';
import { addDuty } from '../../src/rooms/reception/acts/duties.ts';
import { ok, type TestHouse } from './house.ts';

let named = 0;
/** The head of the district office receives in Taskala every week, by a made-up document, for everybody to see. */
export const withDuty = async (h: Pick<TestHouse, 'ctx' | 'units' | 'people'>): Promise<number> => {
  const nth = (named += 1);
  const { dutyId } = ok(await addDuty(h.ctx(), {
    branchId: h.units.tasqala, nameKk: `Бөлім басшысы: апта сайын (${nth})`, nameRu: `Руководитель отдела: каждую неделю (${nth})`, nameEn: `Head of the office: every week (${nth})`, rhythm: 'week', times: 1, onDayOff: 'next', from: 600, to: 720, place: '204', public: true,
    source: 'Қабылдау тәртібі (ойдан шығарылған)', fromOn: day('2026-11-20'), who: [{ accountId: h.people.bodyHead, unitId: h.units.lighting }],
  }));
  return dutyId;
};
