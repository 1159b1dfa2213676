import { today } from '../../../../kernel/day.ts';
import { addDays } from '../../../../kernel/day.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Read } from '../../../../platform/db.ts';
import { answerTerms, wroteFrom } from '../../../appeals/contract.ts';
import { calendarNamed, isWorking } from '../../../calendar/contract.ts';
import { holdsPostIn, peopleByIds } from '../../../people/contract.ts';
import { answeringIn, country, openTopics, territoriesByCodes, topics, unitsByIds, unitById, type Names } from '../../../units/contract.ts';
import type { Kit } from '../../contract/offline.ts';
import { momentOf, wipeDays, type Block } from '../../law/outings.ts';
import { blocksOf } from '../../store/blocks.ts';
import type { Device } from '../../store/devices.ts';
import { cameFrom, openPromisesHere } from '../../store/kit.ts';
import { outingById, teamOf, type Outing } from '../../store/outings.ts';

const mostPeople = 2_000;
const daysAhead = 400;
const nowhere: Names = { kk: '', ru: '', en: '' };

/** Everything a tablet takes along. `claims`: where the square code on a person's paper leads. Read as the system: what of people goes aboard was decided at installing. */
export const kitFor = async (ctx: Ctx, q: Read, device: Device, claims: string): Promise<Kit> => {
  const outing = await outingById(q, device.outingId);
  const branch = outing ? await unitById(q, outing.branchId) : null;
  if (!outing || !branch) throw new Error('a tablet without its outing');
  const [team, blocks, all, answering, calendar, places] = await Promise.all([
    teamOf(q, outing.id), blocksOf(q, [device.id], branch.code), topics(q), answeringIn(q, outing.territoryCode), calendarNamed(q, branch.calendar), territoriesByCodes(q, [outing.territoryCode]),
  ]);
  const officials = team.filter((one) => one.part === 'official');
  // a tablet that nobody brought back may still hand over; of people it is told nothing more
  const past = today(ctx.clock) > addDays(outing.heldOn, wipeDays);
  const [units, names, promises, people] = await Promise.all([
    unitsByIds(q, officials.map((one) => one.unitId)), peopleByIds(q, [device.accountId, ...officials.map((one) => one.accountId)]), past ? [] : openPromisesHere(q, outing), past ? [] : peopleAboard(ctx, q, device, outing),
  ]);
  const by = await peopleByIds(q, promises.map((one) => one.accountId));
  const on = today(ctx.clock);
  const from = outing.heldOn < on ? outing.heldOn : on;
  const days = Array.from({ length: daysAhead }, (_, nth) => addDays(from, nth));
  const terms = answerTerms(branch.profile, outing.heldOn);
  const kinds = Object.entries(terms.of);
  const bodies = new Map<number, { unitId: number; names: Names; topics: string[] }>();
  for (const [topic, { unit }] of answering) {
    const one = bodies.get(unit.id) ?? { unitId: unit.id, names: unit.names, topics: [] };
    one.topics.push(topic);
    bodies.set(unit.id, one);
  }
  return {
    device: { id: device.id, name: device.name },
    outing: {
      id: outing.id, names: outing.names, place: places.get(outing.territoryCode)?.names ?? nowhere, address: outing.address, heldOn: outing.heldOn, fromMinute: outing.fromMinute, toMinute: outing.toMinute,
      branchId: branch.id, branch: branch.names, territoryCode: outing.territoryCode,
    },
    clerk: { accountId: device.accountId, name: names.get(device.accountId)?.name ?? '' },
    officials: officials.map((one) => ({ accountId: one.accountId, name: names.get(one.accountId)?.name ?? '', unitId: one.unitId, unit: units.get(one.unitId)?.names ?? nowhere })),
    ...inOrder(blocks.get(device.id) ?? []),
    topics: openTopics(all).map((topic) => ({ code: topic.code, names: topic.names })),
    bodies: [...bodies.values()].toSorted((a, b) => a.unitId - b.unitId),
    people,
    promises: promises.map((one) => ({ promiseId: one.promiseId, visit: one.visit, by: by.get(one.accountId)?.name ?? '', text: one.text, to: one.to, dueOn: one.dueOn, late: one.dueOn < on })),
    calendar: { version: calendar.version, from, to: days.at(-1) ?? from, off: days.filter((one) => !isWorking(calendar, one)) },
    terms: {
      version: terms.version, closingMinute: branch.closingMinute, days: Object.fromEntries(kinds.map(([kind, span]) => [kind, span.count])),
      unit: Object.fromEntries(kinds.map(([kind, span]) => [kind, span.unit === 'working' ? 'working' as const : 'calendar' as const])),
    },
    madeAt: new Date(ctx.clock.now()).toISOString(), claims,
    wipeAt: momentOf(addDays(outing.heldOn, wipeDays + 1), 0).toISOString(),
  };
};

const bare = ({ prefix, year, from, to }: Block) => ({ prefix, year, from, to });
const inOrder = (all: readonly Block[]): Pick<Kit, 'blocks' | 'next'> => {
  const [appeal, ...appeals] = all.filter((one) => one.series === 'appeal').map(bare);
  const [visit, ...visits] = all.filter((one) => one.series === 'visit').map(bare);
  if (!appeal || !visit) throw new Error('a tablet without numbers');
  return { blocks: { appeal, visit }, next: { appeal: appeals, visit: visits } };
};

/** Only where whoever installed it may see the branch's people, and holds a post still. Of the country as a place nobody: that is not a place one drives to. */
const peopleAboard = async (ctx: Ctx, q: Read, device: Device, outing: Outing): Promise<Kit['people']> => {
  if (!device.seesPeople || outing.territoryCode === country || !(await holdsPostIn(q, device.accountId, 'any', today(ctx.clock)))) return [];
  const from = { branchId: outing.branchId, territoryCode: outing.territoryCode, limit: mostPeople };
  const [came, wrote] = await Promise.all([cameFrom(q, from), wroteFrom(q, from)]);
  const known = new Map<string, Kit['people'][number]>();
  const all = [...came, ...wrote].toSorted((a, b) => (a.lastOn < b.lastOn ? 1 : a.lastOn > b.lastOn ? -1 : 0));
  for (const one of all) {
    const who = [one.surname, one.given, one.patronymic, one.phone].join('\n');
    if (!known.has(who)) known.set(who, { surname: one.surname, given: one.given, patronymic: one.patronymic, phone: one.phone, address: one.address, last: one.last, lastOn: one.lastOn as Kit['people'][number]['lastOn'] });
  }
  return [...known.values()].slice(0, mostPeople);
};
