import { randomBytes } from 'node:crypto';
import type { VNode } from 'preact';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { clockTime, fullName, longDay } from '../../../../kernel/show.ts';
import { showPhone } from '../../../../kernel/phone.ts';
import { say, sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { read, write, type Read } from '../../../../platform/db.ts';
import { html, page, seeOther, statusOf, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { Button, errorsFrom, ErrorSummary, Form, Select, TextArea, type Errors } from '../../../../ui/fields.tsx';
import { Back, Note, Table } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { book, cancel, come, notCome } from '../../acts/bookings.ts';
import { aroundOf } from '../../acts/bookings/around.ts';
import { bookedOf } from '../../acts/bookings/book.ts';
import { arrivalOfBooking, deskBookSchema } from '../../contract/bookings.ts';
import { placesFree, type BookingState, type Place, type Sitting } from '../../law/bookings.ts';
import { bookingDeskMay, bookingListMay, maySeeBookings } from '../../policy/bookings.ts';
import { bookingsOf, type Booking } from '../../store/bookings.ts';
import { freeSlotsOf, sittingById, slotAt } from '../../store/bookings/places.ts';
import { bookFieldWords, bookWords, refusals } from '../../words/bookings.ts';
import { ownWords as w } from '../../words/booking-own.ts';
import { roomText } from '../duties/around.ts';
import { offersVideo } from './journey.ts';
import { YouFields } from './questions.tsx';
import { videoOf } from './seen.ts';

const path = (asked: Asked, id: number, rest = ''): string => `/${asked.lang}/desk/receptions/${id}${rest}`;
const stateWord: Readonly<Partial<Record<BookingState, Sentence>>> = { booked: w.deskBooked, came: w.deskCame, no_show: w.deskNoShow };

/** Everything the list and the form of one reception show; for other pages of the desk too. Null: no such reception, or not for these eyes. */
export type DeskBookings = { readonly sitting: Sitting; readonly host: string; readonly list: readonly (Booking & { readonly room: string | null })[]; readonly free: readonly Place[] };
export const deskBookings = async (asked: Asked, q: Read, receptionId: number): Promise<DeskBookings | null> => {
  const sitting = await sittingById(q, receptionId);
  if (!sitting || isRefusal(maySeeBookings(asked.ctx.actor, sitting))) return null;
  const rows = await bookingsOf(q, receptionId);
  const list: (Booking & { readonly room: string | null })[] = [];
  for (const b of rows) {
    const slot = b.video && b.atMinute !== null ? await slotAt(q, receptionId, b.atMinute) : null;
    list.push({ ...b, room: slot ? videoOf(asked, b, { sitting, slot }) : null });
  }
  const free = placesFree([{ sitting, slots: await freeSlotsOf(q, receptionId) }], await aroundOf(asked.ctx, q, [sitting], 0));
  return { sitting, list, free, host: (await peopleByIds(q, [sitting.accountId])).get(sitting.accountId)?.name ?? '' };
};

/** Who is booked, by the hour, with what the desk ticks. */
export const BookingList = ({ asked, d }: { asked: Asked; d: DeskBookings }): VNode => {
  const { lang } = asked;
  const acts = (b: Booking) => b.state === 'came' ? null : (
    <Form csrf={asked.csrf} action={path(asked, d.sitting.id, '/arrivals')} class="row">
      <input type="hidden" name="bookingId" value={String(b.id)} />
      <Button kind="second" name="did" value="came">{say(lang, w.came)}<span class="hidden"> {b.number}</span></Button>
      {b.state === 'booked' && <Button kind="link" name="did" value="not_come">{say(lang, w.notCome)}<span class="hidden"> {b.number}</span></Button>}
      {b.state === 'booked' && <Button kind="link" name="did" value="cancelled">{say(lang, w.deskCancel)}<span class="hidden"> {b.number}</span></Button>}
    </Form>
  );
  return (
    <Table label={say(lang, w.deskTitle)} empty={say(lang, w.deskNobody)} columns={[{ title: say(lang, w.deskTime) }, { title: say(lang, w.deskWho) }, { title: say(lang, w.deskAbout) }, { title: say(lang, w.deskState) }]}
      rows={d.list.map((b) => [
        <span class="number">{clockTime(b.atMinute ?? 0)}</span>,
        <>{fullName(b)}<br /><span class="quiet small"><span class="nowrap">{b.number}</span>{b.phone && <> · <span class="nowrap">{showPhone(b.phone)}</span></>}{b.email && ` · ${b.email}`}</span></>,
        <span class="plain small">{b.text.length > 200 ? `${b.text.slice(0, 200)}…` : b.text}</span>,
        <>{stateWord[b.state] ? sayLoose(lang, stateWord[b.state] ?? w.deskBooked) : ''}{b.room && <> <a href={b.room} rel="noreferrer">{say(lang, w.deskVideo)}</a></>}{acts(b)}</>,
      ])} />
  );
};

/** Somebody telephones. `key` is drawn with the form: sent twice, it is one booking. */
export const DeskBookingForm = ({ asked, d, values = {}, errors = {} }: { asked: Asked; d: DeskBookings; values?: Readonly<Record<string, string>>; errors?: Errors }): VNode => {
  const { lang } = asked;
  if (d.free.length === 0) return <p class="quiet">{say(lang, w.deskNoPlace)}</p>;
  return (
    <Form csrf={asked.csrf} action={path(asked, d.sitting.id, '/bookings')} class="rec-form">
      <input type="hidden" name="key" value={values['key'] || randomBytes(18).toString('base64url')} />
      <Select lang={lang} name="atMinute" label={say(lang, w.deskTime)} value={values['atMinute']} errors={errors} choices={d.free.map((place) => ({ value: String(place.atMinute), text: clockTime(place.atMinute) }))} />
      <YouFields lang={lang} fields={values} errors={errors} />
      <TextArea lang={lang} name="text" label={say(lang, bookWords.rowWhat)} value={values['text']} errors={errors} rows={4} max={20_000} />
      <Button>{say(lang, w.deskSend)}</Button>
    </Form>
  );
};

const DeskPage = ({ asked, d, told, values, errors }: { asked: Asked; d: DeskBookings; told: VNode | null; values?: Readonly<Record<string, string>>; errors?: Errors }): VNode => (
  <Desk asked={asked} title={say(asked.lang, w.deskTitle)}>
    <div class="stack">
    <Back lang={asked.lang} href={path(asked, d.sitting.id)} />
    <h1>{say(asked.lang, w.deskTitle)}</h1>
    <p class="lead">{[longDay(asked.lang, d.sitting.heldOn), d.host, roomText(asked.lang, d.sitting.place)].filter(Boolean).join(', ')}</p>
    <ErrorSummary lang={asked.lang} errors={errors ?? {}} />
    {told}
    <BookingList asked={asked} d={d} />
    <section><h2>{say(asked.lang, w.deskAdd)}</h2>
    <div class="column"><DeskBookingForm asked={asked} d={d} {...(values ? { values } : {})} {...(errors ? { errors } : {})} /></div></section>
    </div>
  </Desk>
);

const toldForMs = 600_000;
const show = (asked: Asked, o: { readonly values?: Readonly<Record<string, string>>; readonly errors?: Errors } = {}): Promise<VNode | null> => read(asked.ctx, async (q) => {
  const d = await deskBookings(asked, q, Number(asked.param('id')));
  if (!d) return null;
  const booked = Number(asked.query.get('booked') ?? 0);
  // their secret is told to whoever has just written it down for them, and to no later reader
  const one = d.list.some((b) => b.id === booked && asked.ctx.clock.now() - b.madeAt.getTime() < toldForMs) ? await bookedOf(q, booked, true) : null;
  return <DeskPage asked={asked} d={d} told={one && <BookedTold lang={asked.lang} number={one.number} code={one.followCode} />} {...o} />;
});
const BookedTold = ({ lang, number, code }: { lang: Lang; number: string; code: string }): VNode => <Note tone="done"><p>{say(lang, w.deskTold, { number, code })}</p></Note>;

const sentenceOf = (asked: Asked, one: { readonly code: string; readonly facts: Readonly<Record<string, string | number>> }): string => sayLoose(asked.lang, (refusals as Readonly<Record<string, Sentence>>)[one.code] ?? bookFieldWords.other, one.facts);

const deskBook = async (asked: Asked): Promise<Answer> => {
  const id = Number(asked.param('id'));
  const values = Object.fromEntries((await asked.form()).entries());
  const again = async (errors: Errors, status: 409 | 422): Promise<Answer> => {
    const shown = await show(asked, { values, errors });
    return shown ? html(shown, status) : refuse('booking_not_found');
  };
  const parsed = deskBookSchema.safeParse(values);
  if (!parsed.success) return again(errorsFrom(asked.lang, parsed.error.issues, bookFieldWords, bookFieldWords.other), 422);
  const { atMinute, ...rest } = parsed.data;
  const done = await book(asked.ctx, { ...rest, where: { how: 'place', receptionId: id, atMinute } }, { door: 'desk', video: offersVideo(asked) });
  if (!isRefusal(done)) return seeOther(path(asked, id, `/bookings?booked=${done.bookingId}`));
  return statusOf(done) === 404 || statusOf(done) === 403 ? done : again({ '': sentenceOf(asked, done) }, 409);
};

const arrived = async (asked: Asked): Promise<Answer> => {
  const id = Number(asked.param('id'));
  const parsed = arrivalOfBooking.safeParse(Object.fromEntries((await asked.form()).entries()));
  if (!parsed.success) return refuse('booking_not_found');
  const { bookingId, did } = parsed.data;
  const done = did === 'cancelled' ? await cancel(asked.ctx, { bookingId, held: null }) : await write(asked.ctx, (tx) => (did === 'came' ? come : notCome)(asked.ctx, tx, bookingId));
  if (!isRefusal(done)) return seeOther(path(asked, id, '/bookings'));
  const shown = done.code === 'booking_not_found' ? null : await show(asked, { errors: { '': sentenceOf(asked, done) } });
  return shown ? html(shown, 409) : done;
};

const reception = '/desk/receptions/:id{[0-9]{1,15}}';
export const deskBookingRoutes: readonly Route[] = [
  page({ method: 'get', path: `${reception}/bookings`, may: bookingListMay, handler: async (asked) => (await show(asked)) ?? refuse('booking_not_found') }),
  page({ method: 'post', path: `${reception}/bookings`, may: bookingDeskMay, handler: deskBook }),
  page({ method: 'post', path: `${reception}/arrivals`, may: bookingListMay, handler: arrived }),
];
