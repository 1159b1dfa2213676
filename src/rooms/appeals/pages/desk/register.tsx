import type { VNode } from 'preact';
import { showPhone } from '../../../../kernel/phone.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { shortDay } from '../../../../kernel/show.ts';
import { langs, say, type Lang } from '../../../../kernel/words.ts';
import { read, type Read } from '../../../../platform/db.ts';
import { html, statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, Checkbox, ErrorSummary, FileField, Form, hasErrors, Radios, Select, TextArea, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Fold, Note } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { uiWords } from '../../../../ui/words.ts';
import { nameOf, openTopics, topics, unitsByIds, type Territory, type Topic, type Unit } from '../../../units/contract.ts';
import { peopleLike } from '../../acts/known.ts';
import { refusedCount } from '../../acts/letter.ts';
import { register } from '../../acts/register.ts';
import type { KnownPerson } from '../../store/person.ts';
import { deskWords, registerWords } from '../../words/desk.ts';
import { intakeWords } from '../../words/intake.ts';
import { channelWords, commonWords } from '../../words/labels.ts';
import { lettersWords } from '../../words/letters.ts';
import { suggestionWords } from '../../words/suggestions.ts';
import type { Proposal } from '../../acts/likeness.ts';
import { refusalSentence } from './acts.tsx';
import { AlikeChoice, alikeTyped } from './alike.tsx';
import { kindChoices, typedIn, type Typed } from './fields.ts';
import { nameOfPerson } from './find.tsx';
import { offeredWays, tellText } from '../intake/questions.tsx';
import { Hidden } from './form.tsx';
import { Keys } from './keys.tsx';
import { keptIn, paperTypes } from './papers.tsx';
import { placeLike, placesNear } from './place.ts';
import { filledFrom, matterSlots, readRegistration, slotName, suggestedInto, type Slot } from './register-form.ts';
import { Registered } from './registered.tsx';

const doors = ['desk', 'phone', 'paper', 'outing', 'email', 'messenger'] as const;

type Beside = {
  readonly branches: readonly Unit[]; readonly topics: readonly Topic[]; readonly near: readonly Territory[]; readonly nearCode: string;
  readonly found: readonly KnownPerson[] | null; readonly letters: number | null; readonly among: ReadonlyMap<Slot, readonly Territory[]>;
  /** what each letter may be one with, once it was asked for */
  readonly alike: ReadonlyMap<Slot, readonly Proposal[]>;
};
type Shown = { readonly typed?: Typed; readonly errors?: Errors; readonly suggested?: 'some' | 'none' | undefined; readonly status?: Parameters<typeof html>[1] };

export const registerPage = async (asked: Asked, shown: Shown = {}): Promise<Answer> => {
  const find = (asked.query.get('find') ?? '').slice(0, 200).trim();
  const from = asked.query.get('from') ?? '';
  const { typed, beside } = await read(asked.ctx, async (q) => {
    const known = shown.typed ?? (from === '' ? null : await filledFrom(q, asked, from)) ?? {};
    return { typed: { channel: 'desk', lang: asked.lang === 'en' ? 'kk' : asked.lang, key: crypto.randomUUID(), ...known }, beside: await besides(q, asked, find, known, shown.suggested !== undefined || matterSlots.some((slot) => (known[`${slotName(slot)}.joinTo`] ?? '') !== '')) };
  });
  return html(<Register asked={{ ...asked, here: '/desk/register' }} typed={typed} errors={shown.errors ?? {}} beside={beside} find={find} suggested={shown.suggested} />, shown.status ?? 200);
};

const besides = async (q: Read, asked: Asked, find: string, typed: Typed, compare: boolean): Promise<Beside> => {
  const { actor } = asked.ctx;
  const ids = actor.kind === 'staff' ? actor.posts.filter((post) => post.abilities.includes('appeal.register') && post.unitKind === 'branch').map((post) => post.unitId) : [];
  const branches = [...(await unitsByIds(q, ids)).values()];
  const nearCode = branches[0]?.territoryCode ?? '';
  const among = new Map<Slot, readonly Territory[]>();
  for (const slot of matterSlots) {
    const text = typed[`${slotName(slot)}.place`] ?? '';
    const found = text === '' ? null : await placeLike(q, text, nearCode);
    if (found && found.code === null && found.among.length > 0) among.set(slot, found.among);
  }
  const alike = new Map<Slot, readonly Proposal[]>();
  if (compare) for (const slot of matterSlots) alike.set(slot, await alikeTyped(q, asked, typed, slotName(slot)));
  const letters = asked.config.MAIL_IMAP_URL === undefined ? null : await refusedCount(asked.ctx, q, asked.config.MAIL_BRANCH);
  return { branches, nearCode, among, alike, letters, topics: openTopics(await topics(q)), near: await placesNear(q, nearCode), found: find === '' ? null : await peopleLike(q, find) };
};

export const sendRegistration = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const sent = typedIn(form);
  if (form.has('show')) return registerPage(asked, await suggestedInto(asked, sent));
  const { typed, errors, input } = await readRegistration(asked, sent);
  if (input === null) return registerPage(asked, { typed, errors, status: 422 });
  const done = await register(asked.ctx, input);
  // what was typed stays, under a key of its own: pressed again, it is a new visit
  if (isRefusal(done) && done.code === 'same_key_other_body') return registerPage(asked, { typed: { ...typed, key: crypto.randomUUID() }, errors: { '': say(asked.lang, registerWords.sentChanged) }, status: statusOf(done) });
  if (isRefusal(done)) return registerPage(asked, { typed, errors: { [done.code.startsWith('received_') ? 'receivedOn' : '']: refusalSentence(asked.lang, done) }, status: statusOf(done) });
  return html(<Registered asked={{ ...asked, here: '/desk/register' }} done={done} />, 201);
};

type Filling = { readonly lang: Lang; readonly typed: Typed; readonly errors: Errors };
const field = ({ lang, typed, errors }: Filling, name: string) => ({ lang, name, value: typed[name] ?? '', errors });

const Register = ({ asked, typed, errors, beside, find, suggested }: { asked: Asked; typed: Typed; errors: Errors; beside: Beside; find: string; suggested: Shown['suggested'] }): VNode => {
  const { lang } = asked;
  const filling = { lang, typed, errors };
  const known = (typed['from'] ?? '') !== '';
  return (
    <Desk asked={asked} title={say(lang, registerWords.title)}>
      <div class="stack" data-keeps={`/${lang}/desk/register`} data-lines>
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{say(lang, registerWords.title)}</h1>
        <form class="filters" role="search" action={`/${lang}/desk/register`}>
          <TextField lang={lang} name="find" type="search" label={say(lang, registerWords.find)} value={find} autofocus={!known && !hasErrors(errors) && find === '' && suggested === undefined} />
          <button class="button second">{say(lang, deskWords.find)}</button>
        </form>
        {beside.found && <Found lang={lang} people={beside.found} />}
        {beside.letters !== null && <p><a href={`/${lang}/desk/letters`}>{say(lang, lettersWords.link, { count: beside.letters })}</a></p>}
        <Form csrf={asked.csrf} action={`/${lang}/desk/registrations`} files>
          <Hidden name="key" value={typed['key'] ?? ''} />
          <Hidden name="from" value={typed['from'] ?? ''} />
          <Hidden name="near" value={beside.nearCode} />
          {known && <Note>{say(lang, registerWords.filled, { number: typed['from'] ?? '' })}</Note>}
          <Person filling={filling} autofocus={beside.found?.length === 0 && !hasErrors(errors)} />
          <div class="pair">
            <Select {...field(filling, 'channel')} label={say(lang, registerWords.how)} choices={doors.map((door) => ({ value: door, text: channelWords[door][lang] }))} />
            <Select {...field(filling, 'lang')} label={say(lang, deskWords.lang)} choices={langs.map((one) => ({ value: one, text: uiWords[one][one] }))} />
            <Select {...field(filling, 'tellBy')} label={say(lang, registerWords.tellBy)} empty={say(lang, registerWords.tellByGiven)} choices={offeredWays().map((way) => ({ value: way, text: way === 'link' ? say(lang, registerWords.tellByLink) : tellText(lang, way) }))} />
            {beside.branches.length > 1
              ? <Select {...field(filling, 'branchId')} label={say(lang, registerWords.branch)} choices={beside.branches.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) }))} />
              : <Hidden name="branchId" value={beside.branches[0]?.id ?? ''} />}
            <TextField {...field(filling, 'receivedOn')} type="date" label={say(lang, registerWords.receivedOn)} />
          </div>
          <datalist id="places">{beside.near.map((place) => <option key={place.code} value={nameOf(place, lang)} />)}</datalist>
          {suggested !== undefined && <div role="status" class="field"><Note>{say(lang, suggested === 'some' ? suggestionWords.asked : suggestionWords.askedNone)}</Note></div>}
          {matterSlots.map((slot) => slot === 1
            ? <Matter key={slot} slot={slot} filling={filling} beside={beside} autofocus={(known || suggested !== undefined) && !hasErrors(errors)} />
            : <Fold key={slot} title={say(lang, registerWords.oneMore, { place: slot })} open={(typed[`${slotName(slot)}.text`] ?? '') !== ''}><Matter slot={slot} filling={filling} beside={beside} autofocus={false} /></Fold>)}
          <div class="row"><Button kind="big" accesskey="s">{say(lang, registerWords.submit)}</Button><Button kind="second" name="show" value="suggestions">{say(lang, suggestionWords.ask)}</Button></div>
        </Form>
      </div>
      <Keys lang={lang} list={false} />
    </Desk>
  );
};

const Found = ({ lang, people }: { lang: Lang; people: readonly KnownPerson[] }): VNode => people.length === 0 ? <p>{say(lang, registerWords.findNone)}</p> : (
  <table class="list">
    <tbody>
      {people.map((person, place) => (
        <tr key={person.appealId}>
          <td class="nowrap"><a href={`/${lang}/desk/register?from=${person.lastNumber}`} autofocus={place === 0}>{say(lang, registerWords.use)}<span class="hidden"> {nameOfPerson(person)}</span></a></td>
          <td class="whole"><strong>{nameOfPerson(person)}</strong>{person.phone !== null && <> {showPhone(person.phone)}</>}<div class="quiet small">{[person.address, say(lang, deskWords.foundAppeals, { count: person.appeals }), `${say(lang, deskWords.lastAppeal)}: ${shortDay(person.lastOn)}`].filter(Boolean).join(' · ')}</div></td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Person = ({ filling, autofocus }: { filling: Filling; autofocus: boolean }): VNode => {
  const { lang, typed } = filling;
  const other = ['organisation', 'bin', 'signatories', 'representative', 'authority'].some((name) => (typed[name] ?? '') !== '' || filling.errors[name] !== undefined) || (typed['who'] ?? 'person') !== 'person';
  return (
    <>
      <div class="pair">
        <TextField {...field(filling, 'surname')} label={say(lang, intakeWords.surname)} max={100} autofocus={autofocus} />
        <TextField {...field(filling, 'given')} label={say(lang, intakeWords.given)} max={100} />
        <TextField {...field(filling, 'patronymic')} label={say(lang, intakeWords.patronymic)} max={100} />
        <TextField {...field(filling, 'phone')} type="tel" inputmode="tel" label={say(lang, intakeWords.phone)} max={40} />
        <TextField {...field(filling, 'email')} type="email" label={say(lang, intakeWords.email)} max={200} />
        <TextField {...field(filling, 'iin')} inputmode="numeric" label={say(lang, intakeWords.iin)} hint={typed['iinKnown'] === 'yes' ? say(lang, registerWords.iinKept) : undefined} max={14} />
        <TextField {...field(filling, 'address')} label={say(lang, intakeWords.postal)} max={300} />
      </div>
      {typed['iinKnown'] === 'yes' && <Hidden name="iinKnown" value="yes" />}
      <Fold title={say(lang, registerWords.more)} open={other}>
        <Select {...field(filling, 'who')} label={say(lang, registerWords.who)} choices={(['person', 'organisation', 'group'] as const).map((who) => ({ value: who, text: say(lang, registerWords[who]) }))} />
        <div class="pair">
          <TextField {...field(filling, 'organisation')} label={say(lang, intakeWords.organisation)} max={300} />
          <TextField {...field(filling, 'bin')} label={say(lang, intakeWords.bin)} inputmode="numeric" max={14} />
          <TextField {...field(filling, 'representative')} label={say(lang, intakeWords.representativeName)} max={300} />
          <TextField {...field(filling, 'authority')} label={say(lang, intakeWords.representativeAuthority)} max={300} />
        </div>
        <TextArea {...field(filling, 'signatories')} label={say(lang, intakeWords.signatories)} hint={say(lang, intakeWords.signatoriesHint)} rows={3} />
      </Fold>
    </>
  );
};

const Matter = ({ slot, filling, beside, autofocus }: { slot: Slot; filling: Filling; beside: Beside; autofocus: boolean }): VNode => {
  const { lang, typed } = filling;
  const name = slotName(slot);
  const among = beside.among.get(slot);
  const kept = keptIn(typed, name);
  return (
    <section aria-labelledby={name}>
      <h2 id={name}>{say(lang, registerWords.matter, { place: slot })}</h2>
      <TextArea {...field(filling, `${name}.text`)} label={say(lang, intakeWords.textLabel)} rows={5} autofocus={autofocus} />
      <div class="pair">
        <Select {...field(filling, `${name}.kind`)} label={say(lang, commonWords.kind)} choices={kindChoices(lang)} />
        <Select {...field(filling, `${name}.topicCode`)} label={say(lang, commonWords.topic)} empty={say(lang, commonWords.topicNone)} choices={beside.topics.map((topic) => ({ value: topic.code, text: nameOf(topic, lang) }))} />
        <TextField {...field(filling, `${name}.place`)} type="search" list="places" label={say(lang, deskWords.placeField)} max={100} />
        <TextField {...field(filling, `${name}.address`)} label={say(lang, deskWords.address)} max={300} />
      </div>
      {among && <Radios {...field(filling, `${name}.territoryCode`)} label={say(lang, deskWords.placeWhich)} choices={among.map((place) => ({ value: place.code, text: nameOf(place, lang) }))} />}
      <AlikeChoice lang={lang} name={name} alike={beside.alike.get(slot) ?? []} value={typed[`${name}.joinTo`] ?? ''} errors={filling.errors} />
      {kept.length > 0 && <ul>{kept.map((one) => <li key={one.id}>{one.name}</li>)}</ul>}
      {kept.length > 0 && <Hidden name={`${name}.kept`} value={JSON.stringify(kept)} />}
      <FileField {...field(filling, `${name}.papers`)} label={say(lang, deskWords.addPapers)} accept={paperTypes} />
      <Checkbox name={`${name}.consent`} text={say(lang, registerWords.consent)} checked={typed[`${name}.consent`] === 'yes'} />
    </section>
  );
};
