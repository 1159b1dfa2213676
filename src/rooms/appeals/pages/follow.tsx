import type { VNode } from 'preact';
import type { z } from 'zod';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { say, sayLoose, type Lang, type Sentence } from '../../../kernel/words.ts';
import { as } from '../../../platform/ctx.ts';
import { read } from '../../../platform/db.ts';
import { html, page, seeOther, statusOf, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { Button, errorsFrom, ErrorSummary, Form, TextField, type Errors } from '../../../ui/fields.tsx';
import { Note } from '../../../ui/parts.tsx';
import { Page } from '../../../ui/shell.tsx';
import { openFile, ownersFile, refusalWords as fileWords, takeUpload, unattachedNames } from '../../files/contract.ts';
import { callerOf } from '../../people/contract.ts';
import { answerClarification } from '../acts/clarify.ts';
import { openByCode, openByLink } from '../acts/follow.ts';
import { addSomething, giveVerdict, withdraw, withdrawConsent } from '../acts/holder.ts';
import { detach } from '../acts/join.ts';
import { detachSchema } from '../contract/desk-forms.ts';
import { receptionNumber } from '../contract/fields.ts';
import { addSchema, answerClarificationSchema, followSchema, verdictSchema, withdrawSchema } from '../contract/person-forms.ts';
import { anyoneMay, holdersMay } from '../policy.ts';
import { registeredOf } from '../store/intake.ts';
import { ownersSeen } from '../store/matter.ts';
import { followWords as w } from '../words/follow.ts';
import { fieldWords, refusalWords } from '../words/refusals.ts';
import { followed, FollowedPage, type Tried } from './followed.tsx';
import { mostPapers, uploaderOf } from './intake/papers.ts';
import { talonPdf } from './talon.ts';
import { chatOffer, StopMessages } from './told.tsx';

/** A booking's number is followed elsewhere: said with the way there, and what was typed goes along. */
const OfReception = ({ lang, typed }: { lang: Lang; typed: string }): VNode | null => {
  const number = receptionNumber.safeParse(typed);
  return number.success ? <Note tone="warn"><p role="status">{say(lang, w.ofReception)}</p><p><a class="button" href={`/${lang}/receptions/follow?number=${number.data}`}>{say(lang, w.ofReceptionOpen)}</a></p></Note> : null;
};

const askForm = (asked: Asked, values: Readonly<Record<string, string>> = {}, errors: Errors = {}) => (
  <Page asked={asked} title={say(asked.lang, w.title)}>
    <h1>{say(asked.lang, w.title)}</h1>
    <ErrorSummary lang={asked.lang} errors={errors} />
    <OfReception lang={asked.lang} typed={values['number'] ?? ''} />
    <p>{say(asked.lang, w.lead)}</p>
    <Form csrf={asked.csrf}>
      <TextField lang={asked.lang} name="number" label={say(asked.lang, w.number)} hint={say(asked.lang, w.numberHint)} value={values['number'] ?? asked.query.get('number') ?? ''} errors={errors} short />
      <TextField lang={asked.lang} name="code" label={say(asked.lang, w.code)} hint={say(asked.lang, w.codeHint)} value={values['code']} errors={errors} short />
      <Button>{say(asked.lang, w.open)}</Button>
    </Form>
    <p class="quiet">{say(asked.lang, w.lostCode)}</p>
    <StopMessages lang={asked.lang} csrf={asked.csrf} proof={asked.query.get('s') ?? ''} />
  </Page>
);

const openWithCode = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const values = { number: form.get('number'), code: form.get('code') };
  const parsed = followSchema.safeParse(values);
  if (receptionNumber.safeParse(values.number).success) return html(askForm(asked, values), 422);
  if (!parsed.success) return html(askForm(asked, values, errorsFrom(asked.lang, parsed.error.issues, fieldWords, fieldWords.other)), 422);
  const found = await openByCode(asked.ctx, { ...parsed.data, caller: callerOf(asked.remote) });
  if (isRefusal(found)) return html(askForm(asked, values, { '': sayLoose(asked.lang, refusalWords[found.code as 'follow_not_found']) }), found.code === 'too_many_tries' ? 429 : 422);
  const own = await read(as(asked.ctx, { kind: 'holder', appealId: found.appealId }), (q) => registeredOf(q, found.appealId));
  return seeOther(`/${asked.lang}/follow/${own[0]?.linkToken ?? ''}`);
};

/** The page behind the secret link, with the holder's eyes; a wrong link is not found. */
const asHolder = async (asked: Asked, fn: (holder: Asked, token: string, appealId: number) => Promise<Answer>): Promise<Answer> => {
  const token = asked.param('token');
  const found = await openByLink(asked.ctx, token);
  if (isRefusal(found)) return found;
  return fn({ ...asked, ctx: as(asked.ctx, { kind: 'holder', appealId: found.appealId }) }, token, found.appealId);
};

const show = async (asked: Asked, token: string, appealId: number, tried: Tried | null): Promise<Answer> => {
  const f = await read(asked.ctx, (q) => followed(q, appealId, asked.lang));
  return f ? <FollowedPage asked={asked} token={token} f={f} offer={await chatOffer(f.chat, token)} tried={tried} /> : refuse('follow_not_found');
};

/** One act of the person: schema, papers, act; what was typed and every file that was taken come back with what was wrong. */
const holdersAct = <S extends z.ZodType>(path: string, done: string, schema: S, act: (asked: Asked, input: z.output<S>, appealId: number) => Promise<unknown>): Route =>
  page({
    method: 'post', path: `/follow/:token/${path}`, may: holdersMay,
    handler: (asked) => asHolder(asked, async (holder, token, appealId) => {
      const form = await holder.form();
      const values = Object.fromEntries(form.entries());
      // taken with an earlier try of this form; one that is attached by now, or made up, is not among them
      const papers = await read(holder.ctx, async (q) => (await unattachedNames(q, form.all('kept').map(Number).filter((id) => Number.isSafeInteger(id) && id > 0).slice(0, mostPapers))).map((paper) => paper.id));
      const again = async (errors: Errors, status: 409 | 422) => {
        const kept = await read(holder.ctx, (q) => unattachedNames(q, papers));
        const shown = await show(holder, token, appealId, { act: path, values, errors, kept });
        return shown instanceof Response || isRefusal(shown) ? shown : html(shown, status);
      };
      let problem: string | null = null;
      for (const file of form.files('papers').slice(0, mostPapers)) {
        const taken = papers.length < mostPapers ? await takeUpload(holder.ctx, file, { by: uploaderOf(holder) }) : null;
        if (taken === null) problem ??= say(holder.lang, fieldWords.too_many_files);
        else if (isRefusal(taken)) problem ??= `${file.name.slice(0, 60)}: ${sayLoose(holder.lang, (fileWords as Record<string, Sentence>)[taken.code] ?? fieldWords.other, taken.facts)}`;
        else papers.push(taken.fileId);
      }
      if (problem !== null) return again({ papers: problem }, 422);
      const parsed = schema.safeParse({ ...values, papers });
      if (!parsed.success) return again(errorsFrom(holder.lang, parsed.error.issues, fieldWords, fieldWords.other), 422);
      const result = await act(holder, parsed.data, appealId);
      if (isRefusal(result)) return refusedHere(holder, result, again);
      return seeOther(`/${holder.lang}/follow/${token}?done=${done}`);
    }),
  });

const refusedHere = (asked: Asked, refusal: Refusal, again: (errors: Errors, status: 409 | 422) => Promise<Answer>): Promise<Answer> | Refusal =>
  statusOf(refusal) === 404 ? refusal : again({ '': sayLoose(asked.lang, (refusalWords as Record<string, Sentence>)[refusal.code] ?? fieldWords.other, refusal.facts) }, 409);

const paper = (asked: Asked): Promise<Answer> => asHolder(asked, async (holder, _token, appealId) => {
  const file = await read(holder.ctx, async (q) => ownersFile(q, await ownersSeen(q, appealId), Number(holder.param('id'))));
  return file ? openFile(holder.ctx, file, holder.query.get('size') === 'small' ? 'thumbnail' : 'whole') : refuse('file_not_found');
});

const acts: readonly Route[] = [
  holdersAct('verdicts', 'verdict', verdictSchema, (asked, input) => giveVerdict(asked.ctx, input)),
  holdersAct('additions', 'added', addSchema, (asked, input) => addSomething(asked.ctx, input)),
  holdersAct('withdrawals', 'withdrawn', withdrawSchema, (asked, input) => withdraw(asked.ctx, input)),
  holdersAct('clarification-answers', 'clarified', answerClarificationSchema, (asked, input) => answerClarification(asked.ctx, input)),
  holdersAct('consent-withdrawals', 'consent', withdrawSchema, (asked) => withdrawConsent(asked.ctx)),
  holdersAct('detachings', 'detached', detachSchema.omit({ number: true }), async (asked, input, appealId) => {
    const own = await read(asked.ctx, (q) => registeredOf(q, appealId));
    return detach(asked.ctx, { number: own[0]?.number ?? '', reason: input.reason });
  }),
];

/** A form that came back stands at the address it was sent to. Opened again, or in another language, that address leads to the page itself. */
const actNames = acts.map((route) => route.path.split('/').at(-1)).join('|');

export const followRoutes: readonly Route[] = [
  page({ method: 'get', path: '/follow', may: anyoneMay, handler: (asked) => askForm(asked) }),
  page({ method: 'post', path: '/follow', may: anyoneMay, handler: openWithCode }),
  page({ method: 'get', path: '/follow/:token', may: holdersMay, handler: (asked) => asHolder(asked, (holder, token, id) => show(holder, token, id, null)) }),
  page({ method: 'get', path: '/follow/:token/talon.pdf', may: holdersMay, handler: (asked) => asHolder(asked, (holder, _token, id) => talonPdf(holder, id)) }),
  page({ method: 'get', path: '/follow/:token/papers/:id{[0-9]{1,16}}', may: holdersMay, handler: paper }),
  page({ method: 'get', path: `/follow/:token/:act{(?:${actNames})}`, may: holdersMay, handler: (asked) => asHolder(asked, async (_holder, token) => seeOther(`/${asked.lang}/follow/${token}`)) }),
  ...acts,
];
