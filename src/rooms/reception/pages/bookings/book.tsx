import type { VNode } from 'preact';
import { addDays, isDay, today } from '../../../../kernel/day.ts';
import { refuse, type Refusal } from '../../../../kernel/refusal.ts';
import { say } from '../../../../kernel/words.ts';
import { read, write } from '../../../../platform/db.ts';
import { html, page, seeOther, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { Button, Form, type Choice, type Errors } from '../../../../ui/fields.tsx';
import { Back, Note } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { dangersIn } from '../../../recognition/contract.ts';
import { openUnits } from '../../../units/contract.ts';
import { waitDays } from '../../law/bookings.ts';
import { visitorsMay } from '../../policy/bookings.ts';
import { bookingDraftOf, dropBookingDraft, keepBookingDraft, type BookingDraft } from '../../store/booking-draft.ts';
import { hostsIn } from '../../store/bookings/places.ts';
import { bookFieldWords, bookWords as w } from '../../words/bookings.ts';
import { question } from './asking.tsx';
import { checkPage, sendBooking } from './check.tsx';
import { aboutOf, asksSteps, firstOpen, hostsOf, journeyOf, slotValue, type Journey } from './journey.ts';
import { placeInText, placeMeant, placesLike } from './near.ts';
import { Waiting } from './questions.tsx';
import { cleared, isStep, taken, textProblems, youProblems, type Fields, type Step } from './steps.ts';

const empty: BookingDraft = { key: '', fields: {}, sentBookingId: null };
const here = (asked: Asked, rest = ''): string => `/${asked.lang}/receptions/book${rest}`;
const keep = (asked: Asked, fields: Fields): Promise<void> => write(asked.ctx, (tx) => keepBookingDraft(tx, asked.visit, fields, new Date(asked.ctx.clock.now())));

const start = async (asked: Asked): Promise<VNode> => {
  const { lang } = asked;
  const draft = (await read(asked.ctx, (q) => bookingDraftOf(q, asked.visit))) ?? empty;
  const wish = await wished(asked, asked.query.get('who') ?? '');
  const unfinished = draft.sentBookingId === null && Object.entries(draft.fields).some(([name, value]) => name !== 'wish' && value !== '');
  return (
    <Page asked={asked} title={say(lang, w.title)}>
      <h1>{say(lang, w.title)}</h1>
      <p class="lead">{say(lang, w.lead)}</p>
      {wish && <p>{say(lang, w.withWhom, { name: wish.name })}</p>}
      {unfinished && <Note><p><strong>{say(lang, w.resume)}</strong></p><p><a class="button" href={here(asked, '/what')}>{say(lang, w.resumeGo)}</a></p></Note>}
      <Form csrf={asked.csrf} action={here(asked)}>{wish && <input type="hidden" name="who" value={wish.accountId} />}<Button kind={unfinished ? 'second' : 'big'}>{say(lang, unfinished ? w.anew : w.begin)}</Button></Form>
      <p><a href={`/${lang}/receptions/follow`}>{say(lang, w.haveOne)}</a></p>
    </Page>
  );
};
const begin = async (asked: Asked): Promise<Response> => {
  const wish = await wished(asked, (await asked.form()).get('who'));
  await write(asked.ctx, (tx) => dropBookingDraft(tx, asked.visit));
  if (wish) await keep(asked, { wish: String(wish.accountId) });
  return seeOther(here(asked, '/what'));
};

/** The official from whose line on the site they come, chosen in advance where that is asked; anybody else's id says nothing. */
const wished = async (asked: Asked, who: string): Promise<{ readonly accountId: number; readonly name: string } | null> => (!/^\d{1,15}$/.test(who) ? null : read(asked.ctx, async (q) => {
  const hosts = await hostsIn(q, (await openUnits(q, 'branch')).map((one) => one.id), today(asked.ctx.clock));
  const accountId = hosts.find((one) => one.accountId === Number(who))?.accountId;
  const name = accountId === undefined ? undefined : (await peopleByIds(q, [accountId])).get(accountId)?.name;
  return accountId === undefined || name === undefined ? null : { accountId, name };
}));

const showStep = async (asked: Asked): Promise<Answer> => {
  const step = asked.param('step');
  if (!isStep(step)) return refuse('page_not_found');
  return read(asked.ctx, async (q): Promise<Answer> => {
    const draft = (await bookingDraftOf(q, asked.visit)) ?? empty;
    if (draft.sentBookingId !== null) return seeOther(here(asked, '/done'));
    const j = await journeyOf(asked, q, draft.fields);
    const open = firstOpen(asked, draft.fields, j);
    const asks = asksSteps(j);
    // nothing is asked before what it hangs on
    if (asks.indexOf(step) > asks.indexOf(open) || !asks.includes(step)) return seeOther(here(asked, `/${open}`));
    if (step === 'check') return checkPage(asked, q, draft.fields, j);
    const said = step === 'where' && !draft.fields['territory'] ? await placeInText(q, draft.fields['text'] ?? '', asked.lang) : null;
    const fields = said ? { ...draft.fields, ...said } : draft.fields;
    const choices = step === 'where' && fields['territory'] ? await placesLike(q, fields['place'] ?? '', asked.lang) : [];
    return question(asked, q, step, j, { fields, errors: {}, choices, fromText: said !== null });
  });
};

const answerStep = async (asked: Asked): Promise<VNode | Response | Refusal> => {
  const step = asked.param('step');
  if (!isStep(step)) return refuse('page_not_found');
  const draft = (await read(asked.ctx, (q) => bookingDraftOf(q, asked.visit))) ?? empty;
  if (draft.sentBookingId !== null) return seeOther(here(asked, '/done'));
  if (step === 'check') return sendBooking(asked, draft);
  const form = await asked.form();
  const typed: Record<string, string> = { ...taken(step, form.get) };
  const changed = Object.keys(typed).some((name) => typed[name] !== draft.fields[name]);
  const fields: Record<string, string> = { ...draft.fields, ...(changed ? cleared(step) : {}), ...typed };
  const settled = await read(asked.ctx, async (q) => {
    const choices = step === 'where' ? await placesLike(q, fields['place'] ?? '', asked.lang) : [];
    if (step === 'where') fields['territory'] = (await placeMeant(q, fields['place'] ?? '', fields['territory'] ?? '', choices)) ?? '';
    return { choices, j: await journeyOf(asked, q, fields) };
  });
  const errors = await problemsOf(asked, step, fields, settled);
  await keep(asked, fields);
  if (Object.keys(errors).length > 0) return html(await read(asked.ctx, (q) => question(asked, q, step, settled.j, { fields, errors, choices: settled.choices })), 422);
  if (step === 'what' && dangersIn(fields['text'] ?? '', today(asked.ctx.clock)).length > 0) return seeOther(here(asked, '/urgent'));
  if (step === 'where' && (await read(asked.ctx, (q) => aboutOf(q, asked, fields)))?.body) return seeOther(here(asked, '/advice'));
  return seeOther(here(asked, `/${firstOpen(asked, fields, settled.j)}`));
};

const problemsOf = async (asked: Asked, step: Step, fields: Fields, { choices, j }: { readonly choices: readonly Choice[]; readonly j: Journey }): Promise<Errors> => {
  const { lang } = asked;
  if (step === 'what') return textProblems(lang, fields);
  if (step === 'you') return youProblems(lang, fields);
  if (step === 'where') {
    if (fields['territory']) return {};
    const typed = (fields['place'] ?? '').slice(0, 60);
    return { place: typed === '' ? say(lang, bookFieldWords.place_missing) : choices.length > 0 ? say(lang, bookFieldWords.choose_one) : say(lang, bookFieldWords.place_unknown, { text: typed }) };
  }
  const one = say(lang, bookFieldWords.choose_one);
  if (step === 'who') return fields['who'] === 'any' || (await read(asked.ctx, (q) => hostsOf(asked, q, j, null))).some((h) => String(h.accountId) === fields['who']) ? {} : { who: one };
  if (step === 'how') return fields['mode'] === 'place' || fields['mode'] === 'video' ? {} : { mode: one };
  if (step === 'day') return isDay(fields['day'] ?? '') && j.fitting.some((place) => place.sitting.heldOn === fields['day']) ? {} : { '': say(lang, w.timeGone) };
  return j.fitting.some((place) => place.sitting.heldOn === fields['day'] && slotValue(place) === fields['slot']) ? {} : { slot: one };
};

const showWaiting = async (asked: Asked): Promise<Answer> => {
  const draft = await read(asked.ctx, (q) => bookingDraftOf(q, asked.visit));
  if (!draft || draft.sentBookingId !== null || !draft.fields['who']) return seeOther(here(asked));
  return (
    <Page asked={asked} title={say(asked.lang, w.waitTitle)} noindex>
      <Back lang={asked.lang} href={here(asked, '/day')} />
      <Waiting lang={asked.lang} csrf={asked.csrf} until={addDays(today(asked.ctx.clock), waitDays)} />
    </Page>
  );
};
const joinWaiting = async (asked: Asked): Promise<Answer> => {
  const draft = await read(asked.ctx, (q) => bookingDraftOf(q, asked.visit));
  if (!draft || draft.sentBookingId !== null || !draft.fields['who']) return seeOther(here(asked));
  await keep(asked, { wait: 'yes', day: '', slot: '' });
  const fields = { ...draft.fields, wait: 'yes' };
  const j = await read(asked.ctx, (q) => journeyOf(asked, q, fields));
  return seeOther(here(asked, `/${firstOpen(asked, fields, j)}`));
};

const step = '/receptions/book/:step{(?:what|where|who|how|day|time|you|check)}';
export const bookRoutes: readonly Route[] = [
  page({ method: 'get', path: '/receptions/book', may: visitorsMay, handler: start }),
  page({ method: 'post', path: '/receptions/book', may: visitorsMay, handler: begin }),
  page({ method: 'get', path: step, may: visitorsMay, handler: showStep }),
  page({ method: 'post', path: step, may: visitorsMay, handler: answerStep }),
  page({ method: 'get', path: '/receptions/book/waiting', may: visitorsMay, handler: showWaiting }),
  page({ method: 'post', path: '/receptions/book/waiting', may: visitorsMay, handler: joinWaiting }),
];
