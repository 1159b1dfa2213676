import type { VNode } from 'preact';
import { z } from 'zod';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { say, sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import type { Answer, Asked } from '../../../../platform/web.ts';
import type { Form } from '../../../../platform/web/form.ts';
import type { Errors } from '../../../../ui/fields.tsx';
import { openFile, ownersFile, refusalWords as fileWords, takeUpload, type StoredFile } from '../../../files/contract.ts';
import { mayRead } from '../../policy.ts';
import { reports } from '../../store/beside.ts';
import { byId } from '../../store/promise.ts';
import { formWords, taskFieldWords, taskWords } from '../../words/task.ts';
import type { Typed } from './fields.ts';

export const paperTypes = 'image/*,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv';
export const reportOwner = (reportId: number): string => `report:${reportId}`;

const keptSchema = z.array(z.object({ id: z.number().int().positive(), name: z.string().max(200) })).max(20);
export type Kept = z.output<typeof keptSchema>;

/** Papers taken in on an earlier try of the same form. */
export const keptIn = (typed: Typed, act: string): Kept => {
  try {
    return keptSchema.parse(JSON.parse(typed[`${act}.kept`] ?? '[]'));
  } catch {
    return [];
  }
};

/** Takes in the files of one form; what was refused is said by its name, the others stay. */
export const receivePapers = async ({ ctx, lang, visit }: Asked, form: Form, typed: Typed, act: string): Promise<{ readonly kept: Kept; readonly errors: Errors }> => {
  const kept = [...keptIn(typed, act)];
  const wrong: string[] = [];
  const by = ctx.actor.kind === 'staff' ? `account:${ctx.actor.accountId}` : `visit:${visit}`;
  for (const file of form.files(`${act}.papers`)) {
    const taken = await takeUpload(ctx, file, { by });
    if (isRefusal(taken)) wrong.push(say(lang, formWords.paperRefused, { name: file.name, why: sayLoose(lang, (fileWords as Readonly<Record<string, Sentence>>)[taken.code] ?? taskFieldWords.other, taken.facts) }));
    else kept.push({ id: taken.fileId, name: taken.name });
  }
  return { kept, errors: wrong.length === 0 ? {} : { [`${act}.papers`]: wrong.join(' ') } };
};

export const idOf = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

/** A proof is opened by whoever may read its promise, and is looked for among the reports of that promise only. */
export const taskPaper = async (asked: Asked): Promise<Answer> => {
  const { ctx } = asked;
  const fileId = /^\d{1,16}$/.test(asked.param('paper')) ? Number(asked.param('paper')) : 0;
  const found = await read(ctx, async (q) => {
    const a = await byId(q, idOf(asked.param('id')));
    if (!a || isRefusal(mayRead(ctx.actor, a))) return refuse('assignment_not_found');
    const owners = (await reports(q, a.id)).map((one) => reportOwner(one.id));
    return (owners.length === 0 ? null : await ownersFile(q, owners, fileId)) ?? refuse('assignment_not_found');
  });
  if (isRefusal(found)) return found;
  return openFile(ctx, found, asked.query.get('size') === 'small' && found.picture ? 'thumbnail' : 'whole');
};

export const PaperList = ({ lang, papers, at }: { lang: Lang; papers: readonly StoredFile[]; at: string }): VNode => {
  const shown = papers.filter((paper) => paper.picture && paper.state === 'clean');
  const others = papers.filter((paper) => !paper.picture || paper.state !== 'clean');
  return (
    <>
      {shown.length > 0 && <ul class="pictures">{shown.map((paper) => <li key={paper.id}><a href={`${at}/papers/${paper.id}`}><img src={`${at}/papers/${paper.id}?size=small`} alt={paper.name} loading="lazy" /></a></li>)}</ul>}
      {others.length > 0 && <ul>{others.map((paper) => <li key={paper.id}>{paper.state === 'clean' ? <a href={`${at}/papers/${paper.id}`}>{paper.name}</a> : <>{paper.name} <span class="quiet small">{say(lang, taskWords.paperWaits)}</span></>}</li>)}</ul>}
    </>
  );
};
