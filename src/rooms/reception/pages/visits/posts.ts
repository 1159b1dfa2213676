import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { say, sayLoose, type Sentence } from '../../../../kernel/words.ts';
import { read, write, type Tx } from '../../../../platform/db.ts';
import { seeOther, statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import type { Errors } from '../../../../ui/fields.tsx';
import { refusalWords as fileWords, takeUpload } from '../../../files/contract.ts';
import { addMatterSchema, beginVisitSchema, changeVisitorSchema, finishVisitSchema, putPromiseSchema, quietSchema, readBackSchema, settleSchema } from '../../contract/visits.ts';
import { addMatter, beginVisit, changeVisitor, finishVisit, leaveVisit, markQuiet, putPromise, readBack, settleMatter, type VisitRef } from '../../acts/visits.ts';
import { visitSeen } from '../../acts/visits/around.ts';
import { knownVisitor } from '../../acts/visits/known.ts';
import { beginExpected } from '../../acts/visits/ticket.ts';
import { visitFieldWords, visitWords as w } from '../../words/visits.ts';
import { visitsPage } from './list.tsx';
import { visitPage } from './one.tsx';
import { sentenceOf, typedIn, wrongIn, type Typed } from './said.ts';
import { hrefOf } from './settle.tsx';

type Status = Exclude<ReturnType<typeof statusOf>, 404>;
const shownStatus = (refusal: Refusal): Status => { const status = statusOf(refusal); return status === 404 ? 409 : status; };
const blank = (typed: Typed): Record<string, string> => Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== ''));

/** Somebody known by the number of an appeal or of an earlier visit, or written down now. */
export const beginPost = async (asked: Asked): Promise<Answer> => {
  const typed = typedIn(await asked.form());
  const { from = '', ...fields } = blank(typed);
  const input = beginVisitSchema.safeParse({ lang: asked.lang === 'en' ? 'kk' : asked.lang, ...fields });
  if (!input.success) return visitsPage(asked, { typed, errors: wrongIn(asked.lang, input.error.issues), status: 422 });
  const { receptionId, bookingId, accountId: _named, ...rest } = input.data;
  const begun = await write(asked.ctx, async (tx: Tx): Promise<Result<VisitRef>> => {
    const known = from === '' ? {} : await knownVisitor(tx, asked.ctx.actor, from);
    if (known === undefined) return refuse('visit_not_found');
    return receptionId === undefined && bookingId === undefined
      ? beginVisit(asked.ctx, tx, { ...rest, ...known, unitId: rest.branchId })
      : beginExpected(asked.ctx, tx, { branchId: rest.branchId, receptionId, bookingId, ticketId: rest.ticketId }, { ...(rest.key === undefined ? {} : { key: rest.key }), ...known });
  });
  if (!isRefusal(begun)) return seeOther(hrefOf(asked.lang, begun.number));
  if (begun.code === 'same_key_other_body') return visitsPage(asked, { typed: { ...typed, key: '' }, errors: { '': sentenceOf(asked.lang, begun) }, status: shownStatus(begun) });
  return statusOf(begun) === 404 ? begun : visitsPage(asked, { typed, errors: { '': sentenceOf(asked.lang, begun) }, status: shownStatus(begun) });
};

/** Where somebody looks for it: the name opens the form of the person. */
const fields: Readonly<Record<string, string>> = { person_away: 'evenAway', visitor_name_required: 'surname' };
const answered = (asked: Asked, typed: Typed, done: Result<unknown>, to: string): Answer | Promise<Answer> => {
  if (!isRefusal(done)) return seeOther(to);
  if (statusOf(done) === 404) return done;
  return visitPage(asked, { typed: done.code === 'same_key_other_body' ? { ...typed, key: '' } : typed, errors: { [fields[done.code] ?? '']: sentenceOf(asked.lang, done) }, status: shownStatus(done) });
};
const here = (asked: Asked): string => hrefOf(asked.lang, asked.param('number'));

export const matterPost = async (asked: Asked): Promise<Answer> => {
  const typed = typedIn(await asked.form());
  const input = addMatterSchema.safeParse({ ...blank(typed), number: asked.param('number') });
  if (!input.success) return visitPage(asked, { typed, errors: wrongIn(asked.lang, input.error.issues), status: 422 });
  const done = await addMatter(asked.ctx, input.data);
  return answered(asked, typed, done, isRefusal(done) ? '' : `${here(asked)}#matter-${done.nth}`);
};

export const personPost = async (asked: Asked): Promise<Answer> => {
  const typed = typedIn(await asked.form());
  const input = changeVisitorSchema.safeParse({ ...blank(typed), number: asked.param('number') });
  if (!input.success) return visitPage(asked, { typed, errors: wrongIn(asked.lang, input.error.issues), status: 422 });
  return answered(asked, typed, await changeVisitor(asked.ctx, input.data), here(asked));
};

/** Papers of one matter; what was refused is said by its name. */
const takenPapers = async (asked: Asked, name: string): Promise<{ readonly ids: readonly number[]; readonly errors: Errors }> => {
  const { ctx, lang } = asked;
  const ids: number[] = [];
  const wrong: string[] = [];
  for (const file of (await asked.form()).files(name).slice(0, 20)) {
    const taken = await takeUpload(ctx, file, { by: ctx.actor.kind === 'staff' ? `account:${ctx.actor.accountId}` : '' });
    if (isRefusal(taken)) wrong.push(say(lang, w.paperRefused, { name: file.name.slice(0, 60), why: sayLoose(lang, (fileWords as Readonly<Record<string, Sentence>>)[taken.code] ?? visitFieldWords.other, taken.facts) }));
    else ids.push(taken.fileId);
  }
  return { ids, errors: wrong.length === 0 ? {} : { [name]: wrong.join(' ') } };
};

export const outcomePost = async (asked: Asked): Promise<Answer> => {
  const typed = { ...typedIn(await asked.form()), nth: asked.param('nth') };
  const how = typed['how' as keyof typeof typed] ?? '';
  const prefix = `${how}.${typed.nth}.`;
  const own: Record<string, string> = Object.fromEntries(Object.entries(blank(typed)).flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])));
  const [executorUnit, executorAccount] = (own['executor'] ?? '').split(':');
  const papers = how === 'registered' ? await takenPapers(asked, `${prefix}papers`) : { ids: [], errors: {} };
  // a day that was typed wins over a button left as it was
  const dueOn = own['dueOn'] ?? (own['on'] === 'other' ? undefined : own['on']);
  const input = settleSchema.safeParse({ ...own, how, number: asked.param('number'), nth: typed.nth, executorUnit: executorUnit || undefined, executorAccount, dueOn, papers: papers.ids });
  const wrong = input.success ? papers.errors : { ...Object.fromEntries(Object.entries(wrongIn(asked.lang, input.error.issues)).map(([name, text]) => [`${prefix}${name === 'executorUnit' ? 'executor' : name}`, text])), ...papers.errors };
  if (!input.success || Object.keys(wrong).length > 0) return visitPage(asked, { typed, errors: wrong, status: 422 });
  return answered(asked, typed, await settleMatter(asked.ctx, input.data), `${here(asked)}#matter-${typed.nth}`);
};

export const readingPost = async (asked: Asked): Promise<Answer> => {
  const input = readBackSchema.safeParse({ number: asked.param('number'), promiseId: asked.param('id') });
  return input.success ? answered(asked, {}, await readBack(asked.ctx, input.data), here(asked)) : refuse('promise_not_found');
};

export const quietPost = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const input = quietSchema.safeParse({ number: asked.param('number'), quiet: form.get('quiet') });
  return input.success ? answered(asked, {}, await markQuiet(asked.ctx, input.data), here(asked)) : refuse('visit_not_found');
};

/** A matter that was typed and not written down is written down first, also when the visit then cannot end: no words end with it. */
export const endingPost = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const typed = typedIn(form);
  const number = asked.param('number');
  if (form.get('text').trim() !== '') {
    const matter = addMatterSchema.safeParse({ ...blank(typed), number });
    if (!matter.success) return visitPage(asked, { typed, errors: wrongIn(asked.lang, matter.error.issues), status: 422 });
    const added = await addMatter(asked.ctx, matter.data);
    if (isRefusal(added)) return answered(asked, typed, added, '');
  }
  if (form.get('left') === 'yes') return answered(asked, {}, await leaveVisit(asked.ctx, { number }), here(asked));
  const input = finishVisitSchema.safeParse({ number, rest: form.get('rest') });
  return input.success ? answered(asked, {}, await finishVisit(asked.ctx, input.data), here(asked)) : refuse('visit_not_found');
};

/** What the official says to a promise of theirs; back to the reception it was asked at. */
export const puttingPost = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const visit = await read(asked.ctx, (q) => visitSeen(q, asked.ctx.actor, asked.param('number')));
  if (!visit) return refuse('visit_not_found');
  const input = putPromiseSchema.safeParse({ promiseId: asked.param('id'), receptionId: form.get('receptionId'), said: form.get('said') });
  if (!input.success) return visitPage(asked, { errors: wrongIn(asked.lang, input.error.issues), status: 422 });
  return answered(asked, {}, await putPromise(asked.ctx, input.data), `/${asked.lang}/desk/receptions/${input.data.receptionId}#promises`);
};
