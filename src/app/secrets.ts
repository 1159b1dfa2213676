import { join } from 'node:path';
import type { Config } from '../platform/config.ts';
import { instanceSecret } from '../platform/web/secret.ts';
import { appealRecount, appealSource } from '../rooms/appeals/reacts.ts';
import { setSealSecret } from '../rooms/appeals/store/seal.ts';
import { refusalWords as appealWords } from '../rooms/appeals/words/refusals.ts';
import { registerSources } from '../rooms/assignments/contract.ts';
import { registerRecounts } from '../rooms/calendar/contract.ts';
import { clamdAt, folderStore, s3Store, setFileStore, setScanner, type FileStore, type S3Config } from '../rooms/files/contract.ts';
import { emailChannel, setChannels, registerTemplates, setNoticeSecret, setSecrets, type EmailChannel } from '../rooms/notices/contract.ts';
import { setPeopleSecret } from '../rooms/people/contract.ts';
import { setEmergencyNumbers } from '../rooms/recognition/contract.ts';
import { promiseRecount, visitSource } from '../rooms/reception/reacts/visits.ts';
import { refusalWords as receptionWords } from '../rooms/reception/words/refusals.ts';
import { dutyRecount } from '../rooms/reception/reacts/duties.ts';
import { setReceptionSecret } from '../rooms/reception/store/seal.ts';
import { siteUrl } from '../platform/web.ts';
import { matterSecrets } from './doors/mail.ts';
import { allNotices } from './templates.ts';
import { pushChannels, smsChannels } from './doors/ways.ts';
import { telegramChannels } from './doors/telegram.ts';

let email: EmailChannel | undefined;

/** Hands the rooms what lives outside the database: keys of sealed columns, the place of attachments, the scanner. Once, before anything is served. */
export const furnish = (config: Config): void => {
  const secret = instanceSecret(config);
  setSealSecret(() => secret);
  setPeopleSecret(() => secret);
  setNoticeSecret(() => secret);
  setReceptionSecret(() => secret);
  registerSources({ appeal: { ...appealSource, sentences: appealWords }, visit: { ...visitSource, sentences: receptionWords } });
  registerRecounts([appealRecount, dutyRecount, promiseRecount]);
  registerTemplates(allNotices);
  email?.close();
  email = config.MAIL_URL && config.MAIL_FROM ? emailChannel({ url: config.MAIL_URL, from: config.MAIL_FROM, replyTo: config.MAIL_REPLY_TO ?? null, ca: config.MAIL_CA ?? null }) : undefined;
  setChannels({ ...(email ? { email: email.send } : {}), ...telegramChannels(config), ...smsChannels(config), ...pushChannels(config) }, siteUrl(config));
  setSecrets(matterSecrets);
  setEmergencyNumbers(config.EMERGENCY_NUMBERS);
  setFileStore(fileStoreOf(config));
  setScanner(config.CLAMD ? clamdAt(config.CLAMD) : null);
};

/** The store of attachments that this configuration names; null: a folder. */
export const s3Of = (config: Config): S3Config | null => {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey, S3_REGION: region } = config;
  return endpoint && bucket && accessKeyId && secretAccessKey ? { endpoint, bucket, region, accessKeyId, secretAccessKey } : null;
};

/** Where the attachments of this configuration are. */
export const fileStoreOf = (config: Config): FileStore => {
  const s3 = s3Of(config);
  return s3 ? s3Store(s3) : folderStore(join(config.dataDir, 'files'));
};
