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
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const fits = (text: string): boolean => segmentsOf(text).count <= mostSegments;

/** What happened and the link, in at most two messages: the words give way to the link, and a link that does not fit alone is left out. */
export const smsText = (subject: string, link: string): string => {
  const words = oneLine(subject);
  const end = fits(`…\n${link}`) ? `\n${link}` : '';
  if (fits(words + end)) return words + end;
  const letters = [...words];
  let most = letters.length;
  while (most > 0 && !fits(`${letters.slice(0, most).join('').trimEnd()}…${end}`)) most -= 1;
  return `${letters.slice(0, most).join('').trimEnd()}…${end}`;
};
