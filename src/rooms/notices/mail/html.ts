/** A page as plain words: one pass over the text, nothing is run, fetched or kept of it. */

const mostLetters = 1_000_000;
const unseen = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg', 'math', 'object', 'iframe', 'select', 'textarea']);
const breaks = new Set(['br', 'p', 'div', 'tr', 'li', 'ul', 'ol', 'table', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'section', 'article', 'header', 'footer', 'pre', 'hr', 'dt', 'dd', 'blockquote', 'address']);
const paragraphs = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'table', 'blockquote']);
const names: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', laquo: '«', raquo: '»', mdash: '—', ndash: '–', hellip: '…', copy: '©', reg: '®', bull: '•', middot: '·',
  ldquo: '“', rdquo: '”', bdquo: '„', lsquo: '‘', rsquo: '’', ensp: ' ', emsp: ' ', thinsp: ' ', zwnj: '', zwj: '', shy: '', euro: '€', deg: '°', sect: '§', para: '¶', times: '×',
};

const entities = (text: string): string => text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
  if (!name.startsWith('#')) return names[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : '\uFFFD';
});

/** Words of the page; a line of a quotation begins with «> ». */
export const textOfHtml = (given: string): string => {
  const html = given.slice(0, mostLetters);
  const small = html.toLowerCase();
  const out: string[] = [];
  const neverClosed = new Set<string>();
  let quoted = 0;
  let at = 0;
  const say = (text: string) => void out.push(text);
  const newLine = () => say(quoted > 0 ? '\n> ' : '\n');
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      say(entities(html.slice(at).replace(/\s+/g, ' ')));
      break;
    }
    if (open > at) say(entities(html.slice(at, open).replace(/\s+/g, ' ')));
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const name = /^\/?[a-z][a-z0-9]{0,20}/.exec(small.slice(open + 1, open + 24))?.[0];
    if (name === undefined && !/^[!?/]/.test(html.slice(open + 1, open + 2))) {
      // «5 < 7» is words
      say('<');
      at = open + 1;
      continue;
    }
    const close = html.indexOf('>', open);
    at = close < 0 ? html.length : close + 1;
    if (name === undefined) continue;
    const bare = name.replace('/', '');
    if (unseen.has(name)) {
      // one that is never closed hides nothing, and is looked for once
      const end = neverClosed.has(name) ? -1 : small.indexOf(`</${name}`, at);
      if (end < 0) neverClosed.add(name);
      else at = end;
      continue;
    }
    if (bare === 'blockquote') quoted = Math.max(0, quoted + (name === bare ? 1 : -1));
    if (breaks.has(bare)) newLine();
    if (paragraphs.has(bare)) newLine();
    if (name === 'td' || name === 'th') say(' ');
    if (name === 'li') say('• ');
  }
  return out.join('').replace(/[ \t]+/g, ' ').replace(/ ?\n ?/g, '\n').replace(/(\n(?:> ?)?){3,}/g, '\n\n').trim();
};
