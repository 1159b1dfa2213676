import { openAsBlob } from 'node:fs';
import { AwsClient } from 'aws4fetch';
import type { FileStore } from './storage.ts';

export type S3Config = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** Every request out has a deadline; 20 MB over a poor line still fits. */
const deadlineMs = 60_000;
const tries = 3;

/** An S3-compatible store, path style. The store itself refuses bytes that do not have the signed hash. */
export const s3Store = (config: S3Config): FileStore => {
  const client = new AwsClient({ accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey, service: 's3', region: config.region, retries: tries - 1 });
  const urlOf = (key: string): string => `${config.endpoint.replace(/\/+$/, '')}/${encodeURIComponent(config.bucket)}/${key}`;
  const ask = (key: string, init: RequestInit): Promise<Response> => client.fetch(urlOf(key), { ...init, signal: AbortSignal.timeout(deadlineMs) });
  return {
    put: async (key, from) => {
      const answer = await ask(key, { method: 'PUT', body: await openAsBlob(from.path), headers: { 'x-amz-content-sha256': from.sha256, 'content-type': 'application/octet-stream' } });
      await answer.body?.cancel();
      if (!answer.ok) throw new StoreFailed('put', answer.status);
    },
    get: async (key) => {
      const answer = await ask(key, { method: 'GET' });
      if (answer.ok && answer.body) return { body: answer.body, bytes: Number(answer.headers.get('content-length')) };
      await answer.body?.cancel();
      if (answer.status === 404) return null;
      throw new StoreFailed('get', answer.status);
    },
    remove: async (key) => {
      const answer = await ask(key, { method: 'DELETE' });
      await answer.body?.cancel();
      if (!answer.ok && answer.status !== 404) throw new StoreFailed('remove', answer.status);
    },
  };
};

export class StoreFailed extends Error {
  constructor(what: string, status: number) {
    super(`the store of files answered ${status} to ${what}`);
    this.name = 'StoreFailed';
  }
}
