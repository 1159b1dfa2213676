import type { z } from 'zod';
import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { AppealRef, publishSchema, redactSchema, unpublishSchema } from '../contract.ts';
import { asRead, proposeHiding } from '../law/redaction.ts';
import { mayPublish, mayRedact, mayUnpublish } from '../policy.ts';
import { personOf } from '../store/person.ts';
import { addPublication, removePublication } from '../store/records.ts';
import { step } from './step.ts';

/** The words everybody may read, cleaned by a clerk. A number or a telephone left in is refused: a machine sees those surely enough. */
export const redact = (ctx: Ctx, input: z.output<typeof redactSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'redact', { number: input.number }, mayRedact, async (s) => {
    const person = await personOf(s.tx, s.appeal.id);
    const names = [person?.surname].filter((name): name is string => typeof name === 'string');
    const left = [input.publicText, asRead(input.publicText)].flatMap((text) => proposeHiding(text, names)).find((span) => span.sure);
    if (left) return refuse('public_text_leaks', { what: left.what });
    if (s.appeal.publishedAt !== null) await removePublication(s.tx, s.permit, s.appeal.id);
    return s.done({ patch: { public_text: input.publicText, published_at: null }, code: 'redacted', public: false }, []);
  });

export const publish = (ctx: Ctx, input: z.output<typeof publishSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'publish', { number: input.number }, mayPublish, async (s) => {
    if (!s.appeal.publishConsent) return refuse('no_consent');
    if (!s.appeal.redacted) return refuse('not_redacted');
    await addPublication(s.tx, s.permit, s.appeal.id, s.at);
    return s.done({ patch: { published_at: s.at }, code: 'published', public: true }, [{ name: 'appeal.published' }]);
  });

export const unpublish = (ctx: Ctx, input: z.output<typeof unpublishSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'unpublish', { number: input.number }, mayUnpublish, async (s) => {
    if (s.appeal.publishedAt === null) return refuse('not_published');
    await removePublication(s.tx, s.permit, s.appeal.id);
    return s.done({ patch: { published_at: null }, code: 'unpublished', public: true, facts: input.reason === undefined ? {} : { text: input.reason } }, [{ name: 'appeal.unpublished' }]);
  });
