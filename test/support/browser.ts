import { parseHTML } from 'linkedom';

/** An application, or whatever carries a request to one. */
export type Answers = { readonly request: (asked: Request) => Response | Promise<Response> };

/**
 * A browser without JavaScript over `app.request()`: keeps cookies, follows redirects, finds a form by its button's words,
 * sends exactly the fields that stand in it. Throws when a field or a button is not on the page, so that a test cannot lie.
 */
export class PlainBrowser {
  readonly #app: Answers;
  readonly #cookies = new Map<string, string>();
  status = 0;
  address = '';
  html = '';
  bytes = 0;
  headers = new Headers();
  document: Document = parseHTML('<html></html>').document;

  constructor(app: Answers) {
    this.#app = app;
  }

  async open(address: string): Promise<this> {
    return this.#go(new Request(`http://127.0.0.1:3000${address}`, { headers: this.#headers() }), address);
  }

  /** Fills by label text or by name, then presses the button whose words are `button`. */
  async submit(button: string | RegExp, fields: Readonly<Record<string, string | readonly string[] | File>> = {}): Promise<this> {
    const pressed = [...this.document.querySelectorAll('button, input[type=submit]')].find((element) => matches(element.textContent ?? '', button));
    if (!pressed) throw new Error(`no button ${String(button)} on ${this.address} (${this.status}); there are: ${[...this.document.querySelectorAll('button')].map((b) => b.textContent?.trim()).join(' | ')}`);
    const elsewhere = pressed.getAttribute('form');
    const form = elsewhere === null ? pressed.closest('form') : this.document.querySelector(`form[id="${elsewhere}"]`);
    if (!form) throw new Error(`the button ${String(button)} stands in no form`);
    const data = new FormData();
    const given = new Map(Object.entries(fields).map(([key, value]) => [this.#fieldName(form, key), value]));
    for (const field of form.querySelectorAll('input, textarea, select')) {
      const name = field.getAttribute('name');
      if (!name || field.hasAttribute('disabled') || given.has(name)) continue;
      for (const value of standing(field)) data.append(name, value);
    }
    for (const [name, value] of given) for (const one of [value].flat()) data.append(name, one as string | File as string);
    const own = pressed.getAttribute('name');
    if (own) data.append(own, pressed.getAttribute('value') ?? '');
    const action = pressed.getAttribute('formaction') ?? form.getAttribute('action') ?? this.address;
    const target = new URL(action, `http://127.0.0.1:3000${this.address}`);
    if ((form.getAttribute('method') ?? 'get').toLowerCase() === 'get') {
      for (const [name, value] of data) target.searchParams.append(name, String(value));
      return this.open(target.pathname + target.search);
    }
    const headers = { ...this.#headers(), origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' };
    const body = form.getAttribute('enctype') === 'multipart/form-data' ? data : new URLSearchParams([...data].map(([name, value]) => [name, String(value)]));
    return this.#go(new Request(target, { method: 'POST', body, headers }), target.pathname + target.search);
  }

  /** Opens the link with these words. */
  async follow(words: string | RegExp): Promise<this> {
    const link = [...this.document.querySelectorAll('a')].find((element) => matches(element.textContent ?? '', words));
    const href = link?.getAttribute('href');
    if (!href) throw new Error(`no link ${String(words)} on ${this.address}`);
    const target = new URL(href, `http://127.0.0.1:3000${this.address}`);
    return this.open(target.pathname + target.search);
  }

  /** For a real browser that goes on where this one stands. */
  get cookies(): readonly { readonly name: string; readonly value: string }[] {
    return [...this.#cookies].map(([name, value]) => ({ name, value }));
  }

  /** What a person reads on the page, spaces collapsed. */
  get text(): string {
    return (this.document.querySelector('main')?.textContent ?? this.document.body?.textContent ?? '').replace(/\s+/g, ' ').trim();
  }

  #headers(): Record<string, string> {
    return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '), host: '127.0.0.1:3000' };
  }

  async #go(request: Request, address: string, hops = 0): Promise<this> {
    const response = await this.#app.request(request);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = response.headers.get('location');
    if (location && response.status >= 300 && response.status < 400 && hops < 5) {
      const next = new URL(location, 'http://127.0.0.1:3000');
      return this.#go(new Request(next, { headers: this.#headers() }), next.pathname + next.search, hops + 1);
    }
    this.status = response.status;
    this.headers = response.headers;
    this.address = address;
    const body = await response.arrayBuffer();
    this.bytes = body.byteLength;
    this.html = new TextDecoder().decode(body);
    this.document = parseHTML(this.html).document as unknown as Document;
    return this;
  }

  #fieldName(form: Element, key: string): string {
    if ([...form.querySelectorAll('[name]')].some((field) => field.getAttribute('name') === key)) return key;
    const label = [...form.querySelectorAll('label')].find((element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim().startsWith(key));
    const field = label?.getAttribute('for') ? form.querySelector(`[id="${label.getAttribute('for')}"]`) : label?.querySelector('[name]');
    const name = field?.getAttribute('name');
    if (!name) throw new Error(`no field "${key}" in the form on ${this.address}; there are: ${[...form.querySelectorAll('[name]')].map((f) => f.getAttribute('name')).join(', ')}`);
    return name;
  }
}

const matches = (text: string, wanted: string | RegExp): boolean => {
  const plain = text.replace(/\s+/g, ' ').trim();
  return typeof wanted === 'string' ? plain === wanted : wanted.test(plain);
};

const standing = (field: Element): readonly string[] => {
  if (field.tagName === 'TEXTAREA') return [field.textContent ?? ''];
  if (field.tagName === 'SELECT') {
    const options = [...field.querySelectorAll('option')];
    const chosen = options.filter((option) => option.hasAttribute('selected'));
    return (chosen.length > 0 ? chosen : options.slice(0, 1)).map((option) => option.getAttribute('value') ?? option.textContent ?? '');
  }
  const type = field.getAttribute('type') ?? 'text';
  if (type === 'file' || type === 'submit' || type === 'button') return [];
  if (type === 'checkbox' || type === 'radio') return field.hasAttribute('checked') ? [field.getAttribute('value') ?? 'on'] : [];
  return [field.getAttribute('value') ?? ''];
};
