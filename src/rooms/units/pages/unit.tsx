import type { VNode } from 'preact';
import { clockTime, longDay, shortDay } from '../../../kernel/show.ts';
import { showPhone } from '../../../kernel/phone.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { say } from '../../../kernel/words.ts';
import { read, type Read } from '../../../platform/db.ts';
import type { Answer, Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form, Select, type Errors } from '../../../ui/fields.tsx';
import { Back, Fold, Note, Summary, Table, type SummaryRow } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { uiWords } from '../../../ui/words.ts';
import { nameOf, openTopics, type Territory, type Topic, type Unit } from '../law.ts';
import { managedBy } from '../policy.ts';
import { managedUnits, territoriesByCodes, unitById } from '../store.ts';
import { topics } from '../store/topics.ts';
import { competencesOf, type Competence } from '../store/competences.ts';
import { levelWords, pageWords as w, profileWords, weekWords } from '../words.ts';
import type { Typed } from './fields.tsx';
import { PlaceField, type Candidate } from './place.tsx';
import { unitSeen } from './sight.ts';
import { unitHref } from './tree.tsx';

export type UnitFound = {
  readonly unit: Unit; readonly parent: Unit | null; readonly below: readonly Unit[]; readonly places: ReadonlyMap<string, Territory>;
  readonly competences: readonly Competence[]; readonly topics: readonly Topic[];
  /** the unit above is shown as a link where one manages it too */
  readonly parentManaged: boolean;
};

export const unitFound = async (q: Read, asked: Asked, unit: Unit): Promise<UnitFound> => {
  const managed = await managedUnits(q, unit.kind, managedBy(asked.ctx.actor));
  const competences = unit.kind === 'body' ? await competencesOf(q, unit.id) : [];
  return {
    unit, competences, topics: openTopics(await topics(q)), parent: unit.parentId === null ? null : await unitById(q, unit.parentId), parentManaged: managed.some((one) => one.id === unit.parentId),
    below: managed.filter((one) => one.parentId === unit.id && one.closedOn === null),
    places: await territoriesByCodes(q, [unit.territoryCode, ...competences.map((one) => one.territoryCode)]),
  };
};

type Draw = { readonly asked: Asked; readonly found: UnitFound; readonly errors?: Errors; readonly typed?: Typed; readonly candidates?: readonly Candidate[] };

const rows = ({ asked: { lang }, found: { unit, parent, parentManaged, places } }: Draw): readonly SummaryRow[] => {
  const place = places.get(unit.territoryCode);
  const none = <span class="quiet">{say(lang, w.notGiven)}</span>;
  const open = unit.closedOn === null;
  const act = (name: string) => (open ? { href: unitHref(lang, unit.id, `/${name}`), act: say(lang, name === 'names' ? w.rename : w.change) } : {});
  return [
    { label: say(lang, w.nameKk), value: unit.names.kk, ...act('names') }, { label: say(lang, w.nameRu), value: unit.names.ru }, { label: say(lang, w.nameEn), value: unit.names.en },
    { label: say(lang, w.code), value: unit.code }, { label: say(lang, w.level), value: say(lang, levelWords[unit.level]) },
    { label: say(lang, w.place), value: place ? `${nameOf(place, lang)} (${place.code})` : unit.territoryCode },
    { label: say(lang, w.under), value: parent ? (parentManaged ? <a href={unitHref(lang, parent.id)}>{nameOf(parent, lang)}</a> : nameOf(parent, lang)) : say(lang, w.isRoot) },
    { label: say(lang, w.profile), value: <>{say(lang, profileWords[unit.profile])}<br /><span class="quiet small">{say(lang, profileWords[`${unit.profile}About`])}</span></>, ...act('details') },
    { label: say(lang, w.calendar), value: say(lang, unit.calendar === 'kz6' ? weekWords.kz6 : weekWords.kz5) },
    { label: say(lang, w.closing), value: clockTime(unit.closingMinute) },
    { label: say(lang, w.address), value: unit.address ?? none }, { label: say(lang, w.phone), value: unit.phone ? showPhone(unit.phone) : none },
  ];
};

const Competences = ({ asked, found, errors = {}, typed = {}, candidates = [] }: Draw): VNode => {
  const { lang } = asked;
  const topic = (code: string) => { const one = found.topics.find((each) => each.code === code); return one ? nameOf(one, lang) : code; };
  const place = (code: string) => { const one = found.places.get(code); return one ? <a href={`/${lang}/admin/competences?place=${code}`}>{nameOf(one, lang)}</a> : code; };
  const [current, ended] = [found.competences.filter((one) => one.toOn === null), found.competences.filter((one) => one.toOn !== null)];
  return (
    <section>
      <Table caption={say(lang, w.competences)} empty={say(lang, w.noCompetences)} columns={[w.topic, w.place, w.since, w.act].map((title) => ({ title: say(lang, title) }))}
        rows={current.map((one) => [
          topic(one.topicCode), place(one.territoryCode), shortDay(one.fromOn),
          <Form key="end" csrf={asked.csrf}>
            <input type="hidden" name="competence" value={String(one.id)} />
            <Button kind="link" name="do" value="end">{say(lang, w.endCompetence)}<span class="hidden"> {topic(one.topicCode)}</span></Button>
          </Form>,
        ])} />
      {found.unit.closedOn === null && (
        <Fold title={say(lang, w.addCompetence)} open={current.length === 0 || typed['topic'] !== undefined}>
          <p class="quiet">{say(lang, w.addAbout)}</p>
          <Form csrf={asked.csrf}>
            <Select lang={lang} name="topic" label={say(lang, w.topic)} value={typed['topic']} errors={errors} empty={say(lang, uiWords.chooseOne)} choices={found.topics.map((one) => ({ value: one.code, text: nameOf(one, lang) }))} />
            <PlaceField lang={lang} typed={typed['place'] ?? ''} chosen={typed['territory'] ?? ''} candidates={candidates} errors={errors} />
            <Button name="do" value="set">{say(lang, w.addButton)}</Button>
          </Form>
        </Fold>
      )}
      {ended.length > 0 && (
        <Fold title={say(lang, w.endedOnes)}>
          <Table columns={[w.topic, w.place, w.since, w.until].map((title) => ({ title: say(lang, title) }))} rows={ended.slice(0, 100).map((one) => [topic(one.topicCode), place(one.territoryCode), shortDay(one.fromOn), shortDay(one.toOn ?? '')])} />
        </Fold>
      )}
    </section>
  );
};

/** More than these are folded. */
const mostBelow = 12;

export const UnitPage = (draw: Draw): VNode => {
  const { asked, found: { unit, below }, errors = {} } = draw;
  const { lang } = asked;
  const link = (act: string, text: string) => <a class="button second" href={unitHref(lang, unit.id, `/${act}`)}>{text}</a>;
  return (
    <Desk asked={asked} title={nameOf(unit, lang)}>
      <div class="stack">
      <Back lang={lang} href={`/${lang}/admin/units`} />
      <p class="quiet">{say(lang, unit.kind === 'branch' ? w.branch : w.body)}</p>
      <h1>{nameOf(unit, lang)}</h1>
      <ErrorSummary lang={lang} errors={errors} />
      {asked.query.get('done') === '1' && Object.keys(errors).length === 0 && <Note tone="done">{say(lang, w.done)}</Note>}
      {unit.closedOn !== null && <Note tone="warn">{say(lang, w.closedSince, { day: longDay(lang, unit.closedOn) })}</Note>}
      <Summary rows={rows(draw)} />
      {unit.closedOn === null && (
        <p class="row noprint">
          {link('children', say(lang, unit.kind === 'branch' ? w.openBranch : w.openBody))}
          {(unit.kind === 'body' || unit.parentId !== null) && link('parent', say(lang, w.move))}
          {(unit.kind === 'body' || unit.parentId !== null) && link('closure', say(lang, w.close))}
        </p>
      )}
      {unit.kind === 'body' && <Competences {...draw} />}
      {below.length > 0 && <Fold title={`${say(lang, w.below)}: ${below.length}`} open={below.length <= mostBelow}><ul>{below.map((one) => <li key={one.id}><a href={unitHref(lang, one.id)}>{nameOf(one, lang)}</a> <span class="quiet small">{one.code}</span></li>)}</ul></Fold>}
      </div>
    </Desk>
  );
};

export const unitPage = (asked: Asked): Promise<Answer> => read(asked.ctx, async (q) => {
  const unit = await unitSeen(q, asked);
  return isRefusal(unit) ? unit : <UnitPage asked={asked} found={await unitFound(q, asked, unit)} />;
});
