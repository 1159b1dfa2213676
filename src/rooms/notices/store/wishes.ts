import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { db } from './tables.ts';

export const insertWish = async (tx: Tx, _permit: Permit<'notice.set_way'>, w: { owner: string; channel: 'telegram'; at: Date }): Promise<void> => {
  await sql`INSERT INTO notices.wish (owner, channel, made_at) VALUES (${w.owner}, ${w.channel}, ${w.at}) ON CONFLICT DO NOTHING`.execute(db(tx));
};

/** bound: a chat hears of the record. wanted: it was asked for, and nobody has opened the bot yet, or the chat that did is gone. */
export type Chat = 'bound' | 'wanted' | 'none';
export const chatOf = async (q: Read, owner: string): Promise<Chat> => {
  const { rows } = await sql<{ bound: boolean; wanted: boolean }>`SELECT
    EXISTS (SELECT 1 FROM notices.way WHERE owner = ${owner} AND channel = 'telegram' AND bounced_at IS NULL) AS bound,
    EXISTS (SELECT 1 FROM notices.wish WHERE owner = ${owner}) AS wanted`.execute(db(q));
  return rows[0]?.bound ? 'bound' : rows[0]?.wanted ? 'wanted' : 'none';
};
