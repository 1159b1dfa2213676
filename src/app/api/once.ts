import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import type { Config } from '../../platform/config.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { read, sql, view, write, type Read } from '../../platform/db.ts';
import { instanceSecret } from '../../platform/web/secret.ts';

/** Whose key it is: a visitor's key opens no answer that was given to somebody of the staff, nor theirs each other's. */
export type Once = { readonly scope: string; readonly key: string; readonly sha: Buffer };
export const onceFor = (operation: string, actor: Actor, key: string, body: string): Once => ({
  scope: `${operation} ${actor.kind === 'staff' ? `account ${actor.accountId}` : 'public'}`, key, sha: createHash('sha256').update(body).digest(),
});

export type Kept = { readonly same: boolean; readonly status: number; readonly text: string };

/**
 * An answer may carry the secret link of a matter, so it is kept sealed: AES-256-GCM under a key outside the database, bound to its row.
 * A copy of the tables opens nothing (trust.md).
 */
const keyOf = (config: Config): Buffer => Buffer.from(hkdfSync('sha256', instanceSecret(config), 'jauap api', 'kept answers', 32));
const boundTo = ({ scope, key }: Once): Buffer => Buffer.from(`${scope}\n${key}`);

const seal = (config: Config, once: Once, text: string): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(config), nonce).setAAD(boundTo(once));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
};

/** Null under another secret than it was sealed with: the act, keyed by the same key, tells the answer again. */
const unseal = (config: Config, once: Once, sealed: string): string | null => {
  try {
    return opened(config, once, sealed);
  } catch {
    return null;
  }
};

const opened = (config: Config, once: Once, sealed: string): string => {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(config), bytes.subarray(0, 12)).setAAD(boundTo(once));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
};

type Row = { body_sha256: Buffer; status: number; answer: { sealed: string } };
const rowOf = async (q: Read, { scope, key }: Once): Promise<Row | undefined> =>
  (await sql<Row>`SELECT body_sha256, status, answer FROM platform.idempotency WHERE scope = ${scope} AND key = ${key}`.execute(view(q))).rows[0];

export const keptAnswer = async (ctx: Ctx, config: Config, once: Once): Promise<Kept | null> => {
  const row = await read(ctx, (q) => rowOf(q, once));
  if (!row) return null;
  const same = row.body_sha256.equals(once.sha);
  const text = same ? unseal(config, once, row.answer.sealed) : '';
  return text === null ? null : { same, status: row.status, text };
};

/** The first of several at the same moment is kept; it is the one all of them give. */
export const keepAnswer = (ctx: Ctx, config: Config, once: Once, answer: { status: number; text: string }): Promise<void> =>
  write(ctx, async (tx) => {
    const sealed = JSON.stringify({ sealed: seal(config, once, answer.text) });
    await sql`INSERT INTO platform.idempotency (scope, key, body_sha256, status, answer) VALUES (${once.scope}, ${once.key}, ${once.sha}, ${answer.status}, ${sealed}::jsonb) ON CONFLICT DO NOTHING`.execute(view(tx));
  });

/** trust.md, rule 3: the desk that was offline for a month still finds its answer. */
const keptDays = 30;
export const forgetAnswers = (ctx: Ctx): Promise<void> =>
  write(ctx, async (tx) => {
    await sql`DELETE FROM platform.idempotency WHERE made_at < ${new Date(ctx.clock.now() - keptDays * 86_400_000)}`.execute(view(tx));
  });
