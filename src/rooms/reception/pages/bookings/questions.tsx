import type { VNode } from 'preact';
import { weekday, type Day } from '../../../../kernel/day.ts';
import { clockTime, dayOfMonth, longDay, untilDay, weekdayShort } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { Button, Form, Radios, TextArea, TextField, type Choice, type Errors } from '../../../../ui/fields.tsx';
import { Note } from '../../../../ui/parts.tsx';
import type { Place } from '../../law/bookings.ts';
import { bookWords as w } from '../../words/bookings.ts';
import type { WalkIn } from '../../store/bookings/places.ts';
import { hoursText, roomText } from '../duties/around.ts';
import { BookingCalendar } from './calendar.tsx';
import { daysOf, slotValue, type Host, type Journey } from './journey.ts';
import type { Fields } from './steps.ts';

type Shown = { readonly lang: Lang; readonly fields: Fields; readonly errors: Errors };
export const whenText = (lang: Lang, on: Day, atMinute: number): string => `${dayOfMonth(lang, on)}, ${weekdayShort(lang, weekday(on))}, ${clockTime(atMinute)}`;
const walkInText = (lang: Lang, one: WalkIn): string => [dayOfMonth(lang, one.heldOn), weekdayShort(lang, weekday(one.heldOn)), hoursText(one), roomText(lang, one.place)].filter(Boolean).join(', ');

export const What = ({ lang, fields, errors }: Shown): VNode => <TextArea lang={lang} name="text" label={say(lang, w.whatTitle)} heading hint={say(lang, w.whatHint)} value={fields['text']} errors={errors} rows={7} max={20_000} />;

export const Where = ({ lang, fields, errors, choices, fromText }: Shown & { choices: readonly Choice[]; fromText: boolean }): VNode => (
  <>
    <h1>{say(lang, w.whereTitle)}</h1>
    {fromText && <Note>{say(lang, w.fromText)}</Note>}
    <TextField lang={lang} name="place" label={say(lang, w.whereLabel)} hint={say(lang, w.whereHint)} value={fields['place']} errors={choices.length > 0 ? {} : errors} max={100} />
    {choices.length > 0 && <Radios lang={lang} name="territory" label={say(lang, w.whereWhich)} value={fields['territory']} errors={errors['place'] ? { territory: errors['place'] } : {}} choices={choices} />}
  </>
);

export const Who = ({ lang, fields, errors, hosts, j }: Shown & { hosts: readonly Host[]; j: Journey }): VNode => {
  // whom they came for, while nothing else was chosen
  const wish = hosts.find((h) => String(h.accountId) === fields['wish']);
  const soonest = j.all.find((place) => place.sitting.branchId === j.branch?.id) ?? j.all[0];
  const hint = (h: Host): string => {
    const walkIn = j.walkIns.get(String(h.accountId));
    const next = h.next ? say(lang, w.whoNext, { at: whenText(lang, h.next.sitting.heldOn, h.next.atMinute) }) : walkIn ? say(lang, w.whoWalkIn, { at: walkInText(lang, walkIn) }) : say(lang, w.whoNone);
    return [h.unit, h.why === 'topic' ? say(lang, w.whoTopic) : h.why === 'body' ? say(lang, w.whoBody) : '', next].filter(Boolean).join('; ');
  };
  return (
    <>
      <Radios lang={lang} name="who" heading label={say(lang, w.whoTitle)} value={fields['who'] || (wish ? String(wish.accountId) : '')} errors={errors} choices={[
        { value: 'any', text: say(lang, w.whoAny), hint: soonest ? say(lang, w.whoAnyHint, { at: whenText(lang, soonest.sitting.heldOn, soonest.atMinute) }) : say(lang, w.nobodyDo) },
        ...hosts.map((h) => ({ value: String(h.accountId), text: h.name, hint: hint(h) })),
      ]} />
      {hosts.length === 0 && <Note tone="warn">{say(lang, w.nobody)} {say(lang, w.nobodyDo)}</Note>}
    </>
  );
};

export const How = ({ lang, fields, errors }: Shown): VNode => (
  <Radios lang={lang} name="mode" heading label={say(lang, w.howTitle)} value={fields['mode']} errors={errors}
    choices={[{ value: 'place', text: say(lang, w.howPlace) }, { value: 'video', text: say(lang, w.howVideo), hint: say(lang, w.howVideoHint) }]} />
);

export const DayQuestion = ({ lang, fields, j }: Shown & { j: Journey }): VNode => {
  const walkIn = j.walkIns.get(fields['who'] ?? '');
  if (walkIn) return <><h1>{say(lang, w.walkInTitle)}</h1><Note>{say(lang, w.walkInLead, { at: walkInText(lang, walkIn) })}</Note><p class="row rec-form"><a class="button second" href={`/${lang}/receptions/book/who`}>{say(lang, w.whoElse)}</a></p></>;
  return <DayChoice lang={lang} fields={fields} j={j} />;
};
const DayChoice = ({ lang, fields, j }: Pick<Shown, 'lang' | 'fields'> & { j: Journey }): VNode => (
  <>
    <h1>{say(lang, w.dayTitle)}</h1>
    {j.fitting.length === 0 ? <Note tone="warn">{say(lang, w.dayNone)}</Note> : <><p class="hint">{say(lang, w.dayHint)}</p><BookingCalendar lang={lang} free={daysOf(j.fitting)} chosen={fields['day']} /></>}
    {j.fitting.length === 0
      ? <p class="row rec-form"><a class="button" href={`/${lang}/receptions/book/waiting`}>{say(lang, w.waitGo)}</a><a class="button second" href={`/${lang}/receptions/book/who`}>{say(lang, w.whoElse)}</a></p>
      : <p><a href={`/${lang}/receptions/book/waiting`}>{say(lang, w.waitOffer)}</a></p>}
  </>
);

export const TimeChoices = ({ lang, name, places, value, errors, names, label }: { lang: Lang; name: string; places: readonly Place[]; value?: string | undefined; errors: Errors; names: ReadonlyMap<number, { readonly name: string }>; label: string }): VNode => {
  const several = new Set(places.map((place) => place.sitting.accountId)).size > 1;
  const hint = (place: Place): string => [several ? names.get(place.sitting.accountId)?.name : '', place.sitting.kind === 'video' ? say(lang, w.howVideo) : roomText(lang, place.sitting.place)].filter(Boolean).join(', ');
  return <Radios lang={lang} name={name} heading label={label} value={value} errors={errors} choices={places.map((place) => ({ value: slotValue(place), text: clockTime(place.atMinute), hint: hint(place) }))} />;
};
export const Time = ({ lang, fields, errors, j, names }: Shown & { j: Journey; names: ReadonlyMap<number, { readonly name: string }> }): VNode => (
  <>
    <p class="quiet">{fields['day'] ? longDay(lang, fields['day']) : ''}</p>
    <TimeChoices lang={lang} name="slot" label={say(lang, w.timeTitle)} value={fields['slot']} errors={errors} names={names} places={j.fitting.filter((place) => place.sitting.heldOn === fields['day'])} />
  </>
);

export const YouFields = ({ lang, fields, errors }: Shown): VNode => {
  const field = (name: 'surname' | 'given' | 'patronymic', auto: string) => <TextField lang={lang} name={name} label={say(lang, w[name])} value={fields[name]} errors={errors} max={100} autocomplete={auto} />;
  return (
    <>
      <div class="pair">{field('surname', 'family-name')}{field('given', 'given-name')}</div>
      {field('patronymic', 'additional-name')}
      <div class="pair">
        <TextField lang={lang} name="phone" type="tel" inputmode="tel" label={say(lang, w.phone)} hint={say(lang, w.reachHint)} value={fields['phone']} errors={errors} max={100} autocomplete="tel" />
        <TextField lang={lang} name="email" type="email" inputmode="email" label={say(lang, w.email)} value={fields['email']} errors={errors} max={200} autocomplete="email" />
      </div>
      <Radios lang={lang} name="lang" label={say(lang, w.lang)} value={fields['lang'] || lang} errors={errors} choices={[{ value: 'kk', text: say(lang, w.langKk) }, { value: 'ru', text: say(lang, w.langRu) }, { value: 'en', text: say(lang, w.langEn) }]} />
    </>
  );
};
export const You = (p: Shown): VNode => <><h1>{say(p.lang, w.youTitle)}</h1><YouFields {...p} /></>;
export const langText = (lang: Lang, spoken: string): string => say(lang, spoken === 'ru' ? w.langRu : spoken === 'en' ? w.langEn : w.langKk);

export const Waiting = ({ lang, csrf, until }: { lang: Lang; csrf: string; until: Day }): VNode => (
  <>
    <h1>{say(lang, w.waitTitle)}</h1>
    <p class="lead">{say(lang, w.waitLead)}</p>
    <p>{say(lang, w.waitUntil, { on: untilDay(lang, until) })}</p>
    <Form csrf={csrf}><Button>{say(lang, w.waitJoin)}</Button></Form>
  </>
);
