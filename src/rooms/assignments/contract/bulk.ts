import { z } from 'zod';
import { idField as id, maybe, prose } from '../../../kernel/typed.ts';
import { reason } from './task-forms.ts';

export const bulkActs = ['remind', 'set_controller', 'grant_time', 'deny_time', 'hand_over'] as const;
export type BulkAct = (typeof bulkActs)[number];
export const mostAtOnce = 200;
const many = { ids: z.array(id).min(1, 'nothing_chosen').max(mostAtOnce, 'too_many_chosen') };
/** One act for many promises: each is done, or refused, by itself. */
export const bulkSchema = z.discriminatedUnion('act', [
  z.object({ ...many, act: z.literal('remind'), reason: maybe(prose(500)) }),
  z.object({ ...many, act: z.literal('set_controller'), accountId: id }),
  z.object({ ...many, act: z.literal('grant_time'), reason: maybe(reason) }),
  z.object({ ...many, act: z.literal('deny_time'), reason }),
  z.object({ ...many, act: z.literal('hand_over'), unitId: id, reason }),
], 'choose_one');
export type Bulk = z.output<typeof bulkSchema>;
