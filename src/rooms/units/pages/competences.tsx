import type { VNode } from 'preact';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import { say } from '../../../kernel/words.ts';
import { read, type Read } from '../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../platform/web.ts';
import { ErrorSummary, hasErrors, type Errors } from '../../../ui/fields.tsx';
import { Back, Note } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { setCompetence } from '../acts.ts';
import { endCompetence } from '../acts/competences.ts';
import { country, isKato, nameOf, openTopics, type Territory } from '../law.ts';
import { managedBy } from '../policy.ts';
import { branchFor, managedUnits, territoriesByCodes, territoryChildren } from '../store.ts';
import { topics } from '../store/topics.ts';
import { answeringUp } from '../store/competences.ts';
import { pageWords as w, refusalWords } from '../words.ts';
import { Answers, SetBody, type PlaceFound } from './answers.tsx';
import type { Typed } from './fields.tsx';
import { ownPlace, PlaceField, settle, type Settled } from './place.tsx';
import { errorOf } from './sight.ts';

const Search = ({ asked, typed, settled }: { asked: Asked; typed: string; settled: Settled | null }): VNode => (
  <form method="get" class="column" action={`/${asked.lang}/admin/competences`} role="search">
    <PlaceField lang={asked.lang} typed={typed} chosen="" candidates={settled?.candidates ?? []} errors={settled && settled.candidates.length === 0 ? { place: say(asked.lang, refusalWords.territory_invalid) } : {}} />
    <p class="row"><button class="button second">{say(asked.lang, w.show)}</button></p>
  </form>
);

const placeFound = async (q: Read, asked: Asked, place: Territory): Promise<PlaceFound> => {
  const within = managedBy(asked.ctx.actor);
  const bodies = (await managedUnits(q, 'body', within)).filter((unit) => unit.closedOn === null);
  const own = new Set((await managedUnits(q, 'branch', within)).filter((unit) => unit.closedOn === null).map((unit) => unit.territoryCode));
  const places = await territoriesByCodes(q, [...place.path, ...bodies.map((unit) => unit.territoryCode)]);
  return {
    place, places, below: await territoryChildren(q, place.code), topics: openTopics(await topics(q)), answering: await answeringUp(q, place.code),
    // of the place, of the places above it, and of those within it
    bodies: bodies.filter((unit) => place.path.includes(unit.territoryCode) || (places.get(unit.territoryCode)?.path.includes(place.code) ?? false)),
    managed: new Set(bodies.map((unit) => unit.id)),
    seen: new Set(place.path.filter((_, at) => within === 'all' || place.path.slice(0, at + 1).some((one) => own.has(one)))),
  };
};

const href = (asked: Asked, code: string): string => `/${asked.lang}/admin/competences?place=${code}`;

const PlacePage = ({ asked, found, typed = {}, errors = {} }: { asked: Asked; found: PlaceFound; typed?: Typed; errors?: Errors }): VNode => {
  const { lang } = asked;
  const { place } = found;
  const missing = found.topics.filter((topic) => !found.answering.has(topic.code)).length;
  const title = say(lang, w.competencesIn, { place: nameOf(place, lang) });
  const up = (code: string) => { const one = found.places.get(code); return one ? nameOf(one, lang) : code; };
  return (
    <Desk asked={asked} title={title}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/admin/units`} />
        <nav class="row small" aria-label={say(lang, w.place)}>{place.path.slice(0, -1).map((one) => (found.seen.has(one) ? <a key={one} href={href(asked, one)}>{up(one)}</a> : <span key={one} class="quiet">{up(one)}</span>))}</nav>
        <h1>{title}</h1>
        <ErrorSummary lang={lang} errors={errors} />
        {asked.query.get('done') === '1' && !hasErrors(errors) && <Note tone="done">{say(lang, w.done)}</Note>}
        {missing > 0 && <Note tone="warn">{say(lang, w.nobodyCount, { count: missing })}</Note>}
        <SetBody asked={asked} found={found} typed={typed} errors={errors} />
        <Answers asked={asked} found={found} />
        {found.below.length > 0 && <section><h2>{say(lang, w.placesBelow)}</h2><ul>{found.below.map((one) => <li key={one.code}><a href={href(asked, one.code)}>{nameOf(one, lang)}</a></li>)}</ul></section>}
        <section><h2>{say(lang, w.otherPlace)}</h2><Search asked={asked} typed="" settled={null} /></section>
      </div>
    </Desk>
  );
};

/** One place: every topic, the body that answers, whether it is set there or comes from a place above, and who is next. */
export const competencesPage = (asked: Asked): Promise<Answer> => read(asked.ctx, async (q) => {
  const { lang, query } = asked;
  const within = managedBy(asked.ctx.actor);
  const typed = query.get('place')?.trim() ?? '';
  const branches = await managedUnits(q, 'branch', within);
  const first = branches.find((unit) => unit.closedOn === null)?.territoryCode ?? (await branchFor(q, undefined))?.territoryCode ?? country;
  const settled = typed === '' ? null : await settle(q, { typed, chosen: query.get('territory') ?? '', lang, within });
  const code = settled ? settled.code : first;
  if (isKato(typed) && code === null) return refuse('territory_not_found');
  const place = code === null ? null : await ownPlace(q, code, within);
  if (place === null) return <Desk asked={asked} title={say(lang, w.whoAnswers)}><div class="stack"><Back lang={lang} href={`/${lang}/admin/units`} /><h1>{say(lang, w.whoAnswers)}</h1><Search asked={asked} typed={typed} settled={settled} /></div></Desk>;
  const topic = query.get('topic');
  return <PlacePage asked={asked} found={await placeFound(q, asked, place)} typed={topic ? { topic } : {}} />;
});

const numberTyped = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

/** Sets a body for a topic in this place, or ends what is set. */
export const competencesPost = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const place = await read(ctx, (q) => ownPlace(q, asked.query.get('place') ?? '', managedBy(ctx.actor)));
  if (!place) return refuse('territory_not_found');
  const form = await asked.form();
  const typed = { topic: form.get('topic'), body: form.get('body') };
  const again = async (errors: Errors, kept: Typed = {}) => html(await read(ctx, async (q) => <PlacePage asked={asked} found={await placeFound(q, asked, place)} typed={kept} errors={errors} />), 422);
  const back = seeOther(`${href(asked, place.code)}&done=1`);
  if (form.get('do') === 'end') {
    const done = await endCompetence(ctx, { competenceId: numberTyped(form.get('competence')) });
    return isRefusal(done) ? again(errorOf(lang, done)) : back;
  }
  const errors = { ...(typed.topic ? {} : { topic: say(lang, refusalWords.topic_invalid) }), ...(typed.body ? {} : { body: say(lang, w.bodyChoose) }) };
  if (hasErrors(errors)) return again(errors, typed);
  const done = await setCompetence(ctx, { topicCode: typed.topic, territoryCode: place.code, unitId: numberTyped(typed.body) });
  return isRefusal(done) ? again(errorOf(lang, done, { topic_invalid: 'topic', unit_not_found: 'body', unit_closed: 'body' }), typed) : back;
};
