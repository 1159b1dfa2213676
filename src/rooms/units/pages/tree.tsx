import type { VNode } from 'preact';
import { say, type Lang } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import type { Answer, Asked } from '../../../platform/web.ts';
import { Fold } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { nameOf, type Unit } from '../law.ts';
import { managedBy } from '../policy.ts';
import { managedUnits, territoriesByCodes } from '../store.ts';
import { pageWords as w } from '../words.ts';

export const unitHref = (lang: Lang, unitId: number, rest = ''): string => `/${lang}/admin/units/${unitId}${rest}`;

/** Deeper than this a branch of the tree is folded: primary organisations are many. */
const foldedFrom = 3;

type Place = (code: string) => string;

const Nodes = ({ lang, units, all, place, depth }: { lang: Lang; units: readonly Unit[]; all: readonly Unit[]; place: Place; depth: number }): VNode => (
  <ul>
    {units.map((unit) => {
      const children = all.filter((one) => one.parentId === unit.id);
      const below = <Nodes lang={lang} units={children} all={all} place={place} depth={depth + 1} />;
      return (
        <li key={unit.id}>
          <a href={unitHref(lang, unit.id)}>{nameOf(unit, lang)}</a> <span class="quiet small">{unit.code} · {place(unit.territoryCode)}</span>
          {children.length > 0 && (depth + 1 < foldedFrom ? below : <Fold title={`${say(lang, w.below)}: ${children.length}`}>{below}</Fold>)}
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
  return (
    <>
      {open.length === 0 ? <p class="quiet">{empty}</p> : <Nodes lang={lang} units={open.filter((unit) => unit.parentId === null || !ids.has(unit.parentId))} all={open} place={place} depth={0} />}
      {closed.length > 0 && <Fold title={`${say(lang, w.closedOnes)}: ${closed.length}`}><ul>{closed.map((unit) => <li key={unit.id}><a href={unitHref(lang, unit.id)}>{nameOf(unit, lang)}</a> <span class="quiet small">{unit.code}</span></li>)}</ul></Fold>}
    </>
  );
};

export const treePage = (asked: Asked): Promise<Answer> => read(asked.ctx, async (q) => {
  const { lang } = asked;
  const within = managedBy(asked.ctx.actor);
  const [branches, bodies] = [await managedUnits(q, 'branch', within), await managedUnits(q, 'body', within)];
  const places = await territoriesByCodes(q, [...branches, ...bodies].map((unit) => unit.territoryCode));
  const place: Place = (code) => { const one = places.get(code); return one ? nameOf(one, lang) : code; };
  return (
    <Desk asked={asked} title={say(lang, w.unitsTitle)}>
      <h1>{say(lang, w.unitsTitle)}</h1>
      <p class="quiet">{say(lang, w.unitsLead)}</p>
      <p><a href={`/${lang}/admin/competences`}>{say(lang, w.whoAnswers)}</a></p>
      <section aria-labelledby="branches">
        <h2 id="branches">{say(lang, w.branches)}</h2>
        <Tree lang={lang} units={branches} place={place} empty={say(lang, w.noBranches)} />
      </section>
      <section aria-labelledby="bodies">
        <h2 id="bodies">{say(lang, w.bodies)}</h2>
        <Tree lang={lang} units={bodies} place={place} empty={say(lang, w.noBodies)} />
        <p><a class="button second" href={`/${lang}/admin/units/body`}>{say(lang, w.openRootBody)}</a></p>
      </section>
    </Desk>
  );
});
