import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { ageMark, decrypted, type Identity } from './age.ts';
import { firstPart, headSchema, manifestPart, manifestSchema, rootOver, rootPart, sha256, type Head, type Manifest, type PartSum } from './manifest.ts';
import { readTar, type Part } from './tar.ts';
import { Unreadable } from './unreadable.ts';
import { inWords } from './writing.ts';

const unsqueezeRaw = promisify(zstdDecompress);
/** A part is some megabytes; what grows beyond this was not written by us. */
const mostUnsqueezed = 256 * 1024 * 1024;
export const unsqueeze = (bytes: Buffer): Promise<Buffer> => unsqueezeRaw(bytes, { maxOutputLength: mostUnsqueezed });

const beginningOf = async (file: string): Promise<string> => {
  const opened = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Unreadable(`There is no file ${file}.`) : inWords(error, file);
  });
  try {
    if ((await opened.stat()).isDirectory()) throw new Unreadable(`${file} is a folder. Name the archive in it.`);
    const { bytesRead, buffer } = await opened.read(Buffer.alloc(ageMark.length), 0, ageMark.length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await opened.close();
  }
};

/** The parts of an archive in order, opened with an identity where it is encrypted. */
export async function* partsOf(file: string, identities: readonly Identity[]): AsyncGenerator<Part> {
  const encrypted = (await beginningOf(file)) === ageMark;
  if (encrypted && identities.length === 0) throw new Unreadable(`${file} is encrypted: name the file of its key with --identity.`);
  const bytes = createReadStream(file, { highWaterMark: 1024 * 1024 });
  yield* readTar(encrypted ? decrypted(bytes, identities) : bytes, firstPart);
}

const parsed = <T>(part: Part, read: (value: unknown) => T): T => {
  try {
    return read(JSON.parse(part.bytes.toString('utf8')));
  } catch {
    throw new Unreadable(`the archive is damaged in ${part.name}, or was written by a newer program`);
  }
};

export type Seen = { readonly head: Head; readonly manifest: Manifest };

/** Reads all of it and believes none of it before the last byte: every part against its hash, the hashes against the root, and the manifest against its own. */
export const examine = async (file: string, identities: readonly Identity[], onBytes: (bytes: number) => void = () => {}): Promise<Seen> => {
  const sums: PartSum[] = [];
  let first: Part | undefined;
  let last: Part | undefined;
  let told: string | undefined;
  for await (const part of partsOf(file, identities)) {
    first ??= part;
    onBytes(part.bytes.length);
    if (told !== undefined) throw new Unreadable(`the archive has ${part.name} after its end`);
    if (last) {
      if (part.name !== rootPart) throw new Unreadable(`the archive is damaged: ${part.name} stands where ${rootPart} belongs`);
      told = part.bytes.toString('latin1');
    } else if (part.name === manifestPart) last = part;
    else sums.push({ name: part.name, bytes: part.bytes.length, sha256: sha256(part.bytes) });
  }
  if (!first || !last || told === undefined) throw new Unreadable('the archive is cut off: it has no manifest');
  if (told !== `${sha256(last.bytes)}\n`) throw new Unreadable(`the archive is damaged in ${manifestPart} or ${rootPart}`);
  const manifest = parsed(last, (value) => manifestSchema.parse(value));
  const damaged = compare(manifest.parts, sums);
  if (damaged.length > 0) throw new Unreadable(`the archive is damaged in ${damaged.slice(0, 20).join(', ')}${damaged.length > 20 ? ` and ${damaged.length - 20} more parts` : ''}`);
  if (rootOver(sums) !== manifest.root) throw new Unreadable(`the archive is damaged in ${manifestPart}: its root is not that of its parts`);
  return { head: parsed(first, (value) => headSchema.parse(value)), manifest };
};

const compare = (wanted: readonly PartSum[], found: readonly PartSum[]): readonly string[] => {
  const rest = new Map(wanted.map((part) => [part.name, part]));
  const wrong: string[] = [];
  for (const part of found) {
    if (rest.get(part.name)?.sha256 !== part.sha256) wrong.push(part.name);
    rest.delete(part.name);
  }
  return [...wrong, ...[...rest.keys()].map((name) => `${name} (missing)`)];
};
