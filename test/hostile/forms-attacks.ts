import { parseHTML } from 'linkedom';
import { clean } from '../../src/kernel/typed.ts';
import { patient } from '../support/patient.ts';
import { Caller } from './caller.ts';
import type { Target } from './forms-known.ts';
import type { Who, World } from './world.ts';

/** One for each post of the house; whoever signs out does it alone. */
export const callersIn = (w: World, app = w.app): ((who: Who | null, alone?: boolean) => Promise<Caller>) => {
  const callers = new Map<Who | null, Caller>();
  return async (who, alone = false) => {
    const known = callers.get(who);
    if (known && !alone) return known;
    const made = await new Caller(patient(app), who === null || alone ? null : await w.token(who)).arrive(who === null || alone ? '/kk/appeals/new' : '/kk/me');
    if (!alone) callers.set(who, made);
    return made;
  };
};

// a fixed seed: the same nonsense every day
let state = 20261121;
const random = (below: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const nonsense = ['1e309', '-1', '0', '9007199254740993', '99999999999999999999', 'NaN', '2026-02-30', '0000-01-01', '9999-99-99', '+275760-09-13', '%_\\', `'; DROP TABLE appeals.appeal; --`, '=cmd|\' /C calc\'!A0', '<script>alert(1)</script>', '"><img src=x onerror=y>', '{{7*7}}', '{n, plural, other {#}}', '${x}', '__proto__', 'constructor', 'toString', '\u202Eгнп.exe', 'Z̸̢̛͚a̷l̶g̴o̵', 'Аdmіn', '\uFEFF\u200B', '😀'.repeat(50), '\r\nSet-Cookie: x=1', '../../etc/passwd', '[]', '{"id":1e999}', 'null', 'true', ' '.repeat(40), '٣٤٥', '𝟙𝟚𝟛', 'ﷺ'.repeat(30)] as const;
const pick = (): string => nonsense[random(nonsense.length)] ?? '';

const forms = (t: Target): FormData | URLSearchParams => (t.multipart ? new FormData() : new URLSearchParams());
export const filledIn = (t: Target, value: (name: string) => string, o: { button?: number } = {}): FormData | URLSearchParams => {
  const body = forms(t);
  for (const name of t.fields) body.append(name, value(name));
  const button = t.buttons[o.button ?? -1];
  if (button) body.append(...button);
  return body;
};

type Attack = { readonly name: string; readonly send: (caller: Caller, t: Target) => Promise<{ response: Response; sent: FormData | URLSearchParams | null }> };
const posted = async (caller: Caller, t: Target, body: FormData | URLSearchParams, o: Parameters<Caller['post']>[2] = {}) => ({ response: await caller.post(t.path, body, o), sent: body });
const raw = async (caller: Caller, t: Target, init: RequestInit) => ({ response: await caller.send(t.path, { method: 'POST', ...init, headers: { origin: 'http://127.0.0.1:3000', ...(init.headers as Record<string, string>) } }), sent: null });

const attacks = (t: Target): readonly Attack[] => [
  { name: 'nothing', send: (c) => posted(c, t, forms(t)) },
  { name: 'empty', send: (c) => posted(c, t, filledIn(t, () => '')) },
  ...[-1, ...t.buttons.keys()].flatMap((button) => [1, 2].map((time) => ({ name: `nonsense ${time}, button ${button}`, send: (c: Caller) => posted(c, t, filledIn(t, pick, { button })) }))),
  ...t.fields.map((one) => ({ name: `nonsense in ${one}`, send: (c: Caller) => posted(c, t, filledIn(t, (name) => (name === one ? pick() : 'сәлем дүние'), { button: random(t.buttons.length + 1) - 1 })) })),
  { name: 'huge', send: (c) => posted(c, t, filledIn(t, () => 'Ұ'.repeat(60_000))) },
  { name: 'half a pair at the limit', send: (c) => posted(c, t, filledIn(t, () => `${'a'.repeat(24_999)}😀`)) },
  { name: 'NUL', send: (c) => posted(c, t, filledIn(t, () => 'а\u0000б\u0007')) },
  { name: 'every field three times', send: (c) => { const body = forms(t); for (const name of t.fields) for (let time = 0; time < 3; time += 1) body.append(name, pick()); return posted(c, t, body); } },
  { name: 'names of the language itself', send: (c) => { const body = filledIn(t, pick); for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString', '', '\u0000']) body.append(name, 'x'); return posted(c, t, body); } },
  { name: 'files where words belong', send: (c) => { const body = new FormData(); for (const name of t.fields) body.append(name, new File(['<svg onload=x>'], `${'ұ'.repeat(300)}.svg`, { type: 'image/svg+xml' })); return posted(c, t, body); } },
  { name: 'a token of somebody else', send: (c) => posted(c, t, filledIn(t, pick), { csrf: 'A'.repeat(32) }) },
  { name: 'from another site', send: (c) => posted(c, t, filledIn(t, pick), { headers: { origin: 'https://evil.example' } }) },
  { name: 'by another site’s script', send: (c) => posted(c, t, filledIn(t, pick), { headers: { 'sec-fetch-site': 'cross-site' } }) },
  { name: 'JSON', send: (c) => raw(c, t, { body: '{"csrf":1}', headers: { 'content-type': 'application/json' } }) },
  { name: 'a cut multipart', send: (c) => raw(c, t, { body: '--x\r\ncontent-dis', headers: { 'content-type': 'multipart/form-data; boundary=x' } }) },
  { name: 'a multipart without a boundary', send: (c) => raw(c, t, { body: 'x', headers: { 'content-type': 'multipart/form-data' } }) },
  { name: 'broken percent signs', send: (c) => raw(c, t, { body: 'csrf=%E0%A4%A&%=%&=&&&', headers: { 'content-type': 'application/x-www-form-urlencoded' } }) },
];

/** Shut before a word of it is read. */
const mustBeShut = new Set(['a token of somebody else', 'from another site', 'by another site’s script']);
const mustBeRefused = new Set(['JSON', 'a cut multipart', 'a multipart without a boundary', 'broken percent signs']);
const speaks = { kk: /[а-яәғқңөұүһі]{3}/i, ru: /[а-яё]{3}/i, en: /[a-z]{3}/i } as const;

/** A page in the reader's own language, without a code or a slot in place of a sentence. */
const wrongWords = (t: Target, html: string, document: Document): string | null => {
  const lang = t.path.slice(1, 3) as keyof typeof speaks;
  if (html.startsWith('{')) return speaks[lang].test(String((JSON.parse(html) as { sentence?: unknown }).sentence ?? '')) ? null : 'JSON without a sentence';
  if (document.documentElement.getAttribute('lang') !== lang) return `language ${document.documentElement.getAttribute('lang') ?? 'none'}`;
  const told = [...document.querySelectorAll('.errors, .error, main p')].map((one) => one.textContent ?? '').join(' ');
  if (!speaks[lang].test(told)) return 'no sentence';
  return /\b[a-z]+_(invalid|required|not_found|wrong)\b|undefined|\[object/.test([...document.querySelectorAll('.errors')].map((one) => one.textContent).join(' ')) ? 'a code instead of a sentence' : null;
};

const plain = (text: string): string => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&');

/** What stood in a field of words of that very form stands in it again, when the form is shown again; a password never does. */
const lost = (t: Target, document: Document, sent: FormData | URLSearchParams): readonly string[] => {
  const form = [...document.querySelectorAll('main form')].find((one) => {
    const named = [...one.querySelectorAll('button[name]')].map((button) => [button.getAttribute('name') ?? '', button.getAttribute('value') ?? ''] as const);
    return ['', t.path].includes(one.getAttribute('action') ?? '') && (named.length === 0 || named.some(([name, value]) => sent.get(name) === value));
  });
  const fields = [...(form?.querySelectorAll('textarea, input') ?? [])].filter((one) => !one.hasAttribute('hidden') && ['text', 'search', 'tel', 'email', 'date', ''].includes(one.getAttribute('type') ?? ''));
  return fields.flatMap((field) => {
    const name = field.getAttribute('name') ?? '';
    const [given] = sent.getAll(name);
    if (typeof given !== 'string' || sent.getAll(name).length > 1) return [];
    const shown = plain(field.tagName === 'TEXTAREA' ? (field.textContent ?? '') : (field.getAttribute('value') ?? ''));
    const typed = clean(given);
    // a public form keeps 25 000 characters of one field, more than any may have
    return shown.trim() === plain(typed).trim() || (typed.length >= 25_000 && typed.startsWith(shown.slice(0, 20_000))) ? [] : [`${name}: ${JSON.stringify(typed.slice(0, 30))} came back as ${JSON.stringify(shown.slice(0, 30))}`];
  });
};

/** Every attack on every form: what was wrong in the answers, and how many there were. */
export const attacked = async (all: readonly Target[], callerFor: ReturnType<typeof callersIn>): Promise<{ readonly bad: readonly string[]; readonly count: number }> => {
  const bad: string[] = [];
  let count = 0;
  for (const t of all) {
    const usual = await callerFor(t.who);
    for (const attack of attacks(t)) {
      const caller = t.path.endsWith('/sign-out') ? await callerFor(null, true) : usual;
      const { response, sent } = await attack.send(caller, t);
      const html = await response.text();
      count += 1;
      const where = `${t.path} (${attack.name})`;
      if (response.status >= 500) bad.push(`${response.status} ${where}`);
      else if (mustBeShut.has(attack.name) && response.status !== 403 && !t.byToken) bad.push(`${response.status} not shut: ${where}`);
      else if (mustBeRefused.has(attack.name) && response.status < 400) bad.push(`${response.status} taken: ${where}`);
      else if (response.status >= 400) {
        const { document } = parseHTML(html);
        const words = wrongWords(t, html, document);
        if (words !== null) bad.push(`${response.status} ${words}: ${where}`);
        if (sent && [409, 422].includes(response.status) && html.startsWith('<!doctype')) bad.push(...lost(t, document, sent).map((one) => `lost ${one} ${where}`));
      }
    }
  }
  return { bad, count };
};
