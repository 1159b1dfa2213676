import type { VNode } from 'preact';
import { today, wallClock } from '../../../../kernel/day.ts';
import { normalPhone, showPhone } from '../../../../kernel/phone.ts';
import { clockTime, fullName, shortDay } from '../../../../kernel/show.ts';
import { langs, say, type Lang } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, ErrorSummary, Form, hasErrors, Select, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Table, Tag } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { uiWords } from '../../../../ui/words.ts';
import { peopleLike, type KnownPerson } from '../../../appeals/contract.ts';
import { nameOf, unitsByIds, type Unit } from '../../../units/contract.ts';
import { desksOf, quietBranches } from '../../policy/visits.ts';
import { mattersOf, seeQuiet, visitsLike, visitsOn, type Matter, type Visit } from '../../store/visits.ts';
import { visitWords as w } from '../../words/visits.ts';
import { PersonFields } from './one.tsx';
import type { Typed } from './said.ts';
import { hrefOf } from './settle.tsx';
import { nameOfVisitor } from './view.ts';

/** Somebody who was here before: with the number by which they are known. */
type Found = { readonly from: string; readonly name: string; readonly phone: string | null; readonly address: string | null; readonly last: string };
type Day = { readonly visits: readonly Visit[]; readonly matters: readonly Matter[]; readonly branches: readonly Unit[]; readonly found: readonly Found[] | null };
type Shown = { readonly typed?: Typed; readonly errors?: Errors; readonly status?: 200 | 403 | 404 | 409 | 413 | 422 | 429 | 503 };

const mostFound = 10;
const fromAppeal = (one: KnownPerson): Found[] => (one.kind !== 'person' ? [] : [{ from: one.lastNumber, name: fullName(one), phone: one.phone, address: one.address, last: one.lastOn }]);
const known = async (asked: Asked, text: string): Promise<readonly Found[]> => read(asked.ctx, async (q) => {
  const appeals = (await peopleLike(q, text)).flatMap(fromAppeal);
  const phone = normalPhone(text);
  const visits = (await visitsLike(q, phone === null ? { text } : { phone })).map((one) => ({ from: one.number, name: nameOfVisitor(one), phone: one.phone, address: one.address, last: one.heldOn }));
  const seen = new Set<string>();
  return [...appeals, ...visits].filter((one) => { const key = `${one.name} ${one.phone ?? ''}`; return one.name !== '' && !seen.has(key) && seen.add(key); }).slice(0, mostFound);
});

export const visitsPage = async (asked: Asked, shown: Shown = {}): Promise<Answer> => {
  const find = (asked.query.get('find') ?? '').slice(0, 200).trim();
  const desks = desksOf(asked.ctx.actor);
  const me = asked.ctx.actor.kind === 'staff' ? asked.ctx.actor.accountId : 0;
  const day = await read(asked.ctx, async (q): Promise<Day> => {
    await seeQuiet(q, quietBranches(asked.ctx.actor));
    const visits = await visitsOn(q, { branchIds: branchesOf(asked), on: today(asked.ctx.clock), accountId: me });
    return { visits, matters: await mattersOf(q, visits.map((one) => one.id)), branches: [...(await unitsByIds(q, desks)).values()], found: null };
  });
  const found = find === '' ? null : await known(asked, find);
  return html(<VisitsPage asked={{ ...asked, here: '/desk/visits' }} day={{ ...day, found }} find={find} typed={shown.typed ?? {}} errors={shown.errors ?? {}} />, shown.status ?? 200);
};
/** The branches whose visits somebody sees: of their own posts, and not of all below. */
const branchesOf = (asked: Asked): readonly number[] =>
  asked.ctx.actor.kind === 'staff' ? [...new Set(asked.ctx.actor.posts.filter((post) => post.unitKind === 'branch' && post.abilities.includes('reception.see')).map((post) => post.unitId))] : [];

const VisitsPage = ({ asked, day, find, typed, errors }: { asked: Asked; day: Day; find: string; typed: Typed; errors: Errors }): VNode => {
  const { lang } = asked;
  const may = day.branches.length > 0;
  return (
    <Desk asked={asked} title={say(lang, w.title)}>
      <div class="stack">
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{say(lang, w.title)}</h1>
        {may && (
          <form class="filters" role="search" action={`/${lang}/desk/visits`}>
            <TextField lang={lang} name="find" type="search" label={say(lang, w.find)} value={find} autofocus={!hasErrors(errors) && find === ''} />
            <button class="button second">{say(lang, w.findGo)}</button>
          </form>
        )}
        {may && day.found && <FoundPeople asked={asked} found={day.found} branch={day.branches[0]} />}
        {may && (day.found !== null || hasErrors(errors) || day.visits.length === 0) && <Begin asked={asked} branches={day.branches} typed={typed} errors={errors} autofocus={day.found?.length === 0 && !hasErrors(errors)} open />}
        {may && !(day.found !== null || hasErrors(errors) || day.visits.length === 0) && <Begin asked={asked} branches={day.branches} typed={typed} errors={errors} autofocus={false} open={false} />}
        <Table label={say(lang, w.title)} columns={[w.who, w.number, w.began, w.matters, w.state].map((column) => ({ title: say(lang, column) }))} empty={say(lang, w.none)}
          rows={day.visits.map((one) => {
            const its = day.matters.filter((matter) => matter.visitId === one.id);
            const open = its.filter((matter) => matter.outcome === null).length;
            return [
              <><a href={hrefOf(lang, one.number)}>{one.quiet ? say(lang, w.quiet) : nameOfVisitor(one) || say(lang, w.nobody)}</a></>, <span class="number">{one.number}</span>, <span class="number">{clockTime(wallClock(one.beganAt.getTime()).minute)}</span>,
              open === 0 ? String(its.length) : say(lang, w.mattersOpen, { all: its.length, open }), <Tag tone={one.state === 'begun' ? 'work' : 'plain'}>{say(lang, w[one.state])}</Tag>,
            ];
          })} />
      </div>
    </Desk>
  );
};

const FoundPeople = ({ asked: { lang, csrf }, found, branch }: { asked: Asked; found: readonly Found[]; branch: Unit | undefined }): VNode => found.length === 0 ? <p>{say(lang, w.findNone)}</p> : (
  <ul class="plainlist">
    {found.map((one, at) => (
      <li key={`${one.from} ${one.name}`}>
        <Form csrf={csrf} action={`/${lang}/desk/visits`} class="row">
          <input type="hidden" name="key" value={crypto.randomUUID()} /><input type="hidden" name="from" value={one.from} /><input type="hidden" name="branchId" value={branch?.id ?? ''} />
          <button class="button second" autofocus={at === 0}>{say(lang, w.receive)}<span class="hidden"> {one.name}</span></button>
          <span><strong>{one.name}</strong>{one.phone !== null && <> {showPhone(one.phone)}</>} <span class="quiet small">{[one.address, say(lang, w.last, { day: shortDay(one.last) })].filter(Boolean).join(' · ')}</span></span>
        </Form>
      </li>
    ))}
  </ul>
);

const Begin = ({ asked: { lang, csrf }, branches, typed, errors, autofocus, open }: { asked: Asked; branches: readonly Unit[]; typed: Typed; errors: Errors; autofocus: boolean; open: boolean }): VNode => {
  const field = (name: string, standing: string | null) => ({ lang, name, value: typed[name] ?? standing ?? '', errors });
  return (
    <details class="fold" open={open}>
      <summary>{say(lang, w.beginNew)}</summary>
      <Form csrf={csrf} action={`/${lang}/desk/visits`}>
        <input type="hidden" name="key" value={typed['key'] || crypto.randomUUID()} />
        <PersonFields lang={lang} field={field} standing={{}} iinKept={false} autofocus={autofocus} />
        <div class="pair">
          <Select {...field('lang', defaultLang(lang))} label={say(lang, w.lang)} choices={langs.map((one) => ({ value: one, text: uiWords[one][one] }))} />
          {branches.length > 1 ? <Select {...field('branchId', String(branches[0]?.id ?? ''))} label={say(lang, w.branch)} choices={branches.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) }))} /> : <input type="hidden" name="branchId" value={branches[0]?.id ?? ''} />}
        </div>
        <Button>{say(lang, w.begin)}</Button>
      </Form>
    </details>
  );
};
/** Kazakh first: a clerk's English says nothing of whoever comes. */
const defaultLang = (lang: Lang): Lang => (lang === 'en' ? 'kk' : lang);
