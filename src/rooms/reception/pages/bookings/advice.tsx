import type { VNode } from 'preact';
import { today } from '../../../../kernel/day.ts';
import { say } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, page, seeOther, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { Button, Form } from '../../../../ui/fields.tsx';
import { Back, Note } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { carryIntoDraft } from '../../../appeals/contract.ts';
import { adviceOf, dangersIn, type Urgency } from '../../../recognition/contract.ts';
import { nameOf } from '../../../units/contract.ts';
import { visitorsMay } from '../../policy/bookings.ts';
import { bookingDraftOf } from '../../store/booking-draft.ts';
import { bookWords as w } from '../../words/bookings.ts';
import { aboutOf } from './journey.ts';

const here = (asked: Asked, rest: string): string => `/${asked.lang}/receptions/book${rest}`;
const mostAdvice = 3;
const Danger = ({ asked: { lang }, dangers }: { asked: Asked; dangers: readonly Urgency[] }): VNode => (
  <Note tone="warn">
    {dangers.map((one) => <p key={one.sign} class="lead">{adviceOf(lang, one)}</p>)}
    <p class="row noprint">{[...new Set(dangers.flatMap((one) => one.emergency))].map((number) => <a key={number} class="button big" href={`tel:${number}`}>{say(lang, w.callNumber, { number })}</a>)}</p>
  </Note>
);

/** Between the words and the next question, when the words speak of danger: nobody waits for a reception then. */
const urgentPage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const draft = await read(asked.ctx, (q) => bookingDraftOf(q, asked.visit));
  const dangers = dangersIn(draft?.fields['text'] ?? '', today(asked.ctx.clock)).slice(0, mostAdvice);
  if (!draft || draft.sentBookingId !== null || dangers.length === 0) return seeOther(here(asked, '/where'));
  return (
    <Page asked={asked} title={say(lang, w.safetyFirst)} noindex>
      <Back lang={lang} href={here(asked, '/what')} />
      <h1>{say(lang, w.safetyFirst)}</h1>
      <Danger asked={asked} dangers={dangers} />
      <p>{say(lang, w.urgentKept)}</p>
      <Form csrf={asked.csrf} action={here(asked, '/advice')}><Button>{say(lang, w.adviceSend)}</Button></Form>
      <p><a href={here(asked, '/where')}>{say(lang, w.urgentGo)}</a></p>
    </Page>
  );
};

/** Who answers for it, and that it can be settled without coming; to come all the same is one press. */
const advicePage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const found = await read(asked.ctx, async (q) => {
    const draft = await bookingDraftOf(q, asked.visit);
    return draft && draft.sentBookingId === null ? await aboutOf(q, asked, draft.fields) : null;
  });
  if (!found?.body) return seeOther(here(asked, '/who'));
  return (
    <Page asked={asked} title={say(lang, w.adviceTitle)} noindex>
      <Back lang={lang} href={here(asked, '/where')} />
      <h1>{say(lang, w.adviceTitle)}</h1>
      <p class="lead">{say(lang, w.adviceLead, { topic: found.topic, unit: nameOf(found.body, lang) })}</p>
      <p>{say(lang, w.adviceWhy)}</p>
      <Form csrf={asked.csrf}><Button>{say(lang, w.adviceSend)}</Button></Form>
      <p><a class="button second" href={here(asked, '/who')}>{say(lang, w.adviceCome)}</a></p>
    </Page>
  );
};

const mostQuoted = 200;
/** Two matters in one letter would be answered as one: the person says which of them is to be sent. */
const otherLetterPage = (asked: Asked, kept: string): VNode => {
  const { lang } = asked;
  return (
    <Page asked={asked} title={say(lang, w.otherTitle)} noindex>
      <Back lang={lang} href={here(asked, '/where')} />
      <h1>{say(lang, w.otherTitle)}</h1>
      <Note><p>{kept.length > mostQuoted ? `${kept.slice(0, mostQuoted)}…` : kept}</p></Note>
      <p>{say(lang, w.otherLead)}</p>
      <p><a class="button" href={`/${lang}/appeals/new/what`}>{say(lang, w.otherFinish)}</a></p>
      <Form csrf={asked.csrf} action={here(asked, '/advice')}><input type="hidden" name="anew" value="yes" /><Button kind="second">{say(lang, w.otherInstead)}</Button></Form>
    </Page>
  );
};

/** The words and the place go along into an appeal that this browser has not sent yet. */
const sendInstead = async (asked: Asked): Promise<Answer> => {
  const draft = await read(asked.ctx, (q) => bookingDraftOf(q, asked.visit));
  if (!draft || draft.sentBookingId !== null) return seeOther(here(asked, ''));
  const anew = (await asked.form()).get('anew') === 'yes';
  const kept = await carryIntoDraft(asked.ctx, asked.visit, { text: draft.fields['text'] ?? '', place: draft.fields['place'] ?? '', territory: draft.fields['territory'] ?? '' }, { anew });
  if (kept !== null) return html(otherLetterPage(asked, kept), 409);
  return seeOther(`/${asked.lang}/appeals/new/what`);
};

export const adviceRoutes: readonly Route[] = [
  page({ method: 'get', path: '/receptions/book/urgent', may: visitorsMay, handler: urgentPage }),
  page({ method: 'get', path: '/receptions/book/advice', may: visitorsMay, handler: advicePage }),
  page({ method: 'post', path: '/receptions/book/advice', may: visitorsMay, handler: sendInstead }),
];
