import type { VNode } from 'preact';
import { dayOf, shortDay } from '../kernel/show.ts';
import { say, type Lang } from '../kernel/words.ts';
import { Note } from './parts.tsx';
import { uiWords } from './words.ts';

/** One holder's stretch by name; `until` null: still has it. */
export type Held = { readonly name: string; readonly from: Date; readonly until: Date | null };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const duration = (lang: Lang, ms: number): string =>
  ms < dayMs ? say(lang, uiWords.batonHours, { count: Math.max(1, Math.round(ms / hourMs)) }) : say(lang, uiWords.batonDays, { count: Math.round(ms / dayMs) });

/** The baton (product.md, part 6): time per holder, the longest the whole width. `warning`: it goes round. */
export const Baton = ({ lang, held, now, warning = null }: { lang: Lang; held: readonly Held[]; now: Date; warning?: string | null }): VNode => {
  const long = (one: Held) => (one.until ?? now).getTime() - one.from.getTime();
  const longest = Math.max(1, ...held.map(long));
  return (
    <section aria-labelledby="baton">
      <h2 id="baton">{say(lang, uiWords.baton)}</h2>
      {warning !== null && <Note tone="warn">{warning}</Note>}
      <div class="bars">
        {held.map((one, at) => (
          <div key={at}>
            <div>{one.name}<div class="quiet small">{shortDay(dayOf(one.from))} – {one.until === null ? say(lang, uiWords.batonNow) : shortDay(dayOf(one.until))}</div></div>
            <span class="bar" aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect class={one.until === null ? 'fa' : 'fq'} width={Math.max(1.5, (long(one) / longest) * 100).toFixed(1)} height="10" /></svg></span>
            <span class="number">{duration(lang, long(one))}</span>
          </div>
        ))}
      </div>
    </section>
  );
};
