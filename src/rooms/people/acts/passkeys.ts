import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, violated, write } from '../../../platform/db.ts';
import { handleOf, openStep, sealStep, tokenHash } from '../crypto.ts';
import { ceremonyMs, foldName } from '../law.ts';
import { credentialIdOf, registered, registrationOptions, signedWith, signInOptions, type Site } from '../passkeys.ts';
import { mayChangeOwn, maySignIn } from '../policy.ts';
import { accountLocked } from '../store/accounts.ts';
import { credentialIdsOf, deletePasskeys, insertPasskey, keyByCredential, spendChallenge, writeKeyUsed } from '../store/keys.ts';
import { forgiveTry } from '../store/tries.ts';
import { withOwnHands } from './accounts.ts';
import { leaf } from './leaf.ts';
import { withPassword } from './own.ts';
import { openSession } from './sessions.ts';
import { callerKey, tryOnce } from './signin.ts';

type Kept = { readonly challenge: string };
type Asked<Options> = { readonly options: Options; /** given back with the browser's answer */ readonly ceremony: string };
const registering = (accountId: number) => `passkey register ${accountId}`;
const signing = 'passkey sign-in';
const ends = (ctx: Ctx) => ctx.clock.now() + ceremonyMs;

/** With the password: a passkey added at a colleague's open screen would open their account for ever. */
export const passkeyRegisterOptions = async (ctx: Ctx, input: { site: Site; password: string }): Promise<Result<Asked<Awaited<ReturnType<typeof registrationOptions>>>>> => {
  const checked = await withPassword(ctx, input.password);
  if (isRefusal(checked)) return checked;
  const { accountId, name } = checked.staff;
  const known = await read(ctx, (q) => credentialIdsOf(q, accountId));
  const options = await registrationOptions(input.site, { handle: handleOf(accountId), login: checked.login, name }, known);
  return { options, ceremony: sealStep<Kept>(registering(accountId), { challenge: options.challenge }, ends(ctx)) };
};

export const passkeyRegisterVerify = async (ctx: Ctx, input: { site: Site; ceremony: string; response: unknown; name: string }): Promise<Result<{ passkeyId: number }>> => {
  const own = mayChangeOwn(ctx.actor);
  if (isRefusal(own)) return own;
  const { accountId } = own.staff;
  const kept = openStep<Kept>(registering(accountId), input.ceremony, ctx.clock.now());
  const passkey = kept ? await registered(input.site, kept.challenge, input.response) : null;
  if (!kept || !passkey) return refuse('passkey_wrong');
  const at = new Date(ctx.clock.now());
  try {
    return await write(ctx, async (tx) => {
      if (!(await spendChallenge(tx, own.permit, tokenHash(kept.challenge), new Date(ends(ctx))))) return refuse('passkey_wrong');
      const passkeyId = await insertPasskey(tx, own.permit, { ...passkey, accountId, name: foldName(input.name).slice(0, 100), at });
      await leaf(tx, ctx, own.permit, 'account.add_passkey', accountId, { passkeyId });
      return { passkeyId };
    });
  } catch (error) {
    if (violated(error) === 'passkey_credential') return refuse('passkey_known_already');
    throw error;
  }
};

export const removePasskey = (ctx: Ctx, input: { passkeyId: number }): Promise<Result<{ passkeyId: number }>> =>
  write(ctx, async (tx) => {
    const own = mayChangeOwn(ctx.actor);
    if (isRefusal(own)) return own;
    if ((await deletePasskeys(tx, own.permit, own.staff.accountId, input.passkeyId)) === 0) return refuse('passkey_not_found');
    await leaf(tx, ctx, own.permit, 'account.remove_passkey', own.staff.accountId, { passkeyId: input.passkeyId });
    return { passkeyId: input.passkeyId };
  });

/** Asks for any passkey of this site; which one, and whose, the browser says. Nothing is written yet. */
export const passkeySignInOptions = async (ctx: Ctx, site: Site): Promise<Asked<Awaited<ReturnType<typeof signInOptions>>>> => {
  const options = await signInOptions(site);
  return { options, ceremony: sealStep<Kept>(signing, { challenge: options.challenge }, ends(ctx)) };
};

export const passkeySignInVerify = async (ctx: Ctx, input: { site: Site; ceremony: string; response: unknown; remote: string; userAgent: string }): Promise<Result<{ token: string }>> => {
  const own = withOwnHands(ctx);
  const permit = maySignIn(ctx.actor);
  const tries = await tryOnce(ctx, permit, [callerKey(input.remote)]);
  if (isRefusal(tries)) return tries;
  const kept = openStep<Kept>(signing, input.ceremony, ctx.clock.now());
  const credentialId = credentialIdOf(input.response);
  const key = credentialId === null ? null : await read(own, (q) => keyByCredential(q, credentialId));
  const counter = kept && key ? await signedWith(input.site, kept.challenge, input.response, key) : null;
  if (!kept || !key || counter === null) return refuse('passkey_wrong');
  return write(own, async (tx) => {
    const account = await accountLocked(tx, key.accountId);
    // removed or closed while the signature was being worked on
    if (!account || account.closedAt || !(await keyByCredential(tx, key.credentialId))) return refuse('passkey_wrong');
    if (!(await spendChallenge(tx, permit, tokenHash(kept.challenge), new Date(ends(ctx))))) return refuse('passkey_wrong');
    await writeKeyUsed(tx, permit, key.passkeyId, counter, new Date(ctx.clock.now()));
    await forgiveTry(tx, permit, tries);
    return openSession(tx, ctx, permit, { accountId: key.accountId, way: 'passkey', userAgent: input.userAgent, remote: input.remote });
  });
};
