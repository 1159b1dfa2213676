import type { VNode } from 'preact';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { showPhone } from '../../../../kernel/phone.ts';
import { moment, shortDay } from '../../../../kernel/show.ts';
import { langs, say } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, Checkbox, ErrorSummary, Form, hasErrors, Select, TextArea, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Back, Fold, Note, Summary, Tag } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { uiWords } from '../../../../ui/words.ts';
import { appealStageWords } from '../../../appeals/contract.ts';
import { nameOf } from '../../../units/contract.ts';
import { visitSeen } from '../../acts/visits/around.ts';
import { unsettled } from '../../law/visits.ts';
import { mayAddMatter } from '../../policy/visits.ts';
import { outcomeWords, visitWords as w } from '../../words/visits.ts';
import type { Typed } from './said.ts';
import { hrefOf, MatterBox, type Filling } from './settle.tsx';
import { nameOfVisitor, viewOf, type View } from './view.ts';

type Shown = { readonly typed?: Typed; readonly errors?: Errors; readonly status?: 200 | 403 | 409 | 413 | 422 | 429 | 503 };

/** The clerk's and the official's one screen. */
export const visitPage = async (asked: Asked, shown: Shown = {}): Promise<Answer> => {
  const found = await read(asked.ctx, async (q) => {
    const visit = await visitSeen(q, asked.ctx.actor, asked.param('number'));
    return visit ? viewOf(q, asked.ctx, visit) : refuse('visit_not_found');
  });
  if (isRefusal(found)) return found;
  return html(<VisitPage filling={{ asked: { ...asked, here: `/desk/visits/${found.visit.number}` }, view: found, typed: shown.typed ?? {}, errors: shown.errors ?? {} }} />, shown.status ?? 200);
};

const VisitPage = ({ filling }: { filling: Filling }): VNode => {
  const { asked, view, errors } = filling;
  const { lang } = asked;
  const { visit } = view;
  // words typed and not yet written down go with the buttons that end the visit
  const ending = { form: 'matter', to: `${hrefOf(lang, visit.number)}/endings` };
  const may = visit.state === 'begun' && !isRefusal(mayAddMatter(asked.ctx.actor, visit));
  const name = nameOfVisitor(visit);
  const hanging = unsettled(view.matters.map((one) => one.matter)).length;
  return (
    <Desk asked={asked} title={say(lang, w.heading, { number: visit.number })}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/desk/visits`} />
        <ErrorSummary lang={lang} errors={errors} />
        <div>
          <h1>{name === '' ? say(lang, w.nobody) : name} <Tag tone={visit.state === 'begun' ? 'work' : 'plain'}>{say(lang, w[visit.state])}</Tag> {visit.quiet && <Tag tone="late">{say(lang, w.quiet)}</Tag>}</h1>
          <p class="quiet"><span class="number">{visit.number}</span> · {moment(visit.beganAt)} · {nameOf(view.branch, lang)}{view.official !== null && <> · {say(lang, w.official)}: {view.official}</>}</p>
        </div>
        <Quiet filling={filling} may={may} />
        <div class="split">
          <div class="stack">
            {view.matters.map((one) => <MatterBox key={one.matter.id} filling={filling} one={one} />)}
            {may && <AddMatter filling={filling} autofocus={hanging === 0 && !hasErrors(errors)} />}
            {visit.state !== 'begun' && <p><a class="button" href={`${hrefOf(lang, visit.number)}/paper`}>{say(lang, w.paper)}</a></p>}
          </div>
          <aside class="stack">
            {may && (
              <div class="box">
                <div class="row">
                  <Button {...ending} kind="big">{say(lang, w.finish)}</Button>
                  {hanging > 0 && <Button {...ending} kind="second" name="rest" value="register">{say(lang, w.finishRest)}</Button>}
                  <Button {...ending} kind="link" name="left" value="yes">{say(lang, w.leave)}</Button>
                </div>
                {view.matters.length > 0 && <p><a href={`${hrefOf(lang, visit.number)}/paper`}>{say(lang, w.paper)}</a></p>}
              </div>
            )}
            <Person filling={filling} may={may} />
            <Before filling={filling} />
          </aside>
        </div>
      </div>
    </Desk>
  );
};

const AddMatter = ({ filling, autofocus }: { filling: Filling; autofocus: boolean }): VNode => {
  const { asked: { lang, csrf }, view, typed, errors } = filling;
  const form = (
    <Form id="matter" csrf={csrf} action={`${hrefOf(lang, view.visit.number)}/matters`}>
      <input type="hidden" name="key" value={typed['key'] || crypto.randomUUID()} />
      <TextArea lang={lang} name="text" label={say(lang, w.matterText)} value={typed['text']} errors={errors} rows={3} autofocus={autofocus} />
      <Button accesskey="s">{say(lang, w.matterAdd)}</Button>
    </Form>
  );
  return view.matters.length === 0 ? <div class="box">{form}</div> : <Fold title={say(lang, w.matterMore)} open={autofocus || errors['text'] !== undefined}>{form}</Fold>;
};

/** Numbers of help first; then who will see it. One click where the words themselves speak of danger. */
const Quiet = ({ filling, may }: { filling: Filling; may: boolean }): VNode | null => {
  const { asked: { lang, csrf }, view } = filling;
  const { visit } = view;
  const action = `${hrefOf(lang, visit.number)}/quietness`;
  if (visit.quiet) return (
    <Note tone="warn">
      <p><strong>{say(lang, w.quietHelp)}</strong></p>
      <p>{say(lang, w.quietMeans)}</p>
      {may && <Form csrf={csrf} action={action}><input type="hidden" name="quiet" value="no" /><Button kind="link">{say(lang, w.quietOff)}</Button></Form>}
    </Note>
  );
  if (!may) return null;
  return view.quietSuggested ? (
    <Note tone="warn">
      <p><strong>{say(lang, w.quietSuggested)}</strong></p>
      <p>{say(lang, w.quietHelp)}</p>
      <Form csrf={csrf} action={action}><input type="hidden" name="quiet" value="yes" /><Button>{say(lang, w.quietOn)}</Button></Form>
    </Note>
  ) : (
    <Fold title={say(lang, w.quiet)}>
      <Form csrf={csrf} action={action}><p>{say(lang, w.quietMeans)}</p><Checkbox name="quiet" text={say(lang, w.quietAsk)} /><Button kind="second">{say(lang, w.quietOn)}</Button></Form>
    </Fold>
  );
};

const Person = ({ filling, may }: { filling: Filling; may: boolean }): VNode => {
  const { asked: { lang, csrf }, view: { visit }, typed, errors } = filling;
  const field = (name: string, standing: string | null) => ({ lang, name, value: typed[name] ?? standing ?? '', errors });
  const rows = [
    ...(visit.phone === null ? [] : [{ label: say(lang, w.phone), value: showPhone(visit.phone) }]), ...(visit.email === null ? [] : [{ label: say(lang, w.email), value: visit.email }]),
    ...(visit.address === null ? [] : [{ label: say(lang, w.address), value: visit.address }]), { label: say(lang, w.lang), value: uiWords[visit.lang][visit.lang] },
  ];
  return (
    <div class="box">
      <h2>{say(lang, w.person)}</h2>
      <Summary rows={rows} />
      {may && (
        <Fold title={say(lang, w.change)} open={['surname', 'given', 'patronymic', 'phone', 'email', 'iin', 'address'].some((name) => errors[name] !== undefined) || errors['name'] !== undefined}>
          <Form csrf={csrf} action={`${hrefOf(lang, visit.number)}/persons`}>
            <PersonFields lang={lang} field={field} standing={visit} iinKept={visit.hasIin} />
            <Select {...field('lang', visit.lang)} label={say(lang, w.lang)} choices={langs.map((one) => ({ value: one, text: uiWords[one][one] }))} />
            <Button kind="second">{say(lang, w.save)}</Button>
          </Form>
        </Fold>
      )}
    </div>
  );
};

type Field = (name: string, standing: string | null) => { lang: Asked['lang']; name: string; value: string; errors: Errors };
export const PersonFields = ({ lang, field, standing, iinKept, autofocus = false }: { lang: Asked['lang']; field: Field; standing: Partial<Pick<View['visit'], 'surname' | 'given' | 'patronymic' | 'phone' | 'email' | 'address'>>; iinKept: boolean; autofocus?: boolean }): VNode => (
  <div class="pair">
    <TextField {...field('surname', standing.surname ?? null)} label={say(lang, w.surname)} max={100} autofocus={autofocus} />
    <TextField {...field('given', standing.given ?? null)} label={say(lang, w.given)} max={100} />
    <TextField {...field('patronymic', standing.patronymic ?? null)} label={say(lang, w.patronymic)} max={100} />
    <TextField {...field('phone', standing.phone ?? null)} type="tel" inputmode="tel" label={say(lang, w.phone)} max={40} />
    <TextField {...field('email', standing.email ?? null)} type="email" label={say(lang, w.email)} max={200} />
    <TextField {...field('iin', null)} inputmode="numeric" label={say(lang, w.iin)} hint={iinKept ? say(lang, w.iinKept) : undefined} max={14} />
    <TextField {...field('address', standing.address ?? null)} label={say(lang, w.address)} max={300} />
  </div>
);

/** What they asked before: appeals, visits, and what was promised and is open still. */
const Before = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view } = filling;
  const nothing = view.earlier.length === 0 && view.visits.length === 0;
  return (
    <div class="box">
      <h2>{say(lang, w.earlier)}</h2>
      {nothing && <p class="quiet">{say(lang, w.earlierNone)}</p>}
      {view.visits.some((one) => one.open.length > 0) && <h3>{say(lang, w.earlierPromises)}</h3>}
      <ul class="plainlist">
        {view.visits.flatMap((one) => one.open.map((promise) => (
          <li key={promise.id}><strong>{promise.text}</strong> <span class="nowrap">{say(lang, w.until, { day: shortDay(promise.dueOn) })}</span> {promise.dueOn < view.today && <Tag tone="late">{say(lang, w.promiseLate)}</Tag>} <a href={hrefOf(lang, one.visit.number)}>{one.visit.number}</a></li>
        )))}
      </ul>
      <ul class="plainlist">
        {view.earlier.map((one) => <li key={one.id}><a href={`/${lang}/desk/appeals/${one.number}`}>{one.number}</a> <span class="quiet small">{shortDay(one.registeredOn)}, {say(lang, appealStageWords[one.stage])}</span><br /><span class="small">{one.excerpt}</span></li>)}
        {view.visits.map((one) => (
          <li key={one.visit.id}><a href={hrefOf(lang, one.visit.number)}>{one.visit.number}</a> <span class="quiet small">{shortDay(one.visit.heldOn)}</span><br />
            <span class="small">{one.matters.map((matter) => [matter.text.slice(0, 80), matter.outcome === null ? '' : `(${say(lang, outcomeWords[matter.outcome])})`].filter(Boolean).join(' ')).join('; ')}</span></li>
        ))}
      </ul>
    </div>
  );
};
