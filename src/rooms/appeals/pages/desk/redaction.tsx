import type { ComponentChildren, VNode } from 'preact';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, seeOther, statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, ErrorSummary, Form, TextArea, type Errors } from '../../../../ui/fields.tsx';
import { Back, Note, Tag } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { redact } from '../../acts/publish.ts';
import { redactSchema } from '../../contract.ts';
import { hide, proposeHiding, type Hidden } from '../../law/redaction.ts';
import { mayPublish, mayRedact } from '../../policy.ts';
import { appealByNumber, type Whole } from '../../store/matter.ts';
import type { Person } from '../../store/person.ts';
import { buttonWords, deskWords, doneWords } from '../../words/desk.ts';
import { refusalSentence } from './acts.tsx';
import { readWith } from './fields.ts';
import { actPaths, matterHref } from './form.tsx';
import { numberOf } from './matter.tsx';

type Shown = { readonly typed?: string; readonly errors?: Errors; readonly status?: Parameters<typeof html>[1] };

export const redactionPage = async (asked: Asked, shown: Shown = {}): Promise<Answer> => {
  const { ctx } = asked;
  const whole = await read(ctx, (q) => appealByNumber(q, numberOf(asked)));
  if (!whole) return refuse('appeal_not_found');
  const may = mayRedact(ctx.actor, whole.appeal);
  if (isRefusal(may)) return may;
  const here = { ...asked, here: `/desk/appeals/${whole.appeal.number}/redaction` };
  return html(<Redaction asked={here} whole={whole} typed={shown.typed} errors={shown.errors ?? {}} />, shown.status ?? 200);
};

export const saveRedaction = async (asked: Asked): Promise<Answer> => {
  const number = numberOf(asked);
  const typed = (await asked.form()).get('redact.publicText');
  const given = readWith(asked.lang, redactSchema, { number, publicText: typed }, (path) => `redact.${path}`);
  if (!given.ok) return redactionPage(asked, { typed, errors: given.errors, status: 422 });
  const result = await redact(asked.ctx, given.value);
  if (!isRefusal(result)) return seeOther(`${matterHref(asked.lang, number)}/redaction?done=redact`);
  const status = statusOf(result);
  return status === 404 ? result : redactionPage(asked, { typed, errors: { 'redact.publicText': refusalSentence(asked.lang, result) }, status });
};

const namesIn = (person: Person | undefined): readonly string[] =>
  person ? [person.surname, person.given, person.patronymic, ...person.signatories.map((one) => one.surname)].flatMap((name) => name ?? []) : [];

const Redaction = ({ asked, whole, typed, errors }: { asked: Asked; whole: Whole; typed: string | undefined; errors: Errors }): VNode => {
  const { lang } = asked;
  const { appeal } = whole;
  const at = matterHref(lang, appeal.number);
  const spans = proposeHiding(whole.text, namesIn(whole.person));
  const title = say(lang, deskWords.redactionTitle, { number: appeal.number });
  const ready = appeal.redacted && appeal.publishConsent && appeal.publishedAt === null && !isRefusal(mayPublish(asked.ctx.actor, appeal));
  return (
    <Desk asked={asked} title={title}>
      <Back lang={lang} href={at} />
      <ErrorSummary lang={lang} errors={errors} />
      <h1>{title}</h1>
      <p class="quiet">{say(lang, deskWords.redactionLead)}</p>
      {!appeal.publishConsent && <Note tone="warn">{say(lang, deskWords.consentNo)}</Note>}
      {asked.query.get('done') === 'redact' && <div role="status"><Note tone="done">{say(lang, doneWords.redact)}</Note></div>}
      <div class="pair">
        <section aria-labelledby="original">
          <h2 id="original">{say(lang, deskWords.original)}</h2>
          <div class="box plain" lang={appeal.lang}>{marked(whole.text, spans)}</div>
          <h2>{say(lang, deskWords.foundHidden)}</h2>
          <Found lang={lang} spans={spans} />
        </section>
        <section aria-label={say(lang, deskWords.publicText)}>
          <Form csrf={asked.csrf} action={`${at}/${actPaths.redact}`}>
            <TextArea lang={lang} name="redact.publicText" label={say(lang, deskWords.publicText)} value={typed ?? whole.publicText ?? hide(whole.text, spans)} errors={errors} rows={14} />
            <Button>{say(lang, deskWords.redactSave)}</Button>
          </Form>
          {ready && <Form csrf={asked.csrf} action={`${at}/${actPaths.publish}`}><div class="row"><Button kind="second">{say(lang, buttonWords.publish)}</Button></div></Form>}
        </section>
      </div>
    </Desk>
  );
};

/** The original, with what may be personal marked where it stands. */
const marked = (text: string, spans: readonly Hidden[]): readonly ComponentChildren[] => {
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const span of spans) {
    parts.push(text.slice(at, span.from), <mark key={span.from}>{span.text}</mark>);
    at = span.to;
  }
  return [...parts, text.slice(at)];
};

const Found = ({ lang, spans }: { lang: Lang; spans: readonly Hidden[] }): VNode => spans.length === 0 ? <p>{say(lang, deskWords.foundHiddenNone)}</p> : (
  <ul>
    {spans.map((span) => (
      <li key={span.from}><mark>{span.text}</mark> {say(lang, deskWords[`what_${span.what}`])} <Tag tone={span.sure ? 'late' : 'plain'}>{say(lang, span.sure ? deskWords.sure : deskWords.maybe)}</Tag></li>
    ))}
  </ul>
);
