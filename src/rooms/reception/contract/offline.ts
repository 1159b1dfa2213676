import { z } from 'zod';
import { dayField as day } from '../../../kernel/typed.ts';

/**
 * What the offline desk and the house say to each other. The desk installs once with signal, works without it, and hands over its acts in its own order;
 * each act has a key made before its first try, so that it arrives once however often it is sent.
 */
const moment = z.iso.datetime({ offset: true, error: 'moment_wrong' });
const names = z.object({ kk: z.string(), ru: z.string(), en: z.string() });
const key = z.string().min(16, 'key_wrong').max(200, 'key_wrong');

/** Real numbers that this tablet alone gives out: `prefix` and at least six figures. */
const block = z.object({ prefix: z.string(), year: z.number().int(), from: z.number().int(), to: z.number().int() });

/** Everything on board. Comes once at installing and again with every sync; encrypted on the tablet as a whole. */
export const kitSchema = z.object({
  device: z.object({ id: z.number().int(), name: z.string() }),
  outing: z.object({ id: z.number().int(), names, place: names, address: z.string().nullable(), heldOn: day, fromMinute: z.number().int(), toMinute: z.number().int(), branchId: z.number().int(), branch: names, territoryCode: z.string() }),
  /** whoever installed it */
  clerk: z.object({ accountId: z.number().int(), name: z.string() }),
  officials: z.array(z.object({ accountId: z.number().int(), name: z.string(), unitId: z.number().int(), unit: names })),
  blocks: z.object({ appeal: block, visit: block }),
  /** further ones, in the order in which they are used when the one before is used up */
  next: z.object({ appeal: z.array(block), visit: z.array(block) }),
  topics: z.array(z.object({ code: z.string(), names })),
  /** who answers for a topic in this place */
  bodies: z.array(z.object({ unitId: z.number().int(), names, topics: z.array(z.string()) })),
  /** whom the clerk may see: those who wrote or came from this place before; at most 2,000, the newest */
  people: z.array(z.object({ surname: z.string(), given: z.string(), patronymic: z.string().nullable(), phone: z.string().nullable(), address: z.string().nullable(), last: z.string(), lastOn: day })),
  /** said here the last time and still open, the oldest due first */
  promises: z.array(z.object({ promiseId: z.number().int(), visit: z.string(), by: z.string(), text: z.string(), to: z.string(), dueOn: day, late: z.boolean() })),
  /** working days by which a promise and an answer are counted, a year ahead: every day that is off */
  calendar: z.object({ version: z.string(), from: day, to: day, off: z.array(day) }),
  /**
   * Days until the answer, by kind of appeal, and of which sort they are. Counted from the day after the one on which it is registered: the day itself, or the next
   * working day when it is a day off or the hour is past `closingMinute`. A last day that is off moves to the next working day.
   */
  terms: z.object({ version: z.string(), closingMinute: z.number().int(), days: z.record(z.string(), z.number().int()), unit: z.record(z.string(), z.enum(['working', 'calendar'])) }),
  /** the house's clock at the moment the kit was made: the tablet compares its own */
  madeAt: moment,
  /** where the person looks it up: the square code holds `${claims}/SECRET`, with the secret whose sha-256 goes with the visit as `claim` */
  claims: z.string(),
  /** after this moment the tablet wipes itself even without signal */
  wipeAt: moment,
});
export type Kit = z.output<typeof kitSchema>;

const person = z.object({
  surname: z.string().min(1).max(100), given: z.string().min(1).max(100), patronymic: z.string().max(100).optional(),
  phone: z.string().max(40).optional(), iin: z.string().max(20).optional(), address: z.string().max(300).optional(),
});
/** A photograph, a paper, a voice note: sent in pieces before the act that names it. */
const paperRef = z.object({ key, name: z.string().max(200), bytes: z.number().int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const matter = z.object({
  text: z.string().max(20_000),
  topicCode: z.string().max(60).optional(),
  outcome: z.enum(['advised', 'promised', 'registered']),
  /** advised: what was said */
  advice: z.string().max(4_000).optional(),
  /** registered: the number that was given out, from the block */
  appealNumber: z.string().max(40).optional(),
  kind: z.enum(['application', 'complaint', 'proposal', 'information_request', 'message', 'response']).optional(),
  /** registered: the day that was told to the person. Where the house counts another, the earlier of the two stands, and a person of the branch is shown both */
  toldDueOn: day.optional(),
  /** promised: who, what, by when */
  promise: z.object({ accountId: z.number().int(), unitId: z.number().int(), executorUnit: z.number().int(), text: z.string().min(3).max(2_000), dueOn: day, readBack: z.boolean() }).optional(),
  papers: z.array(paperRef).max(20).default([]),
});
/** One citizen received on the road, whole. `at`: by the tablet's clock; the house keeps its own moment beside it. */
export const offlineVisitSchema = z.object({
  what: z.literal('visit'), number: z.string().max(40), lang: z.enum(['kk', 'ru', 'en']), beganAt: moment, endedAt: moment,
  /** the official in whose presence it was; null: the clerk alone */
  officialId: z.number().int().nullable(), quiet: z.boolean().default(false), person, matters: z.array(matter).min(1).max(10),
  /** sha-256, in hex, of a secret of 16 random bytes in base64url that stands in the square code on the person's paper: it opens their page once the visit is here */
  claim: z.string().regex(/^[0-9a-f]{64}$/, 'claim_wrong').optional(),
});
export type OfflineVisit = z.input<typeof offlineVisitSchema>;
/** What was said to a promise of the last time. */
const promiseAnswered = z.object({ what: z.literal('promise_put'), promiseId: z.number().int(), at: moment, said: z.string().max(2_000) });
/** The day is over: everything before it has arrived; numbers left over go back. */
const end = z.object({ what: z.literal('end'), at: moment });

/** POST /outing-desk/arrivals, `Authorization: Device ID.TOKEN`. `place`: 1, 2, 3 … in the tablet's own order; a gap is refused with the place that is waited for. */
export const arrivalSchema = z.object({ place: z.number().int().positive(), key, act: z.discriminatedUnion('what', [offlineVisitSchema, promiseAnswered, end]) });
/** What must be readable for an act to be kept; the rest may be what it is. */
export const envelopeSchema = arrivalSchema.pick({ place: true, key: true });
export type ArrivalInput = z.input<typeof arrivalSchema>;
/** As the house reads it. */
export type Arriving = z.output<typeof arrivalSchema>;

/** The answer, the same however often it is asked. `conflict`: kept, and shown to a person of the branch; the tablet may forget it. */
export type ArrivalAnswer =
  | { readonly state: 'taken'; readonly place: number; readonly visit: string | null; readonly appeals: readonly string[] }
  | { readonly state: 'conflict'; readonly place: number; readonly code: string }
  | { readonly state: 'waits_for'; readonly place: number };
/*
 * Addresses, all with the same Authorization. Answers are JSON; a refusal is {"code": …} with
 *   401 device_unknown · 410 {"wipe": true}: wipe everything at once · 413 too_large · 422 invalid_body, same_key_other_body, place_taken_invalid, piece_invalid · 409 (see `waits_for`) · 503 try again.
 *   GET  /outing-desk/kit?appeal=N&visit=N     the kit again; N: the last number given out of each series (0: none yet). Where fewer than 20 are left, `next` has a further block: asked again, the same one
 *   GET  /outing-desk/papers/KEY               {"bytes": so many have arrived, "whole": boolean}; 0 for one that is not known
 *   POST /outing-desk/papers/KEY?at=OFFSET     one piece of at most 64 kB as application/octet-stream → {"bytes", "whole"}; headers x-name (encodeURIComponent), x-bytes, x-sha256 with every piece.
 *                                              OFFSET may be behind what has arrived (nothing happens); ahead of it: 409 {"bytes": where to go on}. Whole and not what x-sha256 says: 422, and it begins anew at 0
 *   POST /outing-desk/arrivals                 one act as application/json, at most 1 MB → ArrivalAnswer with 200, `waits_for` with 409. 422 invalid_body only where not even place and key can be read:
 *                                              all else that cannot be read is kept, a `conflict` with code `unreadable`; and so, after three tries, what the house itself fails on (`house_failed`)
 *   POST /outing-desk/wiped                    {"left": 0} → {"wiped": true}: nothing is on it any more
 *
 * A tablet that was taken back (revoked) gets 410 from everything but /papers and /arrivals for 14 days: what was promised to people in the field is handed over first, each act as a `conflict` which a person of
 * the branch looks at; nothing of it is taken by itself. So: first the outbox, then the kit. An `end` that has arrived closes the tablet: the same `end` sent again gets the same answer, all else 410.
 *
 * Installing: POST /LANG/desk/outings/ID/devices (a form of a member of staff with csrf, fields `name`, `key`) answers a page that starts the desk with {device: {id, name}, token, kit} in
 * <script type="application/json" id="kit"> and the island outing-desk.js; `token` goes into Authorization as it is ("ID.SECRET"). The client program itself is /LANG/outing-desk (an empty frame without data, cached by
 * its own service worker under /outing-desk-sw.js).
 */
