import type { VNode } from 'preact';
import { shortDay, dayOf } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { baton, type HistoryRow, type Stretch } from '../../../assignments/contract.ts';
import { carouselHolders, isOpen } from '../../law/stages.ts';
import type { TimelineRow } from '../../store/matter.ts';
import type { Appeal } from '../../store/tables.ts';
import { deskWords } from '../../words/desk.ts';
import { Note } from '../../../../ui/parts.tsx';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Time per holder. Until it is given to somebody, and again when it came back as not solved, the branch has it. */
export const stretchesOf = (appeal: Appeal, history: readonly HistoryRow[], rows: readonly TimelineRow[]): readonly Stretch[] => {
  const given = baton(history);
  const starts = [appeal.receivedAt, ...rows.filter((row) => row.code === 'reopened').map((row) => row.at)];
  const ended = rows.filter((row) => row.code === 'answered' || row.code === 'answered_with' || row.code === 'withdrawn').map((row) => row.at);
  const branch = starts.map((from): Stretch => ({
    unitId: appeal.branchId, accountId: null, from,
    until: [...given.map((one) => one.from), ...ended].filter((at) => at >= from).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
  }));
  return [...branch, ...given].filter((one) => one.until === null || one.until.getTime() - one.from.getTime() > 0).toSorted((a, b) => a.from.getTime() - b.from.getTime());
};

export const duration = (lang: Lang, ms: number): string =>
  ms < dayMs ? say(lang, deskWords.batonHours, { count: Math.max(1, Math.round(ms / hourMs)) }) : say(lang, deskWords.batonDays, { count: Math.round(ms / dayMs) });

export const Baton = ({ lang, appeal, stretches, now, nameOf }: { lang: Lang; appeal: Appeal; stretches: readonly Stretch[]; now: Date; nameOf: (place: Stretch) => string }): VNode => {
  const long = (one: Stretch) => (one.until ?? now).getTime() - one.from.getTime();
  const longest = Math.max(1, ...stretches.map(long));
  return (
    <section aria-labelledby="baton">
      <h2 id="baton">{say(lang, deskWords.baton)}</h2>
      {appeal.handOvers >= carouselHolders && isOpen(appeal.stage) && <Note tone="warn">{say(lang, deskWords.carousel, { count: appeal.handOvers })}</Note>}
      <div class="bars">
        {stretches.map((one, at) => (
          <div key={at}>
            <div>{nameOf(one)}<div class="quiet small">{shortDay(dayOf(one.from))} – {one.until === null ? say(lang, deskWords.batonNow) : shortDay(dayOf(one.until))}</div></div>
            <span class="bar" aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect class={one.until === null ? 'fa' : 'fq'} width={Math.max(1.5, (long(one) / longest) * 100).toFixed(1)} height="10" /></svg></span>
            <span class="number">{duration(lang, long(one))}</span>
          </div>
        ))}
      </div>
    </section>
  );
};
