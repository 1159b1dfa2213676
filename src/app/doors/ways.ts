import type { Config } from '../../platform/config.ts';
import { siteUrl } from '../../platform/web.ts';
import { instanceSecret } from '../../platform/web/secret.ts';
import { pushChannel, pushKeys, setPush, smsChannel, type Channels } from '../../rooms/notices/contract.ts';

const pattern = (text: string | undefined): RegExp | null => (text === undefined ? null : new RegExp(text, 'u'));
/** Names of headers are folded: two of one name would both be sent. */
const headersOf = (text: string | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries((text === undefined ? {} : JSON.parse(text)) as Record<string, string>).map(([name, value]) => [name.toLowerCase(), value]));

/** Text messages by the gateway of the configuration. */
export const smsChannels = (config: Config): Channels => config.SMS_URL === undefined ? {} : {
  sms: smsChannel({
    url: config.SMS_URL, method: config.SMS_METHOD, headers: headersOf(config.SMS_HEADERS), body: config.SMS_BODY ?? null,
    success: pattern(config.SMS_SUCCESS), gone: pattern(config.SMS_GONE),
  }),
};

/** Whom a push service may turn to (RFC 8292): the site itself, or whoever letters are from. */
const contactOf = (config: Config): string => {
  const site = siteUrl(config);
  if (site.startsWith('https://')) return site;
  const address = /[^<>\s]+@[^<>\s]+/.exec(config.MAIL_FROM ?? '')?.[0];
  return `mailto:${address ?? 'jauap@localhost'}`;
};

/** Notices in the browsers of staff; the page that turns them on is told the public key. */
export const pushChannels = (config: Config): Channels => {
  if (config.PUSH === 'off') {
    setPush(null);
    return {};
  }
  const keys = pushKeys(instanceSecret(config));
  const services = config.PUSH_SERVICES.split(' ');
  setPush({ publicKey: keys.publicKey, services });
  return { push: pushChannel({ keys, services, contact: contactOf(config) }) };
};
