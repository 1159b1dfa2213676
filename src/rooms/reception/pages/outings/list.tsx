import type { VNode } from 'preact';
import { shortDay } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import type { Answer, Asked } from '../../../../platform/web.ts';
import { Table, Tag } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { nameOf, unitsByIds } from '../../../units/contract.ts';
import { branchesSeen, quietSeen } from '../../policy/outings.ts';
import { conflictsOf } from '../../store/arrivals.ts';
import { outingsSeen, type Outing } from '../../store/outings.ts';
import { deviceWords as d } from '../../words/outings-devices.ts';
import { outingWords as w } from '../../words/outings-pages.ts';
import { hours, href, nowOn, placesOf, states } from './around.ts';

export const listPage = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx: { actor } } = asked;
  const on = nowOn(asked);
  const plans = branchesSeen(actor, 'outing.plan');
  const settles = branchesSeen(actor, 'reception.desk');
  const f = await read(asked.ctx, async (q) => {
    const list = await outingsSeen(q, { branches: branchesSeen(actor), accountId: actor.kind === 'staff' ? actor.accountId : 0 });
    return { list, place: await placesOf(q, lang, list.map((one) => one.territoryCode)), units: await unitsByIds(q, list.map((one) => one.branchId)), conflicts: settles.length === 0 ? 0 : (await conflictsOf(q, settles, quietSeen(actor))).length };
  });
  const row = (one: Outing) => {
    const unit = f.units.get(one.branchId);
    return [<a key="n" href={href(lang, one.id)}>{one.names[lang]}</a>, `${shortDay(one.heldOn)}, ${hours(lang, one)}`, f.place(one.territoryCode), unit ? nameOf(unit, lang) : '', <Tag key="s" tone={states[one.state].tone}>{say(lang, states[one.state].word)}</Tag>];
  };
  const part = (title: string, list: readonly Outing[]): VNode | null => list.length === 0 ? null : (
    <Table caption={title} columns={[w.what, w.when, w.where, w.branch, w.state].map((one) => ({ title: say(lang, one) }))} rows={list.map(row)} />
  );
  const coming = f.list.filter((one) => one.heldOn >= on).toSorted((a, b) => (a.heldOn < b.heldOn ? -1 : 1));
  return (
    <Desk asked={asked} title={say(lang, w.title)}>
      <div class="stack">
        <h1>{say(lang, w.title)}</h1>
        <p class="quiet">{say(lang, w.about)}</p>
        <p class="row">
          {plans.length > 0 && <a class="button" href={`/${lang}/desk/outings/new`}>{say(lang, w.plan)}</a>}
          {f.conflicts > 0 && <a class="button second" href={`/${lang}/desk/outings/arrivals`}>{say(lang, d.arrivalsLink, { count: f.conflicts })}</a>}
        </p>
        {f.list.length === 0 && <p class="note">{say(lang, w.none)}</p>}
        {part(say(lang, w.coming), coming)}
        {part(say(lang, w.past), f.list.filter((one) => one.heldOn < on))}
      </div>
    </Desk>
  );
};
