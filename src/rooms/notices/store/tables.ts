import { view, type Generated, type Kysely, type Read } from '../../../platform/db.ts';
import type { Lang } from '../../../kernel/words.ts';
import type { Channel, Slots, State, WayChannel } from '../law.ts';

type Tables = {
  'notices.way': { id: Generated<number>; owner: string; channel: WayChannel; address: string; lang: Lang; made_at: Date; stopped_at: Date | null; bounced_at: Date | null; bounce_code: string | null };
  'notices.wish': { owner: string; channel: 'telegram'; made_at: Date };
  'notices.staff_way': { account_id: number; email: boolean; push: boolean; digest: boolean; quiet_from: number; quiet_to: number; changed_at: Date };
  'notices.push_subscription': { id: Generated<number>; account_id: number; endpoint: string; p256dh: string; auth: string; made_at: Date };
  'notices.notice': {
    id: Generated<number>; key: string; owner: string; code: string; way_id: number | null; account_id: number | null; channel: Channel; slots: Slots; path: string;
    state: State; tries: Generated<number>; error_code: string | null; made_at: Date; send_at: Date; sent_at: Date | null; sent_as: string | null;
  };
  'notices.wording': {
    id: Generated<number>; code: string; subject_kk: string; subject_ru: string; subject_en: string; text_kk: string; text_ru: string; text_en: string; made_at: Date; made_by: number | null;
  };
  'notices.arrival': { id: Generated<number>; channel: 'email' | 'telegram'; name: string; arrived_at: Date; state: 'taken' | 'threaded' | 'bounce' | 'refused'; reason: string | null; owner: string | null; sender: Buffer | null; sealed: Buffer | null; again_at: Date | null };
  'notices.conversation': { channel: 'telegram'; peer: Buffer; sealed: Buffer; changed_at: Date };
};
export const db = (q: Read): Kysely<Tables> => view<Tables>(q);
