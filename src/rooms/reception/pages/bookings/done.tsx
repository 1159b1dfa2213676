import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { say, sayLoose, type Sentence } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, page, seeOther, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { Button, ErrorSummary, errorsFrom, Form, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { callerOf } from '../../../people/contract.ts';
import { clerkOf, isReminded } from '../../acts/bookings/around.ts';
import { openBookingByCode } from '../../acts/bookings/follow.ts';
import { openVisitByCode } from '../../acts/visits/follow.ts';
import { findBookingSchema } from '../../contract/bookings.ts';
import { findVisitSchema } from '../../contract/visits.ts';
import { visitorsMay } from '../../policy/bookings.ts';
import { bookingDraftOf } from '../../store/booking-draft.ts';
import { linkToken } from '../../store/seal.ts';
import { bookFieldWords, refusals } from '../../words/bookings.ts';
import { ownWords as w } from '../../words/booking-own.ts';
import { Bring, codeOf, Facts, Keep } from './own.tsx';
import { seenBooking } from './seen.ts';

/** A library's computer is somebody else's after a while: from then on the link or the number with its code is asked for. */
const shownForMs = 2 * 60 * 60_000;

/** Shown to the very browser that booked, for two hours: number, code, day, room, what to bring; made to be printed. */
const donePage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const draft = await read(asked.ctx, (q) => bookingDraftOf(q, asked.visit));
  const id = draft?.sentBookingId ?? null;
  if (id === null) return seeOther(`/${lang}/receptions/book`);
  if (asked.ctx.clock.now() - (draft?.touchedAt?.getTime() ?? 0) > shownForMs) return seeOther(`/${lang}/receptions/follow`);
  const { s, reminded } = await read(clerkOf(asked.ctx), async (q) => {
    const seen = await seenBooking(asked, q, id);
    return { s: seen, reminded: seen?.at ? await isReminded(asked.ctx, q, id, seen.at.sitting) : false };
  });
  if (!s) return seeOther(`/${lang}/receptions/book`);
  const path = `/${lang}/receptions/bookings/${linkToken('booking', s.b.id, s.b.secretVersion)}`;
  const title = say(lang, s.b.state === 'waiting' ? w.doneWaits : w.doneTitle);
  return (
    <Page asked={asked} title={title} noindex>
      <div class="panel">
        <h1>{title}</h1>
        <p>{say(lang, w.number)}</p>
        <p class="big">{s.b.number}</p>
        <p>{say(lang, w.code)}: <strong class="number">{codeOf(s)}</strong></p>
      </div>
      <Facts lang={lang} s={s} />
      <p class="row noprint"><a class="button" href={path}>{say(lang, w.open)}</a>{s.at && <a class="button second" href={`${path}/visit.ics`}>{say(lang, w.calendar)}</a>}</p>
      {s.at && <p>{say(lang, reminded ? w.reminded : w.unreminded)}</p>}
      <Bring lang={lang} s={s} />
      {await Keep({ asked, s })}
      <Form csrf={asked.csrf} action={`/${lang}/receptions/book`}><Button kind="second">{say(lang, w.another)}</Button></Form>
    </Page>
  );
};

const findForm = (asked: Asked, values: Readonly<Record<string, string>> = {}, errors: Errors = {}) => {
  const { lang } = asked;
  return (
    <Page asked={asked} title={say(lang, w.findTitle)}>
      <h1>{say(lang, w.findTitle)}</h1>
      <ErrorSummary lang={lang} errors={errors} />
      <p>{say(lang, w.findLead)}</p>
      <Form csrf={asked.csrf}>
        <TextField lang={lang} name="number" label={say(lang, w.number)} hint={say(lang, w.numberHint)} value={values['number'] ?? asked.query.get('number')?.slice(0, 60) ?? ''} errors={errors} short />
        <TextField lang={lang} name="code" label={say(lang, w.code)} hint={say(lang, w.codeHint)} value={values['code']} errors={errors} short />
        <Button>{say(lang, w.find)}</Button>
      </Form>
      <p class="quiet">{say(lang, w.lost)}</p>
    </Page>
  );
};

const findIt = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const values = { number: form.get('number').slice(0, 200), code: form.get('code').slice(0, 200) };
  const visit = findVisitSchema.safeParse(values);
  const parsed = findBookingSchema.safeParse(values);
  if (!visit.success && !parsed.success) return html(findForm(asked, values, errorsFrom(asked.lang, parsed.error.issues, bookFieldWords, bookFieldWords.other)), 422);
  const caller = callerOf(asked.remote);
  const token = visit.success ? await openVisitByCode(asked.ctx, { ...visit.data, caller }) : parsed.success ? await openBookingByCode(asked.ctx, { ...parsed.data, caller }) : refuse('follow_not_found');
  if (!isRefusal(token)) return seeOther(`/${asked.lang}/${visit.success ? 'visits' : 'receptions/bookings'}/${token}`);
  const many = token.code === 'too_many_tries';
  return html(findForm(asked, values, { '': sayLoose(asked.lang, many ? w.tooMany : (refusals.booking_not_found as Sentence)) }), many ? 429 : 422);
};

export const doneBookingRoutes: readonly Route[] = [
  page({ method: 'get', path: '/receptions/book/done', may: visitorsMay, handler: donePage }),
  page({ method: 'get', path: '/receptions/follow', may: visitorsMay, handler: (asked) => findForm(asked) }),
  page({ method: 'post', path: '/receptions/follow', may: visitorsMay, handler: findIt }),
];
