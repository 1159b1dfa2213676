import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { AwsClient } from 'aws4fetch';
import { OtherBytes, type FileStore, type Kept } from './storage.ts';

export type S3Config = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** Until the store has answered; 20 MB over a poor line still fits. How long whoever reads takes over the bytes is not counted. */
const answerMs = 60_000;
const tries = 3;

/**
 * An S3-compatible store, path style. The store itself refuses bytes that do not have the signed hash. Its word alone is not taken: what it says it keeps is read back before
 * anybody is told, so that a store that says yes and keeps nothing, or something else, is found out while whoever sent the file can send it again.
 */
export const s3Store = (config: S3Config, o: { readonly answerMs?: number } = {}): FileStore => {
  const client = new AwsClient({ accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey, service: 's3', region: config.region, retries: tries - 1 });
  const ask = async (key: string, init: RequestInit): Promise<Response> => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('the store of files did not answer in time')), o.answerMs ?? answerMs);
    try {
      // the client asks again after a stumble; a connection that was cut it gives up at once, though each of the three acts may be done twice
      for (let left = tries - 1; ; left -= 1) {
        try {
          return await client.fetch(urlOf(config, key), { ...init, signal: late.signal });
        } catch (error) {
          if (left === 0 || late.signal.aborted) throw error;
        }
      }
    } finally {
      clearTimeout(timer);
    }
  };
  /** A line that falls in the middle is no word of the store: it is asked again, within the same time. */
  const readBack = async (key: string, from: Kept): Promise<void> => {
    const late = AbortSignal.timeout(o.answerMs ?? answerMs);
    for (let left = tries - 1; ; left -= 1) {
      const answer = await ask(key, { method: 'GET' });
      if (!answer.ok || !answer.body) throw new StoreFailed('get what it said it keeps', answer.status, await codeOf(answer));
      const hash = createHash('sha256');
      try {
        await answer.body.pipeTo(new WritableStream({ write: (part) => void hash.update(part) }), { signal: late });
      } catch (error) {
        if (left === 0 || late.aborted) throw error;
        continue;
      }
      if (hash.digest('hex') !== from.sha256) throw new OtherBytes();
      return;
    }
  };
  return {
    put: async (key, from) => {
      const answer = await ask(key, { method: 'PUT', body: await openAsBlob(from.path), headers: { 'x-amz-content-sha256': from.sha256, 'content-type': 'application/octet-stream' } });
      if (!answer.ok) throw new StoreFailed('put', answer.status, await codeOf(answer));
      await answer.body?.cancel();
      await readBack(key, from);
    },
    get: async (key) => {
      const answer = await ask(key, { method: 'GET' });
      if (answer.ok && answer.body) return { body: answer.body, bytes: Number(answer.headers.get('content-length')) };
      const code = await codeOf(answer);
      if (isGone(answer, code)) return null;
      throw new StoreFailed('get', answer.status, code);
    },
    remove: async (key) => {
      const answer = await ask(key, { method: 'DELETE' });
      const code = await codeOf(answer);
      if (!answer.ok && !isGone(answer, code)) throw new StoreFailed('remove', answer.status, code);
    },
  };
};

const urlOf = (config: S3Config, key: string): string => `${config.endpoint.replace(/\/+$/, '')}/${encodeURIComponent(config.bucket)}/${key}`;

/** No paper is called so: a store that knows the keys says that it has none, if they may list. */
const nobodysKey = 'does-it-answer';
const keysRefused = ['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'RequestTimeTooSkewed'];
/** As the store says them: too many at once, or not now. */
const passing = ['SlowDown', 'ServiceUnavailable', 'InternalError'];

/** Null: it answers. `unlisted`: keys that may do no more than put, get and remove are told neither yes nor no. `foreign`: what answers is no store, or not this one. */
export type StoreWhy = 'silent' | 'refused' | 'no_bucket' | 'unlisted' | 'foreign';

/** Whether the store answers, to these keys, for this bucket, in the time that a paper has. Never throws. */
export const storeAnswers = async (config: S3Config, deadlineMs = answerMs): Promise<StoreWhy | null> => {
  const client = new AwsClient({ accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey, service: 's3', region: config.region, retries: 0 });
  try {
    const answer = await client.fetch(urlOf(config, nobodysKey), { method: 'GET', signal: AbortSignal.timeout(deadlineMs) });
    const code = await codeOf(answer);
    // any server may answer 404 or 200: only the word is a store's
    if (code === 'NoSuchKey') return null;
    if (code === 'NoSuchBucket') return 'no_bucket';
    if (code === 'AccessDenied') return 'unlisted';
    if (keysRefused.includes(code)) return 'refused';
    return answer.status >= 500 || answer.status === 429 || passing.includes(code) ? 'silent' : 'foreign';
  } catch {
    return 'silent';
  }
};

/** A bucket that is not there is a wrong setting, not a file that nobody has. */
const isGone = (answer: Response, code: string): boolean => answer.status === 404 && code !== 'NoSuchBucket';

/** The store's own word for what is wrong: a wrong key, a clock that is off and a policy are all 403. */
const codeOf = async (answer: Response): Promise<string> => {
  let said = '';
  for await (const part of answer.body ?? []) {
    said += Buffer.from(part).toString('latin1');
    // the word stands at the beginning; what goes on and on is no store's answer
    if (said.length > mostSaid) break;
  }
  return /<Code>(\w{1,60})<\/Code>/.exec(said)?.[1] ?? '';
};
const mostSaid = 65_536;

export class StoreFailed extends Error {
  constructor(what: string, status: number, code: string) {
    super(`the store of files answered ${status} to ${what}${code === '' ? '' : `: ${code}`}`);
    this.name = 'StoreFailed';
  }
}
