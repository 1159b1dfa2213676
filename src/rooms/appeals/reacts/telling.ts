import { addDays, today, wallClock } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import type { Heard, Readers } from '../../../platform/jobs.ts';
import { setWay, tellAgain, tellHolder, waysOf, type Slots } from '../../notices/contract.ts';
import { unitById } from '../../units/contract.ts';
import type { AppealEvent, AppealEventName } from '../contract/events.ts';
import { silenceDays } from '../law/stages.ts';
import { appealBy } from '../store/change.ts';
import { unjudged } from '../store/silence.ts';
import { learnTopic } from './learning.ts';
import { tellUrgent } from './urgent.ts';

type Told = AppealEvent & Heard;

/** An address that only was typed proves nothing: the page asks for the code. */
const pathOf = (number: string): string => `/follow?number=${number}`;

/** `key`: of what happened; a letter that became a matter has confirmed its registration itself, under this key. */
const keyOf = (e: Told): string => (e.name === 'appeal.registered' ? `appeal.registered:${e.appealId}` : `${e.name}:${e.eventId}`);
const codeOf = (e: Told): string => (e.name === 'appeal.closed' && e.verdict === 'silent' ? 'appeal.closed_silent' : e.name === 'appeal.published' && e.withAnswer ? 'appeal.answer_published' : e.name);

const slotsOf = async (tx: Tx, e: Told): Promise<Slots | null> => {
  const dueOn = 'dueOn' in e ? e.dueOn : (await appealBy(tx, { id: e.appealId }))?.dueOn;
  if (dueOn === undefined) return null;
  const unit = 'unitId' in e ? await unitById(tx, e.unitId) : null;
  return { number: e.number, day: { day: dueOn }, ...(unit ? { unit: unit.names } : {}) };
};

/** The person hears of it by the ways they chose; nothing is looked up for somebody who chose none. */
const telling = (ctx: Ctx, e: Told): Promise<void> => write(ctx, async (tx) => {
  const owner = `appeal:${e.appealId}`;
  // the branch's own promise beside a body's term is no day the person waits for
  if (e.name === 'appeal.term_moved' && e.clock === 'own') return;
  if ((await waysOf(tx, owner)).length === 0) return;
  const slots = await slotsOf(tx, e);
  if (slots) await tellHolder(ctx, tx, { key: keyOf(e), owner, code: codeOf(e), slots, path: pathOf(e.number) });
});

/** A part has the same person behind it: they hear of it the same ways. */
const partTold = (ctx: Ctx, e: Extract<Told, { name: 'appeal.split' }>): Promise<void> => write(ctx, async (tx) => {
  const ways = (await waysOf(tx, `appeal:${e.appealId}`)).filter((way) => way.bounceCode === null && !way.stopped);
  const part = await appealBy(tx, { id: e.partId });
  if (!part || ways.length === 0) return;
  const owner = `appeal:${part.id}`;
  for (const { channel, address, lang } of ways) await setWay(ctx, tx, { owner, channel, address, lang });
  await tellHolder(ctx, tx, { key: `appeal.registered:${part.id}`, owner, code: 'appeal.split', slots: { number: part.number, main: e.number, day: { day: part.dueOn } }, path: pathOf(part.number) });
});

const told = [
  'appeal.registered', 'appeal.assigned', 'appeal.forwarded', 'appeal.clarification_asked', 'appeal.extended', 'appeal.term_moved', 'appeal.interim_answered', 'appeal.answered', 'appeal.reopened',
  'appeal.closed', 'appeal.published', 'appeal.unpublished',
] as const satisfies readonly AppealEventName[];

/** Which events this room itself hears: each tells the person. */
export const readers: Readers = {
  ...Object.fromEntries(told.map((name) => [name, [{ reader: 'notices', react: telling }]])),
  // the new address hears at once what the old one did not
  'appeal.way_changed': [{ reader: 'notices', react: (ctx: Ctx, e: Told) => write(ctx, async (tx) => void (await tellAgain(ctx, tx, `appeal:${e.appealId}`))) }],
  'appeal.split': [{ reader: 'notices', react: partTold }],
  'appeal.topic_decided': [{ reader: 'recognition', react: learnTopic }],
  'appeal.urgent': [{ reader: 'notices', react: tellUrgent }],
};

/** So many days before silence closes a matter the person is asked once more. */
const askBeforeDays = 3;
const atOnce = 200;
const beginningOf = (on: string): Date => new Date(Date.parse(`${on}T00:00:00+05:00`));

/** A missed morning is made good by the next one; asked twice, it is said once. */
export const askTheSilent = async (ctx: Ctx): Promise<number> => {
  const now = today(ctx.clock);
  const from = beginningOf(addDays(now, 1 - silenceDays));
  const before = beginningOf(addDays(now, 1 + askBeforeDays - silenceDays));
  let asked = 0;
  for (let afterId = 0; ; ) {
    const last = await write(ctx, async (tx) => {
      const found = await unjudged(tx, { from, before, afterId, most: atOnce });
      for (const one of found) {
        const answeredOn = wallClock(one.answeredAt.getTime()).on;
        asked += await tellHolder(ctx, tx, {
          key: `appeal.silent_soon:${one.id}:${answeredOn}`, owner: `appeal:${one.id}`, code: 'appeal.silent_soon',
          slots: { number: one.number, day: { day: addDays(answeredOn, silenceDays - 1) } }, path: pathOf(one.number),
        });
      }
      return found.at(-1)?.id;
    });
    if (last === undefined) return asked;
    afterId = last;
  }
};
