import { words } from '../../../kernel/words.ts';

/** The frame of the offline desk: the desk itself speaks from its own words (ui/islands/outing-desk). */
export const frameWords = words({
  title: { kk: 'Көшпелі қабылдау үстелі', ru: 'Стол выездного приёма', en: 'Outing desk' },
  short: { kk: 'Көшпелі үстел', ru: 'Выездной стол', en: 'Outing desk' },
  script: { kk: 'Көшпелі қабылдау үстелі байланыссыз жұмыс істейді, ол үшін скрипт керек: браузердің баптауынан қосыңыз.', ru: 'Стол выездного приёма работает без связи, для этого нужны скрипты: включите их в настройках браузера.', en: 'The outing desk works without a signal and needs scripts for it: turn them on in the browser’s settings.' },
});
