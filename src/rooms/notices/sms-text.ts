import { oneLine } from '../../kernel/typed.ts';

/** GSM 03.38: what fits into seven bits. One letter of Kazakh or Russian makes the whole message one of 16 bits. */
const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const twice = /[\^{}\\[~\]|€]/g;

export type Segments = { readonly count: number; readonly used: number; readonly wide: boolean };
/** How many messages the network makes of a text: 160 or 70 signs alone, 153 or 67 each in a row. */
export const segmentsOf = (text: string): Segments => {
  const wide = !gsm.test(text);
  const used = wide ? text.length : text.length + (text.match(twice)?.length ?? 0);
  const [alone, each] = wide ? [70, 67] : [160, 153];
  return { count: used <= alone ? 1 : Math.ceil(used / each), used, wide };
};

export const mostSegments = 2;
const fits = (text: string): boolean => segmentsOf(text).count <= mostSegments;

/**
 * The one link of a text message. Two of them leave fourteen letters of words (70 and 67 signs a part, a link takes some 58), so the page that the message leads to
 * gets the proof as well (`s`: each sign counts) and shows the button that stops: some 80 signs, and every subject that may be stopped fits whole.
 */
const withStop = (link: string, stop: string): string => {
  const url = new URL(link);
  url.searchParams.set('s', new URL(stop).pathname.split('/').at(-1) ?? '');
  return url.href;
};

/** What happened and the link, in at most two messages: the words give way to the link, and a link that does not fit alone is left out. */
export const smsText = (subject: string, link: string, stop: string | null = null): string => {
  const words = oneLine(subject);
  const leads = stop === null ? [link] : [withStop(link, stop), link];
  const end = leads.map((one) => `\n${one}`).find((one) => fits(`…${one}`)) ?? '';
  if (fits(words + end)) return words + end;
  const letters = [...words];
  let most = letters.length;
  while (most > 0 && !fits(`${letters.slice(0, most).join('').trimEnd()}…${end}`)) most -= 1;
  return `${letters.slice(0, most).join('').trimEnd()}…${end}`;
};
