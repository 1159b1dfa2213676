import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The first part says what this is; the last but one says what everything was, with a hash of each part; the last one is the hash of that. */
export const firstPart = 'backup.json';
export const manifestPart = 'manifest.json';
export const rootPart = 'manifest.sha256';
export const sequencesPart = 'sequences.json';

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** `gone`: of `count`, those whose leaf was not there any more. `sum`: over id and hash of each. */
const waitingSchema = z.object({ count: z.number().int(), gone: z.number().int(), sum: hex });
export type WaitingSum = z.infer<typeof waitingSchema>;

export const headSchema = z.object({
  kind: z.literal('jauap backup'),
  /** of the archive, not of the house */
  format: z.literal(1),
  at: z.iso.datetime(),
  server: z.string(),
  migrations: z.array(z.object({ name: z.string(), sha256: hex })),
  tables: z.array(z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()) })),
  /** whose rows have a partition of their own; none in an archive of before there were any */
  years: z.array(z.number().int()).default([]),
  journal: z.object({
    size: z.number(), root: hex, publicPem: z.string().nullable(),
    /** acts that were not in the tree yet, in the order of their ids, as one sum; null in an archive of before they were counted */
    waiting: waitingSchema.nullable().default(null),
    /** over all of this, by the journal's key; null where it was not at hand */
    signature: z.base64().nullable().default(null),
  }),
  /** the beginning of a hash made with the secret: says whether another one is the same, and not what it is */
  secretPrint: z.string().nullable(),
  withKeys: z.boolean(),
});
export type Head = z.infer<typeof headSchema>;

export const manifestSchema = z.object({
  rows: z.record(z.string(), z.number()),
  files: z.object({ count: z.number(), bytes: z.number(), missing: z.array(z.string()), changed: z.array(z.string()) }),
  parts: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: hex })),
  /** over the hashes of all parts, in order */
  root: hex,
});
export type Manifest = z.infer<typeof manifestSchema>;
export type PartSum = Manifest['parts'][number];

export const sequencesSchema = z.array(z.object({ name: z.string(), last: z.string().regex(/^-?\d+$/), called: z.boolean() }));

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
export const rootOver = (parts: readonly PartSum[]): string => sha256(parts.map((part) => `${part.sha256} ${part.bytes} ${part.name}\n`).join(''));
