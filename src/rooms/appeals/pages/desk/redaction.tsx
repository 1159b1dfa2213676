import type { ComponentChildren, VNode } from 'preact';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, seeOther, statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, ErrorSummary, Form, TextArea, type Errors } from '../../../../ui/fields.tsx';
import { Back, Note, Tag } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { personalIn } from '../../../recognition/contract.ts';
import { redact } from '../../acts/publish.ts';
import { redactSchema } from '../../contract/desk-forms.ts';
import { hide, hiddenMark, type Hidden } from '../../law/redaction.ts';
import { mayPublish, mayRedact } from '../../policy.ts';
import { appealByNumber, type Whole } from '../../store/matter.ts';
import type { Person } from '../../store/person.ts';
import { buttonWords, deskWords, doneWords } from '../../words/desk.ts';
import { redactionWords as w } from '../../words/redaction.ts';
import { refusalSentence } from './acts.tsx';
import { readWith } from './fields.ts';
import { actPaths, matterHref } from './form.tsx';
import { numberOf } from './matter.tsx';
import { answerReady } from './possible.ts';

type Typed = { readonly text: string | undefined; readonly answer: string | undefined };
type Shown = { readonly typed?: Typed; readonly errors?: Errors; readonly status?: Parameters<typeof html>[1] };

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
  const form = await asked.form();
  const typed: Typed = { text: form.get('redact.publicText'), answer: form.get('redact.publicAnswer') };
  const given = readWith(asked.lang, redactSchema, { number, publicText: typed.text, answerId: form.get('redact.answerId'), publicAnswer: typed.answer }, (path) => `redact.${path}`);
  if (!given.ok) return redactionPage(asked, { typed, errors: given.errors, status: 422 });
  const result = await redact(asked.ctx, given.value);
  if (!isRefusal(result)) return seeOther(`${matterHref(asked.lang, number)}/redaction?done=redact`);
  const status = statusOf(result);
  if (status === 404) return result;
  const changed = result.code === 'answer_changed';
  const field = changed || result.code === 'public_answer_leaks' ? 'redact.publicAnswer' : 'redact.publicText';
  // words made of another answer do not stand beside the new one
  return redactionPage(asked, { typed: changed ? { ...typed, answer: undefined } : typed, errors: { [field]: refusalSentence(asked.lang, result) }, status });
};

const namesIn = (person: Person | undefined): readonly string[] =>
  person ? [person.surname, person.given, person.patronymic, ...person.signatories.map((one) => one.surname)].flatMap((name) => name ?? []) : [];

/** One of the two texts to look through: the person's, and the office's answer to it. */
type Side = { readonly name: 'redact.publicText' | 'redact.publicAnswer'; readonly tick: 'hide' | 'hideAnswer'; readonly text: string; readonly spans: readonly Hidden[]; readonly hidden: readonly Hidden[]; readonly value: string };

/** What stays hidden as it is first shown: by the ticks that were sent, by what was saved before, or everything. The surest cannot be left open. */
const sideOf = (asked: Asked, side: Pick<Side, 'name' | 'tick' | 'text'>, o: { names: readonly string[]; saved: string | null; typed: string | undefined }): Side => {
  const spans = personalIn(side.text, o.names);
  const ticked = asked.query.has('ticks') ? new Set(asked.query.getAll(side.tick)) : null;
  const hidden = spans.filter((span) => span.sure || (ticked ? ticked.has(String(span.from)) : !(o.saved ?? '').includes(span.text)));
  const proposed = hide(side.text, hidden);
  return { ...side, spans, hidden, value: o.typed ?? (ticked ? proposed : o.saved ?? proposed) };
};

const Redaction = ({ asked, whole, typed, errors }: { asked: Asked; whole: Whole; typed: Typed | undefined; errors: Errors }): VNode => {
  const { lang } = asked;
  const { appeal, final } = whole;
  const at = matterHref(lang, appeal.number);
  const names = namesIn(whole.person);
  const text = sideOf(asked, { name: 'redact.publicText', tick: 'hide', text: whole.text }, { names, saved: whole.publicText, typed: typed?.text });
  const answer = final && sideOf(asked, { name: 'redact.publicAnswer', tick: 'hideAnswer', text: final.text }, { names, saved: final.publicText, typed: typed?.answer });
  const title = say(lang, deskWords.redactionTitle, { number: appeal.number });
  const ready = appeal.redacted && appeal.publishConsent && (appeal.publishedAt === null || answerReady(final)) && !isRefusal(mayPublish(asked.ctx.actor, appeal));
  return (
    <Desk asked={asked} title={title}>
      <Back lang={lang} href={at} />
      <ErrorSummary lang={lang} errors={errors} />
      <h1>{title}</h1>
      <p class="quiet">{say(lang, deskWords.redactionLead)}</p>
      {!appeal.publishConsent && <Note tone="warn">{say(lang, deskWords.consentNo)}</Note>}
      {asked.query.get('done') === 'redact' && <div role="status"><Note tone="done">{say(lang, doneWords.redact)}</Note></div>}
      <Form csrf={asked.csrf} action={`${at}/${actPaths.redact}`}>
        <Pair title={say(lang, deskWords.original)} side={text} lang={appeal.lang}>
          <TextArea lang={lang} name={text.name} label={say(lang, deskWords.publicText)} value={text.value} errors={errors} rows={rowsFor(text)} />
        </Pair>
        {final && answer && (
          <Pair title={say(lang, w.sentAnswer)} side={answer} lang={appeal.lang}>
            <input type="hidden" name="redact.answerId" value={final.id} />
            <TextArea lang={lang} name={answer.name} label={say(lang, w.publicAnswer)} hint={say(lang, w.publicAnswerHint)} value={answer.value} errors={errors} rows={rowsFor(answer)} />
          </Pair>
        )}
        <Button>{say(lang, deskWords.redactSave)}</Button>
      </Form>
      {ready && <Form csrf={asked.csrf} action={`${at}/${actPaths.publish}`}><div class="row"><Button kind="second">{say(lang, buttonWords.publish)}</Button></div></Form>}
      <section aria-labelledby="found">
        <h2 id="found">{say(lang, deskWords.foundHidden)}</h2>
        {text.spans.length + (answer?.spans.length ?? 0) === 0 ? <p>{say(lang, deskWords.foundHiddenNone)}</p> : <Found lang={lang} at={at} sides={answer ? [text, answer] : [text]} />}
      </section>
    </Desk>
  );
};

/** The words as they were written, and beside them those for everybody. */
const Pair = ({ title, side, lang, children }: { title: string; side: Side; lang: Lang; children: ComponentChildren }): VNode => (
  <div class="pair">
    <section aria-labelledby={`${side.tick}-original`}>
      <h2 id={`${side.tick}-original`}>{title}</h2>
      <div class="box plain finds" lang={lang}>{marked(side)}</div>
    </section>
    <section>{children}</section>
  </div>
);

/** As high as its words, so that the two texts stand near each other: a line of the field is about sixty letters. */
const rowsFor = (side: Side): number => Math.min(14, Math.max(5, side.text.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / 60), 2)));

/** A mark's place on the page, for the list under it. */
const markId = (side: Pick<Side, 'tick'>, span: Hidden): string => `${side.tick === 'hide' ? 's' : 'a'}${span.from}`;

/** The original, with what may be personal marked where it stands; the style sheet numbers the marks. */
const marked = (side: Side): readonly ComponentChildren[] => {
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const span of side.spans) {
    parts.push(side.text.slice(at, span.from), <mark key={span.from} id={markId(side, span)} class={span.sure ? 'sure' : undefined}>{span.text}</mark>);
    at = span.to;
  }
  return [...parts, side.text.slice(at)];
};

/** Each with its number in the original, its kind, and a tick; src/ui/islands/desk/hiding.ts carries a tick into the text at once. */
const Found = ({ lang, at, sides }: { lang: Lang; at: string; sides: readonly Side[] }): VNode => (
  <form class="board" action={`${at}/redaction`} data-hiding data-mark={hiddenMark} data-hidden={say(lang, w.hidden, { text: '{text}' })} data-open={say(lang, w.open, { text: '{text}' })} data-by-hand={say(lang, w.byHand, { text: '{text}' })}>
    <p class="quiet">{say(lang, w.hint)}</p>
    <p class="quiet small" data-scripted hidden><kbd>j</kbd> <kbd>k</kbd> <kbd>x</kbd> <kbd>u</kbd> {say(lang, w.keys)}</p>
    <input type="hidden" name="ticks" value="yes" />
    {sides.map((side) => side.spans.length > 0 && (
      <div key={side.tick}>
        {sides.length > 1 && <h3>{say(lang, side.tick === 'hide' ? w.foundInText : w.foundInAnswer)}</h3>}
        <FoundIn lang={lang} side={side} />
      </div>
    ))}
    <p role="status" class="small" data-said></p>
    <div class="row">
      <Button kind="second">{say(lang, w.again)}</Button>
      <button type="button" class="button second" data-press="u" data-undo data-scripted hidden disabled>{say(lang, w.undo)}</button>
    </div>
    <p class="hint">{say(lang, w.againHint)}</p>
  </form>
);

const FoundIn = ({ lang, side }: { lang: Lang; side: Side }): VNode => (
  <table class="list found">
    <thead><tr><th scope="col" class="pick">{say(lang, w.hide)}</th><th scope="col">{say(lang, w.what)}</th></tr></thead>
    <tbody>
      {side.spans.map((span, place) => (
        <tr key={span.from}>
          <td class="pick"><label class="tick"><input type="checkbox" name={side.tick} value={span.from} checked={side.hidden.includes(span)} disabled={span.sure} data-in={side.name} data-text={span.text} /><span class="hidden">{say(lang, w.hideThis, { text: span.text })}</span></label></td>
          <td class="head"><span class="quiet">{place + 1}.</span> <a href={`#${markId(side, span)}`}>{span.text}</a> <span class="quiet">{say(lang, deskWords[`what_${span.what}`])}</span> <Tag tone={span.sure ? 'late' : 'plain'}>{say(lang, span.sure ? deskWords.sure : deskWords.maybe)}</Tag></td>
        </tr>
      ))}
    </tbody>
  </table>
);
