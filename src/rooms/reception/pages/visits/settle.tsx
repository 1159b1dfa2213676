import type { VNode } from 'preact';
import { longDay, shortDay, untilDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Button, Checkbox, FileField, Form, Radios, Select, TextArea, TextField, type Errors, type Group } from '../../../../ui/fields.tsx';
import { Fold, Tag } from '../../../../ui/parts.tsx';
import { kindWords } from '../../../appeals/contract.ts';
import { nameOf } from '../../../units/contract.ts';
import { outcomeWords, verdictWords, visitWords as w } from '../../words/visits.ts';
import { PromiseBox, whoKeeps } from './promise.tsx';
import type { Typed } from './said.ts';
import type { One, View } from './view.ts';

export type Filling = { readonly asked: Asked; readonly view: View; readonly typed: Typed; readonly errors: Errors };
export const hrefOf = (lang: Lang, number: string): string => `/${lang}/desk/visits/${number}`;
export const paperTypes = 'image/*,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv';

const Hidden = ({ name, value }: { name: string; value: string | number }): VNode => <input type="hidden" name={name} value={value} />;
/** Several forms stand on one page: a field's own name is said with the matter and the way. */
const field = ({ asked, typed, errors }: Filling, one: One, how: string, name: string, standing = '') => {
  const full = `${how}.${one.matter.nth}.${name}`;
  return { lang: asked.lang, name: full, value: typed[full] ?? standing, errors };
};
const Way = ({ filling, one, how, children, files = false, button, kind }: { filling: Filling; one: One; how: string; children?: VNode | (VNode | null | false)[] | null; files?: boolean; button: string; kind?: 'second' }): VNode => (
  <Form csrf={filling.asked.csrf} action={`${hrefOf(filling.asked.lang, filling.view.visit.number)}/matters/${one.matter.nth}/outcomes`} files={files}>
    <Hidden name="how" value={how} />
    {children}
    <Button {...(kind ? { kind } : {})}>{button}</Button>
  </Form>
);

/** Who can be entrusted: those who receive, who answers for the topic, anybody else as a body. Of a quiet visit persons only. */
const executors = ({ asked: { lang }, view }: Filling, one: One): readonly Group[] => {
  const { official, officialUnit, own, visit } = view;
  const persons = (unitId: number, list: View['own']) => list.map((who) => ({ value: `${unitId}:${who.accountId}`, text: who.accountId === visit.accountId ? say(lang, w.promiseMe, { name: official ?? who.name }) : who.name }));
  const whole = (unit: { readonly id: number; readonly names: View['branch']['names'] }) => (visit.quiet ? [] : [{ value: String(unit.id), text: say(lang, w.promiseUnit, { name: nameOf(unit, lang) }) }]);
  const competent = one.suggested?.competent ?? null;
  return [
    ...(competent ? [{ label: `${say(lang, w.competent)}: ${nameOf(competent, lang)}`, choices: [...whole(competent), ...persons(competent.id, view.peopleOf.get(competent.id) ?? [])] }] : []),
    { label: `${say(lang, w.ownUnit)}: ${nameOf(officialUnit, lang)}`, choices: [...persons(officialUnit.id, own), ...whole(officialUnit)] },
    ...(view.branch.id === officialUnit.id ? [] : [{ label: nameOf(view.branch, lang), choices: [...persons(view.branch.id, view.peopleOf.get(view.branch.id) ?? []), ...whole(view.branch)] }]),
    ...(visit.quiet ? [] : [{ label: say(lang, w.otherUnits), choices: view.bodies.filter((unit) => unit.id !== competent?.id && unit.id !== officialUnit.id).map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) })) }]),
  ];
};

const PromiseForm = ({ filling, one }: { filling: Filling; one: One }): VNode => {
  const { lang } = filling.asked;
  const competent = one.suggested?.competent ?? null;
  const { visit, officialUnit } = filling.view;
  const first = competent && !visit.quiet ? String(competent.id) : visit.accountId === null ? '' : `${officialUnit.id}:${visit.accountId}`;
  const away = filling.errors['evenAway'] !== undefined;
  return (
    <Way filling={filling} one={one} how="promised" button={say(lang, w.promise)}>
      <TextArea {...field(filling, one, 'promised', 'text')} label={say(lang, w.promiseText)} rows={2} />
      <Select {...field(filling, one, 'promised', 'executor', first)} label={say(lang, w.promiseBy)} groups={executors(filling, one)} />
      {away && <Checkbox name={`promised.${one.matter.nth}.evenAway`} text={say(lang, w.promiseEvenAway)} />}
      <Radios {...field(filling, one, 'promised', 'on', filling.view.days[1]?.on)} label={say(lang, w.promiseWhen)} choices={[
        ...filling.view.days.map(({ count, on }) => ({ value: on, text: say(lang, w.promiseIn, { count, day: longDay(lang, on) }) })), { value: 'other', text: say(lang, w.promiseOther) },
      ]} />
      <TextField {...field(filling, one, 'promised', 'dueOn')} type="date" label={say(lang, w.promiseOther)} short />
    </Way>
  );
};

const JoinForm = ({ filling, one }: { filling: Filling; one: One }): VNode => {
  const { lang } = filling.asked;
  return (
    <>
      {(one.suggested?.alike ?? []).map((like) => (
        <Way key={like.number} filling={filling} one={one} how="joined" button={say(lang, like.as === 'repeat' ? w.joinOwn : w.joinCommon, { number: like.number })} kind="second">
          <Hidden name={`joined.${one.matter.nth}.appealNumber`} value={like.number} />
          <p class="small plain">{like.text.slice(0, 160)} <span class="quiet">{say(lang, w.joinLetters, { count: like.letters })}, {shortDay(like.since)}</span></p>
        </Way>
      ))}
      <Way filling={filling} one={one} how="joined" button={say(lang, w.joinGo)} kind="second"><TextField {...field(filling, one, 'joined', 'appealNumber')} label={say(lang, w.joinNumber)} short max={40} /></Way>
    </>
  );
};

/** Four ways out of a matter; each is one form, all of them work as they stand. */
const Ways = ({ filling, one }: { filling: Filling; one: One }): VNode => {
  const { lang } = filling.asked;
  const opened = (how: string) => Object.keys(filling.errors).some((name) => name.startsWith(`${how}.${one.matter.nth}.`)) || filling.typed['how'] === how && filling.typed['nth'] === String(one.matter.nth);
  const { view } = filling;
  const topic = one.suggested?.topicCode ?? '';
  const alike = one.suggested?.alike.length ?? 0;
  return (
    <div class="visit-ways">
      <h3>{say(lang, w.settleTitle)}</h3>
      <Fold title={say(lang, w.advise)} open={opened('advised')}>
        <Way filling={filling} one={one} how="advised" button={say(lang, w.advise)}><TextArea {...field(filling, one, 'advised', 'advice')} label={say(lang, w.advice)} rows={3} /></Way>
      </Fold>
      <Fold title={say(lang, w.promise)} open={opened('promised')}><PromiseForm filling={filling} one={one} /></Fold>
      <Fold title={say(lang, w.register)} open={opened('registered')}>
        <Way filling={filling} one={one} how="registered" files button={say(lang, w.register)}>
          <div class="pair">
            <Select {...field(filling, one, 'registered', 'kind', 'application')} label={say(lang, w.kind)} choices={(Object.keys(kindWords) as (keyof typeof kindWords)[]).map((kind) => ({ value: kind, text: kindWords[kind][lang] }))} />
            <Select {...field(filling, one, 'registered', 'topicCode', topic)} label={say(lang, w.topic)} empty={say(lang, w.topicNone)} choices={view.topics.map((each) => ({ value: each.code, text: nameOf(each, lang) }))} />
          </div>
          <FileField {...field(filling, one, 'registered', 'papers')} label={say(lang, w.papers)} accept={paperTypes} />
        </Way>
      </Fold>
      <Fold title={alike > 0 ? <>{say(lang, w.join)} <Tag tone="soon">{alike}</Tag></> : say(lang, w.join)} open={opened('joined')}><JoinForm filling={filling} one={one} /></Fold>
    </div>
  );
};

const ReadBack = ({ filling, one }: { filling: Filling; one: One }): VNode | null => {
  const { asked: { lang, csrf }, view } = filling;
  const waiting = view.visit.state === 'begun' ? one.promises.filter((promise) => promise.readBackAt === null && promise.open) : [];
  return waiting.length === 0 ? null : (
    <div class="note warn" role="status">
      <h3>{say(lang, w.readBackTitle)}</h3>
      {waiting.map((promise) => (
        <Form key={promise.id} csrf={csrf} action={`${hrefOf(lang, view.visit.number)}/promises/${promise.id}/readings`}>
          <p class="visit-aloud" lang={lang}>{say(lang, w.readBackText, { who: whoKeeps(lang, promise), day: untilDay(lang, promise.dueOn), text: promise.text })}</p>
          <Button>{say(lang, w.readBack)}</Button>
        </Form>
      ))}
    </div>
  );
};

/** One matter: its words, what became of it, or what may. */
export const MatterBox = ({ filling, one }: { filling: Filling; one: One }): VNode => {
  const { asked: { lang }, view } = filling;
  const { matter } = one;
  const open = view.visit.state === 'begun';
  const topicName = (code: string | null) => { const found = view.topics.find((each) => each.code === code); return found ? nameOf(found, lang) : ''; };
  return (
    <section class="box" aria-labelledby={`m${matter.nth}`} id={`matter-${matter.nth}`}>
      <h2 id={`m${matter.nth}`}>{say(lang, w.matter, { nth: matter.nth })} {matter.outcome !== null && <Tag tone={matter.outcome === 'promised' && one.promises.some((promise) => promise.late) ? 'late' : 'done'}>{say(lang, outcomeWords[matter.outcome])}</Tag>}</h2>
      <p class="plain">{matter.text}</p>
      {matter.topicCode !== null ? <p class="quiet small">{topicName(matter.topicCode)}</p> : open && one.suggested?.topicCode ? <p class="quiet small">{say(lang, w.topicSuggested, { topic: topicName(one.suggested.topicCode) })}</p> : null}
      {matter.advice !== null && <p class="plain visit-advice">{matter.advice}</p>}
      {matter.appealNumber !== null && <p><a href={`/${lang}/desk/appeals/${matter.appealNumber}`}>{matter.appealNumber}</a>{matter.causeNumber !== null && <> → <a href={`/${lang}/desk/appeals/${matter.causeNumber}`}>{matter.causeNumber}</a></>}</p>}
      <ReadBack filling={filling} one={one} />
      {one.promises.map((promise) => (
        <PromiseBox key={promise.id} lang={lang} promise={promise} today={view.today}>
          {promise.readBackAt === null ? null : <p class="quiet small">{say(lang, w.readBackDone)}</p>}
        </PromiseBox>
      ))}
      {matter.verdict !== null && <p><strong>{say(lang, verdictWords[matter.verdict])}</strong>{matter.comment !== null && <span class="plain">: {matter.comment}</span>}</p>}
      {open && matter.outcome === null && <Ways filling={filling} one={one} />}
      {open && matter.outcome === 'promised' && <Fold title={say(lang, w.promiseMore)}><PromiseForm filling={filling} one={one} /></Fold>}
    </section>
  );
};
