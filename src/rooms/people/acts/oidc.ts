import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import type { Identity } from '../oidc.ts';
import { maySignIn } from '../policy.ts';
import { accountByLogin, accountLocked } from '../store/accounts.ts';
import { accountOfSubject, insertSubject } from '../store/keys.ts';
import { withOwnHands } from './accounts.ts';
import { leaf } from './leaf.ts';
import { openSession } from './sessions.ts';

/** Known by the issuer's own name for the person; the first time by an e-mail the issuer has verified. Never makes an account. */
export const oidcSignIn = (ctx: Ctx, input: { who: Identity; remote: string; userAgent: string }): Promise<Result<{ token: string }>> =>
  write(withOwnHands(ctx), async (tx) => {
    const permit = maySignIn(ctx.actor);
    const { issuer, subject, email, emailVerified } = input.who;
    const linked = await accountOfSubject(tx, issuer, subject);
    const matched = linked === null && email !== null && emailVerified ? await accountByLogin(tx, email) : null;
    const accountId = linked ?? matched?.accountId ?? null;
    const account = accountId === null ? null : await accountLocked(tx, accountId);
    if (!account || account.closedAt) return refuse('oidc_unknown');
    if (linked === null) {
      if (!(await insertSubject(tx, permit, issuer, subject, account.accountId))) return refuse('oidc_unknown');
      await leaf(tx, ctx, permit, 'account.link_oidc', account.accountId);
    }
    return openSession(tx, ctx, permit, { accountId: account.accountId, way: 'oidc', userAgent: input.userAgent, remote: input.remote });
  });
