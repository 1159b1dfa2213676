import { parseArgs } from 'node:util';
import { isRefusal } from '../kernel/refusal.ts';
import type { Config } from '../platform/config.ts';
import type { Ctx } from '../platform/ctx.ts';
import { read } from '../platform/db.ts';
import { siteUrl } from '../platform/web.ts';
import { accountByLogin, invite, removeTotpOf } from '../rooms/people/contract.ts';

export const inviteUsage = `jauap invite E-MAIL [--drop-second-step]
  For whoever can reach the server: a new password when nobody else can send an invitation. The address is printed once and an earlier
  one ends. --drop-second-step also takes away the codes and passkeys of a lost telephone.`;

type Needs = {
  readonly withCtx: (config: Config, fn: (ctx: Ctx) => Promise<number>) => Promise<number>;
  readonly print: (line: string) => void; readonly progress: (line: string) => void;
};

type Order = { readonly login: string; readonly drop: boolean };

const orderOf = (words: readonly string[]): Order | null => {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { 'drop-second-step': { type: 'boolean', default: false } } });
    const [login, ...more] = positionals;
    return login === undefined || more.length > 0 ? null : { login, drop: values['drop-second-step'] };
  } catch {
    return null;
  }
};

/** Prints the address at which the person chooses a new password. Both acts are in the journal, under the command's name. */
const run = (needs: Needs, config: Config, { login, drop }: Order): Promise<number> => needs.withCtx(config, async (ctx) => {
  const account = await read(ctx, (q) => accountByLogin(q, login));
  if (!account) {
    needs.progress(`Nobody signs in as ${login}.`);
    return 2;
  }
  const invited = await invite(ctx, { accountId: account.accountId });
  if (isRefusal(invited)) {
    needs.progress(`The account ${login} is closed.`);
    return 2;
  }
  if (drop) {
    const dropped = await removeTotpOf(ctx, { accountId: account.accountId });
    needs.print(isRefusal(dropped) ? 'There was no second step to take away.' : 'The second step and the passkeys are taken away.');
  }
  needs.print(`${account.name} chooses a new password at this address, once:`);
  needs.print(`${siteUrl(config)}/${account.lang}/invitation/${invited.token}`);
  return 0;
});

export const inviteCommand = (needs: Needs): { readonly about: string; readonly run: (config: Config, words: readonly string[]) => Promise<number> } => ({
  about: 'print an invitation for somebody who lost their password',
  run: (config, words) => {
    const order = orderOf(words);
    if (order) return run(needs, config, order);
    needs.progress(`Usage: ${inviteUsage}`);
    return Promise.resolve(2);
  },
});
