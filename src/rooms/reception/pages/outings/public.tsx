import type { VNode } from 'preact';
import { wallClock, weekday } from '../../../../kernel/day.ts';
import { longDay, weekdayShort } from '../../../../kernel/show.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read, type Read } from '../../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../../platform/web.ts';
import { Back, Note } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { claimedVisit } from '../../acts/outings/claim.ts';
import { outingsAnnounced, outingsCancelled, teamsOf, type Outing } from '../../store/outings.ts';
import { outingWords as w } from '../../words/outings-pages.ts';
import { hours, placesOf } from './around.ts';

/** One announced outing, as everybody sees it. */
export const Announced = ({ lang, outing, place, officials }: { lang: Lang; outing: Outing; place: string; officials: readonly string[] }): VNode => {
  const text = outing.announcement?.[lang === 'kk' ? 'kk' : 'ru'];
  return (
    <article class="outing-card">
      <h2>{outing.names[lang]}</h2>
      <p><strong>{longDay(lang, outing.heldOn)}, {weekdayShort(lang, weekday(outing.heldOn))}, {hours(lang, outing)}</strong><br />{[outing.names[lang].includes(place) ? '' : place, outing.address].filter(Boolean).join(', ')}</p>
      {outing.state === 'cancelled' && outing.reason !== null && <Note tone="warn">{say(lang, w.cancelledWhy, { reason: outing.reason })}</Note>}
      {text !== undefined && <p class="outing-said" lang={lang === 'kk' ? 'kk' : 'ru'}>{text}</p>}
      {officials.length > 0 && <p class="quiet">{say(lang, w.publicOfficials, { names: officials.join(', ') })}</p>}
    </article>
  );
};

export type Listed = { readonly outing: Outing; readonly place: string; readonly officials: readonly string[] };
/** Announced ones that are not over, and those that were called off. */
export const announcedFrom = async (q: Read, asked: Asked, o: { readonly branches?: readonly number[]; readonly limit?: number } = {}): Promise<readonly Listed[]> => {
  const from = wallClock(asked.ctx.clock.now());
  const all = [...(await outingsAnnounced(q, { from, ...o })), ...(o.branches || o.limit ? [] : await outingsCancelled(q, from))].toSorted((a, b) => (a.heldOn < b.heldOn ? -1 : a.heldOn > b.heldOn ? 1 : a.id - b.id));
  const teams = await teamsOf(q, all.map((one) => one.id));
  const officials = (id: number): readonly number[] => (teams.get(id) ?? []).filter((each) => each.part === 'official').map((each) => each.accountId);
  const [place, names] = await Promise.all([placesOf(q, asked.lang, all.map((one) => one.territoryCode)), peopleByIds(q, all.flatMap((one) => officials(one.id)))]);
  return all.map((outing) => ({ outing, place: place(outing.territoryCode), officials: officials(outing.id).map((id) => names.get(id)?.name ?? '') }));
};

export const publicPage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const list = await read(asked.ctx, (q) => announcedFrom(q, asked));
  return (
    <Page asked={asked} title={say(lang, w.publicTitle)}>
      <Back lang={lang} href={`/${lang}/receptions`} />
      <h1>{say(lang, w.publicTitle)}</h1>
      <p>{say(lang, w.publicAbout)}</p>
      {list.length === 0 ? <p class="note">{say(lang, w.publicNone)}</p> : list.map((one) => <Announced key={one.outing.id} lang={lang} {...one} />)}
    </Page>
  );
};

/** From the square code on the person's paper to their page; before it has arrived, when it will. */
export const claimPage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const found = await claimedVisit(asked.ctx, asked.param('claim'));
  if (!isRefusal(found) && found.token !== null) return seeOther(`/${lang}/visits/${found.token}`);
  return html(
    <Page asked={asked} title={say(lang, w.claimTitle)} noindex>
      <h1>{say(lang, w.claimTitle)}</h1>
      <Note>{say(lang, isRefusal(found) ? w.claimWaits : w.claimLooked)}</Note>
    </Page>, 200, { 'cache-control': 'no-store' });
};
