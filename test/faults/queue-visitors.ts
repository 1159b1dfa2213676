/** People of a simulated day, each a browser of their own over HTTP. What every screen took is written down. */
export type Taken = { readonly screen: string; readonly ms: number; readonly status: number };

export class Caller {
  readonly #base: string;
  readonly #taken: Taken[];
  readonly #cookies = new Map<string, string>();
  constructor(base: string, taken: Taken[]) {
    this.#base = base;
    this.#taken = taken;
  }

  async #ask(screen: string, path: string, init: RequestInit = {}): Promise<{ status: number; text: string; location: string; headers: Headers }> {
    const began = performance.now();
    const answer = await fetch(this.#base + path, { redirect: 'manual', signal: AbortSignal.timeout(120_000), ...init, headers: { ...(init.headers as Record<string, string>), cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '), origin: this.#base } });
    const text = await answer.text();
    this.#taken.push({ screen, ms: performance.now() - began, status: answer.status });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return { status: answer.status, text, location: answer.headers.get('location') ?? '', headers: answer.headers };
  }
  get(screen: string, path: string, headers: Record<string, string> = {}) {
    return this.#ask(screen, path, { headers });
  }
  post(screen: string, path: string, fields: Record<string, string>) {
    return this.#ask(screen, path, { method: 'POST', body: new URLSearchParams(fields) });
  }
}

/** The value of a hidden field as the page has it. */
export const hidden = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

export const p = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
