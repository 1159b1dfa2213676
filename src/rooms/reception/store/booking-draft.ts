import { createHash, randomBytes } from 'node:crypto';
import { sql, view, type Read, type Tx } from '../../../platform/db.ts';
import { opened, sealed } from './seal.ts';

type Tables = { 'reception.draft': { visit_hash: Buffer; key: string; fields: Record<string, string>; sent_booking_id: number | null; touched_at: Date } };

/** The unfinished booking of one browser. `fields` are as typed: they are read by the contract's schemas only when a step is left. */
export type BookingDraft = { readonly key: string; readonly fields: Readonly<Record<string, string>>; readonly sentBookingId: number | null; readonly touchedAt?: Date };

const hashOf = (visit: string): Buffer => createHash('sha256').update(`booking draft\n${visit}`).digest();
/** Bound to its browser and its field: moved elsewhere, it does not open. */
const boundTo = (visit: string, name: string): string => `${hashOf(visit).toString('hex')}:${name}`;
const closedFields = (visit: string, fields: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, sealed('draft', boundTo(visit, name), value).toString('base64')])));

/** Row-level security shows the row of this very browser and no other. */
const sightOf = async (q: Read, visit: string): Promise<void> => {
  await sql`SELECT set_config('jauap.visit', ${hashOf(visit).toString('hex')}, true)`.execute(view<Tables>(q));
};

export const bookingDraftOf = async (q: Read, visit: string): Promise<BookingDraft | null> => {
  await sightOf(q, visit);
  const row = await view<Tables>(q).selectFrom('reception.draft').selectAll().where('visit_hash', '=', hashOf(visit)).executeTakeFirst();
  if (!row) return null;
  const fields = Object.fromEntries(Object.entries(row.fields).map(([name, value]) => [name, opened('draft', boundTo(visit, name), Buffer.from(value, 'base64'))]));
  return { key: row.key, fields, sentBookingId: row.sent_booking_id, touchedAt: row.touched_at };
};

/** Keeps what a step brought, beside what stood there. What was sent is not touched again. */
export const keepBookingDraft = async (tx: Tx, visit: string, fields: Readonly<Record<string, string>>, at: Date): Promise<void> => {
  await sightOf(tx, visit);
  await sql`INSERT INTO reception.draft (visit_hash, key, fields, touched_at) VALUES (${hashOf(visit)}, ${randomBytes(18).toString('base64url')}, ${closedFields(visit, fields)}::jsonb, ${at})
    ON CONFLICT (visit_hash) DO UPDATE SET fields = reception.draft.fields || excluded.fields, touched_at = excluded.touched_at WHERE reception.draft.sent_booking_id IS NULL`.execute(view<Tables>(tx));
};

/** The words are in the booking now: only the key and the id stay, so that sending again shows the same number. */
export const markBookingSent = async (tx: Tx, visit: string, bookingId: number, at: Date): Promise<void> => {
  await sightOf(tx, visit);
  await view<Tables>(tx).updateTable('reception.draft').set({ fields: sql`'{}'::jsonb`, sent_booking_id: bookingId, touched_at: at }).where('visit_hash', '=', hashOf(visit)).execute();
};
export const dropBookingDraft = async (tx: Tx, visit: string): Promise<void> => {
  await sightOf(tx, visit);
  await view<Tables>(tx).deleteFrom('reception.draft').where('visit_hash', '=', hashOf(visit)).execute();
};
export const forgetBookingDrafts = async (tx: Tx, before: Date): Promise<void> => {
  await view<Tables>(tx).deleteFrom('reception.draft').where('touched_at', '<', before).execute();
};
