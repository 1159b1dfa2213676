import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { system } from '../kernel/actor.ts';
import { today } from '../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import type { Lang } from '../kernel/words.ts';
import type { Config } from '../platform/config.ts';
import { as, type Ctx } from '../platform/ctx.ts';
import { read, violated, write, type Tx } from '../platform/db.ts';
import { leaf } from '../rooms/people/acts/leaf.ts';
import { hashPassword } from '../rooms/people/crypto.ts';
import { foldLogin, foldName, foldPassword, loginRefused, nameRefused, passwordRefused } from '../rooms/people/law.ts';
import { mayCreateAccount, mayGivePost } from '../rooms/people/policy.ts';
import { insertAccount, insertPost } from '../rooms/people/store/accounts.ts';
import { putPassword } from '../rooms/people/store/secrets.ts';
import { anyBranch, country, importTerritoriesIn, openUnitIn, regions, type Names, type Place } from '../rooms/units/contract.ts';
import { isUnitCode } from '../rooms/units/law.ts';
import { lockTree } from '../rooms/units/store.ts';

export type SetupOrder = {
  readonly names: Names; readonly code: string; readonly territoryCode: string;
  readonly administrator: { readonly name: string; readonly login: string; readonly password: string; readonly lang: Lang };
};

const places: readonly Place[] = regions.map((region) => ({ code: region.code, kind: region.kind === 'city' ? 'city_republican' : 'region', names: region.names }));
export const isSetupPlace = (code: string): boolean => code === country || regions.some((region) => region.code === code);

const orderRefused = (order: SetupOrder): Refusal | null => {
  if (Object.values(order.names).some((name) => name.trim().length < 2)) return refuse('unit_name_required');
  if (!isUnitCode(order.code)) return refuse('unit_code_invalid');
  if (!isSetupPlace(order.territoryCode)) return refuse('territory_invalid');
  const { login, name, password } = order.administrator;
  return loginRefused(login) ?? nameRefused(name) ?? passwordRefused(password, login);
};

/** The organisation and whoever keeps it, in one transaction; once. */
export const setUp = async (anyCtx: Ctx, given: SetupOrder): Promise<Result<{ unitId: number; accountId: number }>> => {
  const ctx = as(anyCtx, system('setup'));
  const { administrator } = given;
  const order = { ...given, administrator: { ...administrator, login: foldLogin(administrator.login), name: foldName(administrator.name), password: foldPassword(administrator.password) } };
  const wrong = orderRefused(order);
  if (wrong) return wrong;
  const phc = await hashPassword(order.administrator.password);
  try {
    return await write(ctx, async (tx) => {
      // two who set up at once: the second finds it done
      await lockTree(tx);
      if (await anyBranch(tx)) return refuse('setup_not_found');
      const imported = await importTerritoriesIn(tx, ctx, places);
      if (isRefusal(imported)) return imported;
      const opened = await openUnitIn(tx, ctx, {
        kind: 'branch', level: order.territoryCode === country ? 'central' : 'region', code: order.code, parentId: null, territoryCode: order.territoryCode, names: order.names, openedOn: today(ctx.clock),
      });
      return isRefusal(opened) ? opened : hire(tx, ctx, order, phc, opened.unitId);
    });
  } catch (error) {
    if (violated(error) === 'account_login') return refuse('login_taken');
    throw error;
  }
};

const hire = async (tx: Tx, ctx: Ctx, { administrator: { login, name, lang } }: SetupOrder, phc: string, unitId: number): Promise<Result<{ unitId: number; accountId: number }>> => {
  const at = new Date(ctx.clock.now());
  const account = mayCreateAccount(ctx.actor, true);
  if (isRefusal(account)) return account;
  const accountId = await insertAccount(tx, account, { login, name, lang, at });
  await putPassword(tx, account, accountId, phc, at);
  await leaf(tx, ctx, account, 'account.create', accountId);
  const post = mayGivePost(ctx.actor, accountId, unitId);
  if (isRefusal(post)) return post;
  const fromOn = today(ctx.clock);
  const postId = await insertPost(tx, post, { accountId, unitId, role: 'administrator', fromOn, toOn: null });
  await leaf(tx, ctx, post, 'post.give', accountId, { postId, unitId, role: 'administrator', fromOn, toOn: null });
  return { unitId, accountId };
};

const known = new WeakSet<object>();
/** Asked at every page until the first branch stands, and never after: a root is not closed. */
export const isSetUp = async (ctx: Ctx): Promise<boolean> => {
  if (known.has(ctx.db)) return true;
  const done = await read(ctx, anyBranch);
  if (done) known.add(ctx.db);
  return done;
};

const tokenFile = (config: Config): string => join(config.dataDir, 'setup-token');

/** Proof that whoever sets up can read the server's output. Made once, kept in the data folder, readable by its owner only, gone after setup. */
export const setupToken = (config: Config): string => {
  try {
    const kept = readFileSync(tokenFile(config), 'utf8').trim();
    if (kept !== '') return kept;
  } catch { /* made below */ }
  mkdirSync(config.dataDir, { recursive: true });
  const made = randomBytes(24).toString('base64url');
  writeFileSync(tokenFile(config), made, { mode: 0o600 });
  return made;
};
export const dropSetupToken = (config: Config): void => rmSync(tokenFile(config), { force: true });

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
export const setupTokenFits = (config: Config, given: string): boolean => timingSafeEqual(digest(setupToken(config)), digest(given));

/** The line for the server to print at start while nothing is set up: `Open http://…/kk/setup?token=…`. */
export const setupInvitation = (config: Config, address: string): string => `Open ${(config.JAUAP_URL ?? address).replace(/\/$/, '')}/kk/setup?token=${setupToken(config)}`;

export const setupUsage = `jauap setup --name NAME [--name-ru NAME] [--name-en NAME] --code CODE --admin-email E-MAIL [--admin-name NAME] [--place 270000000] [--password-stdin]
  NAME is in Kazakh; --place is the КАТО code of a region, without it the whole country.
  With --password-stdin the password is read from standard input, without it one is made and printed once.`;

export class SetupMistake extends Error {}

const orderOf = (words: readonly string[]): Omit<SetupOrder, 'administrator'> & { readonly email: string; readonly adminName: string; readonly asks: boolean } => {
  const text = { type: 'string' } as const;
  try {
    const { values: v } = parseArgs({ args: [...words], options: { name: text, 'name-ru': text, 'name-en': text, code: text, 'admin-email': text, 'admin-name': text, place: text, 'password-stdin': { type: 'boolean', default: false } } });
    if (v.name === undefined || v.code === undefined || v['admin-email'] === undefined) throw new SetupMistake(`Usage: ${setupUsage}`);
    const kk = v.name.normalize('NFC').trim();
    return {
      names: { kk, ru: v['name-ru']?.normalize('NFC').trim() ?? kk, en: v['name-en']?.normalize('NFC').trim() ?? kk }, code: v.code.trim().toUpperCase(), territoryCode: v.place ?? country,
      email: v['admin-email'], adminName: v['admin-name'] ?? 'Administrator', asks: v['password-stdin'],
    };
  } catch (error) {
    throw error instanceof TypeError ? new SetupMistake(`${error.message}\nUsage: ${setupUsage}`) : error;
  }
};

/** The first line of standard input; what is typed at a terminal is not shown. */
export const passwordFromInput = (): Promise<string> =>
  new Promise((resolve) => {
    const terminal = process.stdin.isTTY;
    if (terminal) process.stderr.write('Password: ');
    const lines = createInterface({ input: process.stdin, terminal: false });
    if (terminal) process.stdin.setRawMode(false);
    lines.once('line', (line) => { resolve(line); lines.close(); });
    lines.once('close', () => resolve(''));
  });

type Needs = {
  readonly withCtx: (config: Config, fn: (ctx: Ctx) => Promise<number>) => Promise<number>;
  readonly print: (line: string) => void; readonly progress: (line: string) => void;
  readonly askPassword?: () => Promise<string>;
};

/** `needs.withCtx` opens the database, hands over a ctx with the secrets set, and closes it whatever happens. */
export const setupCommand = (needs: Needs): { readonly about: string; readonly run: (config: Config, words: readonly string[]) => Promise<number> } => ({
  about: 'open the organisation and its first administrator on an empty database',
  run: async (config, words) => {
    try {
      const { email, adminName, asks, ...order } = orderOf(words);
      const password = asks ? await (needs.askPassword ?? passwordFromInput)() : randomBytes(15).toString('base64url');
      return await needs.withCtx(config, async (ctx) => {
        const done = await setUp(ctx, { ...order, administrator: { login: email, name: adminName, password, lang: 'kk' } });
        if (isRefusal(done)) throw new SetupMistake(done.code === 'setup_not_found' ? 'This instance is set up already.' : `Not done: ${done.code}.`);
        dropSetupToken(config);
        needs.print(`${order.names.kk} (${order.code}) is open. Sign in as ${foldLogin(email)}.`);
        if (!asks) needs.print(`Password, shown this once: ${password}`);
        return 0;
      });
    } catch (error) {
      if (!(error instanceof SetupMistake)) throw error;
      needs.progress(error.message);
      return 2;
    }
  },
});
