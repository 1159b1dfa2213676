import type { VNode } from 'preact';
import { longDay, shortDay } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import type { PeriodAsked } from '../law/figures.ts';
import { periodWords } from '../words/period.ts';
import { publicWords } from '../words/public.ts';

/** The months that were counted, and what was done with the days somebody asked for. */
export const PeriodShown = ({ lang, period }: { lang: Lang; period: PeriodAsked }): VNode => (
  <p class="quiet">{[`${shortDay(period.from)} – ${shortDay(period.to)}.`, say(lang, publicWords.wholeMonths), ...period.notes.map((note) => (note === 'unfinished' ? say(lang, periodWords.unfinished, { day: longDay(lang, period.today) }) : say(lang, periodWords[note])))].join(' ')}</p>
);
