import { words } from '../../../kernel/words.ts';

/** Two clocks side by side: what the branch promised, and the term of the body that has the matter now. */
export const clockWords = words({
  title: { kk: 'Екі мерзім', ru: 'Два срока', en: 'Two clocks' },
  promise: { kk: 'Филиалдың уәдесі: {day}', ru: 'Обещание филиала: {day}', en: 'The branch’s promise: {day}' },
  body: { kk: '{unit} мерзімі: {day}', ru: 'Срок органа ({unit}): {day}', en: 'Term of {unit}: {day}' },
  promiseShort: { kk: 'уәде', ru: 'обещание', en: 'promise' },
  bodyShort: { kk: 'органның мерзімі', ru: 'срок органа', en: 'the body’s term' },
  promised: { kk: 'Біз сізге {on} дейін жауап береміз деп уәде еттік.', ru: 'Мы обещали вам ответить до {on}.', en: 'We promised you an answer by {on}.' },
  promiseOver: { kk: 'Біз {on} күніне дейін жауап береміз деп уәде еткенбіз, бірақ үлгермедік. Кешірім сұраймыз.', ru: 'Мы обещали ответить до {on} и не успели. Просим прощения.', en: 'We promised an answer by {on} and missed it. We are sorry.' },
  bodyBy: { kk: 'Өтініш қазір басқа органда: {unit}. Ереже бойынша ол {on} дейін жауап береді.', ru: 'Сейчас обращение у другого органа: {unit}. По правилам он отвечает до {on}.', en: 'It is now with {unit}. By the rules it answers by {on}.' },
  bodyOver: { kk: 'Өтініш қазір басқа органда: {unit}. Оның мерзімі {on} күні өтіп кетті.', ru: 'Сейчас обращение у другого органа: {unit}. Его срок прошёл {on}.', en: 'It is now with {unit}. Its term ended on {on}.' },
  bothHow: { kk: 'Бірінші күн – біздің сөзіміз, екіншісі – сол органға берілген мерзім. Екеуін де бақылаймыз.', ru: 'Первый день — наше слово, второй — срок, данный органу. Следим за обоими.', en: 'The first day is our word, the second is the term the body has. We watch both.' },
});
