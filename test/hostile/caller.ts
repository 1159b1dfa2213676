import type { Answers } from '../support/browser.ts';

export const origin = 'http://127.0.0.1:3000';

/** Somebody who sends what a browser never would: keeps a visit, may hold a session, knows the token of the form unless told otherwise. */
export class Caller {
  readonly #app: Answers;
  readonly session: string | null;
  visit = '';
  csrf = '';

  constructor(app: Answers, session: string | null = null) {
    this.#app = app;
    this.session = session;
  }

  get cookie(): string {
    return [this.visit && `jauap_visit=${this.visit}`, this.session && `jauap_session=${this.session}`].filter(Boolean).join('; ');
  }

  /** The visit's cookie and the token that goes with it, from a page that has a form. */
  async arrive(path = '/kk/appeals/new'): Promise<this> {
    const response = await this.get(path);
    this.visit = /jauap_visit=([^;]+)/.exec(response.headers.getSetCookie().join('\n'))?.[1] ?? this.visit;
    this.csrf = /name="csrf" value="([^"]+)"/.exec(await response.text())?.[1] ?? '';
    if (this.csrf === '') throw new Error(`no form on ${path}`);
    return this;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { headers });
  }

  post(path: string, fields: Readonly<Record<string, string>> | FormData | URLSearchParams, o: { csrf?: string; headers?: Record<string, string> } = {}): Promise<Response> {
    const body = fields instanceof FormData || fields instanceof URLSearchParams ? fields : new URLSearchParams(fields);
    if (!body.has('csrf')) body.append('csrf', o.csrf ?? this.csrf);
    return this.send(path, { method: 'POST', body, headers: { origin, ...o.headers } });
  }

  async send(path: string, init: RequestInit & { duplex?: 'half' }): Promise<Response> {
    return this.#app.request(new Request(`${origin}${path}`, { ...init, headers: { cookie: this.cookie, host: '127.0.0.1:3000', ...(init.headers as Record<string, string> | undefined) } }));
  }
}
