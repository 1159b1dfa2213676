import { words } from '../../../kernel/words.ts';

/** What stands beside a suggested body. */
export const routeWords = words({
  backlog: {
    kk: 'Бұл органда аяқталмаған {open} өтініш бар, {late} өтініштің мерзімі өтіп кеткен.',
    ru: 'Обращений в работе у этого органа: {open}, из них просрочено: {late}.',
    en: 'This body has {open} open, {late} of them past the due day.',
  },
  backlogOnly: {
    kk: 'Бұл органда аяқталмаған {open} өтініш бар.',
    ru: 'Обращений в работе у этого органа: {open}.',
    en: 'This body has {open} open.',
  },
  handsOn: {
    kk: 'Бір жыл ішінде осы тақырып бойынша келген {had} өтініштің {percent} %-ын басқа органға жіберген.',
    ru: 'За год этот орган передал другим {percent} % из {had} обращений по этой теме.',
    en: 'In a year it passed on {percent} % of the {had} appeals about this topic.',
  },
  orMore: { kk: '{count} не одан көп', ru: '{count} или больше', en: '{count} or more' },
});
