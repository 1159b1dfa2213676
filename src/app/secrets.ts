import { join } from 'node:path';
import type { Config } from '../platform/config.ts';
import { instanceSecret } from '../platform/web/secret.ts';
import { setSealSecret } from '../rooms/appeals/store/seal.ts';
import { clamdAt, folderStore, s3Store, setFileStore, setScanner } from '../rooms/files/contract.ts';
import { setPeopleSecret } from '../rooms/people/contract.ts';

/** Hands the rooms what lives outside the database: keys of sealed columns, the place of attachments, the scanner. Once, before anything is served. */
export const furnish = (config: Config): void => {
  const secret = instanceSecret(config);
  setSealSecret(() => secret);
  setPeopleSecret(() => secret);
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey, S3_REGION: region } = config;
  setFileStore(endpoint && bucket && accessKeyId && secretAccessKey ? s3Store({ endpoint, bucket, region, accessKeyId, secretAccessKey }) : folderStore(join(config.dataDir, 'files')));
  setScanner(config.CLAMD ? clamdAt(config.CLAMD) : null);
};
