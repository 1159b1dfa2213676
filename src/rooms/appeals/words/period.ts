import { longDay, shortDay } from '../../../kernel/show.ts';
import { say, words, type Lang } from '../../../kernel/words.ts';
import type { PeriodAsked } from '../law/figures.ts';
import { publicWords } from './public.ts';

/** What was done with the period somebody asked for: of appeals, of hand-overs and of receptions alike. */
export const periodWords = words({
  unread: { kk: 'Мұндай күн жоқ, сондықтан оның орнына әдеттегі күн алынды.', ru: 'Такой даты нет, поэтому вместо неё взята обычная.', en: 'There is no such date, so the usual one stands in for it.' },
  turned: { kk: 'Басы соңынан кейін тұрды, сондықтан орындары ауыстырылды.', ru: 'Начало стояло позже конца, поэтому мы поменяли их местами.', en: 'The beginning stood after the end, so the two changed places.' },
  ahead: { kk: 'Бұл кезең әлі басталған жоқ.', ru: 'Этот период ещё не начался.', en: 'This period has not begun yet.' },
  unfinished: { kk: 'Кезең әлі аяқталған жоқ: {day} күнін қоса алғанда ғана саналды.', ru: 'Период ещё не закончился: посчитано по {day} включительно.', en: 'The period is not over yet: counted up to and including {day}.' },
});

/** The months that were counted, and what was done with the days somebody asked for. */
export const periodSaid = (lang: Lang, { from, to, today, notes }: PeriodAsked): string =>
  [`${shortDay(from)} – ${shortDay(to)}.`, say(lang, publicWords.wholeMonths), ...notes.map((note) => (note === 'unfinished' ? say(lang, periodWords.unfinished, { day: longDay(lang, today) }) : say(lang, periodWords[note])))].join(' ');
