import { bodyOf, doneOf, isObject, listAt, objectAt, operationsOf, type Described, type Json } from './openapi.ts';

const site = 'https://ashyq.example';
/** Stands in the example; a caller makes one of its own before the first try. */
const exampleKey = 'visit-2026-11-20-0001';

/** docs/api/README.md: one section an operation, from the document and nothing else. */
export const apiPage = (document: Json): string => [
  '# The programming interface', '',
  'Written from [openapi.json](openapi.json), which a running instance serves at `/api/v1/openapi.json`. A test sends every example here to a running house as it stands.', '',
  '- JSON both ways, UTF-8, at most 1 MB. `?lang=kk`, `ru` or `en`, or `Accept-Language`, chooses the language of every sentence.',
  '- A refusal is `application/problem+json`: `title` is its code, `detail` a sentence in the reader’s language, `errors` which fields and why. `422` the values, `404` nothing there for you,',
  '  `409` not now, `429` too often, `413` and `415` and `400` the request itself,',
  '  `503` with `Retry-After`: the outcome is unknown, send the same request with the same key again.',
  '- Where an `Idempotency-Key` is asked for, make it before the first try and keep it until the answer came: the same key with the same body gives the same answer, with another body `422`.',
  '  It is as secret as the answer it brings back: 8 to 80 letters, digits, `-` or `_`, not to be guessed.',
  '- A member of staff sends `Authorization: Bearer` with the token of an open session; operations open to *anyone* need nothing.', '',
  ...operationsOf(document).flatMap(section), '',
].join('\n').replace(/\n+$/, '\n');

const section = ({ path, method, op }: Described): readonly string[] => {
  const done = doneOf(op);
  const body = bodyOf(op);
  return [
    `## ${method.toUpperCase()} ${path}`, '',
    `${String(op['summary'])} Open to: *${String(op['x-gate'])}*. \`${String(op['operationId'])}\``, '',
    ...parameters(op), ...(body ? fields('Body', objectAt(body, 'schema')) : []),
    '```sh', request(path, method, op, body, done.media['example']), '```', '', `Answer ${done.status}:`, '', '```json', JSON.stringify(done.media['example'], null, 2), '```', '',
    ...fields('Answer', objectAt(done.media, 'schema')),
  ];
};

const request = (path: string, method: string, op: Json, body: Json | null, answered: unknown): string => {
  const filled = path.replace(/\{(\w+)\}/g, (slot, name: string) => (isObject(answered) && typeof answered[name] === 'string' ? answered[name] : slot));
  const keyed = listAt(op, 'parameters').some((one) => one['name'] === 'Idempotency-Key');
  return [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${site}${filled}`,
    ...(op['x-gate'] === 'anyone' ? [] : [`  -H "Authorization: Bearer $TOKEN"`]),
    ...(keyed ? [`  -H 'Idempotency-Key: ${exampleKey}'`] : []),
    ...(body ? [`  -H 'Content-Type: application/json'`, `  -d '${JSON.stringify(body['example'], null, 2).replaceAll("'", String.raw`'\''`)}'`] : []),
  ].join(' \\\n');
};

const parameters = (op: Json): readonly string[] => {
  const all = listAt(op, 'parameters');
  if (all.length === 0) return [];
  return ['| parameter | where | |', '|---|---|---|', ...all.map((one) => `| \`${String(one['name'])}\` | ${String(one['in'])}${one['required'] === true ? ', required' : ''} | ${limits(objectAt(one, 'schema'))} |`), ''];
};

type Row = { readonly name: string; readonly says: string; readonly required: boolean; /** the shapes it belongs to, where there is a choice */ readonly of: readonly string[] };

const fields = (title: string, schema: Json): readonly string[] => {
  const rows = rowsOf('', schema);
  return rows.length === 0 ? [] : [`| ${title} | | |`, '|---|---|---|', ...rows.map((row) => `| \`${row.name}\` | ${row.says} | ${[...row.of, ...(row.required ? ['required'] : [])].join(', ')} |`), ''];
};

const rowsOf = (above: string, schema: Json): readonly Row[] => {
  const shapes = listAt(schema, 'oneOf').filter((one) => 'properties' in one);
  if (shapes.length > 0) return merged(shapes.map((shape) => ({ shape: constantOf(shape), rows: rowsOf(above, shape) })));
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(objectAt(schema, 'properties')).flatMap(([name, given]) => {
    const field = objectAt(given);
    const inner = field['type'] === 'array' ? rowsOf(`${above}${name}[].`, objectAt(field, 'items')) : rowsOf(`${above}${name}.`, field);
    return [{ name: above + name, says: limits(field), required: required.includes(name) && !('default' in field), of: [] }, ...inner];
  });
};

/** What tells one shape of a choice from the others. */
const constantOf = (shape: Json): string => String(Object.values(objectAt(shape, 'properties')).map((one) => objectAt(one)['const']).find((one) => typeof one === 'string') ?? '');

/** A field of several shapes is one row. */
const merged = (shapes: readonly { readonly shape: string; readonly rows: readonly Row[] }[]): readonly Row[] => {
  const all = shapes.flatMap(({ shape, rows }) => rows.map((row) => ({ shape, row })));
  return [...Map.groupBy(all, ({ row }) => row.name)].map(([name, same]) => ({
    name, says: [...new Set(same.map(({ row }) => row.says))].join(' '), required: same.every(({ row }) => row.required), of: same.length === shapes.length ? [] : same.map(({ shape }) => shape),
  }));
};

const limits = (schema: Json): string => {
  const either = [...listAt(schema, 'anyOf'), ...listAt(schema, 'oneOf')];
  if (either.length > 0) return [...new Set(either.map((one) => limits(one)))].join(' or ');
  if (Array.isArray(schema['enum'])) return schema['enum'].map((one) => `\`${String(one)}\``).join(' ');
  if ('const' in schema) return `\`${String(schema['const'])}\``;
  const type = [schema['type'] ?? []].flat().join(' or ');
  const said = [
    type === 'array' ? `list of ${limits(objectAt(schema, 'items'))}s` : type, typeof schema['format'] === 'string' ? schema['format'] : typeof schema['pattern'] === 'string' ? `\`${schema['pattern']}\`` : '',
    span(schema['minLength'], schema['maxLength'], 'letters'), span(schema['minItems'], schema['maxItems'], 'of them'), span(schema['minimum'], schema['maximum'], ''),
    'default' in schema ? `else \`${String(schema['default'])}\`` : '',
  ];
  return said.filter((one) => one !== '').join(', ').replaceAll('|', '\\|');
};

const span = (least: unknown, most: unknown, what: string): string => {
  if (typeof least === 'number' && typeof most === 'number') return `${least} to ${most} ${what}`.trim();
  if (typeof most === 'number') return `up to ${most} ${what}`.trim();
  return typeof least === 'number' ? `from ${least} ${what}`.trim() : '';
};
