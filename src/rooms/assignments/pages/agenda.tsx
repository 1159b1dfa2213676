import type { VNode } from 'preact';
import type { Actor } from '../../../kernel/actor.ts';
import { daysBetween, today, type Day } from '../../../kernel/day.ts';
import { moment, shortDay } from '../../../kernel/show.ts';
import { say } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { page, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { Back, Note, Table } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { nameOf, unitsByIds } from '../../units/contract.ts';
import { ungivenOf } from '../acts/sources.ts';
import { readersMay } from '../policy.ts';
import { agendaOf } from '../store/ladder.ts';
import { agendaWords as w } from '../words/morning.ts';
import { hrefOfRow, named } from './board/rows.ts';

/** A sitting gets no further. */
const mostOfAgenda = 200;

/** The branches whose sittings somebody sees: those their posts reach. A body's people see what their body answers for, through the second lock. */
const branchesOf = (actor: Actor): 'all' | readonly number[] => {
  const posts = actor.kind === 'staff' ? actor.posts.filter((post) => post.abilities.includes('assignment.read')) : [];
  if (posts.some((post) => post.reach === 'all' || post.unitKind === 'body')) return 'all';
  return [...new Set(posts.flatMap((post) => (post.reach === 'all' ? [] : post.reach)))];
};

const agendaPage = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const on = today(ctx.clock);
  const found = await read(ctx, async (q) => {
    const mine = branchesOf(ctx.actor);
    // what nobody was given is nobody's promise and climbs no ladder: unsaid here, it would be unsaid at every sitting
    const [agenda, ungiven] = await Promise.all([agendaOf(q, mine, mostOfAgenda), ungivenOf(q, mine, on)]);
    const list = await named(ctx, lang, q, agenda);
    return { list, ungiven, branches: await unitsByIds(q, [...list.rows, ...ungiven].map((a) => a.branchId)) };
  });
  const { list, ungiven, branches } = found;
  const rowsOf = Map.groupBy(list.rows, (a) => a.branchId);
  const groups = [...new Set([...rowsOf.keys(), ...ungiven.map((one) => one.branchId)])].map((id) => {
    const unit = branches.get(id);
    return { id, name: unit ? nameOf(unit, lang) : '', rows: rowsOf.get(id) ?? [], ungiven: ungiven.filter((one) => one.branchId === id) };
  }).toSorted((a, b) => a.name.localeCompare(b.name));
  const title = say(lang, w.title);
  const late = (dueOn: string): number => Math.max(0, daysBetween(dueOn as Day, on));
  return (
    <Desk asked={asked} title={title}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/desk/control`} />
        <h1>{title}</h1>
        <p class="quiet">{say(lang, w.made, { at: moment(new Date(ctx.clock.now())), count: list.rows.length })}</p>
        {groups.length === 0 && <p>{say(lang, w.empty)}</p>}
        {list.rows.length === mostOfAgenda && <p class="quiet">{say(lang, w.most, { count: mostOfAgenda })}</p>}
        {groups.map((group): VNode => (
          <section key={group.id} aria-labelledby={`branch-${group.id}`}>
            <h2 id={`branch-${group.id}`}>{group.name}</h2>
            {group.ungiven.map((one) => <Note key="ungiven" tone="late"><a href={`/${lang}/desk/appeals?tab=new`}>{say(lang, w.ungiven, { count: one.count, day: shortDay(one.since) })}</a></Note>)}
            {group.rows.length > 0 && <Table label={group.name}
              columns={[{ title: say(lang, w.number) }, { title: say(lang, w.what) }, { title: say(lang, w.who) }, { title: say(lang, w.due) }, { title: say(lang, w.late), number: true }, { title: say(lang, w.handOvers), number: true }]}
              rows={group.rows.map((a) => [
                <a key="number" class="nowrap" href={hrefOfRow(lang, list, a)}>{a.reference}</a>, list.text(a),
                <span key="who">{list.person(a.executor.accountId)}{a.executor.accountId !== null && <br />}<span class="quiet small">{list.unit(a.executor.unitId)}</span></span>, shortDay(a.dueOn), late(a.dueOn), a.handOvers,
              ])} />}
          </section>
        ))}
      </div>
    </Desk>
  );
};

export const agendaRoutes: readonly Route[] = [page({ method: 'get', path: '/desk/control/agenda', may: readersMay, handler: agendaPage })];
