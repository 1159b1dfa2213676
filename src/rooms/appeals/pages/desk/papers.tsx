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
import { appealByNumber, ownersHeld } from '../../store/matter.ts';
import { deskWords } from '../../words/desk.ts';
import { fieldWords } from '../../words/refusals.ts';
import type { Typed } from './fields.ts';

export const paperTypes = 'image/*,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv';

const keptSchema = z.array(z.object({ id: z.number().int().positive(), name: z.string().max(200) })).max(20);
export type Kept = z.output<typeof keptSchema>;

/** Papers taken in on an earlier try of the same form. */
export const keptIn = (typed: Typed, prefix: string): Kept => {
  try {
    return keptSchema.parse(JSON.parse(typed[`${prefix}.kept`] ?? '[]'));
  } catch {
    return [];
  }
};

export type Received = { readonly kept: Kept; readonly errors: Errors };

/** Takes in the files of one form field; what was refused is said by its name, the others stay. */
export const receivePapers = async (asked: Asked, form: Form, typed: Typed, prefix: string): Promise<Received> => {
  const { ctx, lang } = asked;
  const kept = [...keptIn(typed, prefix)];
  const wrong: string[] = [];
  const by = ctx.actor.kind === 'staff' ? `account:${ctx.actor.accountId}` : `visit:${asked.visit}`;
  for (const file of form.files(`${prefix}.papers`)) {
    const taken = await takeUpload(ctx, file, { by });
    if (isRefusal(taken)) wrong.push(say(lang, deskWords.paperRefused, { name: file.name, why: sayLoose(lang, (fileWords as Readonly<Record<string, Sentence>>)[taken.code] ?? fieldWords.other, taken.facts) }));
    else kept.push({ id: taken.fileId, name: taken.name });
  }
  return { kept, errors: wrong.length === 0 ? {} : { [`${prefix}.papers`]: wrong.join(' ') } };
};

const mayBe = (param: string): number => (/^\d{1,16}$/.test(param) ? Number(param) : 0);

/** A paper is opened by whoever may read its matter, and is looked for among that matter's papers only. */
export const paperPage = async (asked: Asked): Promise<Answer> => {
  const { ctx } = asked;
  const fileId = mayBe(asked.param('id'));
  const found = await read(ctx, async (q) => {
    const whole = await appealByNumber(q, asked.param('number'));
    if (!whole || isRefusal(mayRead(ctx.actor, whole.appeal))) return refuse('appeal_not_found');
    const owners = [...(await ownersHeld(q, whole.appeal.id)), `appeal:${whole.appeal.id}:internal`];
    return (await ownersFile(q, owners, fileId)) ?? refuse('appeal_not_found');
  });
  if (isRefusal(found)) return found;
  return openFile(ctx, found, asked.query.get('size') === 'small' && found.picture ? 'thumbnail' : 'whole');
};

export const PaperList = ({ lang, papers, at }: { lang: Lang; papers: readonly StoredFile[]; at: string }): VNode => (
  <>
    {papers.some((paper) => paper.picture && paper.state === 'clean') && (
      <ul class="pictures">
        {papers.filter((paper) => paper.picture && paper.state === 'clean').map((paper) => (
          <li key={paper.id}><a href={`${at}/papers/${paper.id}`}><img src={`${at}/papers/${paper.id}?size=small`} alt={paper.name} loading="lazy" /></a></li>
        ))}
      </ul>
    )}
    <ul>
      {papers.filter((paper) => !paper.picture || paper.state !== 'clean').map((paper) => (
        <li key={paper.id}>{paper.state === 'clean' ? <a href={`${at}/papers/${paper.id}`}>{paper.name}</a> : <>{paper.name} <span class="quiet small">{say(lang, deskWords.paperWaits)}</span></>}</li>
      ))}
    </ul>
  </>
);
