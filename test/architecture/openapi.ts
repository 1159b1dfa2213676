import { z } from 'zod';

/** An OpenAPI document as these checks read it: nothing is taken for granted. */
export type Json = { readonly [key: string]: unknown };
export type Fault = { readonly where: string; readonly rule: string };

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
const jsonTypes = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'];

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
export const objectAt = (value: unknown, ...path: readonly string[]): Json => {
  const found = path.reduce<unknown>((here, key) => (isObject(here) ? here[key] : undefined), value);
  return isObject(found) ? found : {};
};
export const listAt = (value: unknown, key: string): readonly Json[] => (isObject(value) && Array.isArray(value[key]) ? value[key].filter(isObject) : []);

export type Described = { readonly path: string; readonly method: string; readonly op: Json };
export const operationsOf = (document: Json): readonly Described[] =>
  Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) => methods.flatMap((method) => (isObject(item) && isObject(item[method]) ? [{ path, method, op: item[method] }] : [])));

/** The one answer of a done operation: its status and its media object. */
export const doneOf = (op: Json): { status: number; media: Json } => {
  const status = Object.keys(objectAt(op, 'responses')).find((key) => /^2\d\d$/.test(key)) ?? '0';
  return { status: Number(status), media: objectAt(op, 'responses', status, 'content', 'application/json') };
};
export const bodyOf = (op: Json): Json | null => (isObject(op['requestBody']) ? objectAt(op, 'requestBody', 'content', 'application/json') : null);

/** OpenAPI 3.1 by its structure (sections 4.8.1–4.8.24 of the specification), and this house's own rule: an example of every body, fitting its schema. */
export const faultsOf = (document: Json): readonly Fault[] => {
  const found: Fault[] = [];
  const fault = (where: string, rule: string): void => void found.push({ where, rule });
  if (!/^3\.1\.\d+$/.test(String(document['openapi']))) fault('openapi', 'not 3.1');
  for (const key of ['title', 'version']) if (typeof objectAt(document, 'info')[key] !== 'string') fault(`info.${key}`, 'missing');
  for (const path of Object.keys(objectAt(document, 'paths'))) if (!path.startsWith('/')) fault(path, 'a path begins with /');
  const all = operationsOf(document);
  const ids = all.map(({ op }) => String(op['operationId']));
  for (const { path, method, op } of all) {
    const where = `${method} ${path}`;
    if (typeof op['operationId'] !== 'string' || op['operationId'] === '') fault(where, 'no operationId');
    else if (ids.indexOf(op['operationId']) !== ids.lastIndexOf(op['operationId'])) fault(where, 'operationId used twice');
    if (typeof op['summary'] !== 'string' || op['summary'] === '') fault(where, 'no summary');
    parametersIn(path, listAt(op, 'parameters'), (rule) => fault(where, rule));
    const body = bodyOf(op);
    if (body) exampleIn(document, body, 'the request', (rule) => fault(where, rule));
    answersIn(document, op, (rule) => fault(where, rule));
  }
  return [...found, ...schemaFaults(document, document, '#')];
};

const parametersIn = (path: string, parameters: readonly Json[], fault: (rule: string) => void): void => {
  const slots = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const named = parameters.map((one) => `${String(one['in'])} ${String(one['name'])}`);
  if (new Set(named).size < named.length) fault('a parameter stands twice');
  for (const slot of slots) if (!named.includes(`path ${slot}`)) fault(`the slot {${slot}} is no parameter`);
  for (const one of parameters) {
    if (!['path', 'query', 'header', 'cookie'].includes(String(one['in']))) fault(`the parameter ${String(one['name'])} is nowhere`);
    if (one['in'] === 'path' && !slots.includes(String(one['name']))) fault(`the parameter ${String(one['name'])} is not in the path`);
    if (one['in'] === 'path' && one['required'] !== true) fault(`the path parameter ${String(one['name'])} is not required`);
    if (!isObject(one['schema'])) fault(`the parameter ${String(one['name'])} has no schema`);
  }
};

const answersIn = (document: Json, op: Json, fault: (rule: string) => void): void => {
  const answers = objectAt(op, 'responses');
  for (const [status, answer] of Object.entries(answers)) {
    if (!/^([1-5]\d\d|[1-5]XX|default)$/.test(status)) fault(`${status} is no status`);
    if (typeof objectAt(answer)['description'] !== 'string') fault(`the answer ${status} has no description`);
  }
  const { status, media } = doneOf(op);
  if (status === 0) fault('no answer says what is done');
  else exampleIn(document, media, `the answer ${status}`, fault);
  if (!isObject(objectAt(answers, 'default', 'content')['application/problem+json'])) fault('no answer for refusals');
};

const exampleIn = (document: Json, media: Json, what: string, fault: (rule: string) => void): void => {
  if (!isObject(media['schema'])) return fault(`${what} has no schema`);
  if (!('example' in media)) return fault(`${what} has no example`);
  const misfit = misfitOf(document, media['schema'], media['example']);
  if (misfit !== null) fault(`the example of ${what} does not fit its schema: ${misfit}`);
};

/** What keeps a value from fitting a schema of the document, read from the document alone; null when it fits. */
export const misfitOf = (document: Json, schema: Json, value: unknown): string | null => {
  const parsed = z.fromJSONSchema(resolved(document, schema) as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value);
  const [issue] = parsed.error?.issues ?? [];
  return issue ? `${issue.path.join('.')}: ${issue.message}` : null;
};

const targetOf = (document: Json, ref: string): unknown =>
  ref.startsWith('#/') ? ref.slice(2).split('/').reduce<unknown>((here, key) => (isObject(here) ? here[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined), document) : undefined;

const resolved = (document: Json, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => resolved(document, one));
  if (!isObject(value)) return value;
  if (typeof value['$ref'] === 'string') return resolved(document, targetOf(document, value['$ref']));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(document, one)]));
};

/** Every schema of the document: known types, names that exist, patterns that compile, references that lead somewhere. */
const schemaFaults = (document: Json, here: unknown, where: string): readonly Fault[] => {
  if (Array.isArray(here)) return here.flatMap((one, at) => schemaFaults(document, one, `${where}/${at}`));
  if (!isObject(here)) return [];
  const found: Fault[] = [];
  if (typeof here['$ref'] === 'string' && !isObject(targetOf(document, here['$ref']))) found.push({ where, rule: `${here['$ref']} leads nowhere` });
  for (const [key, one] of Object.entries(here)) {
    if (key === 'example') continue;
    if (key === 'schema' || key === 'schemas') found.push(...(key === 'schema' ? [one] : Object.values(objectAt(one))).flatMap((schema) => inSchema(schema, `${where}/${key}`)));
    found.push(...schemaFaults(document, one, `${where}/${key}`));
  }
  return found;
};

const inSchema = (schema: unknown, where: string): readonly Fault[] => {
  if (!isObject(schema)) return [{ where, rule: 'a schema is an object' }];
  const found: Fault[] = [];
  const fault = (rule: string): void => void found.push({ where, rule });
  if (typeof schema['$ref'] === 'string') return [];
  for (const type of [schema['type'] ?? []].flat()) if (!jsonTypes.includes(String(type))) fault(`the type ${String(type)} is unknown`);
  const names = Object.keys(objectAt(schema, 'properties'));
  for (const name of Array.isArray(schema['required']) ? schema['required'] : []) if (!names.includes(String(name))) fault(`${String(name)} is required and not described`);
  if (typeof schema['pattern'] === 'string' && !compiles(schema['pattern'])) fault(`the pattern ${schema['pattern']} does not compile`);
  if (Array.isArray(schema['enum']) && schema['enum'].length === 0) fault('an empty choice');
  const parts = [...Object.entries(objectAt(schema, 'properties')), ...(isObject(schema['items']) ? [['items', schema['items']] as const] : []), ...(['oneOf', 'anyOf', 'allOf'] as const).flatMap((key) => listAt(schema, key).map((one, at) => [`${key}/${at}`, one] as const))];
  if (Object.keys(schema).length === 0) fault('a schema that says nothing');
  return [...found, ...parts.flatMap(([name, one]) => inSchema(one, `${where}/${name}`))];
};

const compiles = (pattern: string): boolean => {
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
};
