import type { VNode } from 'preact';
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts';
import { showPhone } from '../../../../kernel/phone.ts';
import { fullName } from '../../../../kernel/show.ts';
import { say, sayLoose, type Sentence } from '../../../../kernel/words.ts';
import { read, write, type Read } from '../../../../platform/db.ts';
import { html, seeOther, statusOf, type Asked } from '../../../../platform/web.ts';
import { Button, ErrorSummary, Form, type Errors } from '../../../../ui/fields.tsx';
import { Back, Summary } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { callerOf, peopleByIds } from '../../../people/contract.ts';
import { book } from '../../acts/bookings.ts';
import { bookSchema } from '../../contract/bookings.ts';
import { markBookingSent, type BookingDraft } from '../../store/booking-draft.ts';
import { bookFieldWords, bookWords as w, refusals } from '../../words/bookings.ts';
import { question } from './asking.tsx';
import { aboutOf, firstOpen, journeyOf, offersVideo, slotValue, type Journey } from './journey.ts';
import { placeName } from './near.ts';
import { langText, whenText } from './questions.tsx';
import type { Fields, Step } from './steps.ts';

const here = (asked: Asked, rest: string): string => `/${asked.lang}/receptions/book${rest}`;

export const checkPage = async (asked: Asked, q: Read, f: Fields, j: Journey, errors: Errors = {}): Promise<VNode> => {
  const { lang } = asked;
  const place = j.fitting.find((one) => slotValue(one) === f['slot']);
  const waits = f['wait'] === 'yes';
  const accountId = place?.sitting.accountId ?? (f['who'] === 'any' ? null : Number(f['who']));
  const host = accountId === null ? say(lang, w.whoAny) : ((await peopleByIds(q, [accountId])).get(accountId)?.name ?? '');
  const row = (label: string, value: string, step: Step) => ({ label, value, href: here(asked, `/${step}`), act: say(lang, w.change) });
  return (
    <Page asked={asked} title={say(lang, w.checkTitle)} noindex>
      <Back lang={lang} href={here(asked, '/you')} />
      <ErrorSummary lang={lang} errors={errors} />
      <h1>{say(lang, w.checkTitle)}</h1>
      <Summary rows={[
        row(say(lang, w.rowWhen), place ? whenText(lang, place.sitting.heldOn, place.atMinute) : say(lang, w.waitTitle), 'day'),
        row(say(lang, w.rowWho), host, 'who'),
        ...(j.asksHow ? [row(say(lang, w.rowHow), say(lang, j.mode === 'video' ? w.howVideo : w.howPlace), 'how')] : []),
        { ...row(say(lang, w.rowWhat), '', 'what'), value: <span class="plain">{f['text']}</span> },
        row(say(lang, w.rowWhere), await placeName(q, f['territory'] ?? '', lang), 'where'),
        row(say(lang, w.rowYou), fullName({ surname: f['surname'] ?? '', given: f['given'] ?? '', patronymic: f['patronymic'] ?? '' }), 'you'),
        row(say(lang, w.rowReach), [showPhone(f['phone'] ?? ''), f['email']].filter(Boolean).join(', '), 'you'),
        row(say(lang, w.rowLang), langText(lang, f['lang'] ?? lang), 'you'),
      ]} />
      <p class="quiet">{say(lang, w.checkLaw)}</p>
      <Form csrf={asked.csrf} action={here(asked, '/check')}><Button kind="big">{say(lang, waits ? w.waitJoin : w.book)}</Button></Form>
    </Page>
  );
};

/** The key was made with the draft, before the first try: sending again gives the same number. */
export const sendBooking = async (asked: Asked, draft: BookingDraft): Promise<VNode | Response | Refusal> => {
  const f = draft.fields;
  const { j, about } = await read(asked.ctx, async (q) => ({ j: await journeyOf(asked, q, f), about: await aboutOf(q, asked, f) }));
  const [receptionId = '0', atMinute = '0'] = (f['slot'] ?? '').split(':');
  const where = f['wait'] === 'yes' ? { how: 'wait', branchId: j.branch?.id, ...(f['who'] === 'any' ? {} : { accountId: f['who'] }), video: j.mode === 'video' } : { how: 'place', receptionId, atMinute };
  const parsed = bookSchema.safeParse({
    key: draft.key, lang: f['lang'], surname: f['surname'] ?? '', given: f['given'] ?? '', patronymic: f['patronymic'], phone: f['phone'], email: f['email'], text: f['text'] ?? '', territoryCode: f['territory'], topicCode: about?.topicCode, where,
  });
  if (!parsed.success) {
    const open = firstOpen(asked, f, j);
    return seeOther(here(asked, `/${open === 'check' ? 'you' : open}`));
  }
  const done = await book(asked.ctx, parsed.data, { door: 'site', video: offersVideo(asked), caller: callerOf(asked.remote) });
  if (!isRefusal(done)) {
    await write(asked.ctx, (tx) => markBookingSent(tx, asked.visit, done.bookingId, new Date(asked.ctx.clock.now())));
    return seeOther(here(asked, '/done'));
  }
  const sentence = sayLoose(asked.lang, (refusals as Readonly<Record<string, Sentence>>)[done.code] ?? bookFieldWords.other, done.facts);
  const status = statusOf(done);
  return html(await read(asked.ctx, (q) => again(asked, q, f, done, sentence)), status === 422 || status === 429 ? status : 409);
};

/** Somebody was first: the question that is open again, with what is free now. */
const again = async (asked: Asked, q: Read, f: Fields, done: Refusal, sentence: string): Promise<VNode> => {
  const j = await journeyOf(asked, q, f);
  const gone = done.code === 'time_taken' || done.code === 'time_taken_none_left' || done.code === 'place_not_found';
  if (!gone) return checkPage(asked, q, f, j, { '': sentence });
  const left = j.fitting.some((place) => place.sitting.heldOn === f['day']);
  return question(asked, q, left ? 'time' : 'day', j, { fields: { ...f, slot: '' }, errors: left ? { slot: sentence } : { '': sentence } });
};
