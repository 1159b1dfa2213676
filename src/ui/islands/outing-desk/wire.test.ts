import type { z } from 'zod';
import { expect, test } from 'vitest';
import { arrivalSchema, kitSchema, offlineVisitSchema, type ArrivalAnswer } from '../../../rooms/reception/contract/offline.ts';
import { kinds, outcomes, type Answer, type Arrival, type Kit, type Visit } from './wire.ts';

/** Compiles only while what one side sends is what the other reads. */
const same = {
  kit: (kit: z.output<typeof kitSchema>): Kit => kit,
  arrival: (arrival: Arrival): z.input<typeof arrivalSchema> => arrival,
  answer: (answer: ArrivalAnswer): Answer => answer,
};

const visit: Visit = {
  what: 'visit', number: 'BQ01-V-2026-000001', lang: 'kk', beganAt: '2026-11-20T05:00:00.000Z', endedAt: '2026-11-20T05:02:00.000Z', officialId: null, quiet: false,
  person: { surname: 'Үлгілі', given: 'Айгүл' }, claim: 'a'.repeat(64),
  matters: [...outcomes.map((outcome) => ({ text: 'Шам жанбайды', outcome, papers: [] })), ...kinds.map((kind) => ({ text: 'Жол', outcome: 'registered' as const, kind, appealNumber: 'BQ01-2026-000001', toldDueOn: '2026-12-11' }))],
};

test('what the tablet writes the house reads as it was written', () => {
  expect(offlineVisitSchema.parse(visit)).toMatchObject(visit);
  expect(arrivalSchema.safeParse(same.arrival({ place: 1, key: '0123456789abcdef', act: { what: 'promise_put', promiseId: 1, at: visit.endedAt, said: 'Ертең' } })).success).toBe(true);
  expect(arrivalSchema.safeParse({ place: 1, key: '0123456789abcdef', act: { ...visit, number: 7 } }).success).toBe(false);
});
