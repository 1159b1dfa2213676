import { z } from 'zod';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
};
const isCertificates = (path: string): boolean => {
  try {
    return readFileSync(path, 'utf8').includes('-----BEGIN CERTIFICATE-----');
  } catch {
    return false;
  }
};
const isHeaders = (text: string): boolean => {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) && Object.entries(read).every(([name, value]) => /^[\w-]+$/.test(name) && typeof value === 'string' && !/[\r\n]/.test(value));
  } catch {
    return false;
  }
};

/** Every setting, from the environment. A mistake is one clear sentence naming the variable (docs/running/configure.md). */
const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('port to serve on'),
  HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  JAUAP_URL: z.url().optional().describe('public address of this instance, used in links and for passkeys'),
  JAUAP_DATA: z.string().default('var').describe('data folder: database, attachments, keys'),
  JAUAP_MODE: z.enum(['production', 'demo', 'development', 'test']).default('production').describe('demo and development show /design'),
  JAUAP_WORKER: z.enum(['on', 'off']).default('on').describe('run background jobs in this process'),
  JAUAP_SECRET: z.string().min(32).optional().describe('key for tokens and sealed columns; made and kept in the data folder when absent'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://').optional().describe('PostgreSQL 15 or newer; absent: the embedded one'),
  PRIMARY_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://').optional().describe('for `jauap backup` alone, where DATABASE_URL is a standby, which writes nothing: the primary, whose journal is told of it'),
  JAUAP_POOL: z.coerce.number().int().min(2).max(200).default(16).describe('database connections'),
  JAUAP_DRAIN: z.coerce.number().min(0).max(60).default(0).describe('seconds between being told to end and taking nobody in any more: so long /readyz says 503 and everything is still answered, for a balancer to see'),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 letters').optional().describe('whoever shows it as a Bearer token reads /metrics for Prometheus; absent: there is no such page'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional().describe('OpenTelemetry collector that traces are sent to by OTLP over HTTP; absent: none are made'),
  OTEL_SERVICE_NAME: z.string().min(1).default('jauap').describe('name of this service in traces'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1).describe('share of requests and jobs that are traced, 0 to 1'),
  JAUAP_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('least level that is logged'),
  S3_ENDPOINT: z.url().optional().describe('S3-compatible store for attachments'),
  S3_BUCKET: z.string().optional().describe('its bucket'),
  S3_REGION: z.string().default('us-east-1').describe('its region'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('its key id'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('its secret key'),
  CLAMD: z.string().optional().describe('clamd socket path or host:port; absent: attachments are not scanned'),
  OIDC_ISSUER: z.url().optional().describe('OpenID Connect issuer for staff sign-in'),
  OIDC_CLIENT_ID: z.string().optional().describe('its client id'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('its client secret'),
  MAIL_URL: z.string().regex(/^smtps?:\/\/[^/\s]+\/?$/, 'must be smtp://user:password@host:port or smtps://…').optional().describe('mail server that letters are handed to; absent: no e-mail is sent'),
  MAIL_FROM: z.string().regex(/^[^<>\r\n]*<?[^<>@\s]+@[^<>@\s]+>?$/, 'must be an address, as in Name <inbox@example.kz>').optional().describe('whom letters are from'),
  MAIL_IMAP_URL: z.string().regex(/^imaps?:\/\/[^/\s]+\/?$/, 'must be imap://user:password@host:port or imaps://…').optional().describe('mailbox whose letters become appeals; absent: none are taken in'),
  MAIL_REPLY_TO: z.string().regex(/^[^<>@\s]+@[^<>@\s]+$/, 'must be an address; {token} may stand in it').optional().describe('where replies to notices go; with {token} where plus-addresses are delivered, as in inbox+{token}@example.kz'),
  MAIL_AUTHSERV: z.string().regex(/^[\w.-]+$/, 'must be a host name').optional().describe('name under which the own mail server writes Authentication-Results; absent: a bare number in the subject proves nothing'),
  MAIL_BRANCH: z.string().optional().describe('code of the branch that letters come to; absent: the first'),
  MAIL_CA: z.string().refine(isCertificates, 'must be a readable file of certificates (PEM)').optional().describe('file of authorities that the certificates of mail servers are believed by, beside those Node knows; with it a server on this machine must show a good one too'),
  TELEGRAM_TOKEN: z.string().regex(/^\d+:[\w-]{20,}$/, 'must be a bot token, as in 123456:ABC…').optional().describe('bot that residents write to; absent: there is none'),
  TELEGRAM_API: z.url().default('https://api.telegram.org').describe('where the Bot API is reached'),
  TELEGRAM_WEBHOOK: z.enum(['on', 'off']).default('on').describe('with an https JAUAP_URL updates are sent here; off: they are asked for'),
  SMS_URL: z.string().regex(/^https?:\/\/[^\s]+$/, 'must begin with https://').optional().describe('gateway that text messages are handed to; {to} {digits} {text} {id} may stand in it; absent: none are sent'),
  SMS_METHOD: z.enum(['GET', 'POST']).default('POST').describe('how the gateway is asked'),
  SMS_HEADERS: z.string().refine(isHeaders, 'must be a JSON object of texts, as in {"Authorization":"Bearer …"}').optional().describe('headers for the gateway, as a JSON object'),
  SMS_BODY: z.string().optional().describe('what is posted to the gateway, with the same slots'),
  SMS_SUCCESS: z.string().refine(isPattern, 'must be a regular expression').optional().describe('pattern that is in the answer when the message was taken; its first group is the number it got'),
  SMS_GONE: z.string().refine(isPattern, 'must be a regular expression').optional().describe('pattern that is in the answer when nobody has the number'),
  PUSH: z.enum(['on', 'off']).default('on').describe('notices in the browsers of staff who turn them on'),
  PUSH_SERVICES: z.string().regex(/^[\w.:-]+( [\w.:-]+)*$/, 'must be names with spaces between').default('fcm.googleapis.com push.services.mozilla.com web.push.apple.com notify.windows.com').describe('push services that browsers may be reached through'),
  VIDEO_ROOM_URL: z.string().regex(/^https:\/\/[^\s]*\{room\}[^\s]*$/, 'must begin with https:// and hold {room}').optional().describe('meeting server for receptions by video; {room} stands for a private room of each visit; absent: none are offered'),
  EMERGENCY_NUMBERS: z.string().regex(/^[a-z_]+=\+?\d{2,15}( [a-z_]+=\+?\d{2,15})*$/, 'must be names and numbers, as in gas=104 police=102').optional().describe('whom people in danger are told to call, where it is not 101, 102, 103, 104, 112, 111, 150'),
  JAUAP_TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0).describe('how many reverse proxies stand in front'),
});

type Raw = z.infer<typeof schema>;
export type Config = Readonly<Raw & { dataDir: string }>;

const together: readonly (readonly (keyof Raw)[])[] = [
  ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ['MAIL_URL', 'MAIL_FROM'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
];

/** Throws ConfigError whose message lists each mistake on a line of its own. */
export const readConfig = (environment: NodeJS.ProcessEnv): Config => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  const mistakes = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  for (const group of together) {
    const set = group.filter((name) => given[name] !== undefined);
    const missing = group.filter((name) => given[name] === undefined);
    if (set.length > 0 && missing.length > 0) mistakes.push(`${set.join(', ')} is set, so ${missing.join(', ')} must be set too`);
  }
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);
  return Object.freeze({ ...parsed.data, dataDir: resolve(parsed.data.JAUAP_DATA) });
};

export class ConfigError extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(`The configuration has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${mistakes.map((line) => `  ${line}`).join('\n')}`);
    this.mistakes = mistakes;
  }
}

const secret = /SECRET|PASSWORD|KEY|TOKEN|^SMS_(URL|HEADERS|BODY)$/;

/** What is in force, secrets hidden, one `NAME=value  # meaning` a line. */
export const describeConfig = (config: Config): string =>
  Object.entries(schema.shape)
    .map(([name, field]) => {
      const value = config[name as keyof Raw];
      const shown = value === undefined ? '(not set)' : secret.test(name) ? '(hidden)' : String(value).replace(/(:\/\/[^/\s]*?:)[^/\s]*@/, '$1(hidden)@');
      return `${name}=${shown}  # ${field.description ?? ''}`;
    })
    .join('\n');
