import { view, type Generated, type Read } from '../../../platform/db.ts';
import type { Lang } from '../../../kernel/words.ts';
import type { Way } from '../law.ts';

export type Tables = {
  'people.absence': { id: Generated<number>; account_id: number; deputy_id: number | null; from_on: string; to_on: string; made_at: Date; made_by: number | null; ended_at: Date | null };
  'people.role': { code: string; name_kk: string; name_ru: string; name_en: string; unit_kind: 'branch' | 'body' | 'any'; reaches_down: boolean; abilities: string[]; place: number };
  'people.account': { id: Generated<number>; login: string; name: string; lang: Lang; search: string; made_at: Date; closed_at: Date | null; keys_over: number[] | null };
  'people.post': { id: Generated<number>; account_id: number; unit_id: number; role: string; from_on: string; to_on: string | null; ended_on: string | null };
  'people.session': { id: Generated<number>; account_id: number; token_hash: Buffer; by_way: Way; user_agent: string; remote: string; started_at: Date; seen_at: Date; ended_at: Date | null };
  'people.invitation': { id: Generated<number>; account_id: number; token_hash: Buffer; made_at: Date; ends_at: Date; spent_at: Date | null; made_over: number[] | null };
  'people.sign_in_try': { id: Generated<number>; key: Buffer; at: Date };
  'people.password': { account_id: number; phc: string; set_at: Date };
  'people.totp': { account_id: number; sealed: Buffer; started_at: Date; confirmed_at: Date | null; last_step: number };
  'people.passkey': { id: Generated<number>; account_id: number; credential_id: string; public_key: Buffer; counter: number; transports: string[]; name: string; made_at: Date; used_at: Date | null };
  'people.spent_challenge': { hash: Buffer; ends_at: Date };
  'people.oidc_subject': { issuer: string; subject: string; account_id: number };
};

export const people = (read: Read) => view<Tables>(read);
