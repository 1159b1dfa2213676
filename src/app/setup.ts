import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { isRefusal, type Refusal } from '../kernel/refusal.ts';
import { sayLoose, type Sentence } from '../kernel/words.ts';
import type { Config } from '../platform/config.ts';
import type { Ctx } from '../platform/ctx.ts';
import { firstPersonRefused } from '../rooms/people/contract.ts';
import { country, firstUnitRefused } from '../rooms/units/contract.ts';
import { setUp, type SetupOrder } from './setup/act.ts';
import { Interrupted, passwordFrom } from './setup/password.ts';
import { dropSetupToken } from './setup/token.ts';

export const setupUsage = `jauap setup --name NAME [--name-ru NAME] [--name-en NAME] --code CODE --admin-email E-MAIL [--admin-name NAME] [--place 270000000] [--password-stdin]
  NAME is in Kazakh; --place is the КАТО code of a region, without it the whole country.
  With --password-stdin the password is read from standard input, without it one is made and printed once.`;

class SetupMistake extends Error {}

type Order = Omit<SetupOrder, 'administrator'> & { readonly login: string; readonly person: string; readonly asks: boolean };

const orderOf = (words: readonly string[]): Order => {
  const text = { type: 'string' } as const;
  try {
    const { values: v } = parseArgs({ args: [...words], options: { name: text, 'name-ru': text, 'name-en': text, code: text, 'admin-email': text, 'admin-name': text, place: text, 'password-stdin': { type: 'boolean', default: false } } });
    if (v.name === undefined || v.code === undefined || v['admin-email'] === undefined) throw new SetupMistake(`Usage: ${setupUsage}`);
    return {
      names: { kk: v.name, ru: v['name-ru'] ?? v.name, en: v['name-en'] ?? v.name }, code: v.code, territoryCode: v.place ?? country,
      login: v['admin-email'], person: v['admin-name'] ?? 'Administrator', asks: v['password-stdin'],
    };
  } catch (error) {
    throw error instanceof TypeError ? new SetupMistake(`${error.message}\nUsage: ${setupUsage}`) : error;
  }
};

type Needs = {
  /** opens the database, hands over a ctx with the secrets set, and closes it whatever happens */
  readonly withCtx: (config: Config, fn: (ctx: Ctx) => Promise<number>) => Promise<number>;
  readonly print: (line: string) => void; readonly progress: (line: string) => void;
  readonly sentences: () => Readonly<Record<string, Sentence>>;
  readonly askPassword?: () => Promise<string>;
};

const sentenceOf = (needs: Needs, { code, facts }: Refusal): string => {
  const found = needs.sentences()[code];
  return found ? sayLoose('en', found, facts) : code;
};

const typedPassword = (): Promise<string> => passwordFrom(process.stdin, (text) => void process.stderr.write(text));
/** 160 bits, in letters that survive being copied. */
const madePassword = (): string => randomBytes(20).toString('base64url');

const run = async (needs: Needs, config: Config, words: readonly string[]): Promise<number> => {
  const { login, person, asks, ...unit } = orderOf(words);
  const password = asks ? await (needs.askPassword ?? typedPassword)() : madePassword();
  const order: SetupOrder = { ...unit, administrator: { name: person, login, password, lang: 'kk' } };
  const wrong = [...Object.values(firstUnitRefused(order)), ...firstPersonRefused(order.administrator)];
  if (wrong.length > 0) throw new SetupMistake([...new Set(wrong.map((one) => sentenceOf(needs, one)))].join('\n'));
  return needs.withCtx(config, async (ctx) => {
    const done = await setUp(ctx, order);
    if (isRefusal(done)) throw new SetupMistake(sentenceOf(needs, done));
    dropSetupToken(config);
    needs.print(`${order.names.kk} (${order.code.trim().toUpperCase()}) is open. Sign in as ${done.login}.`);
    if (!asks) needs.print(`Password, shown this once: ${password}`);
    return 0;
  });
};

export const setupCommand = (needs: Needs): { readonly about: string; readonly run: (config: Config, words: readonly string[]) => Promise<number> } => ({
  about: 'open the organisation and its first administrator on an empty database',
  run: async (config, words) => {
    try {
      return await run(needs, config, words);
    } catch (error) {
      if (error instanceof Interrupted) return 130;
      if (!(error instanceof SetupMistake)) throw error;
      needs.progress(error.message);
      return 2;
    }
  },
});
