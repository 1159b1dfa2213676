import { parseHTML } from 'linkedom';

/** Anything in a page that a browser would run or load, and anything the page's own policy would stop. */
export const live = (html: string): readonly string[] => {
  const { document } = parseHTML(html);
  const found: string[] = [];
  for (const one of document.querySelectorAll('*')) {
    const name = one.tagName.toLowerCase();
    if (name === 'script' && (one.getAttribute('src') === null) && !/json/.test(one.getAttribute('type') ?? '')) found.push('a script in the page');
    if (name === 'img' && one.getAttribute('src') === 'x') found.push('a picture');
    if (name === 'style') found.push('a style in the page');
    for (const attribute of one.getAttributeNames()) {
      if (/^on|^style$/.test(attribute)) found.push(`${name} ${attribute}`);
      if (/^(?:href|src|action|formaction)$/.test(attribute) && /^\s*(?:javascript|data:text|vbscript)/i.test(one.getAttribute(attribute) ?? '')) found.push(`${name} ${attribute} of a script`);
    }
  }
  return [...new Set(found)];
};
