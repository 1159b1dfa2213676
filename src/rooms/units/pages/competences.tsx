import type { VNode } from 'preact';
import { refuse } from '../../../kernel/refusal.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import type { Answer, Asked } from '../../../platform/web.ts';
import { Back, Note, Table, Tag } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { country, nameOf, type Territory, type Topic } from '../law.ts';
import { managedBy } from '../policy.ts';
import { branchFor, managedUnits, territoriesByCodes, territoryChildren, topics } from '../store.ts';
import { answeringIn, type Answering } from '../store/competences.ts';
import { pageWords as w, refusalWords } from '../words.ts';
import { ownPlace, PlaceField, settle, type Settled } from './place.tsx';
import { unitHref } from './tree.tsx';

type Found = {
  readonly place: Territory; readonly above: ReadonlyMap<string, Territory>; readonly below: readonly Territory[]; readonly topics: readonly Topic[];
  readonly answering: ReadonlyMap<string, Answering>; readonly managed: ReadonlySet<number>; readonly seen: ReadonlySet<string>;
};

const Answers = ({ lang, found }: { lang: Lang; found: Found }): VNode => {
  const placeName = (code: string) => { const one = found.above.get(code); return one ? nameOf(one, lang) : code; };
  const body = (unit: Answering['unit']) => (found.managed.has(unit.id) ? <a href={unitHref(lang, unit.id)}>{nameOf(unit, lang)}</a> : nameOf(unit, lang));
  return (
    <Table columns={[w.topic, w.answersHere, w.from].map((title) => ({ title: say(lang, title) }))}
      rows={found.topics.map((topic) => {
        const who = found.answering.get(topic.code);
        if (!who) return [nameOf(topic, lang), <Tag key="t" tone="late">{say(lang, w.nobody)}</Tag>, '–'];
        return [nameOf(topic, lang), body(who.unit), who.exact ? say(lang, w.setHere) : <Tag key="f" tone="plain">{say(lang, w.inherited, { place: placeName(who.territoryCode) })}</Tag>];
      })} />
  );
};

const Search = ({ asked, typed, settled }: { asked: Asked; typed: string; settled: Settled | null }): VNode => (
  <form method="get" class="column" action={`/${asked.lang}/admin/competences`} role="search">
    <PlaceField lang={asked.lang} typed={typed} chosen="" candidates={settled?.candidates ?? []} errors={settled && settled.candidates.length === 0 ? { place: say(asked.lang, refusalWords.territory_invalid) } : {}} />
    <p class="row"><button class="button second">{say(asked.lang, w.show)}</button></p>
  </form>
);

/** One place: every topic, the body that answers, and whether it is set there or comes from a place above. */
export const competencesPage = (asked: Asked): Promise<Answer> => read(asked.ctx, async (q) => {
  const { lang, query } = asked;
  const within = managedBy(asked.ctx.actor);
  const typed = query.get('place')?.trim() ?? '';
  const chosen = query.get('territory') ?? '';
  const branches = await managedUnits(q, 'branch', within);
  const first = branches.find((unit) => unit.closedOn === null)?.territoryCode ?? (await branchFor(q, undefined))?.territoryCode ?? country;
  const settled = typed === '' ? null : await settle(q, { typed, chosen, lang, within });
  const code = settled ? settled.code : first;
  if (/^\d{9}$/.test(typed) && code === null) return refuse('territory_not_found');
  const place = code === null ? null : await ownPlace(q, code, within);
  if (place === null) return <Desk asked={asked} title={say(lang, w.whoAnswers)}><Back lang={lang} href={`/${lang}/admin/units`} /><h1>{say(lang, w.whoAnswers)}</h1><Search asked={asked} typed={typed} settled={settled} /></Desk>;
  const bodies = await managedUnits(q, 'body', within);
  const own = new Set(branches.filter((unit) => unit.closedOn === null).map((unit) => unit.territoryCode));
  const found: Found = {
    place, above: await territoriesByCodes(q, place.path), below: await territoryChildren(q, place.code), topics: await topics(q), answering: await answeringIn(q, place.code),
    managed: new Set(bodies.map((unit) => unit.id)), seen: new Set(place.path.filter((_, at) => within === 'all' || place.path.slice(0, at + 1).some((one) => own.has(one)))),
  };
  const missing = found.topics.filter((topic) => !found.answering.has(topic.code)).length;
  const title = say(lang, w.competencesIn, { place: nameOf(place, lang) });
  const href = (one: string) => `/${lang}/admin/competences?place=${one}`;
  return (
    <Desk asked={asked} title={title}>
      <Back lang={lang} href={`/${lang}/admin/units`} />
      <nav class="row small">{place.path.slice(0, -1).map((one) => { const up = found.above.get(one); const text = up ? nameOf(up, lang) : one; return found.seen.has(one) ? <a key={one} href={href(one)}>{text}</a> : <span key={one} class="quiet">{text}</span>; })}</nav>
      <h1>{title}</h1>
      {missing > 0 && <Note tone="warn">{say(lang, w.nobodyCount, { count: missing })}</Note>}
      <Answers lang={lang} found={found} />
      {found.below.length > 0 && <section><h2>{say(lang, w.placesBelow)}</h2><ul>{found.below.map((one) => <li key={one.code}><a href={href(one.code)}>{nameOf(one, lang)}</a></li>)}</ul></section>}
      <Search asked={asked} typed="" settled={null} />
    </Desk>
  );
});
