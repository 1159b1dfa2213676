import { z } from 'zod';
import type { Operation } from '../../platform/web/api.ts';

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', required: ['at', 'code', 'message'], properties: { at: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } } } },
  },
};

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  return rest;
};

const parameters = (where: 'path' | 'query' | 'header', schema: z.ZodType | undefined): object[] => {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({ name, in: where, required: where === 'path' || required.includes(name), schema: property }));
};

const describe = (op: Operation): object => ({
  operationId: op.id,
  summary: op.summary,
  'x-gate': op.may.name,
  parameters: [
    ...parameters('path', op.params),
    ...parameters('query', op.query),
    ...(op.idempotent ? [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', pattern: '^[\\w-]{8,80}$' } }] : []),
  ],
  ...(op.body
    ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(op.body.schema, 'input'), example: op.body.example } } } }
    : {}),
  responses: {
    [op.answer.status]: { description: 'Done', content: { 'application/json': { schema: jsonSchema(op.answer.schema, 'output'), example: op.answer.example } } },
    default: { description: 'Refused, with a code and a sentence', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  },
});

/** OpenAPI 3.1 of all operations, from the same schemas that read the requests. */
export const openApi = (operations: readonly Operation[]): object => {
  const paths: Record<string, Record<string, object>> = {};
  for (const op of operations) (paths[`/api/v1${op.path}`] ??= {})[op.method] = describe(op);
  return {
    openapi: '3.1.0',
    info: { title: 'Jauap', version: '1', license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' } },
    paths,
    components: { schemas: { Problem: problemSchema } },
  };
};
