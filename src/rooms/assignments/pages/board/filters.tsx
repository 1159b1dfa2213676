import type { VNode } from 'preact';
import { today } from '../../../../kernel/day.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Select, TextField, type Choice } from '../../../../ui/fields.tsx';
import { Fold } from '../../../../ui/parts.tsx';
import { holdersOf } from '../../../people/contract.ts';
import { nameOf, openUnits, regions, territoryChildren, type Unit } from '../../../units/contract.ts';
import { sourceKinds, type SourceKind } from '../../law.ts';
import { pageSize } from '../../store/board.ts';
import { boardWords as w } from '../../words/board.ts';
import { hrefOf, isFiltered, regionOf, scopeOf, unfiltered, usualDays, type BoardAddress } from './address.ts';
import type { Named } from './rows.ts';

export type Choices = { readonly bodies: readonly Choice[]; readonly people: readonly Choice[]; readonly districts: readonly Choice[] };

/** A longer list is chosen from by its region first. */
const mostBodies = 300;

const withChosen = (list: readonly Choice[], chosen: number | null, text: (id: number) => string): readonly Choice[] =>
  (chosen === null || list.some((one) => one.value === String(chosen)) ? list : [{ value: String(chosen), text: text(chosen) || String(chosen) }, ...list]);

export const choicesFor = async (ctx: Ctx, lang: Lang, q: Read, address: BoardAddress, home: Unit | null, rows: Named): Promise<Choices> => {
  const own = address.of === 'mine' || address.of === 'body';
  const near = address.place !== '' ? regionOf(address.place) : home && address.of !== 'country' ? regionOf(home.territoryCode) : '';
  // the centre stands in no region
  const region = near.startsWith('00') ? '' : near;
  // one list fewer where the page has asked more: twelve questions together (e2e/nojs/board.test.ts)
  const scope = scopeOf(ctx.actor, address.of);
  const body = address.unit ?? (scope.of === 'bodies' ? scope.ids[0] ?? null : null);
  const holders = body !== null && (own || address.person !== null || rows.rows.length >= pageSize) ? body : null;
  const [units, held, children] = await Promise.all([
    own || address.person !== null ? [] : openUnits(q, 'body'), holders === null ? null : holdersOf(q, holders, today(ctx.clock)), region === '' ? [] : territoryChildren(q, region),
  ]);
  const bodies = units.filter((unit) => region === '' || unit.territoryCode.startsWith(region.slice(0, 2)));
  const onPage = new Map(rows.rows.map((a) => [a.executor.unitId, rows.unit(a.executor.unitId)]));
  const listed = bodies.length <= mostBodies ? bodies.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) })) : [...onPage].map(([id, text]) => ({ value: String(id), text }));
  const people = held !== null
    ? held.map((one) => ({ value: String(one.accountId), text: one.name }))
    : [...new Map(rows.rows.flatMap((a) => (a.executor.accountId === null ? [] : [[a.executor.accountId, rows.person(a.executor.accountId)] as const]))).entries()].map(([id, text]) => ({ value: String(id), text }));
  const districts = children.map((place) => ({ value: place.code, text: nameOf(place, lang) }));
  return { bodies: withChosen(listed, address.unit, (id) => rows.unit(id)), people: address.of === 'mine' ? [] : withChosen(people, address.person, (id) => rows.person(id)), districts };
};

const kindWords = { appeal: w.sourceAppeal, visit: w.sourceVisit } as const satisfies Record<SourceKind, unknown>;

export const Filters = ({ asked: { lang }, address, choices }: { asked: Asked; address: BoardAddress; choices: Choices }): VNode => {
  const any = say(lang, w.any);
  const standing = (id: number | null) => (id === null ? '' : String(id));
  return (
    <Fold title={say(lang, w.filter)} open={isFiltered(address) || address.drawer === 'still'}>
      <form class="filters" action={`/${lang}/desk/control`}>
        <input type="hidden" name="of" value={address.of} />
        <input type="hidden" name="tab" value={address.drawer} />
        <TextField lang={lang} name="number" label={say(lang, w.number)} value={address.number} max={40} short />
        <TextField lang={lang} name="until" type="date" label={say(lang, w.until)} value={address.until} />
        {choices.bodies.length > 0 && <Select lang={lang} name="body" label={say(lang, w.body)} empty={any} value={standing(address.unit)} choices={choices.bodies} />}
        {choices.people.length > 0 && <Select lang={lang} name="person" label={say(lang, w.person)} empty={any} value={standing(address.person)} choices={choices.people} />}
        <Select lang={lang} name="place" label={say(lang, w.place)} empty={any} value={address.place} groups={[
          ...(choices.districts.length > 0 ? [{ label: say(lang, w.districts), choices: choices.districts }] : []),
          { label: say(lang, w.regions), choices: regions.map((region) => ({ value: region.code, text: region.names[lang] })) },
        ]} />
        <Select lang={lang} name="source" label={say(lang, w.source)} empty={any} value={address.source} choices={sourceKinds.map((kind) => ({ value: kind, text: say(lang, kindWords[kind]) }))} />
        {address.drawer === 'still' ? <TextField lang={lang} name="days" type="number" label={say(lang, w.days)} value={String(address.days)} short /> : address.days !== usualDays && <input type="hidden" name="days" value={address.days} />}
        <button class="button second">{say(lang, w.filter)}</button>
        {isFiltered(address) && <a href={hrefOf(lang, address, unfiltered)}>{say(lang, w.filterClear)}</a>}
      </form>
    </Fold>
  );
};
