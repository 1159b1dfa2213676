import type { VNode } from 'preact';
import { addDays, today, wallClock, weekday } from '../../../../kernel/day.ts';
import { showPhone } from '../../../../kernel/phone.ts';
import { clockTime, dayOfMonth, weekdayShort } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, type Answer, type Asked } from '../../../../platform/web.ts';
import { Select } from '../../../../ui/fields.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, openUnits, unitsByIds } from '../../../units/contract.ts';
import { publicDutyPeople } from '../../store/duties.ts';
import { outingsAnnounced } from '../../store/outings.ts';
import { waitingNow } from '../../store/queue.ts';
import { placesOf, receptionsOf, type Reception } from '../../store/receptions.ts';
import { publicWords as w } from '../../words/duties-public.ts';
import { hoursText, idOf, roomText } from './around.ts';

const daysShown = 14;
const mostShown = 60;

/** Who receives when, branch by branch; how many wait there now; the road. No names of anybody who comes. */
export const receptionsPage = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const on = today(ctx.clock);
  const found = await read(ctx, async (q) => {
    const branches = await openUnits(q, 'branch');
    const wanted = branches.find((one) => one.id === idOf(asked.query.get('branch') ?? '')) ?? null;
    const shown = wanted ? [wanted.id] : branches.map((one) => one.id);
    const all = (await receptionsOf(q, { ...(wanted ? { branchId: wanted.id } : {}), from: on, to: addDays(on, daysShown), publicOnly: true, limit: 400 }))
      .filter((one) => one.kind !== 'outing' && (one.state === 'planned' || one.state === 'under_way'));
    const list = all.slice(0, mostShown);
    return {
      branches, wanted, list, places: await placesOf(q, list.map((one) => one.id)), names: await peopleByIds(q, list.map((one) => one.accountId)), units: await unitsByIds(q, list.map((one) => one.unitId)),
      cards: await publicDutyPeople(q, list.map((one) => one.accountId), on), waiting: await waitingNow(q, shown, on), outings: await outingsAnnounced(q, { from: wallClock(ctx.clock.now()), ...(wanted ? { branches: [wanted.id] } : {}), limit: 12 }),
    };
  });
  const order = new Intl.Collator(lang);
  const title = say(lang, w.title);
  const shownBranches = found.wanted ? [found.wanted] : found.branches.filter((one) => found.waiting.has(one.id) || found.list.some((r) => r.branchId === one.id));
  return html(
    <Page asked={asked} title={title} wide>
      <h1>{title}</h1>
      <p class="lead">{say(lang, w.lead)}</p>
      <p><a class="button big" href={`/${lang}/receptions/book`}>{say(lang, w.book)}</a></p>
      {found.branches.length > 1 && (
        <form class="filters" action={`/${lang}/receptions`}>
          <Select lang={lang} name="branch" label={say(lang, w.place)} empty={say(lang, w.placeAll)} value={found.wanted ? String(found.wanted.id) : ''} choices={found.branches.map((one) => ({ value: String(one.id), text: nameOf(one, lang) })).toSorted((a, b) => order.compare(a.text, b.text))} />
          <button class="button second">{say(lang, w.show)}</button>
        </form>
      )}
      {found.list.length === 0 && <p>{say(lang, w.none)}</p>}
      {shownBranches.map((branch) => {
        const own = found.list.filter((one) => one.branchId === branch.id);
        const waits = found.waiting.get(branch.id);
        return (
          <section key={branch.id} aria-labelledby={`b${branch.id}`}>
            <h2 id={`b${branch.id}`}>{nameOf(branch, lang)}</h2>
            <p>{branch.address}{branch.address && branch.phone && ', '}{branch.phone && <a class="nowrap" href={`tel:${branch.phone}`}>{showPhone(branch.phone)}</a>}</p>
            {waits && <p><strong>{waits.waiting === 0 ? say(lang, w.waitingNone) : say(lang, w.waiting, { count: waits.waiting })}</strong></p>}
            {own.length > 0 && <ul class="cards">{own.map((one) => (
              <Line key={one.id} asked={asked} one={one} name={found.names.get(one.accountId)?.name ?? ''}
                unit={one.unitId === one.branchId ? '' : (found.units.get(one.unitId)?.names[lang] ?? '')} card={found.cards.has(one.accountId)} free={found.places.get(one.id)?.free} />
            ))}</ul>}
          </section>
        );
      })}
      {found.outings.length > 0 && (
        <section aria-labelledby="outings">
          <h2 id="outings">{say(lang, w.outings)}</h2>
          <ul>{found.outings.map((one) => <li key={one.id}><a href={`/${lang}/outings`}>{dayOfMonth(lang, one.heldOn)}, {clockTime(one.fromMinute)}–{clockTime(one.toMinute)}</a> {[one.names[lang], one.address].filter(Boolean).join(', ')}</li>)}</ul>
        </section>
      )}
    </Page>);
};

const Line = ({ asked: { lang }, one, name, unit, card, free }: { asked: Asked; one: Reception; name: string; unit: string; card: boolean; free: number | undefined }): VNode => (
  <li class="box duty-line">
    <strong class="number">{weekdayShort(lang, weekday(one.heldOn))}, {dayOfMonth(lang, one.heldOn)}, <span class="nowrap">{hoursText(one)}</span></strong>
    <div>{card ? <a href={`/${lang}/officials/${one.accountId}`}>{name}</a> : name}{unit && <span class="quiet">, {unit}</span>}</div>
    <div class="quiet">{[say(lang, w[one.kind]), roomText(lang, one.place)].filter(Boolean).join(', ')}</div>
    <div>{one.state === 'under_way' ? <strong>{say(lang, w.under)}</strong> : free === undefined ? say(lang, w.walkIn) : free === 0 ? say(lang, w.noPlaces) : <a href={`/${lang}/receptions/book?who=${one.accountId}`}>{say(lang, w.freePlaces, { count: free })}</a>}</div>
  </li>
);
