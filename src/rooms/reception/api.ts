import { z } from 'zod';
import { isRefusal, refuse } from '../../kernel/refusal.ts';
import { clockTime } from '../../kernel/show.ts';
import { read } from '../../platform/db.ts';
import { siteUrl, type Asked } from '../../platform/web.ts';
import { operation, type Operation } from '../../platform/web/api.ts';
import { callerOf, peopleByIds } from '../people/contract.ts';
import { branchFor } from '../units/contract.ts';
import { book } from './acts/bookings.ts';
import { freePlacesOf } from './acts/bookings/around.ts';
import { bookSchema, matterOfBooking, visitorSchema } from './contract/bookings.ts';
import { leastAhead } from './law/bookings.ts';
import { visitorsMay } from './policy/bookings.ts';
import { sittingById } from './store/bookings/places.ts';

const mostPlaces = 200;
const offersVideo = (asked: Asked): boolean => asked.config.VIDEO_ROOM_URL !== undefined;
const place = z.object({ receptionId: z.number().int(), atMinute: z.number().int(), on: z.iso.date(), time: z.string(), minutes: z.number().int(), kind: z.enum(['personal', 'open', 'video', 'outing']), official: z.string(), branchId: z.number().int(), room: z.string().nullable() });
const placeExample = { receptionId: 12, atMinute: 600, on: '2026-11-26', time: '10:00', minutes: 20, kind: 'personal' as const, official: 'Үлгі Айдар', branchId: 2, room: '204-бөлме' };

const newBooking = z.object({ ...visitorSchema.shape, ...matterOfBooking.shape, receptionId: z.number().int().positive(), atMinute: z.number().int().min(0).max(1440) });
const booked = z.object({
  number: z.string(), on: z.iso.date(), time: z.string(),
  /** give both to the person who asked, and to nobody else */
  followCode: z.string(), followUrl: z.url(),
});

export const operations: readonly Operation[] = [
  operation({
    id: 'listReceptions', method: 'get', path: '/receptions', may: visitorsMay,
    summary: 'Free places of the branch that answers for a place (`territory`, a code of the classifier; absent: of the central one) and of those above it, the soonest first, at most two hundred.',
    query: z.object({ territory: z.string().max(20).optional() }),
    answer: { status: 200, schema: z.object({ places: z.array(place) }), example: { places: [placeExample] } },
    handler: (asked) => read(asked.ctx, async (q) => {
      const branch = await branchFor(q, asked.query.get('territory')?.slice(0, 20) || undefined);
      const free = branch === null ? [] : (await freePlacesOf(asked.ctx, q, { branchIds: branch.path, video: offersVideo(asked), ahead: leastAhead })).slice(0, mostPlaces);
      const people = await peopleByIds(q, free.map((one) => one.sitting.accountId));
      return {
        places: free.map(({ sitting: s, atMinute, minutes }) => ({ receptionId: s.id, atMinute, on: s.heldOn, time: clockTime(atMinute), minutes, kind: s.kind, official: people.get(s.accountId)?.name ?? '', branchId: s.branchId, room: s.place })),
      };
    }),
  }),
  operation({
    id: 'bookReception', method: 'post', path: '/receptions/bookings', may: visitorsMay, idempotent: true,
    summary: 'Takes one free place. Who comes too late is told in `detail` what is free next. A telephone or an e-mail is needed. The same Idempotency-Key with the same body gives the same number.',
    body: {
      schema: newBooking,
      example: { lang: 'kk', surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 01', text: 'Аулада жарық жанбайды, сол туралы сөйлескім келеді.', territoryCode: '276000000', receptionId: 12, atMinute: 600 },
    },
    answer: { status: 201, schema: booked, example: { number: 'BQ01-B-2026-000012', on: '2026-11-26', time: '10:00', followCode: '7KQ2-M4XP', followUrl: 'https://ashyq.example/kk/receptions/bookings/AAAAAAAAAAAAAAAAAAAAAA' } },
    handler: async (asked, body) => {
      const { receptionId, atMinute, ...rest } = body as z.output<typeof newBooking>;
      // `visit` carries the caller's Idempotency-Key: the act itself is keyed by it
      const parsed = bookSchema.safeParse({ ...rest, key: `api-${asked.visit}-key`, where: { how: 'place', receptionId, atMinute } });
      if (!parsed.success) return refuse('reach_required');
      const done = await book(asked.ctx, parsed.data, { door: 'site', video: offersVideo(asked), caller: callerOf(asked.remote) });
      if (isRefusal(done)) return done;
      const sitting = await read(asked.ctx, (q) => sittingById(q, done.receptionId ?? 0));
      if (!sitting) throw new Error('a place without its reception');
      return { number: done.number, on: sitting.heldOn, time: clockTime(done.atMinute ?? 0), followCode: done.followCode, followUrl: `${siteUrl(asked.config)}/${parsed.data.lang}/receptions/bookings/${done.linkToken}` };
    },
  }),
];
