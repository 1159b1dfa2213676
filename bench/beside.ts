import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { demoLogins, demoPassword } from '../src/app/demo/staff.ts';
import { browserAt } from '../test/support/resident.ts';
import { bodyOf } from '../test/faults/clients.ts';
import { median, quantile, quiet } from './measure.ts';

type Role = (typeof demoLogins)[number]['role'];
/** One demonstration that is being served, and how to ask it; a number is that many milliseconds. */
type Served = { readonly address: string; readonly ask: (path: string, as?: Role) => Promise<number>; readonly register: (serial: number) => Promise<{ readonly ms: number; readonly followUrl: string }>; readonly numbers: readonly string[]; readonly published: readonly string[] };
type Question = { readonly name: string; readonly ask: (served: Served, serial: number) => Promise<number> };

const place = '276030100';
const words = ['шам', 'жарық', 'дорог', 'су жоқ', 'қоқыс', 'автобус', 'мектеп жол', 'лифт'] as const;
const nth = (list: readonly string[], serial: number): string => list[serial % list.length] ?? '';

const timed = async (asked: Promise<Response>, wanted = 200): Promise<{ ms: number; text: string }> => {
  const at = performance.now();
  const answer = await asked;
  const text = await answer.text();
  if (answer.status !== wanted) throw new Error(`${answer.url} answered ${answer.status}: ${text.slice(0, 300)}`);
  return { ms: performance.now() - at, text };
};

const numbersIn = (html: string): readonly string[] => [...new Set(html.match(/[A-Z0-9]+-\d{4}-\d{6}/g))];

const openServed = async (address: string): Promise<Served> => {
  const cookies = new Map<Role, string>();
  for (const { login, role } of demoLogins) {
    if (cookies.has(role)) continue;
    const page = await browserAt(address).open('/kk/sign-in');
    await page.submit('Кіру', { login, password: demoPassword });
    if (!page.address.includes('/desk') && !page.address.includes('/admin')) throw new Error(`${login} could not sign in at ${address}`);
    cookies.set(role, page.cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
  }
  const asked = (path: string, as?: Role): Promise<{ ms: number; text: string }> => {
    const cookie = as && cookies.get(as);
    return timed(fetch(`${address}${path}`, { headers: cookie ? { cookie } : {} }));
  };
  return {
    address, ask: async (path, as) => (await asked(path, as)).ms,
    register: async (serial) => {
      const body = bodyOf(`Ауламызда көше шамдары жанбайды, бағана ${serial}.`, place);
      const { ms, text } = await timed(fetch(`${address}/api/v1/appeals`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() } }), 201);
      return { ms, followUrl: new URL((JSON.parse(text) as { followUrl: string }).followUrl, address).pathname };
    },
    numbers: numbersIn((await asked('/kk/desk/appeals?of=branch', 'appeals_clerk')).text), published: numbersIn((await asked('/kk/appeals')).text),
  };
};

const questions: readonly Question[] = [
  { name: 'desk: inbox of a branch', ask: (s) => s.ask('/kk/desk/appeals?of=branch', 'appeals_clerk') },
  { name: 'desk: inbox of a branch’s head', ask: (s) => s.ask('/kk/desk/appeals?of=branch', 'branch_head') },
  { name: 'desk: inbox of one executor', ask: (s) => s.ask('/kk/desk/appeals?of=mine', 'executor') },
  { name: 'desk: the controller’s morning', ask: (s) => s.ask('/kk/desk/control/morning', 'controller') },
  { name: 'desk: board of control', ask: (s) => s.ask('/kk/desk/control', 'branch_head') },
  { name: 'desk: one appeal', ask: (s, serial) => s.ask(`/kk/desk/appeals/${nth(s.numbers, serial)}`, 'appeals_clerk') },
  { name: 'desk: search', ask: (s, serial) => s.ask(`/kk/desk/search?q=${encodeURIComponent(nth(words, serial))}`, 'appeals_clerk') },
  { name: 'public list', ask: (s) => s.ask('/kk/appeals') },
  { name: 'public list, searched', ask: (s, serial) => s.ask(`/kk/appeals?q=${encodeURIComponent(nth(words, serial))}`) },
  { name: 'public: one appeal', ask: (s, serial) => s.ask(`/kk/appeals/${nth(s.published, serial)}`) },
  { name: 'front page', ask: (s) => s.ask('/kk') },
  { name: 'registering by the interface', ask: async (s, serial) => (await s.register(serial)).ms },
  { name: 'followed by the secret link', ask: async (s, serial) => s.ask((await s.register(1_000 + serial)).followUrl) },
];

const figure = (ms: number): string => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0));
const cell = (times: readonly number[]): string => [quiet(times), median(times), quantile(times.toSorted((a, b) => a - b), 0.95)].map(figure).join(' / ');

/** `script/bench beside http://127.0.0.1:3001 http://127.0.0.1:3002 [--times 60]`: two demonstrations being served are asked the same in turn. */
export const beside = async (given: readonly string[]): Promise<string> => {
  const { values, positionals } = parseArgs({ args: [...given], allowPositionals: true, options: { times: { type: 'string', default: '60' } } });
  const [small, large] = positionals;
  if (!small || !large) throw new Error('two addresses: of the smaller register and of the larger');
  const times = Number(values.times);
  const both = [await openServed(small), await openServed(large)] as const;
  const lines: string[] = [];
  for (const { name, ask } of questions) {
    const took: readonly [number[], number[]] = [[], []];
    // the first three warm what any page warms; whoever is asked second in one round is first in the next
    for (let serial = -3; serial < times; serial += 1) for (const at of serial % 2 === 0 ? [0, 1] as const : [1, 0] as const) {
      const ms = await ask(both[at], serial + 3);
      if (serial >= 0) took[at].push(ms);
    }
    lines.push(`| ${name} | ${cell(took[0])} | ${cell(took[1])} | ${(quiet(took[1]) / quiet(took[0])).toFixed(2)} × |`);
    process.stderr.write(`· ${name}\n`);
  }
  return [`${times} each, in turn; load ${(loadavg()[0] ?? 0).toFixed(0)} on ${availableParallelism()} cores; milliseconds, quieter quarter / median / p95, growth of the quieter quarter`, '', `| page | ${small} | ${large} | growth |`, '|---|--:|--:|--:|', ...lines, ''].join('\n');
};
