import { z } from 'zod';
import { isRefusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { say } from '../../../../kernel/words.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read } from '../../../../platform/db.ts';
import { page, seeOther, statusOf, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { hasErrors, type Errors } from '../../../../ui/fields.tsx';
import { answerInterim, approveAndSend, draftAnswer, returnDraft } from '../../acts/answer.ts';
import { assign, take } from '../../acts/assign.ts';
import { askClarification, endClarification, writeClarification } from '../../acts/clarify.ts';
import { decideExtension, requestExtension } from '../../acts/extend.ts';
import { forward } from '../../acts/forward.ts';
import { addSomething } from '../../acts/holder.ts';
import { detach, join } from '../../acts/join.ts';
import { note } from '../../acts/note.ts';
import { publish, unpublish } from '../../acts/publish.ts';
import { sort } from '../../acts/sort.ts';
import { split } from '../../acts/split.ts';
import { giveTask } from '../../acts/task.ts';
import { setUrgency } from '../../acts/urgency.ts';
import {
  approveSchema, assignSchema, clarifiedSchema, clarifySchema, decideSchema, detachSchema, draftSchema, extendSchema, forwardSchema, giveTaskSchema,
  interimSchema, joinSchema, noteSchema, publishSchema, returnSchema, sortSchema, splitSchema, takeSchema, unpublishSchema, urgencySchema,
} from '../../contract/desk-forms.ts';
import { numberField } from '../../contract/fields.ts';
import { addSchema } from '../../contract/person-forms.ts';
import { readersMay } from '../../policy.ts';
import { deskWords } from '../../words/desk.ts';
import { refusalSentence } from './acts.tsx';
import { readWith, typedIn, under, type Typed } from './fields.ts';
import { actPaths, matterHref } from './form.tsx';
import { matterPage, numberOf } from './matter.tsx';
import { receivePapers } from './papers.tsx';
import { placeTyped } from './place.ts';
import type { DeskAct } from './possible.ts';

type Fields = Record<string, unknown>;
type Posted = {
  readonly act: Exclude<DeskAct, 'redact' | 'show_iin'>; readonly schema: z.ZodType; readonly papers: boolean;
  /** what the form has beside the schema, made into what the schema asks */
  readonly prepare: (asked: Asked, fields: Record<string, string>) => Promise<{ fields: Fields; errors: Errors }> | { fields: Fields; errors: Errors };
  readonly run: (ctx: Ctx, input: unknown) => Promise<Result<unknown>>;
};

const posted = <S extends z.ZodType>(act: Posted['act'], schema: S, run: (ctx: Ctx, input: z.output<S>) => Promise<Result<unknown>>, more: Partial<Pick<Posted, 'papers' | 'prepare'>> = {}): Posted =>
  ({ act, schema, run: run as Posted['run'], papers: more.papers ?? false, prepare: more.prepare ?? ((_asked, fields) => ({ fields, errors: {} })) });

const papers = { papers: true } as const;

/** A place is typed by its name: the one it can only be, or the one chosen among those it may be. An address left as it was is no change. */
const placed: Posted['prepare'] = async (asked, { suggestedTopics, ...fields }) => (suggestedTopics === undefined ? typedPlace(asked, fields) : { fields: takenUp(suggestedTopics, fields), errors: {} });

/** The machine's topic, and with it the place and the address it read, where they were left ticked. */
const takenUp = (topics: string, { suggestedTerritory = '', takePlace, suggestedAddress = '', takeAddress, ...fields }: Record<string, string>): Fields => ({
  ...fields, suggested: fields['topicCode'] === undefined || topics.split(' ').includes(fields['topicCode']),
  ...(takePlace === 'yes' && suggestedTerritory !== '' ? { territoryCode: suggestedTerritory } : {}), ...(takeAddress === 'yes' ? { address: suggestedAddress } : {}),
});

const typedPlace: Posted['prepare'] = async ({ ctx, lang }, { place = '', near = '', territoryCode = '', address = '', addressWas = '', ...fields }) => {
  const rest = { ...fields, ...(address.trim() === addressWas.trim() ? {} : { address }) };
  const found = await read(ctx, (q) => placeTyped(q, { place, chosen: territoryCode, near: near || null }));
  const errors: Errors = found.wrong === null ? {} : found.wrong === 'which' ? { 'sort.territoryCode': say(lang, deskWords.placeWhich) } : { 'sort.place': say(lang, deskWords.placeNone) };
  return { fields: found.code === undefined ? rest : { ...rest, territoryCode: found.code }, errors };
};

/** Who accepted the machine's word is recorded with the act (product.md, rule 5). */
const accepting: Posted['prepare'] = (_asked, { suggestedUnit = '', ...fields }) => ({ fields: { ...fields, suggested: suggestedUnit !== '' && suggestedUnit === fields['unitId'] }, errors: {} });

const all: readonly Posted[] = [
  posted('sort', sortSchema, sort, { prepare: placed }),
  posted('assign', assignSchema, assign, { prepare: accepting }),
  posted('give_task', giveTaskSchema, giveTask),
  posted('take', takeSchema, take),
  posted('forward', forwardSchema, forward),
  posted('ask_clarification', clarifySchema, askClarification),
  posted('answer_clarification', clarifiedSchema, writeClarification, papers),
  posted('end_clarification', takeSchema, endClarification),
  posted('request_extension', extendSchema, requestExtension),
  posted('decide_extension', decideSchema, decideExtension),
  posted('set_urgency', urgencySchema, setUrgency),
  posted('note', noteSchema, note, papers),
  posted('join', joinSchema, join),
  posted('detach', detachSchema, detach),
  posted('split', splitSchema, split),
  posted('answer_interim', interimSchema, answerInterim, papers),
  posted('draft_answer', draftSchema, draftAnswer, papers),
  posted('return_draft', returnSchema, returnDraft),
  posted('approve', approveSchema, approveAndSend),
  posted('publish', publishSchema, publish),
  posted('unpublish', unpublishSchema, unpublish),
  posted('add', addSchema.safeExtend({ number: numberField }), addSomething, papers),
];

const act = async (asked: Asked, p: Posted): Promise<Answer> => {
  const number = numberOf(asked);
  const form = await asked.form();
  const sent = typedIn(form);
  // a button that only asks to see more of the form does nothing
  if (form.has('show')) return matterPage(asked, { open: p.act, typed: sent });
  const { fields, errors } = await p.prepare(asked, under(sent, p.act));
  const received = p.papers ? await receivePapers(asked, form, sent, p.act) : { kept: [], errors: {} };
  const typed: Typed = received.kept.length === 0 ? sent : { ...sent, [`${p.act}.kept`]: JSON.stringify(received.kept) };
  const given = readWith(asked.lang, p.schema, { ...fields, number, ...(p.papers ? { papers: received.kept.map((one) => one.id) } : {}) }, (path) => `${p.act}.${path.split('.')[0] ?? ''}`);
  const wrong: Errors = { ...(given.ok ? {} : given.errors), ...errors, ...received.errors };
  if (!given.ok || hasErrors(wrong)) return matterPage(asked, { open: p.act, typed, errors: wrong, status: 422 });
  const result = await p.run(asked.ctx, given.value);
  if (!isRefusal(result)) return seeOther(`${matterHref(asked.lang, number)}?done=${p.act}#acts`);
  const status = statusOf(result);
  // other words under a key that was used: they stay, under a key of their own
  if (result.code === 'same_key_other_body') return matterPage(asked, { open: p.act, typed: { ...typed, [`${p.act}.key`]: '' }, errors: { '': say(asked.lang, deskWords.sentAlready) }, status });
  // the matter itself or the one that was named: a page that can be drawn says the second
  if (status === 404) return p.act === 'join' ? matterPage(asked, { open: p.act, typed, errors: { 'join.mainNumber': refusalSentence(asked.lang, result) }, status: 422 }) : result;
  return matterPage(asked, { open: p.act, typed, errors: { '': refusalSentence(asked.lang, result) }, status });
};

export const postRoutes: readonly Route[] = all.map((p) =>
  page({ method: 'post', path: `/desk/appeals/:number/${actPaths[p.act]}`, may: readersMay, handler: (asked) => act(asked, p) }));
