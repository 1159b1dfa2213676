import { today, type Day } from '../../../../kernel/day.ts';
import type { Read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import { peopleByIds } from '../../../people/contract.ts';
import { suggestTopics } from '../../../recognition/contract.ts';
import { branchFor, competentBody, nameOf, topics, unitsByIds, type Unit } from '../../../units/contract.ts';
import { leastAhead, type Mode, type Place } from '../../law/bookings.ts';
import { freePlacesOf } from '../../acts/bookings/around.ts';
import { hostsIn, walkInsIn, type WalkIn } from '../../store/bookings/places.ts';
import { steps, textProblems, youProblems, type Fields, type Step } from './steps.ts';

export const offersVideo = (asked: Asked): boolean => asked.config.VIDEO_ROOM_URL !== undefined;
/** Below this the machine says nothing rather than something. */
const leastSure = 0.15;

/** What the words are about, and who answers for it there. */
export type About = { readonly topicCode: string; readonly topic: string; readonly body: Unit | null };
export const aboutOf = async (q: Read, asked: Asked, fields: Fields): Promise<About | null> => {
  const guess = (await suggestTopics(q, fields['text'] ?? '')).find((one) => one.confidence >= leastSure);
  const topic = guess && (await topics(q)).find((one) => one.code === guess.code);
  if (!topic) return null;
  const body = fields['territory'] ? await competentBody(q, topic.code, fields['territory']) : null;
  return { topicCode: topic.code, topic: nameOf(topic, asked.lang), body: body?.unit ?? null };
};

/** What is free for these answers. */
export type Journey = {
  readonly branch: Unit | null;
  /** every place of the branch and of those above it */
  readonly all: readonly Place[];
  /** with whom they chose, in the way they chose */
  readonly fitting: readonly Place[];
  readonly asksHow: boolean;
  readonly mode: Mode;
  /** by official: who receives without booking only, and when next */
  readonly walkIns: ReadonlyMap<string, WalkIn>;
};
export const journeyOf = async (asked: Asked, q: Read, fields: Fields): Promise<Journey> => {
  const branch = fields['territory'] ? await branchFor(q, fields['territory']) : null;
  const all = branch === null ? [] : await freePlacesOf(asked.ctx, q, { branchIds: branch.path, video: offersVideo(asked), ahead: leastAhead });
  const who = fields['who'] ?? '';
  const own = all.filter((place) => place.sitting.branchId === branch?.id);
  const whose = who === 'any' ? (own.length > 0 ? own : all) : all.filter((place) => String(place.sitting.accountId) === who);
  const asksHow = offersVideo(asked) && whose.some((place) => place.sitting.kind === 'video');
  const mode: Mode = asksHow && fields['mode'] === 'video' ? 'video' : 'place';
  const walkIns = new Map(branch === null ? [] : [...(await walkInsIn(q, branch.path, today(asked.ctx.clock)))].map(([id, one]) => [String(id), one] as const));
  return { branch, all, asksHow, mode, walkIns, fitting: whose.filter((place) => (place.sitting.kind === 'video') === (mode === 'video')) };
};
export const daysOf = (places: readonly Place[]): ReadonlyMap<Day, number> => {
  const days = new Map<Day, number>();
  for (const { sitting } of places) days.set(sitting.heldOn, (days.get(sitting.heldOn) ?? 0) + 1);
  return days;
};
export const slotValue = (place: Place): string => `${place.sitting.id}:${place.atMinute}`;

export type Host = { readonly accountId: number; readonly name: string; readonly unit: string; readonly branchId: number; readonly why: 'topic' | 'body' | null; readonly next: Place | null };
/** Whoever receives there, those for whom the matter is first, then those who are free sooner; the branch's own before those above. */
export const hostsOf = async (asked: Asked, q: Read, j: Journey, about: About | null): Promise<readonly Host[]> => {
  if (j.branch === null) return [];
  const list = await hostsIn(q, j.branch.path, today(asked.ctx.clock));
  const people = await peopleByIds(q, list.map((one) => one.accountId));
  const units = await unitsByIds(q, list.map((one) => one.unitId));
  const seen = new Set<number>();
  const hosts = list.flatMap((one): readonly Host[] => {
    const person = people.get(one.accountId);
    if (!person || seen.has(one.accountId)) return [];
    seen.add(one.accountId);
    const unit = units.get(one.unitId);
    const why = about !== null && one.topics.includes(about.topicCode) ? 'topic' : about?.body != null && about.body.id === one.unitId ? 'body' : null;
    return [{ accountId: one.accountId, name: person.name, unit: unit ? nameOf(unit, asked.lang) : '', branchId: one.branchId, why, next: j.all.find((place) => place.sitting.accountId === one.accountId) ?? null }];
  });
  const rank = (h: Host): number => (h.next ? 0 : 4) + (h.why ? 0 : 2) + (h.branchId === j.branch?.id ? 0 : 1);
  const soon = (h: Host): number => (h.next ? j.all.indexOf(h.next) : 0);
  return hosts.toSorted((a, b) => rank(a) - rank(b) || soon(a) - soon(b) || a.accountId - b.accountId);
};

/** The first step that still wants something. */
export const firstOpen = (asked: Asked, fields: Fields, j: Journey): Step => {
  if (Object.keys(textProblems(asked.lang, fields)).length > 0) return 'what';
  if (!fields['territory'] || j.branch === null) return 'where';
  if (!fields['who']) return 'who';
  if (fields['wait'] !== 'yes') {
    if (j.asksHow && !fields['mode']) return 'how';
    if (!j.fitting.some((place) => place.sitting.heldOn === fields['day'])) return 'day';
    if (!j.fitting.some((place) => slotValue(place) === fields['slot'])) return 'time';
  }
  return Object.keys(youProblems(asked.lang, fields)).length > 0 ? 'you' : 'check';
};
export const asksSteps = (j: Journey): readonly Step[] => steps.filter((step) => step !== 'how' || j.asksHow);
