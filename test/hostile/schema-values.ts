import fc from 'fast-check';
import { isObject, objectAt, type Json } from '../architecture/openapi.ts';

/** Values made from the schemas of the interface's own description, read from the document alone. */
const targetOf = (document: Json, ref: string): Json => objectAt(document, ...ref.slice(2).split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')));
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
/** What people really write, and what programs trip over. */
const letters = fc.oneof(fc.constantFrom('Аулада жарық жанбайды', 'Ұлы көшесі, 12', 'Нет воды третий день', 'qalai'), fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'binary-ascii', maxLength: 40 }));

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date: fc.date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10)),
  'date-time': fc.date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true }).map((at) => at.toISOString()),
  email: fc.emailAddress(), uri: fc.webUrl(),
};

const aString = (schema: Json): fc.Arbitrary<unknown> => {
  const format = formats[String(schema['format'])];
  if (format) return format;
  if (typeof schema['pattern'] === 'string') return fc.stringMatching(new RegExp(schema['pattern'], 'u'));
  const [least, most] = [number(schema['minLength'], 0), Math.min(number(schema['maxLength'], 200), 400)];
  return letters.map((text) => [...(text + 'ә'.repeat(Math.max(0, least - text.length)))].slice(0, most).join(''));
};

/** Fits the schema. */
export const fitting = (document: Json, schema: Json): fc.Arbitrary<unknown> => {
  if (typeof schema['$ref'] === 'string') return fitting(document, targetOf(document, schema['$ref']));
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const choices = [...list(schema['oneOf']), ...list(schema['anyOf'])].filter(isObject);
  if (choices.length > 0) return fc.oneof(...choices.map((one) => fitting(document, one)));
  const type = String(list(schema['type'])[0] ?? schema['type'] ?? 'any');
  switch (type) {
    case 'object': return anObject(document, schema);
    case 'array': return fc.array(fitting(document, objectAt(schema, 'items')), { minLength: number(schema['minItems'], 0), maxLength: Math.min(number(schema['maxItems'], 4), 4) });
    case 'string': return aString(schema);
    case 'integer': return fc.integer({ min: Math.max(number(schema['minimum'], -1_000), -1e9), max: Math.min(number(schema['maximum'], 1_000_000), 1e9) });
    case 'number': return fc.double({ min: number(schema['minimum'], -1e6), max: number(schema['maximum'], 1e6), noNaN: true });
    case 'boolean': return fc.boolean();
    case 'null': return fc.constant(null);
    default: return fc.jsonValue({ maxDepth: 2 });
  }
};

const anObject = (document: Json, schema: Json): fc.Arbitrary<unknown> => {
  const required = list(schema['required']).map(String);
  const entries = Object.entries(objectAt(schema, 'properties')).filter((entry): entry is [string, Json] => isObject(entry[1]));
  return fc.record(Object.fromEntries(entries.map(([name, one]) => [name, fitting(document, one)])), { requiredKeys: required.filter((name) => entries.some(([known]) => known === name)) });
};

/** What no schema foresees: other types, endless, empty, half characters, names that mean something to a program. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0, 1e308, -0, 2 ** 53, '', ' ', '\u0000', '\ud800', '‮', 'ә'.repeat(70_000), '%00', '../../etc/passwd', "' OR 1=1 --", '<script>alert(1)</script>', '=cmd|x', '{{7*7}}', [], [[[[[]]]]], {}, { __proto__: 1 }, JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{}}}')),
  fc.anything({ maxDepth: 2, maxKeys: 4, withNullPrototype: true }).map((value) => JSON.parse(JSON.stringify(value ?? null) ?? 'null') as unknown),
  fc.string({ unit: 'binary', maxLength: 300 }), fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }).map(String), fc.double(),
);

type Step = readonly (string | number)[];
const stepsOf = (value: unknown, at: Step = []): readonly Step[] =>
  [at, ...(Array.isArray(value) ? value.flatMap((one, place) => stepsOf(one, [...at, place])) : isObject(value) ? Object.entries(value).flatMap(([key, one]) => stepsOf(one, [...at, key])) : [])];
const replaced = (value: unknown, [first, ...rest]: Step, by: unknown, how: 'replace' | 'remove' | 'beside'): unknown => {
  if (first === undefined) return by;
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Json) };
  const box = copy as Record<string | number, unknown>;
  if (rest.length > 0) box[first] = replaced(box[first], rest, by, how);
  else if (how === 'remove' && Array.isArray(copy)) copy.splice(Number(first), 1);
  else if (how === 'remove') delete box[first];
  else box[how === 'beside' ? `${String(first)}2` : first] = by;
  return copy;
};

/** Nearly fits: one place of a fitting value is another value, missing, or has a neighbour nobody knows. */
export const nearly = (fits: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(fits, hostile, fc.nat(), fc.constantFrom('replace' as const, 'remove' as const, 'beside' as const)).map(([value, by, where, how]) => {
    const steps = stepsOf(value);
    return replaced(value, steps[where % steps.length] ?? [], by, how);
  });
