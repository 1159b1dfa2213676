import type { VNode } from 'preact';
import { today, type Day } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { longDay, untilDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, seeOther, statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, Checkbox, ErrorSummary, Form, Radios, TextArea, type Errors } from '../../../../ui/fields.tsx';
import { Note, Tag } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { visitVerdictSchema } from '../../contract/visits.ts';
import { judge } from '../../acts/visits/judge.ts';
import { clerkOf, openVisit } from '../../acts/visits/follow.ts';
import { mayJudge } from '../../law/visits.ts';
import { mattersOf, promisesOfMatters, visitBy, visitCode, type Visit } from '../../store/visits.ts';
import { outcomeWords, ownVisitWords as w, verdictWords, visitWords } from '../../words/visits.ts';
import { PromiseBox } from './promise.tsx';
import { sentenceOf, typedIn, wrongIn, type Typed } from './said.ts';
import { secretOf, shownPromises, type One } from './view.ts';

type Own = { readonly visit: Visit; readonly today: Day; readonly matters: readonly Omit<One, 'suggested'>[] };
type Tried = { readonly nth: number; readonly typed: Typed; readonly errors: Errors };

const shown = async (asked: Asked, visitId: number): Promise<Own | null> => {
  const on = today(asked.ctx.clock);
  return read(clerkOf(asked.ctx), async (q) => {
    const visit = await visitBy(q, { id: visitId });
    if (!visit) return null;
    const matters = await mattersOf(q, [visit.id]);
    const promises = await shownPromises(q, await promisesOfMatters(q, matters.map((one) => one.id)), on);
    return { visit, today: on, matters: await Promise.all(matters.map(async (matter) => ({ matter, promises: promises.filter((one) => one.matterId === matter.id), appeal: await secretOf(q, matter) }))) };
  });
};

/** Behind the secret link: what they said, what was promised, and the last word. */
export const ownPage = async (asked: Asked, tried: Tried | null = null, status: 200 | 409 | 422 = 200): Promise<Answer> => {
  const token = asked.param('token');
  const visitId = await openVisit(asked.ctx, token);
  if (isRefusal(visitId)) return visitId;
  const own = await shown(asked, visitId);
  return own ? html(<OwnPage asked={asked} token={token} own={own} tried={tried} />, status, { 'cache-control': 'private, no-store' }) : refuse('visit_not_found');
};

const OwnPage = ({ asked, token, own, tried }: { asked: Asked; token: string; own: Own; tried: Tried | null }): VNode => {
  const { lang } = asked;
  const { visit } = own;
  return (
    <Page asked={asked} title={`${say(lang, w.title)}: ${visit.number}`} noindex>
      <ErrorSummary lang={lang} errors={tried?.errors ?? {}} />
      <h1>{say(lang, w.title)}</h1>
      {asked.query.get('done') === 'word' && <Note tone="done">{say(lang, w.thanks)}</Note>}
      <p>{say(lang, w.lead, { day: longDay(lang, visit.heldOn) })}</p>
      {own.matters.map((one) => <OwnMatter key={one.matter.id} asked={asked} token={token} own={own} one={one} tried={tried} />)}
      <p class="quiet">{say(lang, w.keepNumber, { number: visit.number, code: visitCode(visit) })}</p>
    </Page>
  );
};

const OwnMatter = ({ asked, token, own, one: { matter, promises, appeal }, tried }: { asked: Asked; token: string; own: Own; one: Omit<One, 'suggested'>; tried: Tried | null }): VNode => {
  const { lang } = asked;
  return (
    <section class="box" id={`matter-${matter.nth}`}>
      <h2>{say(lang, visitWords.matter, { nth: matter.nth })} {matter.outcome !== null && <Tag tone="plain">{say(lang, outcomeWords[matter.outcome])}</Tag>}</h2>
      <p class="plain">{matter.text}</p>
      {matter.outcome === null && <p class="quiet">{say(lang, w.unsettled)}</p>}
      {matter.advice !== null && <><h3>{say(lang, w.advice)}</h3><p class="plain">{matter.advice}</p></>}
      {promises.map((promise) => (
        <PromiseBox key={promise.id} lang={lang} promise={promise} today={own.today}>
          <><p class="quiet small">{say(lang, w.saidBy, { name: promise.saidBy })}</p>{promise.late && <p>{say(lang, w.late)}</p>}</>
        </PromiseBox>
      ))}
      {appeal && <p>{say(lang, w.appeal, { number: appeal.number, day: untilDay(lang, appeal.dueOn) })} <a href={`/${lang}/follow/${appeal.link}`}>{say(lang, w.appealOpen)}</a></p>}
      {matter.verdict !== null && <p><strong>{say(lang, w.yourWord, { verdict: say(lang, verdictWords[matter.verdict]) })}</strong>{matter.comment !== null && <span class="plain">: {matter.comment}</span>}</p>}
      {mayJudge(matter) && <Verdict lang={lang} csrf={asked.csrf} token={token} nth={matter.nth} tried={tried?.nth === matter.nth ? tried : null} />}
    </section>
  );
};

const Verdict = ({ lang, csrf, token, nth, tried }: { lang: Lang; csrf: string; token: string; nth: number; tried: Tried | null }): VNode => (
  <Form csrf={csrf} action={`/${lang}/visits/${token}/matters/${nth}/verdicts`}>
    <Radios lang={lang} name="verdict" label={say(lang, w.verdictTitle)} hint={say(lang, w.verdictHint)} value={tried?.typed['verdict']} errors={tried?.errors} choices={[
      { value: 'solved', text: say(lang, w.solved) }, { value: 'partly', text: say(lang, w.partly) }, { value: 'not_solved', text: say(lang, w.notSolved) },
    ]} />
    <TextArea lang={lang} name="comment" label={say(lang, w.left)} value={tried?.typed['comment']} errors={tried?.errors} rows={3} />
    <Checkbox name="register" text={say(lang, w.register)} checked={tried?.typed['register'] === 'yes'} />
    <Button>{say(lang, w.send)}</Button>
  </Form>
);

export const verdictPost = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const token = asked.param('token');
  const visitId = await openVisit(asked.ctx, token);
  if (isRefusal(visitId)) return visitId;
  const typed = typedIn(await asked.form());
  const nth = /^\d{1,3}$/.test(asked.param('nth')) ? Number(asked.param('nth')) : 0;
  const input = visitVerdictSchema.safeParse({ nth, verdict: typed['verdict'], comment: typed['comment'], register: typed['register'] });
  if (!input.success) return nth === 0 ? refuse('matter_not_found') : ownPage(asked, { nth, typed, errors: wrongIn(lang, input.error.issues) }, 422);
  const done = await judge(asked.ctx, visitId, input.data);
  if (!isRefusal(done)) return seeOther(`/${lang}/visits/${token}?done=word#matter-${nth}`);
  return statusOf(done) === 404 ? done : ownPage(asked, { nth, typed, errors: { '': sentenceOf(lang, done) } }, 409);
};
