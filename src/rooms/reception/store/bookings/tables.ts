import type { Day } from '../../../../kernel/day.ts';
import type { Lang } from '../../../../kernel/words.ts';
import { view, type Generated, type Kysely, type Read, type Selectable } from '../../../../platform/db.ts';
import type { BookingState, Sitting } from '../../law/bookings.ts';

export type BookingTable = {
  id: number; number: string; branch_id: number; unit_id: number; reception_id: number | null; at_minute: number | null; wants_account: number | null; wants_until: string | null;
  state: BookingState; lang: Lang; surname: string; given: string; patronymic: string | null; phone: string | null; email: string | null; topic_code: string | null; territory_code: string | null;
  text: string; video: boolean; room_hash: Buffer | null; secret_version: Generated<number>; link_hash: Buffer; code_hash: Buffer; by_kind: 'visitor' | 'staff' | 'system'; made_at: Date;
};
export type ReceptionRow = {
  id: number; branch_id: number; account_id: number; unit_id: number; kind: Sitting['kind']; place: string | null; held_on: string; from_minute: number; to_minute: number; break_from: number | null; break_to: number | null;
  slot_minutes: number | null; topic_codes: string[]; public: boolean; state: string; reason: string | null;
};
export const bookingActs = ['book', 'wait', 'move', 'fill', 'cancel', 'restore', 'confirm', 'remind', 'come', 'not_come', 'expire', 'displace'] as const;
export type BookingAct = (typeof bookingActs)[number];
export type BookingTables = {
  'reception.booking': BookingTable;
  'reception.booking_act': { id: Generated<number>; booking_id: number; branch_id: number; act: BookingAct; at: Date; by_kind: string; by_account: number | null; facts: string };
  'reception.slot': { reception_id: number; at_minute: number; minutes: number; booking_id: number | null; closed: boolean };
  'reception.reception': ReceptionRow;
};
export const db = (q: Read): Kysely<BookingTables> => view<BookingTables>(q);

export type Booking = {
  readonly id: number; readonly number: string; readonly branchId: number; readonly unitId: number; readonly receptionId: number | null; readonly atMinute: number | null;
  readonly wantsAccount: number | null; readonly wantsUntil: Day | null; readonly state: BookingState; readonly lang: Lang;
  readonly surname: string; readonly given: string; readonly patronymic: string | null; readonly phone: string | null; readonly email: string | null;
  readonly topicCode: string | null; readonly territoryCode: string | null; readonly text: string; readonly video: boolean; readonly secretVersion: number; readonly madeAt: Date;
};
export const bookingOf = (r: Selectable<BookingTable>): Booking => ({
  id: r.id, number: r.number, branchId: r.branch_id, unitId: r.unit_id, receptionId: r.reception_id, atMinute: r.at_minute, wantsAccount: r.wants_account, wantsUntil: r.wants_until as Day | null, state: r.state, lang: r.lang,
  surname: r.surname, given: r.given, patronymic: r.patronymic, phone: r.phone, email: r.email, topicCode: r.topic_code, territoryCode: r.territory_code, text: r.text, video: r.video, secretVersion: r.secret_version, madeAt: r.made_at,
});
export const sittingOf = (r: ReceptionRow): Sitting => ({
  id: r.id, branchId: r.branch_id, accountId: r.account_id, unitId: r.unit_id, kind: r.kind, place: r.place, heldOn: r.held_on as Day, fromMinute: r.from_minute, toMinute: r.to_minute, breakFrom: r.break_from, breakTo: r.break_to,
  topicCodes: r.topic_codes, public: r.public, state: r.state, reason: r.reason,
});
export const sittingColumns = ['id', 'branch_id', 'account_id', 'unit_id', 'kind', 'place', 'held_on', 'from_minute', 'to_minute', 'break_from', 'break_to', 'slot_minutes', 'topic_codes', 'public', 'state', 'reason'] as const;
