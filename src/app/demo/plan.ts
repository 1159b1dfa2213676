import { daysBetween, wallClock, type Day } from '../../kernel/day.ts';
import type { Channel, Kind } from '../../rooms/appeals/contract.ts';
import { person, type Person } from './people.ts';
import { cityStreets, demoDistricts, districtOf, livedIn, villageStreets, type DemoPlace, type Street } from './places.ts';
import { addressOf, chooseTemplate, slotsOf, written } from './plan/letters.ts';
import { dayOf, dayWeights, hourMs, inOffice, monthOf, monthsBack, receivedOn, working } from './plan/moments.ts';
import { decks, joinedScript, script, type Decks, type Facts, type Script } from './plan/script.ts';
import type { DemoPlan, Story, Voice } from './plan/story.ts';
import { commonCauses, topicWeight } from './plan/topics.ts';
import { deck, random, type Random } from './random.ts';
import { isUrgent } from './texts/about.ts';

export type { DemoPlan, Step, Story } from './plan/story.ts';

/** Demo proportions of a regional branch (practice.md, Numbers). */
const kindsShare: readonly (readonly [Kind, number])[] = [['application', 55], ['complaint', 25], ['proposal', 8], ['information_request', 7], ['message', 4], ['response', 1]];
const voicesShare: readonly (readonly [Voice, number])[] = [['kk', 62], ['ru', 35], ['mixed', 3]];
const channelsShare: readonly (readonly [Channel, number])[] = [['desk', 40], ['phone', 25], ['web', 10], ['email', 5], ['outing', 10], ['messenger', 10]];
const repeatShare = 0.043;
const groupShare = 0.03;
const regionShare = 0.09;
const consentShare = 0.15;

const monthsOfLife = 14;
const theCity = livedIn.find((place) => place.kind === 'city');

/** BQ: the region; BQ01 the city, BQ02 … the districts. */
export const branchCode = (district: DemoPlace | null): string => (district === null ? 'BQ' : `BQ${String(demoDistricts.indexOf(district) + 1).padStart(2, '0')}`);

type Door = { readonly channel: Channel; readonly receivedAt: number; readonly enteredAt: number; readonly stops?: Facts['stops']; readonly about?: RegExp };
const namesItsPlace = /\{in_village\}/u;
type Told = Story & { readonly street: Street; readonly house: number; readonly place: DemoPlace };

/** When what came by paper or message is typed in. */
const entered = (r: Random, channel: Channel, receivedAt: number): number =>
  channel === 'email' || channel === 'messenger' ? inOffice(r, receivedAt + (0.2 + r.next() * 3) * hourMs)
  : channel === 'outing' ? inOffice(r, receivedAt + (3 + r.next() * 18) * hourMs)
  : receivedAt;

const every: readonly Facts['stops'][] = ['register', 'ask', 'draft', 'work', 'draft', 'ask'];
/** Yesterday's and today's of the city, which nobody has sorted yet: danger first, then what the program can name the topic of, and the place of the last. */
const unsorted: readonly RegExp[] = [/газ иісі|пахнет газом/iu, /люк/iu, /батарея әлі мұздай|В квартире 15 градусов/iu, /шам|фонар/iu, /қоқыс|мусор/iu, /автобус/iu, namesItsPlace];

const doors = (r: Random, now: number, count: number): readonly Door[] => {
  const today = dayOf(now);
  const days = dayWeights(monthsBack(today, monthsOfLife), today);
  const list: Door[] = [];
  const nextChannel = deck(r, channelsShare);
  const come = (days: readonly (readonly [Day, number])[], stops?: Facts['stops'], about?: RegExp): void => {
    const channel = stops === 'register' ? 'web' : nextChannel();
    const receivedAt = receivedOn(r, r.weighted(days), channel);
    const enteredAt = entered(r, channel, receivedAt);
    if (enteredAt < now - 60_000) list.push({ channel, receivedAt, enteredAt, ...(stops === undefined ? {} : { stops }), ...(about === undefined ? {} : { about }) });
  };
  // however few are asked for, somebody stands at every open stage
  const some = Math.min(every.length, Math.floor(count / 6));
  while (list.length < some) come(every[list.length] === 'register' ? days.slice(-2) : days.slice(-11, -4), every[list.length]);
  const few = some + Math.min(unsorted.length, Math.floor(count / 100));
  while (list.length < few) come(days.slice(-2), 'register', unsorted[list.length - some]);
  while (list.length < count) come(days);
  return list.toSorted((a, b) => a.receivedAt - b.receivedAt);
};

/** All of the last two weeks is open and not yet due; some older ones too, extended, late, or nearly due. */
const lingering = (r: Random, age: number): Facts['lingering'] => {
  if (age <= 14) return 'in_time';
  if (age <= 20 && r.chance(0.5)) return 'in_time';
  if (age > 20 && age <= 45 && r.chance(0.13)) return 'extended';
  return age > 24 && age <= 60 && r.chance(0.045) ? 'late' : 'no';
};

/** The lives of everybody who wrote in fourteen months up to `now`. The same seed and moment give the same lives. */
export const plan = (o: { seed: number; now: number; count?: number }): DemoPlan => {
  const r = random(o.seed);
  const told: Told[] = [];
  const dealt: Dealt = { ...decks(r), kind: deck(r, kindsShare), voice: deck(r, voicesShare) };
  for (const [serial, door] of doors(r, o.now, o.count ?? 2_000).entries()) told.push(tell(r, dealt, o.now, serial, door, told));
  return { seed: o.seed, now: o.now, stories: told.map(({ street: _street, house: _house, place: _place, ...story }) => story) };
};

const ended = (one: Told, by: number): boolean =>
  one.outcome !== null && one.outcome !== 'withdrawn' && one.route !== 'joined' && one.answeredAt !== null && one.answeredAt < by && !one.steps.some((step) => step.act === 'verdict' && step.verdict === 'not_solved');

/** Somebody whose matter ended and who writes about it again. */
const formerOne = (r: Random, told: readonly Told[], at: number): Told | undefined => {
  const fits = told.filter((one) => one.signatories.length === 0 && one.repeatOf === null && ended(one, at - 5 * 24 * hourMs));
  return fits.length === 0 ? undefined : r.pick(fits);
};

/** The letter another one of the same street and week was about, still open then. */
const mainOne = (told: readonly Told[], branch: string, topic: string, door: Door): Told | undefined =>
  told.findLast((one) => one.branch === branch && one.topic === topic && one.route !== 'joined' && one.repeatOf === null && one.outcome !== 'withdrawn' && one.answeredAt !== null
    && door.receivedAt - one.receivedAt < 5 * 24 * hourMs && one.answeredAt - door.enteredAt > 30 * hourMs);

type Dealt = Decks & { readonly kind: () => Kind; readonly voice: () => Voice };

const tell = (r: Random, dealt: Dealt, now: number, serial: number, door: Door, told: readonly Told[]): Told => {
  const former = door.stops === undefined && r.chance(repeatShare) ? formerOne(r, told, door.receivedAt) : undefined;
  const month = monthOf(dayOf(door.receivedAt));
  const kindDrawn = former === undefined ? dealt.kind() : r.pick(['application', 'complaint'] as const);
  const voice = former?.voice ?? (door.about === undefined ? dealt.voice() : r.pick(['kk', 'ru'] as const));
  const place = former?.place ?? (door.about === undefined ? undefined : theCity) ?? r.weighted(livedIn.map((one) => [one, one.weight] as const));
  const district = districtOf(place.code);
  const branch = former?.branch ?? (door.about === undefined && r.chance(regionShare) ? branchCode(null) : branchCode(district));
  const where = place.kind === 'village' ? 'village' : 'city';
  const choose = (kind: Kind) => chooseTemplate(r, { voice, kind, where, month, weight: (topic) => topicWeight(topic, month), topic: former?.topic, sex: former?.person.sex, about: door.about });
  const drawn = choose(kindDrawn);
  const kind = drawn === undefined ? (choose('application') ? 'application' : 'complaint') : kindDrawn;
  const template = drawn ?? choose(kind) ?? chooseTemplate(r, { voice, kind, where, month, weight: () => 1, sex: former?.person.sex });
  if (!template) throw new Error(`nobody would write a ${kind} in ${voice} in month ${month}`);
  const lang = former?.lang ?? (voice === 'ru' ? 'ru' : 'kk');
  const who: Person = former?.person ?? person(r, serial, lang, template.by);
  const main = former === undefined && commonCauses.has(template.topic) && (kind === 'application' || kind === 'complaint') && r.chance(0.3) ? mainOne(told, branch, template.topic, door) : undefined;
  const street = former?.street ?? main?.street ?? r.pick(where === 'city' ? cityStreets : villageStreets);
  const house = former?.house ?? r.int(1, 128);
  const crowd = former === undefined && main === undefined && r.chance(groupShare * 1.12);
  const slots = slotsOf(r, { place: main?.place ?? place, street, house, lang, person: who });
  const topicGiven = door.about === undefined && r.chance(door.channel === 'web' ? 0.7 : 0.2);
  const registeredOn = working.registeredOn(door.receivedAt);
  const consent = r.chance(consentShare);
  const facts: Facts = {
    lang, topic: template.topic, about: template.about, urgent: isUrgent(template.text), kind, topicGiven, slots, consent, registeredOn, enteredAt: door.enteredAt, now, stops: door.stops, repeatOf: former?.serial ?? null,
    lingering: lingering(r, daysBetween(dayOf(door.receivedAt), dayOf(now))),
  };
  const done = main === undefined || facts.lingering !== 'no' ? undefined : joined(r, facts, main);
  const life: Script = done ?? script(r, dealt, facts);
  return {
    serial, branch, placeCode: (r.chance(0.06) && branch === 'BQ') || door.about === namesItsPlace ? null : (main?.place ?? place).code, districtCode: district.code, topic: template.topic, topicGiven, kind, channel: door.channel, voice, lang,
    receivedAt: door.receivedAt, registeredOn, person: who,
    signatories: crowd ? Array.from({ length: r.int(2, 24) }, (_, at) => person(r, serial * 40 + at + 5_000, lang)) : [],
    repeatOf: former?.serial ?? null, address: addressOf(slots, lang), consent,
    text: written(r, template, { slots, voice, lang, crowd, again: former !== undefined }),
    ...life, ...reached(life, now), street, house, place: main?.place ?? place,
  };
};

const joined = (r: Random, facts: Facts, main: Told): Script | null =>
  main.answeredAt === null || main.outcome === null || main.outcome === 'withdrawn' ? null
  : joinedScript(r, facts, { serial: main.serial, enteredAt: main.steps[0]?.at ?? main.receivedAt, answeredAt: main.answeredAt, outcome: main.steps.find((step) => step.act === 'draft')?.outcome ?? main.outcome });

/** What of a life has happened by `now`. */
const reached = (life: Script, now: number): Pick<Story, 'steps' | 'answeredAt' | 'outcome' | 'late'> => {
  const steps = life.steps.filter((step) => step.at <= now);
  const answeredAt = life.answeredAt !== null && life.answeredAt <= now ? life.answeredAt : null;
  const isOver = answeredAt !== null || steps.some((step) => step.act === 'withdraw');
  return { steps, answeredAt, outcome: isOver ? life.outcome : null, late: answeredAt !== null ? life.late : !isOver && wallClock(now).on > life.dueOn };
};
