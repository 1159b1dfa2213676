import { say, words, type Lang } from '../../../kernel/words.ts';

/** By which way, wherever notices are listed: another room's pages say it with the same words. */
export const channelWords = words({
  email: { kk: 'Электрондық пошта', ru: 'Электронная почта', en: 'E-mail' },
  sms: { kk: 'SMS хабарлама', ru: 'SMS-сообщение', en: 'Text message' },
  telegram: { kk: 'Telegram хабары', ru: 'Сообщение в Telegram', en: 'Telegram message' },
  push: { kk: 'Браузердегі хабар', ru: 'Уведомление в браузере', en: 'Browser notice' },
});

/** What became of a notice, wherever it is said. */
export const stateWords = words({
  waiting: { kk: 'кезекте', ru: 'в очереди', en: 'in the queue' },
  held: { kk: 'таңғы хатты күтуде', ru: 'ждёт утреннего письма', en: 'waits for the morning letter' },
  sending: { kk: 'жіберілуде', ru: 'отправляется', en: 'on its way' },
  sent: { kk: 'жіберілді', ru: 'отправлено', en: 'sent' },
  failed: { kk: 'жіберілмеді', ru: 'не отправлено', en: 'not sent' },
  bounced: { kk: 'жетпеді', ru: 'не дошло', en: 'did not arrive' },
  stopped: { kk: 'тоқтатылған', ru: 'остановлено', en: 'stopped' },
});

/** What a clerk may do about one that did not arrive. */
export const fateActs = words({ again: { kk: 'Қайта жіберу', ru: 'Отправить снова', en: 'Send again' } });

/** What the other end said, where it is worth a sentence; else its code stands in brackets. */
const errorWords = words({
  address: { kk: 'мекенжай қате жазылған', ru: 'адрес записан с ошибкой', en: 'the address is written wrongly' },
  no_such_number: { kk: 'мұндай нөмір жоқ', ru: 'такого номера нет', en: 'there is no such number' },
  blocked: { kk: 'бот бұғатталған', ru: 'бот заблокирован', en: 'the bot is blocked' },
  channel_off: { kk: 'бұл жол бапталмаған', ru: 'этот способ не настроен', en: 'this way is not set up' },
  timeout: { kk: 'жауап болмады', ru: 'ответа не было', en: 'there was no answer' },
  unreachable: { kk: 'байланыс болмады', ru: 'связи не было', en: 'it could not be reached' },
  inside: { kk: 'мекенжай ішкі желіге апарады', ru: 'адрес ведёт во внутреннюю сеть', en: 'the address leads into the inner network' },
  gone: { kk: 'ондай мекенжай жоқ', ru: 'такого адреса нет', en: 'there is no such address' },
  full: { kk: 'пошта жәшігі толы', ru: 'почтовый ящик переполнен', en: 'the mailbox is full' },
  replaced: { kk: 'мекенжай ауыстырылды', ru: 'адрес заменён', en: 'the address was replaced' },
  refused: { kk: 'сервер қабылдамады', ru: 'сервер не принял', en: 'the server refused it' },
});

const isError = (code: string): code is keyof typeof errorWords => Object.hasOwn(errorWords, code);
/** A server's code, said for a clerk. RFC 3463: X.1 is of the address, X.2 of the mailbox; `e…` is how the network of this machine names a failure. */
const kindOf = (code: string): keyof typeof errorWords | null =>
  /^\d\.2\./.test(code) ? 'full' : /^5\.1\.|^55[013]$|^chat_not_found$/.test(code) ? 'gone' : /^\d|^http_[45]|^not_accepted$|^telegram_/.test(code) ? 'refused'
  : code === 'no_answer' ? 'timeout' : /^e[a-z]+$/.test(code) ? 'unreachable' : null;
/** Why it did not arrive, as far as the other end said; else its own code. */
export const reasonOf = (lang: Lang, code: string): string => {
  const known = isError(code) ? code : kindOf(code);
  return known === null ? code : say(lang, errorWords[known]);
};
