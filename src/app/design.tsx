import type { VNode } from 'preact';
import { addDays, day } from '../kernel/day.ts';
import { anyone } from '../kernel/gate.ts';
import { say } from '../kernel/words.ts';
import { refuse } from '../kernel/refusal.ts';
import { page, type Answer, type Asked, type Route } from '../platform/web.ts';
import { builtIn, workingStrip } from '../rooms/calendar/contract.ts';
import { regions } from '../rooms/units/contract.ts';
import { Bars, TileMap } from '../ui/charts.tsx';
import { Button, Checkbox, ErrorSummary, FileField, Form, Radios, Select, TextArea, TextField } from '../ui/fields.tsx';
import { Fold, Note, Pager, Summary, Table, Tag, Timeline } from '../ui/parts.tsx';
import { Desk, Page } from '../ui/shell.tsx';
import { DeadlineStrip } from '../ui/strip.tsx';
import { designWords as w } from './words.ts';

const shown = ['demo', 'development'];

/** Every component in every state, for whoever builds a page or checks one. Demo and development only. */
const design = (asked: Asked): Answer => {
  if (!shown.includes(asked.config.JAUAP_MODE)) return refuse('page_not_found');
  const desk = asked.query.get('skin') === 'desk';
  const Skin = desk ? Desk : Page;
  return (
    <Skin asked={asked} title={say(asked.lang, w.title)} wide noindex>
      <h1>{say(asked.lang, w.title)}</h1>
      <p class="row"><a href="?skin=page">{say(asked.lang, w.resident)}</a><a href="?skin=desk">{say(asked.lang, w.desk)}</a></p>
      <Typography asked={asked} /><Buttons asked={asked} /><Fields asked={asked} /><Marks asked={asked} /><Lists asked={asked} /><Pictures asked={asked} />
    </Skin>
  );
};

type P = { asked: Asked };
const Part = ({ name, children }: { name: string; children: VNode | VNode[] }): VNode => <section class="stack"><h2>{name}</h2>{children}</section>;

const Typography = ({ asked: { lang } }: P): VNode => (
  <Part name={say(lang, w.type)}>
    <div class="column"><p class="lead">{say(lang, w.sample)}</p><p>{say(lang, w.sample)} <a href="#x">{say(lang, w.link)}</a></p><p class="quiet small">{say(lang, w.letters)}</p><p><kbd>j</kbd> <kbd>k</kbd> <kbd>?</kbd></p><p><mark>{say(lang, w.link)}</mark></p></div>
  </Part>
);

const Buttons = ({ asked: { lang } }: P): VNode => (
  <Part name={say(lang, w.buttons)}>
    <p class="row"><Button kind="big">{say(lang, w.press)}</Button><Button>{say(lang, w.press)}</Button><Button kind="second">{say(lang, w.press)}</Button><Button kind="grave">{say(lang, w.press)}</Button><Button kind="link">{say(lang, w.press)}</Button><Button disabled>{say(lang, w.press)}</Button></p>
  </Part>
);

const Fields = ({ asked: { lang, csrf } }: P): VNode => {
  const errors = { bad: say(lang, w.error), badArea: say(lang, w.error), badRadio: say(lang, w.error) };
  const choices = [{ value: 'a', text: say(lang, w.first), hint: say(lang, w.hint) }, { value: 'b', text: say(lang, w.second) }];
  const p = { lang, errors };
  return (
    <Part name={say(lang, w.fields)}>
      <div class="column">
        <ErrorSummary lang={lang} errors={errors} example />
        <Form csrf={csrf}>
          <TextField {...p} name="text" label={say(lang, w.label)} hint={say(lang, w.hint)} value={say(lang, w.letters)} />
          <TextField {...p} name="bad" label={say(lang, w.label)} hint={say(lang, w.hint)} value="12" />
          <TextArea {...p} name="badArea" label={say(lang, w.label)} rows={3} value="" />
          <Select {...p} name="select" label={say(lang, w.label)} choices={choices} value="b" />
          <Radios {...p} name="radio" label={say(lang, w.label)} choices={choices} value="a" />
          <Radios {...p} name="badRadio" label={say(lang, w.label)} choices={choices} />
          <Checkbox name="box" text={say(lang, w.first)} checked hint={say(lang, w.hint)} />
          <FileField {...p} name="file" label={say(lang, w.label)} accept="image/*" />
          <Button>{say(lang, w.press)}</Button>
        </Form>
      </div>
    </Part>
  );
};

const Marks = ({ asked: { lang } }: P): VNode => (
  <Part name={say(lang, w.marks)}>
    <p class="row">{(['new', 'work', 'soon', 'late', 'done', 'plain'] as const).map((tone) => <Tag key={tone} tone={tone}>{say(lang, w.first)}</Tag>)}</p>
    <Note>{say(lang, w.sample)}</Note><Note tone="warn">{say(lang, w.sample)}</Note><Note tone="late">{say(lang, w.sample)}</Note><Note tone="done">{say(lang, w.sample)}</Note>
    <div class="panel"><p>{say(lang, w.label)}</p><p class="big">BQ-2026-000123</p></div>
  </Part>
);

const Lists = ({ asked: { lang } }: P): VNode => (
  <Part name={say(lang, w.lists)}>
    <Summary rows={[{ label: say(lang, w.label), value: say(lang, w.sample), href: '#x', act: say(lang, w.link) }, { label: say(lang, w.second), value: '–' }]} />
    <Table caption={say(lang, w.label)} columns={[{ title: say(lang, w.first) }, { title: say(lang, w.second), number: true }]} rows={[[say(lang, w.first), '1 234'], [say(lang, w.second), '56']]} />
    <Table caption={say(lang, w.empty)} columns={[{ title: say(lang, w.first) }, { title: say(lang, w.second), number: true }]} rows={[]} empty={say(lang, w.empty)} />
    <Fold title={say(lang, w.link)} open><p>{say(lang, w.sample)}</p></Fold>
    <Timeline happenings={[
      { at: new Date('2026-11-20T05:00:00Z'), title: say(lang, w.first), turn: true }, { at: new Date('2026-11-23T07:20:00Z'), title: say(lang, w.second), words: say(lang, w.sample), inner: true },
      { at: new Date('2026-12-01T09:05:00Z'), title: say(lang, w.first), words: say(lang, w.sample) },
    ]} />
    <Pager lang={lang} first="#first" next="#next" />
  </Part>
);

const Pictures = ({ asked: { lang } }: P): VNode => {
  const from = day('2026-12-04');
  return (
    <Part name={say(lang, w.pictures)}>
      <DeadlineStrip lang={lang} days={workingStrip(builtIn(5), from, 15)} today={addDays(from, 6)} rule={say(lang, w.sample)} />
      <Bars lang={lang} bars={[{ label: say(lang, w.first), value: 120 }, { label: say(lang, w.second), value: 45, tone: 'fl' }, { label: say(lang, w.link), value: null, tone: 'fq' }]} />
      <TileMap lang={lang} label={say(lang, w.pictures)} tiles={regions.map((region, at) => ({ column: region.tile.column, row: region.tile.row, short: lang === 'en' ? region.iso : region.short[lang], name: region.names[lang], value: at === 3 ? null : at * 37, href: `#${region.code}` }))} />
    </Part>
  );
};

export const designRoutes: readonly Route[] = [page({ method: 'get', path: '/design', may: anyone, handler: design })];
