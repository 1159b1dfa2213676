import { z } from 'zod';
import { resolve } from 'node:path';

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
  JAUAP_POOL: z.coerce.number().int().min(2).max(200).default(16).describe('database connections'),
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
  JAUAP_TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0).describe('how many reverse proxies stand in front'),
});

type Raw = z.infer<typeof schema>;
export type Config = Readonly<Raw & { dataDir: string }>;

const together: readonly (readonly (keyof Raw)[])[] = [
  ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
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

const secret = /SECRET|PASSWORD|KEY/;

/** What is in force, secrets hidden, one `NAME=value  # meaning` a line. */
export const describeConfig = (config: Config): string =>
  Object.entries(schema.shape)
    .map(([name, field]) => {
      const value = config[name as keyof Raw];
      const shown = value === undefined ? '(not set)' : secret.test(name) ? '(hidden)' : String(value).replace(/(:\/\/[^:/@]+:)[^@]+@/, '$1(hidden)@');
      return `${name}=${shown}  # ${field.description ?? ''}`;
    })
    .join('\n');
