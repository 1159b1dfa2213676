import { visitor } from '../../src/kernel/actor.ts';
import { langs } from '../../src/kernel/words.ts';
import { read, write } from '../../src/platform/db.ts';
import { madeUpIin } from '../../src/rooms/appeals/make.ts';
import { setWay } from '../../src/rooms/notices/contract.ts';
import { setOwnWay } from '../../src/rooms/notices/acts/own.ts';
import { book, type Booked } from '../../src/rooms/reception/acts/bookings.ts';
import { addDuty } from '../../src/rooms/reception/acts/duties.ts';
import { announceOuting, changeOuting, planOuting } from '../../src/rooms/reception/acts/outings/plan.ts';
import { cancelOuting } from '../../src/rooms/reception/acts/outings/hold.ts';
import { plan } from '../../src/rooms/reception/acts/receptions.ts';
import { addDesk, addLane, addPriority, makeScreen } from '../../src/rooms/reception/acts/queue/set-up.ts';
import { takeTicket } from '../../src/rooms/reception/acts/queue/take.ts';
import { addMatter, beginVisit, settleMatter } from '../../src/rooms/reception/acts/visits.ts';
import { bookSchema } from '../../src/rooms/reception/contract/bookings.ts';
import { addDutySchema, planSchema } from '../../src/rooms/reception/contract/duties.ts';
import { announceOutingSchema, cancelOutingSchema, changeOutingSchema, planOutingSchema } from '../../src/rooms/reception/contract/outings.ts';
import { deskSchema, laneSchema, prioritySchema, screenSchema } from '../../src/rooms/reception/contract/queue.ts';
import { addMatterSchema, settleSchema, visitorSchema } from '../../src/rooms/reception/contract/visits.ts';
import { visitBy, visitCode, visitLink } from '../../src/rooms/reception/store/visits.ts';
import { actorsOf, type Office } from '../notices/office.ts';
import { ok } from '../support/house.ts';
import type { Outbox } from './outbox.ts';

/** What no notice says: it stands in every field where somebody tells something. */
export const word = 'ҚҰПИЯСӨЗ';
export const mark = 'kanareika';
const evil = `"'><img src=x onerror=${mark}(1)><script>${mark}(2)</script>{number}{day}{{7*7}}\${7*7}{to}{text}<!--`;
const lines = `\r\nX-${mark}: 1\r\nBcc: ${mark}@evil.example`;
export const typed = (rest: string): string => `=${word}("${evil}${lines} ${rest}`;
/** For fields of a hundred letters. */
export const shortly = (rest: string): string => `=${word}<script>${mark}(2)</script>{number}\${7*7}\n${rest}`;
/** What a notice may name, each as hostile as the rest. */
export const names = { unit: `=${mark}-unit${evil}`, official: `=${mark}-official${evil}`, outing: `=${mark}-outing${evil}`, duty: `=${mark}-duty${evil}` } as const;
export type Named = keyof typeof names;

/** The acts of the room with every field of theirs filled; `secrets` grows by whatever nobody else may read. */
export const openActs = async (o: Office, outbox: Outbox) => {
  const { house: h } = o;
  const as = await actorsOf(o);
  const secrets: string[] = [word];
  let nth = 0;
  /** By each of the three ways, however they were written to at first. */
  const byAllWays = (owner: string, phone: string, lang: (typeof langs)[number]) => write(h.ctx(), async (tx) => {
    for (const [channel, address] of [['sms', phone], ['telegram', outbox.chat()]] as const) await setWay(h.ctx(), tx, { owner, channel, address, lang });
  });
  const somebody = () => {
    nth += 1;
    const phone = `+7702${String(7_654_000 + nth)}`;
    const iin = madeUpIin(nth);
    secrets.push(phone.slice(2), iin);
    return { surname: shortly('тегі'), given: shortly('аты'), patronymic: shortly('әкесі'), phone, email: `person${nth}@mail.example`, lang: langs[nth % langs.length] ?? 'kk', iin };
  };
  return {
    as, secrets,
    /** nothing waits for the morning, and every member of staff has a browser */
    listen: async (digest: boolean) => {
      for (const who of Object.keys(h.people)) {
        if (!digest) await outbox.browser(as(who));
        ok(await setOwnWay(as(who), { email: true, push: true, digest, quietFrom: 0, quietTo: 0 }));
      }
    },
    laid: async (who: keyof typeof h.people, heldOn: string, more: object = {}): Promise<number> => ok(await plan(h.ctx(), planSchema.parse({
      branchId: h.units.tasqala, host: `${h.people[who]}.${h.units.lighting}`, kind: 'personal', place: typed('бөлме'), heldOn, from: '10:00', to: '12:00', slotMinutes: '20', public: 'yes', reason: typed('күн'), ...more,
    }))).receptionId,
    booked: async (where: object, more: object = {}): Promise<Booked> => {
      const { iin: _, ...one } = { ...somebody(), ...more };
      const b = ok(await book(h.ctx(visitor), bookSchema.parse({ key: crypto.randomUUID(), ...one, text: typed('аулада шам жанбайды'), where }), { door: 'site', video: true }));
      secrets.push(b.followCode, b.linkToken);
      await byAllWays(`booking:${b.bookingId}`, one.phone, one.lang);
      return b;
    },
    /** One matter of a visit, with a promise of the executor; its assignment and its own number. */
    promised: async (accountId: number, unitId: number, more: { readonly quiet?: boolean } = {}) => {
      const { lang, ...one } = somebody();
      const { number, visitId } = ok(await write(h.ctx(), (tx) => beginVisit(h.ctx(), tx, { branchId: h.units.tasqala, unitId, accountId, clerkId: h.people.reception, lang, ...visitorSchema.parse({ ...one, address: typed('көшесі') }), ...more })));
      await byAllWays(`visit:${visitId}`, one.phone, lang);
      for (const [text, how] of [[typed('жол'), 'advised'], [typed('шам'), 'promised']] as const) {
        ok(await addMatter(h.ctx(), addMatterSchema.parse({ number, text })));
        const own = how === 'advised' ? { nth: 1, advice: typed('кеңес') } : { nth: 2, text: typed('уәде'), executorUnit: h.units.lighting, executorAccount: h.people.executor, dueOn: '2026-12-09' };
        ok(await settleMatter(h.ctx(), settleSchema.parse({ number, how, ...own })));
      }
      const visit = await read(h.ctx(), (q) => visitBy(q, { number }));
      if (visit) secrets.push(visitCode(visit), visitLink(visit));
      const [row] = await h.t.raw('SELECT p.id AS promise, p.assignment_id AS assignment FROM reception.promise p JOIN reception.matter m ON m.id = p.matter_id WHERE m.visit_id = $1', [visitId]);
      return { number, visitId, promiseId: Number(row?.['promise']), assignmentId: Number(row?.['assignment']) };
    },
    duty: async (more: object = {}): Promise<number> => ok(await addDuty(h.ctx(), {
      ...addDutySchema.parse({ branchId: h.units.tasqala, nameKk: names.duty, nameRu: names.duty, nameEn: names.duty, source: typed('ереже'), rhythm: 'week', times: '1', place: typed('бөлме'), public: 'yes', fromOn: '2026-11-20', ...more }),
      who: [{ accountId: h.people.colleague, unitId: h.units.lighting }],
    })).dutyId,
    outing: async (heldOn: string): Promise<number> => {
      const fields = {
        nameKk: `${names.outing}${lines}`, nameRu: names.outing, nameEn: names.outing, territoryCode: '276000000', address: typed('мекенжай'), heldOn, from: '09:00', to: '12:00',
        officials: [`${h.people.head}:${h.units.region}`], clerks: [`${h.people.reception}:${h.units.tasqala}`],
      };
      const { outingId } = ok(await planOuting(h.ctx(), planOutingSchema.parse({ branchId: h.units.tasqala, ...fields })));
      ok(await announceOuting(h.ctx(), announceOutingSchema.parse({ outingId, kk: typed('хабар'), ru: typed('хабар') })));
      ok(await changeOuting(h.ctx(), changeOutingSchema.parse({ outingId, ...fields, to: '13:00' })));
      return outingId;
    },
    /** A waiting room, and somebody who waits in it. */
    hall: async () => {
      const ctx = h.ctx();
      const branchId = h.units.tasqala;
      const name = typed('терезе').slice(0, 119);
      const lane = laneSchema.parse({ kk: name, ru: name, en: name, letter: 'A', usualMinutes: '', forReceptions: '' });
      const { laneId } = ok(await addLane(ctx, { branchId, letter: lane.letter, names: lane, usualMinutes: null, forReceptions: false }));
      ok(await addDesk(ctx, { branchId, ...deskSchema.parse({ label: '=1+"><b' }), laneIds: [laneId] }));
      const rule = prioritySchema.parse({ kk: name, ru: name, en: name, source: typed('тәртіп'), afterOthers: '1' });
      ok(await addPriority(ctx, { branchId, names: rule, source: rule.source, afterOthers: 1 }));
      const screen = async (kind: 'kiosk' | 'display') => ok(await makeScreen(ctx, { branchId, ...screenSchema.parse({ kind, name: shortly('зал').slice(0, 59) }) })).token;
      const { link } = ok(await takeTicket(ctx, { branchId, laneId, name: shortly('аты').slice(0, 60), door: 'desk', lang: 'kk', key: 'one ticket of this test' }));
      return { ticket: link, kiosk: await screen('kiosk'), display: await screen('display') };
    },
    calledOff: async (outingId: number) => ok(await cancelOuting(h.ctx(), cancelOutingSchema.parse({ outingId, reason: typed('боран') }))),
    /** What is said of branches and people comes from other rooms: there it is put in past all that checks it, lines and all. */
    named: async (): Promise<void> => {
      await h.t.raw(`UPDATE units.unit SET name_kk = $1, name_ru = $1, name_en = $1 WHERE id = ANY ($2)`, [`${names.unit}${lines}`, [h.units.tasqala, h.units.aqzhaiyq]]);
      await h.t.raw(`UPDATE people.account SET name = $1 WHERE id = ANY ($2)`, [`${names.official}${lines}`, [h.people.executor, h.people.colleague, h.people.bodyHead, h.people.head]]);
    },
  };
};
