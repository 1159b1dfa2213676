import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read } from '../../../platform/db.ts';
import type { StoredFile } from '../law.ts';
import { asTaken } from '../storage.ts';
import { whereIs } from '../store.ts';

type Refused = 'file_waits' | 'file_not_found' | 'file_infected_invalid';

/** The bytes as a response. Whether this reader may have them was asked by the record's room, which found the file by its owner. */
export const openFile = async (ctx: Ctx, file: StoredFile, which: 'whole' | 'thumbnail'): Promise<Result<Response, Refused>> => {
  const where = await read(ctx, (q) => whereIs(q, file.id));
  if (where?.state === 'quarantined') return refuse('file_waits');
  if (where?.state === 'infected') return refuse('file_infected_invalid');
  const key = which === 'whole' ? where?.key : where?.thumbnailKey;
  if (where?.state !== 'clean' || !key) return refuse('file_not_found');
  const opened = await asTaken(key, (error) => ctx.log.error('files.bytes_changed', error, { fileId: file.id }));
  if (!opened) {
    ctx.log.error('files.bytes_missing', new Error('no bytes in the store'), { fileId: file.id });
    return refuse('file_not_found');
  }
  return new Response(opened.body, { headers: headersOf(file, which, opened.bytes) });
};

const headersOf = (file: StoredFile, which: 'whole' | 'thumbnail', bytes: number): Record<string, string> => ({
  'content-type': which === 'thumbnail' ? 'image/webp' : file.mime,
  'content-length': String(bytes),
  'content-disposition': disposition(file.picture ? 'inline' : 'attachment', which === 'thumbnail' ? file.name.replace(/\.[a-z]+$/, '.webp') : file.name),
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  // a desk and a library share their computers: nothing of a person's stays behind on the disk
  'cache-control': 'private, no-store',
});

/** RFC 6266: a plain name for old readers, the whole one after RFC 5987. */
const disposition = (how: 'inline' | 'attachment', name: string): string => {
  const plain = name.replace(/[^\x20-\x7E]/g, '_').replace(/["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${how}; filename="${plain}"; filename*=UTF-8''${whole}`;
};
