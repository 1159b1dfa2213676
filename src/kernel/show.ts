import type { Day } from './day.ts';
import { wallClock } from './day.ts';
import type { Lang } from './words.ts';

/** How dates, numbers and names are written in each language (practice.md, Language). A number keeps its word beside it: a no-break space. */
const months = {
  kk: ['қаңтар', 'ақпан', 'наурыз', 'сәуір', 'мамыр', 'маусым', 'шілде', 'тамыз', 'қыркүйек', 'қазан', 'қараша', 'желтоқсан'],
  ru: ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
} as const satisfies Record<Lang, readonly string[]>;
// «дейін» asks for the dative
const kazakhDative = ['қаңтарға', 'ақпанға', 'наурызға', 'сәуірге', 'мамырға', 'маусымға', 'шілдеге', 'тамызға', 'қыркүйекке', 'қазанға', 'қарашаға', 'желтоқсанға'] as const;
const monthNames = {
  kk: ['Қаңтар', 'Ақпан', 'Наурыз', 'Сәуір', 'Мамыр', 'Маусым', 'Шілде', 'Тамыз', 'Қыркүйек', 'Қазан', 'Қараша', 'Желтоқсан'],
  ru: ['Январь', 'Февраль', 'Март', 'Апрель', 'Май', 'Июнь', 'Июль', 'Август', 'Сентябрь', 'Октябрь', 'Ноябрь', 'Декабрь'],
  en: months.en,
} as const satisfies Record<Lang, readonly string[]>;
const weekdays = {
  kk: ['дс', 'сс', 'ср', 'бс', 'жм', 'сб', 'жс'],
  ru: ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const satisfies Record<Lang, readonly string[]>;

const parts = (on: string): { year: string; month: number; date: number } => {
  const [year = '', month = '1', date = '1'] = on.split('-');
  return { year, month: Number(month) - 1, date: Number(date) };
};

/** «2026 жылғы 20 қараша», «20 ноября 2026 года», “20 November 2026”: documents and headings. */
export const longDay = (lang: Lang, on: string): string => {
  const { year, month, date } = parts(on);
  if (lang === 'kk') return `${year} жылғы ${date}\u00A0${months.kk[month] ?? ''}`;
  return lang === 'ru' ? `${date}\u00A0${months.ru[month] ?? ''} ${year} года` : `${date}\u00A0${months.en[month] ?? ''} ${year}`;
};

/** «20 қараша»: within running text, where the year is plain. */
export const dayOfMonth = (lang: Lang, on: string): string => {
  const { month, date } = parts(on);
  return `${date}\u00A0${months[lang][month] ?? ''}`;
};

/** The day with the case that «дейін» (until) asks for: «11 желтоқсанға»; ru «11 декабря», en “11 December”. */
export const untilDay = (lang: Lang, on: string): string => {
  const { month, date } = parts(on);
  return lang === 'kk' ? `${date}\u00A0${kazakhDative[month] ?? ''}` : dayOfMonth(lang, on);
};

/** `20.11.2026`: tables and forms in all three languages. */
export const shortDay = (on: string): string => on.split('-').toReversed().join('.');

/** `20.11.2026 10:05` by the country's clock. */
export const moment = (at: Date): string => {
  const { on, minute } = wallClock(at.getTime());
  return `${shortDay(on)} ${clockTime(minute)}`;
};
export const dayOf = (at: Date): Day => wallClock(at.getTime()).on;
/** Minutes after midnight as `10:05`. */
export const clockTime = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export const weekdayShort = (lang: Lang, weekday: number): string => weekdays[lang][weekday - 1] ?? '';
export const monthName = (lang: Lang, month: number): string => monthNames[lang][month - 1] ?? '';

/** `1 234 567` with a no-break space, in every language of the house. */
export const count = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, '\u00A0');

/** `37,5 %`; one digit after the comma only under ten. Share of nothing is a dash. */
export const percent = (part: number, whole: number): string => {
  if (whole === 0) return '–';
  const value = (part / whole) * 100;
  return `${value < 10 && value > 0 ? value.toFixed(1).replace('.', ',') : String(Math.round(value))}\u00A0%`;
};

/** Surname first, as both languages write it. */
export const fullName = (p: { surname: string | null; given: string | null; patronymic: string | null }): string =>
  [p.surname, p.given, p.patronymic].filter(Boolean).join(' ');
