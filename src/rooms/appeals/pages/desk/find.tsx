import type { VNode } from 'preact';
import { today } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { showPhone } from '../../../../kernel/phone.ts';
import { fullName, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read, type Read } from '../../../../platform/db.ts';
import { html, seeOther, type Asked } from '../../../../platform/web.ts';
import { Select, TextField, type Choice } from '../../../../ui/fields.tsx';
import { Fold } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { country, nameOf, openUnits, territoriesByCodes, topics, unitsByIds } from '../../../units/contract.ts';
import { peopleLike } from '../../acts/known.ts';
import { numberField } from '../../contract/fields.ts';
import { stages } from '../../law/stages.ts';
import { mayRead } from '../../policy.ts';
import { find, type Findings } from '../../store/finding.ts';
import { appealByNumber } from '../../store/matter.ts';
import type { KnownPerson } from '../../store/person.ts';
import { deskWords } from '../../words/desk.ts';
import { commonWords, stageWords } from '../../words/labels.ts';
import { searchWords as w } from '../../words/search.ts';
import { kindChoices } from './fields.ts';
import { findAddress, findHref, findOf, isFiltered, type FindAddress } from './find-address.ts';
import { Found, type Names } from './found.tsx';
import { Keys } from './keys.tsx';
import { placesNear } from './place.ts';
import { homeOf, scopesOf } from './scope.ts';

/** One box for everything: a number leads to its matter, anything else to what speaks of it. */
export const SearchBox = ({ lang, text = '' }: { lang: Lang; text?: string }): VNode => (
  <form class="filters" role="search" action={`/${lang}/desk/search`}>
    <TextField lang={lang} name="q" type="search" label={say(lang, w.box)} value={text} max={200} />
    <button class="button second">{say(lang, deskWords.find)}</button>
  </form>
);

export const nameOfPerson = (person: { readonly organisation: string | null; readonly surname: string | null; readonly given: string | null; readonly patronymic: string | null }): string => person.organisation ?? fullName(person);

type Drawer = { readonly findings: Findings | null; readonly people: readonly KnownPerson[]; readonly names: Names; readonly choices: Readonly<Record<'topic' | 'place' | 'unit', readonly Choice[]>> };

/** The body of an answer for an island: the list alone, while somebody types. */
const isPart = (asked: Asked): boolean => asked.query.get('part') === '1';

export const searchPage = async (asked: Asked): Promise<VNode | Response> => {
  const { lang, ctx } = asked;
  const address = findAddress(ctx.actor, asked.query);
  const part = isPart(asked);
  const number = numberField.safeParse(address.text);
  const known = number.success && !part ? await read(ctx, (q) => appealByNumber(q, number.data)) : undefined;
  if (known && !isRefusal(mayRead(ctx.actor, known.appeal))) return seeOther(`/${lang}/desk/appeals/${known.appeal.number}`);
  const drawn = await read(ctx, (q) => drawer(q, asked, address, part));
  const found = <Found lang={lang} address={address} findings={drawn.findings} names={drawn.names} />;
  if (part) return html(found);
  return (
    <Desk asked={asked} title={address.text === '' ? say(lang, w.title) : say(lang, w.titleOf, { text: address.text })} islands={['desk', 'search']}>
      <div class="stack">
        <h1>{say(lang, w.title)}</h1>
        <Box lang={lang} address={address} choices={drawn.choices} />
        <Ways asked={asked} address={address} />
        <People lang={lang} people={drawn.people} />
        <section data-found aria-label={say(lang, w.found)}>{found}</section>
      </div>
      <Keys lang={lang} />
    </Desk>
  );
};

/** Three letters stand in half of all names: on a million letters that costs a fifth of a second, a word of five a twentieth. A telephone is digits enough. */
const namesSomebody = (text: string): boolean => /[\p{L}\p{N}]{5}|\d[\d\s()+-]{8}/u.test(text);

const drawer = async (q: Read, asked: Asked, address: FindAddress, part: boolean): Promise<Drawer> => {
  const { lang, ctx } = asked;
  const empty = address.text === '';
  const findings = empty ? null : await find(q, address.text, findOf(ctx.actor, address, today(ctx.clock)), { cursor: address.after, begun: address.begun });
  const rows = findings?.rows ?? [];
  const own = homeOf(ctx.actor);
  const units = await unitsByIds(q, [...rows.map((row) => row.holderUnit), ...(own === undefined ? [] : [own])]);
  const home = (own === undefined ? undefined : units.get(own))?.territoryCode ?? country;
  const [allTopics, places, people, holders, near] = await Promise.all([
    topics(q), territoriesByCodes(q, [...rows.flatMap((row) => row.territoryCode ?? []), home]),
    part || address.after !== null || !namesSomebody(address.text) ? [] : peopleLike(q, address.text), peopleByIds(q, rows.flatMap((row) => row.holderAccount ?? [])), part ? [] : placesNear(q, home),
  ]);
  const here = places.get(home);
  const within = [...(here ? [here] : []), ...near];
  const bodies = part ? [] : (await openUnits(q, 'body')).filter((unit) => within.some((place) => place.code === unit.territoryCode));
  const topicNames = new Map(allTopics.map((topic) => [topic.code, nameOf(topic, lang)]));
  return {
    findings, people: people.slice(0, 3),
    choices: {
      topic: allTopics.map((topic) => ({ value: topic.code, text: nameOf(topic, lang) })), place: near.map((place) => ({ value: place.code, text: nameOf(place, lang) })),
      unit: bodies.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) })),
    },
    names: {
      topic: (code) => (code === null ? '' : topicNames.get(code) ?? code),
      place: (code) => { const place = places.get(code ?? ''); return place ? nameOf(place, lang) : ''; },
      holder: (row) => { const unit = units.get(row.holderUnit); return holders.get(row.holderAccount ?? 0)?.name ?? (unit ? nameOf(unit, lang) : ''); },
    },
  };
};

const Box = ({ lang, address, choices }: { lang: Lang; address: FindAddress; choices: Drawer['choices'] }): VNode => (
  <form role="search" action={`/${lang}/desk/search`} data-search>
    <div class="filters">
      <TextField lang={lang} name="q" type="search" label={say(lang, w.box)} hint={say(lang, w.boxHint)} value={address.text} max={200} />
      <button class="button">{say(lang, deskWords.find)}</button>
    </div>
    <input type="hidden" name="of" value={address.of} />
    {address.order === 'fitting' && <input type="hidden" name="order" value="fitting" />}
    <Fold title={say(lang, w.filters)} open={isFiltered(address)}>
      <div class="filters">
        <TextField lang={lang} name="since" type="date" label={say(lang, w.since)} value={address.since} />
        <TextField lang={lang} name="until" type="date" label={say(lang, w.until)} value={address.until} />
        <Select lang={lang} name="topic" label={say(lang, commonWords.topic)} empty={say(lang, deskWords.any)} value={address.topic} choices={choices.topic} />
        <Select lang={lang} name="kind" label={say(lang, commonWords.kind)} empty={say(lang, deskWords.any)} value={address.kind} choices={kindChoices(lang)} />
        <Select lang={lang} name="stage" label={say(lang, w.state)} empty={say(lang, deskWords.any)} value={address.stage} choices={stages.map((stage) => ({ value: stage, text: stageWords[stage][lang] }))} />
        {choices.place.length > 0 && <Select lang={lang} name="place" label={say(lang, commonWords.place)} empty={say(lang, deskWords.any)} value={address.place} choices={choices.place} />}
        {choices.unit.length > 0 && <Select lang={lang} name="unit" label={say(lang, w.body)} empty={say(lang, deskWords.any)} value={address.unit} choices={choices.unit} />}
        <button class="button second">{say(lang, w.apply)}</button>
        {isFiltered(address) && <a href={findHref(lang, address, { topic: '', kind: '', stage: '', place: '', unit: '', since: '', until: '' })}>{say(lang, deskWords.filterClear)}</a>}
      </div>
    </Fold>
  </form>
);

const scopeWords = { mine: deskWords.ofMine, unit: deskWords.ofUnit, branch: deskWords.ofBranch } as const;

/** Whose matters, and in which order. */
const Ways = ({ asked: { lang, ctx }, address }: { asked: Asked; address: FindAddress }): VNode => {
  const scopes = scopesOf(ctx.actor);
  const way = (text: string, here: boolean, change: Partial<FindAddress>) => (here ? <b key={text} aria-current="true">{text}</b> : <a key={text} href={findHref(lang, address, change)}>{text}</a>);
  return (
    <div class="spread">
      <nav class="row" aria-label={say(lang, deskWords.scope)}>{scopes.length > 1 && scopes.map((of) => way(say(lang, scopeWords[of]), of === address.of, { of }))}</nav>
      <nav class="row" aria-label={say(lang, w.order)}>{(['newest', 'fitting'] as const).map((order) => way(say(lang, w[order]), order === address.order, { order }))}</nav>
    </div>
  );
};

const People = ({ lang, people }: { lang: Lang; people: readonly KnownPerson[] }): VNode | null => people.length === 0 ? null : (
  <section aria-label={say(lang, w.people)}>
    <h2 class="small">{say(lang, w.people)}</h2>
    <ul class="plainlist">
      {people.map((person) => (
        <li key={person.appealId}>
          <strong>{nameOfPerson(person)}</strong>{person.phone !== null && <> · {showPhone(person.phone)}</>} · {say(lang, deskWords.foundAppeals, { count: person.appeals })} · <a class="nowrap" href={`/${lang}/desk/appeals/${person.lastNumber}`}>{person.lastNumber}</a> <span class="quiet small">{shortDay(person.lastOn)}</span>
        </li>
      ))}
    </ul>
  </section>
);
