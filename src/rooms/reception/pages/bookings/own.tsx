import QRCode from 'qrcode';
import type { VNode } from 'preact';
import { isDay, weekday } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { clockTime, longDay, untilDay, weekdayShort } from '../../../../kernel/show.ts';
import { say, sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { bytes, html, page, seeOther, siteUrl, statusOf, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { Button, ErrorSummary, Form, type Errors } from '../../../../ui/fields.tsx';
import { Back, Note, Tag, type Tone } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, type Unit } from '../../../units/contract.ts';
import { cancel, confirm, move, restore, type Done, type Whose } from '../../acts/bookings.ts';
import { clerkOf, freePlacesOf } from '../../acts/bookings/around.ts';
import { openBooking } from '../../acts/bookings/follow.ts';
import { moveSchema } from '../../contract/bookings.ts';
import { leastAhead, roomBefore, type BookingState, type Sitting } from '../../law/bookings.ts';
import { bookersMay } from '../../policy/bookings.ts';
import { linkToken, followCode } from '../../store/seal.ts';
import { bookFieldWords, bookWords, refusals } from '../../words/bookings.ts';
import { ownWords as w } from '../../words/booking-own.ts';
import { roomText } from '../duties/around.ts';
import { BookingCalendar } from './calendar.tsx';
import { icsOf } from './ics.ts';
import { daysOf, offersVideo } from './journey.ts';
import { TimeChoices } from './questions.tsx';
import { seenBooking, type Seen } from './seen.ts';

const path = (asked: Asked, token: string, rest = ''): string => `/${asked.lang}/receptions/bookings/${token}${rest}`;
export const placeOf = (lang: Lang, branch: Unit | null, sitting: Sitting | null): string => [branch ? nameOf(branch, lang) : '', branch?.address ?? '', roomText(lang, sitting?.place ?? null)].filter(Boolean).join(', ');

/** Day, room, number and code: the same on the page after booking and on the booking's own. */
export const Facts = ({ lang, s }: { lang: Lang; s: Seen }): VNode => (
  <>
    {s.at && <p class="lead"><strong>{say(lang, w.when, { on: longDay(lang, s.at.sitting.heldOn), weekday: weekdayShort(lang, weekday(s.at.sitting.heldOn)), time: clockTime(s.at.slot.atMinute) })}</strong></p>}
    {s.at && <p>{s.at.host}</p>}
    <p>{say(lang, w.room)}: {s.b.video && s.at ? say(lang, w.roomVideo, { n: roomBefore }) : placeOf(lang, s.branch, s.at?.sitting ?? null)}</p>
    {s.b.state === 'waiting' && s.b.wantsUntil && <p>{say(lang, bookWords.waitUntil, { on: untilDay(lang, s.b.wantsUntil) })}</p>}
  </>
);
export const Bring = ({ lang, s }: { lang: Lang; s: Seen }): VNode | null => s.at === null || s.b.video ? null : (
  <><h2>{say(lang, w.bringTitle)}</h2><ul><li>{say(lang, w.bringPapers)}</li><li>{say(lang, w.bringNumber)}</li></ul><p>{say(lang, w.early)}</p></>
);
/** Number, code and their square, to keep. */
export const Keep = async ({ asked, s }: { asked: Asked; s: Seen }): Promise<VNode> => {
  const link = `${siteUrl(asked.config)}${path(asked, linkToken('booking', s.b.id, s.b.secretVersion))}`;
  const qr = await QRCode.toDataURL(link, { margin: 0, scale: 3, errorCorrectionLevel: 'M' });
  return <Note><p>{say(asked.lang, w.keep)}</p><p class="small">{link}</p><img class="qr" src={qr} alt={say(asked.lang, w.open)} width="120" height="120" /></Note>;
};

const states: Readonly<Record<BookingState, readonly [Tone, Sentence]>> = {
  booked: ['work', w.stateBooked], waiting: ['new', w.stateWaiting], cancelled: ['plain', w.stateCancelled], came: ['done', w.stateCame], no_show: ['plain', w.stateMissed], expired: ['plain', w.stateExpired],
};
const dones: Readonly<Record<string, Sentence>> = { moved: w.moved, cancelled: w.cancelled, restored: w.restored, confirmed: w.confirmed };
/** Who had no place yet gives none back: they stop waiting, or wait again. */
const listed: Readonly<Record<string, Sentence>> = { ...dones, cancelled: w.unlisted, restored: w.doneWaits };

const OwnPage = ({ asked, token, s, errors = {} }: { asked: Asked; token: string; s: Seen; errors?: Errors }): VNode => {
  const { lang } = asked;
  const [tone, sentence] = states[s.b.state];
  const placed = s.at !== null && s.b.state !== 'waiting';
  const done = (placed ? dones : listed)[asked.query.get('done') ?? ''];
  const open = (s.b.state === 'booked' && !s.over) || s.b.state === 'waiting';
  const back = s.b.state === 'cancelled' && !s.over;
  return (
    <Page asked={asked} title={say(lang, w.heading, { number: s.b.number })} noindex>
      <ErrorSummary lang={lang} errors={errors} />
      {done && <Note tone="done"><p>{sayLoose(lang, done)}</p></Note>}
      <h1>{say(lang, w.ownTitle)}</h1>
      <p>{say(lang, w.number)}: <strong class="number nowrap">{s.b.number}</strong></p>
      <p><Tag tone={tone}>{sayLoose(lang, sentence)}</Tag></p>
      {s.lost && <Note tone="warn"><p>{say(lang, s.lost.unheld ? w.lostUnheld : w.lostOff, { on: longDay(lang, s.lost.on), time: clockTime(s.lost.atMinute) })}</p></Note>}
      {(open || back || s.b.state === 'came') && <Facts lang={lang} s={s} />}
      {s.b.state === 'booked' && !s.held && <Note tone="warn"><p>{say(lang, w.hostAway)}</p></Note>}
      {s.video && <Note tone="done"><p><a class="button big" href={s.video} rel="noreferrer">{say(lang, w.videoOpen)}</a></p><p class="small">{say(lang, w.videoNote)}</p></Note>}
      {s.asks && <Form csrf={asked.csrf} action={path(asked, token, '/confirmations')} class="rec-form"><p>{say(lang, w.confirmLead)}</p><Button>{say(lang, w.confirmSend)}</Button></Form>}
      {(s.b.state === 'no_show' || s.b.state === 'expired') && <><p>{say(lang, w.missedLead)}</p><p><a class="button" href={`/${lang}/receptions/book`}>{say(lang, w.bookAgain)}</a></p></>}
      {open && (
        <>
          {s.at && <p class="row noprint"><a class="button second" href={path(asked, token, '/visit.ics')}>{say(lang, w.calendar)}</a></p>}
          <Bring lang={lang} s={s} />
          <div class="noprint">
            <h2>{say(lang, w.moveTitle)}</h2>
            <p><a class="button second" href={path(asked, token, '/places')}>{say(lang, w.moveTake)}</a></p>
            <h2>{say(lang, placed ? w.cancelTitle : w.unlistTitle)}</h2>
            <p>{say(lang, placed ? w.cancelLead : w.unlistLead)}</p>
            <Form csrf={asked.csrf} action={path(asked, token, '/cancellations')} class="rec-form"><p><Button kind="grave">{say(lang, placed ? w.cancelSend : w.unlistSend)}</Button></p></Form>
          </div>
        </>
      )}
      {back && <Form csrf={asked.csrf} action={path(asked, token, '/restorations')} class="rec-form"><p>{say(lang, placed ? w.restoreLead : w.relistLead)}</p><p><Button kind="second">{placed ? say(lang, w.restoreSend) : say(lang, bookWords.waitGo)}</Button></p></Form>}
    </Page>
  );
};

/** The page behind the secret link; a wrong link is not found. */
const held = async (asked: Asked, fn: (token: string, whose: { readonly bookingId: number; readonly held: number }) => Promise<Answer>): Promise<Answer> => {
  const token = asked.param('token');
  const id = await openBooking(asked.ctx, token);
  return isRefusal(id) ? id : fn(token, { bookingId: id, held: id });
};
const show = async (asked: Asked, token: string, id: number, errors: Errors = {}): Promise<VNode | null> => {
  const s = await read(clerkOf(asked.ctx), (q) => seenBooking(asked, q, id));
  return s && <OwnPage asked={asked} token={token} s={s} errors={errors} />;
};

const showPlaces = async (asked: Asked, token: string, id: number, errors: Errors = {}): Promise<VNode | null> => {
  const { lang } = asked;
  return read(clerkOf(asked.ctx), async (q) => {
    const s = await seenBooking(asked, q, id);
    if (!s) return null;
    const all = await freePlacesOf(asked.ctx, q, { branchIds: [s.b.branchId], video: offersVideo(asked), ahead: leastAhead });
    const accountId = s.at?.sitting.accountId ?? s.b.wantsAccount;
    const own = all.filter((place) => place.sitting.accountId === accountId);
    const free = own.length > 0 ? own : all;
    const day = asked.query.get('day') ?? '';
    const those = isDay(day) ? free.filter((place) => place.sitting.heldOn === day) : [];
    const names = await peopleByIds(q, those.map((place) => place.sitting.accountId));
    return (
      <Page asked={asked} title={say(lang, w.moveTitle)} noindex>
        <Back lang={lang} href={those.length > 0 ? path(asked, token, '/places') : path(asked, token)} />
        <ErrorSummary lang={lang} errors={errors} />
        {those.length > 0 ? (
          <Form csrf={asked.csrf} action={path(asked, token, `/moves?day=${day}`)}>
            <p class="quiet">{longDay(lang, day)}</p>
            <TimeChoices lang={lang} name="place" label={say(lang, bookWords.timeTitle)} places={those} names={names} errors={errors} />
            <Button>{say(lang, w.moveSend)}</Button>
          </Form>
        ) : (
          <>
            <h1>{say(lang, bookWords.dayTitle)}</h1>
            {free.length === 0 ? <Note tone="warn">{say(lang, bookWords.dayNone)}</Note> : <><p class="hint">{say(lang, bookWords.dayHint)}</p><BookingCalendar lang={lang} free={daysOf(free)} href={(on) => path(asked, token, `/places?day=${on}`)} /></>}
          </>
        )}
      </Page>
    );
  });
};

const sentenceOf = (asked: Asked, refusal: { readonly code: string; readonly facts: Readonly<Record<string, string | number>> }): string =>
  sayLoose(asked.lang, (refusals as Readonly<Record<string, Sentence>>)[refusal.code] ?? bookFieldWords.other, refusal.facts);

const act = (name: string, done: string, fn: (asked: Asked, whose: Whose) => Promise<unknown>): Route => page({
  method: 'post', path: `/receptions/bookings/:token/${name}`, may: bookersMay,
  handler: (asked) => held(asked, async (token, whose) => {
    const result = await fn(asked, whose);
    if (!isRefusal(result)) return seeOther(path(asked, token, `?done=${done}`));
    if (statusOf(result) === 404 && result.code === 'booking_not_found') return result;
    // nothing was picked: said beside the times
    const errors = { [result.code === 'time_required' ? 'place' : '']: sentenceOf(asked, result) };
    return html((name === 'moves' ? await showPlaces(asked, token, whose.bookingId, errors) : await show(asked, token, whose.bookingId, errors)) ?? <></>, 409);
  }),
});
const moveTo = async (asked: Asked, whose: Whose): Promise<Done | ReturnType<typeof refuse>> => {
  const parsed = moveSchema.safeParse({ place: (await asked.form()).get('place') });
  return parsed.success ? move(asked.ctx, { ...whose, ...parsed.data }, { door: 'site', video: offersVideo(asked) }) : refuse('time_required');
};

const calendarFile = (asked: Asked): Promise<Answer> => held(asked, async (token, { bookingId }) => {
  const s = await read(clerkOf(asked.ctx), (q) => seenBooking(asked, q, bookingId));
  if (!s?.at || s.b.state !== 'booked') return refuse('booking_not_found');
  const text = icsOf({
    number: s.b.number, title: say(asked.lang, w.calendarTitle, { number: s.b.number }), place: s.b.video ? '' : placeOf(asked.lang, s.branch, s.at.sitting), url: `${siteUrl(asked.config)}${path(asked, token)}`,
    on: s.at.sitting.heldOn, atMinute: s.at.slot.atMinute, minutes: Math.max(s.at.slot.minutes, 5), madeAt: s.b.madeAt,
  });
  return bytes(new TextEncoder().encode(text), { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': `attachment; filename="${s.b.number}.ics"`, 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' });
});
/** For the page right after booking. */
export const codeOf = (s: Seen): string => followCode('booking', s.b.id, s.b.secretVersion);

export const ownRoutes: readonly Route[] = [
  page({ method: 'get', path: '/receptions/bookings/:token', may: bookersMay, handler: (asked) => held(asked, async (token, { bookingId }) => (await show(asked, token, bookingId)) ?? refuse('booking_not_found')) }),
  page({ method: 'get', path: '/receptions/bookings/:token/places', may: bookersMay, handler: (asked) => held(asked, async (token, { bookingId }) => (await showPlaces(asked, token, bookingId)) ?? refuse('booking_not_found')) }),
  page({ method: 'get', path: '/receptions/bookings/:token/visit.ics', may: bookersMay, handler: calendarFile }),
  act('moves', 'moved', moveTo),
  act('cancellations', 'cancelled', (asked, whose) => cancel(asked.ctx, whose)),
  act('restorations', 'restored', (asked, whose) => restore(asked.ctx, whose, { door: 'site', video: offersVideo(asked) })),
  act('confirmations', 'confirmed', (asked, whose) => confirm(asked.ctx, whose)),
];
