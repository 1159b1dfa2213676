import type { VNode } from 'preact';
import type { Day } from '../../../../kernel/day.ts';
import { showPhone } from '../../../../kernel/phone.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { fullName, longDay, moment, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { html, type Answer, type Asked } from '../../../../platform/web.ts';
import { Baton } from '../../../../ui/baton.tsx';
import { ErrorSummary, type Errors } from '../../../../ui/fields.tsx';
import { Back, Note, Summary, Tag, type SummaryRow } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { uiWords } from '../../../../ui/words.ts';
import { nameOf } from '../../../units/contract.ts';
import { numberField } from '../../contract/fields.ts';
import { isOpen } from '../../law/stages.ts';
import { causeWords } from '../../words/causes.ts';
import { clockWords } from '../../words/clocks.ts';
import { deskWords } from '../../words/desk.ts';
import { channelWords, commonWords, kindWords } from '../../words/labels.ts';
import { urgencyWords } from '../../words/urgency.ts';
import { AwayTag, DueTag, OutcomeTag, StageTag, UrgentTag, VerdictTag } from '../tags.tsx';
import { nearest, Terms } from '../term.tsx';
import { Acts } from './acts.tsx';
import type { Typed } from './fields.ts';
import { Fates } from './fates.tsx';
import { nameOfPerson } from './find.tsx';
import { matterHref } from './form.tsx';
import { Iin } from './form-iin.tsx';
import { Keys } from './keys.tsx';
import { PaperList } from './papers.tsx';
import type { DeskAct } from './possible.ts';
import { Story } from './story.tsx';
import { ForwardTimer, Tasks } from './tasks.tsx';
import { viewOf, type View } from './view.ts';

type Shown = { readonly open?: DeskAct; readonly typed?: Typed; readonly errors?: Errors; readonly iin?: string; readonly status?: Parameters<typeof html>[1] };

/** A number as typed in an address; what is none leads nowhere. */
export const numberOf = (asked: Asked): string => {
  const read = numberField.safeParse(asked.param('number'));
  return read.success ? read.data : '';
};

/** The matter's page, also when a form of it comes back: then with what was typed, and the reason first. */
export const matterPage = async (asked: Asked, shown: Shown = {}): Promise<Answer> => {
  const { typed = {}, errors = {}, open = null, iin = null, status = 200 } = shown;
  const view = await viewOf(asked.ctx, asked.lang, numberOf(asked), typed);
  if (isRefusal(view)) return view;
  const { appeal } = view.whole;
  const here = { ...asked, here: `/desk/appeals/${appeal.number}` };
  return html(<Matter asked={here} view={view} typed={typed} errors={errors} open={open} iin={iin} />, status);
};

const Matter = ({ asked, view, typed, errors, open, iin }: { asked: Asked; view: View; typed: Typed; errors: Errors; open: DeskAct | null; iin: string | null }): VNode => {
  const { lang } = asked;
  const { whole, limits } = view;
  const { appeal } = whole;
  const at = matterHref(lang, appeal.number);
  return (
    <Desk asked={asked} title={appeal.number}>
      <div data-keeps={at} data-looks={`${at}/looks`} data-csrf={asked.csrf}>
        <Back lang={lang} href={`/${lang}/desk/appeals`} />
        <ErrorSummary lang={lang} errors={errors} />
        <div class="spread">
          <div class="row">
            <h1 class="number">{appeal.number}</h1>
            <StageTag lang={lang} stage={appeal.stage} />
            <UrgentTag lang={lang} sign={appeal.urgency} />
            {appeal.cameBack && <Tag tone="late">{say(lang, deskWords.cameBack)}</Tag>}
            {answerWaits(whole) && <Tag tone="soon">{say(lang, deskWords.isPublishedBare)}</Tag>}
            {appeal.reopenedCount > 0 && <Tag tone="soon">{say(lang, deskWords.reopened, { count: appeal.reopenedCount })}</Tag>}
          </div>
          <div class="row">
            <Days lang={lang} appeal={appeal} limits={limits} />
            <ForwardTimer lang={lang} view={view} />
            <a href="#acts">{say(lang, deskWords.acts)}</a>
          </div>
        </div>
        <p class="quiet small" role="status" data-lookers>{lookersText(lang, view.lookers)}</p>
        {appeal.urgency !== null && isOpen(appeal.stage) && <UrgentNote lang={lang} view={view} />}
        <div class="split">
          <div>
            <h2>{say(lang, deskWords.text)}</h2>
            <div class="box plain" lang={appeal.lang}>{whole.text}</div>
            <Papers lang={lang} view={view} at={at} />
            <h2>{say(lang, deskWords.details)}</h2>
            <div class="pair"><Summary rows={[...applicantRows(lang, view, iin), ...wayRows(lang, view)]} /><Summary rows={matterRows(lang, view)} /></div>
            <Terms lang={lang} appeal={appeal} clocks={view.clocks} today={limits.today} unit={view.unitName(appeal.holderUnit)} />
            <Tasks lang={lang} view={view} />
            <Baton lang={lang} now={view.now} warning={view.lead?.carousel ? say(lang, deskWords.carousel, { count: appeal.handOvers }) : null}
              held={view.stretches.map((one) => ({ from: one.from, until: one.until, name: [view.unitName(one.unitId), one.accountId === null ? '' : view.personName(one.accountId)].filter(Boolean).join(', ') }))} />
            <Relatives lang={lang} view={view} />
            <Fates asked={asked} view={view} typed={typed} errors={errors} />
            <Story lang={lang} view={view} />
          </div>
          <aside id="acts" aria-labelledby="acts-title">
            <Acts filling={{ asked, view, typed, errors }} open={open} done={Object.keys(errors).length === 0 ? asked.query.get('done') ?? '' : ''} />
          </aside>
        </div>
      </div>
      <Keys lang={lang} matter={appeal.number} />
    </Desk>
  );
};

/** What to do first; and that a program set the mark, until a person has (product.md, rule 5). */
const UrgentNote = ({ lang, view }: { lang: Lang; view: View }): VNode | null => {
  const phone = view.whole.person?.phone ?? null;
  const byMachine = !view.rows.some((row) => row.code === 'urgency_set');
  return phone === null && !byMachine ? null : (
    <Note tone="warn">
      <p>{phone !== null && <><strong>{say(lang, urgencyWords.call)}</strong> <a class="nowrap" href={`tel:${phone}`}>{showPhone(phone)}</a>{byMachine && <br />}</>}{byMachine && say(lang, urgencyWords.byMachine)}</p>
    </Note>
  );
};

/** The nearer day first, with its tag; the other beside it. */
const Days = ({ lang, appeal, limits }: { lang: Lang; appeal: View['whole']['appeal']; limits: View['limits'] }): VNode => {
  const near = nearest(appeal);
  const day = (on: Day) => <strong class="number" title={longDay(lang, on)}>{shortDay(on)}</strong>;
  return (
    <>
      <span>{say(lang, deskWords.due)}: {day(near.on)}{appeal.own !== null && <> <span class="quiet small">{say(lang, near.promise ? clockWords.promiseShort : clockWords.bodyShort)}</span></>}</span>
      <DueTag lang={lang} dueOn={near.on} today={limits.today} near={limits.near} stage={appeal.stage} />
      {appeal.own !== null && <span class="small">{say(lang, near.promise ? clockWords.bodyShort : clockWords.promiseShort)}: {day(near.promise ? appeal.dueOn : appeal.own.dueOn)}</span>}
    </>
  );
};

export const lookersText = (lang: Lang, names: readonly string[]): string => {
  const known = names.filter((name) => name !== '');
  return known.length === 0 ? '' : say(lang, deskWords.alsoHere, { names: known.join(', ') });
};

const Papers = ({ lang, view, at }: { lang: Lang; view: View; at: string }): VNode => (
  <>
    {view.papers.length > 0 && <><h3>{say(lang, deskWords.papers)}</h3><PaperList lang={lang} papers={view.papers} at={at} /></>}
    {view.innerPapers.length > 0 && <><h3>{say(lang, deskWords.papersInner)}</h3><Note tone="warn"><PaperList lang={lang} papers={view.innerPapers} at={at} /></Note></>}
  </>
);

/** The text is on the site and the answer that was sent is not: a clerk looks it through (pages/desk/redaction.tsx). */
const answerWaits = ({ appeal, final }: View['whole']): boolean => appeal.publishedAt !== null && final !== null && final.shown === null;

const mostSignatories = 20;

const applicantRows = (lang: Lang, { whole: { person }, against }: View, iin: string | null): readonly SummaryRow[] => {
  if (!person) return [{ label: say(lang, commonWords.applicant), value: say(lang, commonWords.anonymous) }];
  const { signatories } = person;
  const rows: readonly (SummaryRow | null)[] = [
    { label: say(lang, commonWords.applicant), value: <strong>{nameOfPerson(person)}</strong> },
    person.phone === null ? null : { label: say(lang, deskWords.phone), value: <a href={`tel:${person.phone}`}>{showPhone(person.phone)}</a> },
    person.email === null ? null : { label: say(lang, deskWords.email), value: person.email },
    person.address === null ? null : { label: say(lang, deskWords.postal), value: person.address },
    person.hasIin ? { label: say(lang, person.kind === 'organisation' ? deskWords.binKnown : deskWords.iinKnown), value: <Iin lang={lang} iin={iin} may={against.show_iin === null} /> } : null,
    person.representative === null ? null : { label: say(lang, deskWords.representative), value: `${person.representative} (${person.authority ?? ''})` },
    signatories.length === 0 ? null : {
      label: say(lang, deskWords.signatories, { count: signatories.length }),
      value: [signatories.slice(0, mostSignatories).map(fullName).join('; '), signatories.length > mostSignatories ? say(lang, deskWords.signatoriesMore, { count: signatories.length - mostSignatories }) : ''].filter(Boolean).join('; '),
    },
  ];
  return rows.filter((row) => row !== null);
};

const wayRows = (lang: Lang, { whole }: View): readonly SummaryRow[] => {
  const { appeal } = whole;
  const consent = answerWaits(whole) ? deskWords.isPublishedBare : appeal.publishedAt !== null ? deskWords.isPublished : appeal.publishConsent ? deskWords.consentYes : deskWords.consentNo;
  return [
    { label: say(lang, deskWords.receivedAt), value: `${moment(appeal.receivedAt)}, ${channelWords[appeal.channel][lang]}` },
    { label: say(lang, deskWords.lang), value: uiWords[appeal.lang][appeal.lang] },
    { label: say(lang, deskWords.consent), value: say(lang, consent) },
  ];
};

/** The two keys stand side by side, also while one of them is still empty. */
const matterRows = (lang: Lang, view: View): readonly SummaryRow[] => {
  const { appeal, address, point } = view.whole;
  const topic = view.topics.find((one) => one.code === appeal.topicCode);
  const holder = [view.unitName(appeal.holderUnit), appeal.holderAccount === null ? '' : view.personName(appeal.holderAccount)].filter(Boolean).join(', ');
  return [
    { label: say(lang, commonWords.kind), value: kindWords[appeal.kind][lang] },
    { label: say(lang, commonWords.topic), value: topic ? nameOf(topic, lang) : <span class="quiet">{say(lang, commonWords.topicNone)}</span> },
    { label: say(lang, commonWords.place), value: [address ?? '', view.place || say(lang, commonWords.placeNone)].filter(Boolean).join(', ') },
    ...(point === null ? [] : [{ label: say(lang, deskWords.point), value: <Point lang={lang} point={point} /> }]),
    { label: say(lang, commonWords.holder), value: <>{holder} <AwayTag text={view.away(appeal.holderAccount)} /></> },
    ...(view.lead && view.lead.controller.accountId !== null && view.away(view.lead.controller.accountId) !== '' ? [{ label: say(lang, deskWords.controller), value: <>{view.personName(view.lead.controller.accountId)} <AwayTag text={view.away(view.lead.controller.accountId)} /></> }] : []),
    { label: say(lang, commonWords.officeKey), value: <OutcomeTag lang={lang} outcome={appeal.officeOutcome} /> },
    { label: say(lang, commonWords.personKey), value: <VerdictTag lang={lang} verdict={appeal.verdict} /> },
  ];
};

/** Opens whatever map the device has: no map of somebody else's learns what is looked at. */
const Point = ({ lang, point: { lat, lon, accuracy } }: { lang: Lang; point: NonNullable<View['whole']['point']> }): VNode => (
  <><a class="number" href={`geo:${lat},${lon}`}>{lat}, {lon}</a>{accuracy !== null && <> <span class="quiet small">{say(lang, deskWords.pointWithin, { metres: accuracy })}</span></>}</>
);

const Relatives = ({ lang, view: { whole: { joined, appeal: { number } } } }: { lang: Lang; view: View }): VNode | null => joined.length === 0 ? null : (
  <section aria-labelledby="relatives">
    <h2 id="relatives">{say(lang, deskWords.relatives)}</h2>
    <ul>{joined.map((one) => <li key={`${one.how}${one.id}`}>{say(lang, deskWords[one.how])} <a href={matterHref(lang, one.number)}>{one.number}</a> <StageTag lang={lang} stage={one.stage} /></li>)}</ul>
    {joined.some((one) => one.how === 'joined_to' || one.how === 'joined_by') && <p><a href={`${matterHref(lang, number)}/cause`}>{say(lang, causeWords.causeLink)}</a></p>}
  </section>
);
