import type { VNode } from 'preact';
import { say } from '../../../kernel/words.ts';
import type { Asked } from '../../../platform/web.ts';
import { Button, Form, Select, type Errors } from '../../../ui/fields.tsx';
import { Fold, Table, Tag } from '../../../ui/parts.tsx';
import { uiWords } from '../../../ui/words.ts';
import { nameOf, type Territory, type Topic, type Unit } from '../law.ts';
import type { Answering } from '../store/competences.ts';
import { pageWords as w } from '../words.ts';
import type { Typed } from './fields.tsx';
import { unitHref } from './tree.tsx';

export type PlaceFound = {
  readonly place: Territory; readonly places: ReadonlyMap<string, Territory>; readonly below: readonly Territory[]; readonly topics: readonly Topic[];
  /** by topic: who answers, then the next ones up */
  readonly answering: ReadonlyMap<string, readonly Answering[]>;
  /** open bodies that may be set here */
  readonly bodies: readonly Unit[]; readonly managed: ReadonlySet<number>; readonly seen: ReadonlySet<string>;
};
type Draw = { readonly asked: Asked; readonly found: PlaceFound };

/** Topic by topic: who answers, whether that is set here or comes from above, and who is next. */
export const Answers = ({ asked: { lang, csrf }, found }: Draw): VNode => {
  const placeName = (code: string) => { const one = found.places.get(code); return one ? nameOf(one, lang) : code; };
  const body = (unit: Unit) => (found.managed.has(unit.id) ? <a href={unitHref(lang, unit.id)}>{nameOf(unit, lang)}</a> : nameOf(unit, lang));
  const topicHref = (code: string) => `/${lang}/admin/competences?place=${found.place.code}&topic=${code}#f-topic`;
  return (
    <Table columns={[w.topic, w.answersHere, w.nextUp, w.act].map((title) => ({ title: say(lang, title) }))}
      rows={found.topics.map((topic) => {
        const [who, next] = found.answering.get(topic.code) ?? [];
        const set = <a key="s" href={topicHref(topic.code)}>{say(lang, w.setBody)}<span class="hidden"> {nameOf(topic, lang)}</span></a>;
        if (!who) return [nameOf(topic, lang), <Tag key="t" tone="late">{say(lang, w.nobody)}</Tag>, '–', set];
        return [
          nameOf(topic, lang),
          <>{body(who.unit)}<br /><span class="quiet small">{who.exact ? say(lang, w.setHere) : say(lang, w.inherited, { place: placeName(who.territoryCode) })}</span></>,
          next ? <>{nameOf(next.unit, lang)}<br /><span class="quiet small">{placeName(next.territoryCode)}</span></> : <span key="n" class="quiet">{say(lang, w.nobodyNext)}</span>,
          who.exact ? (
            <Form key="e" csrf={csrf} action={`/${lang}/admin/competences?place=${found.place.code}`}>
              <input type="hidden" name="competence" value={String(who.competenceId)} />
              <Button kind="link" name="do" value="end">{say(lang, w.endCompetence)}<span class="hidden"> {nameOf(topic, lang)}</span></Button>
            </Form>
          ) : set,
        ];
      })} />
  );
};

export const SetBody = ({ asked: { lang, csrf }, found, typed, errors }: Draw & { typed: Typed; errors: Errors }): VNode => {
  const groups = [...Map.groupBy(found.bodies, (unit) => unit.territoryCode)]
    .toSorted(([a], [b]) => Number(b === found.place.code) - Number(a === found.place.code))
    .map(([code, bodies]) => { const one = found.places.get(code); return { label: one ? nameOf(one, lang) : code, choices: bodies.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) })) }; });
  return (
    <Fold title={say(lang, w.setBodyHere)} open={typed['topic'] !== undefined}>
      <p class="quiet">{say(lang, w.addAbout)}</p>
      <Form csrf={csrf} action={`/${lang}/admin/competences?place=${found.place.code}`} class="column">
        <Select lang={lang} name="topic" label={say(lang, w.topic)} value={typed['topic']} errors={errors} empty={say(lang, uiWords.chooseOne)} choices={found.topics.map((one) => ({ value: one.code, text: nameOf(one, lang) }))} />
        <Select lang={lang} name="body" label={say(lang, w.answersHere)} value={typed['body']} errors={errors} empty={say(lang, uiWords.chooseOne)} groups={groups} />
        <p class="row"><Button name="do" value="set">{say(lang, w.addButton)}</Button></p>
      </Form>
    </Fold>
  );
};
