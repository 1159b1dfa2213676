import type { z } from 'zod';
import type { Gate } from '../../kernel/gate.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Asked } from '../web.ts';

/** One operation of the API: documented, with an example body that the tests send as it stands. */
export type Operation<Body = unknown, Given = unknown> = {
  readonly id: string;
  readonly method: 'get' | 'post';
  /** OpenAPI form under /api/v1: '/appeals/{number}' */
  readonly path: string;
  readonly may: Gate;
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly params?: z.ZodObject;
  readonly body?: { readonly schema: z.ZodType<Body>; readonly example: unknown };
  readonly answer: { readonly status: 200 | 201; readonly schema: z.ZodType<Given>; readonly example: unknown };
  /** POST only: the Idempotency-Key header is required and the answer is kept 30 days */
  readonly idempotent?: boolean;
  readonly handler: (asked: Asked, body: Body) => Promise<Given | Refusal>;
};

export const operation = <Body, Given>(op: Operation<Body, Given>): Operation => op as unknown as Operation;
