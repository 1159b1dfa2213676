import type { VNode } from 'preact';
import { fold } from '../../../kernel/fold.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import type { Answer, Asked } from '../../../platform/web.ts';
import { Button, TextField } from '../../../ui/fields.tsx';
import { Fold, Tag } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { nameOf, searchText, type Unit } from '../law.ts';
import { managedBy } from '../policy.ts';
import { managedUnits, territoriesByCodes } from '../store.ts';
import { pageWords as w } from '../words.ts';
import { topicWords } from '../words/topics.ts';

export const unitHref = (lang: Lang, unitId: number, rest = ''): string => `/${lang}/admin/units/${unitId}${rest}`;

/** A tree that fits on a screen or two stands open; a larger one shows its first step and unfolds from there. */
const mostOpen = 30;
const mostFound = 50;

type Place = (code: string) => string;
type Grown = { readonly lang: Lang; readonly childrenOf: ReadonlyMap<number, readonly Unit[]>; readonly place: Place;
  /** down to this depth it stands open */
  readonly openTo: number };

const Line = ({ lang, unit, place }: { lang: Lang; unit: Unit; place: Place }): VNode => (
  <><a href={unitHref(lang, unit.id)}>{nameOf(unit, lang)}</a> <span class="quiet small">{unit.code} · {place(unit.territoryCode)}</span></>
);

const Nodes = ({ units, depth, ...grown }: Grown & { units: readonly Unit[]; depth: number }): VNode => (
  <ul>
    {units.map((unit) => {
      const children = grown.childrenOf.get(unit.id) ?? [];
      return (
        <li key={unit.id}>
          <Line lang={grown.lang} unit={unit} place={grown.place} />
          {children.length > 0 && (
            <Fold title={<>{say(grown.lang, w.below)}: {children.length}<span class="hidden"> {nameOf(unit, grown.lang)}</span></>} open={depth < grown.openTo}>
              <Nodes {...grown} units={children} depth={depth + 1} />
            </Fold>
          )}
        </li>
      );
    })}
  </ul>
);

/** One tree of one kind; whose parent one does not manage stands at the top. */
const Tree = ({ lang, units, place, empty }: { lang: Lang; units: readonly Unit[]; place: Place; empty: string }): VNode => {
  const open = units.filter((unit) => unit.closedOn === null);
  const closed = units.filter((unit) => unit.closedOn !== null);
  const ids = new Set(open.map((unit) => unit.id));
  const roots = open.filter((unit) => unit.parentId === null || !ids.has(unit.parentId));
  const childrenOf = Map.groupBy(open.filter((unit) => unit.parentId !== null && ids.has(unit.parentId)), (unit) => unit.parentId ?? 0);
  return (
    <>
      {open.length === 0 ? <p class="quiet">{empty}</p> : <Nodes lang={lang} units={roots} childrenOf={childrenOf} place={place} openTo={open.length <= mostOpen ? Infinity : roots.length === 1 ? 1 : 0} depth={0} />}
      {closed.length > 0 && <Fold title={`${say(lang, w.closedOnes)}: ${closed.length}`}><ul>{closed.map((unit) => <li key={unit.id}><a href={unitHref(lang, unit.id)}>{nameOf(unit, lang)}</a> <span class="quiet small">{unit.code}</span></li>)}</ul></Fold>}
    </>
  );
};

/** By a part of the name in any language, or by the beginning of the code; each with what it stands under. */
const Found = ({ lang, text, units, place }: { lang: Lang; text: string; units: readonly Unit[]; place: Place }): VNode => {
  const folded = fold(text);
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const found = units.filter((unit) => searchText(unit.names).includes(folded) || unit.code.startsWith(text.toUpperCase()));
  const above = (unit: Unit) => unit.path.slice(0, -1).flatMap((id) => byId.get(id) ?? []).map((one) => nameOf(one, lang)).join(' → ');
  return (
    <section>
      <h2>{say(lang, w.foundCount, { count: found.length })}</h2>
      {found.length === 0 && <p>{say(lang, w.foundNone)}</p>}
      <ul>
        {found.slice(0, mostFound).map((unit) => (
          <li key={unit.id}>
            <Line lang={lang} unit={unit} place={place} /> {unit.closedOn !== null && <Tag tone="plain">{say(lang, w.closedTag)}</Tag>}
            {unit.path.length > 1 && <div class="quiet small">{above(unit)}</div>}
          </li>
        ))}
      </ul>
      {found.length > mostFound && <p class="quiet">{say(lang, w.foundMore, { most: mostFound })}</p>}
    </section>
  );
};

export const treePage = (asked: Asked): Promise<Answer> => read(asked.ctx, async (q) => {
  const { lang } = asked;
  const within = managedBy(asked.ctx.actor);
  const [branches, bodies] = [await managedUnits(q, 'branch', within), await managedUnits(q, 'body', within)];
  const places = await territoriesByCodes(q, [...branches, ...bodies].map((unit) => unit.territoryCode));
  const place: Place = (code) => { const one = places.get(code); return one ? nameOf(one, lang) : code; };
  const text = (asked.query.get('q') ?? '').trim().slice(0, 100);
  return (
    <Desk asked={asked} title={say(lang, w.unitsTitle)}>
      <div class="stack">
        <h1>{say(lang, w.unitsTitle)}</h1>
        <p class="quiet">{say(lang, w.unitsLead)} <a href={`/${lang}/admin/competences`}>{say(lang, w.whoAnswers)}</a> <a href={`/${lang}/admin/topics`}>{say(lang, topicWords.title)}</a> <a href={`/${lang}/admin/steps`}>{say(lang, w.firstSteps)}</a></p>
        <form method="get" action={`/${lang}/admin/units`} class="filters" role="search">
          <TextField lang={lang} name="q" label={say(lang, w.search)} type="search" value={text} max={100} />
          <Button kind="second">{say(lang, w.find)}</Button>
          {text !== '' && <a href={`/${lang}/admin/units`}>{say(lang, w.wholeTree)}</a>}
        </form>
        {text !== '' && <Found lang={lang} text={text} units={[...branches, ...bodies]} place={place} />}
        {text === '' && (
          <section aria-labelledby="branches">
            <h2 id="branches">{say(lang, w.branches)}</h2>
            <Tree lang={lang} units={branches} place={place} empty={say(lang, w.noBranches)} />
          </section>
        )}
        {text === '' && (
          <section aria-labelledby="bodies">
            <h2 id="bodies">{say(lang, w.bodies)}</h2>
            <Tree lang={lang} units={bodies} place={place} empty={say(lang, w.noBodies)} />
            <p><a class="button second" href={`/${lang}/admin/units/body`}>{say(lang, w.openRootBody)}</a></p>
          </section>
        )}
      </div>
    </Desk>
  );
});
