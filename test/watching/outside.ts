import { createServer } from 'node:http';
import { addressOf, bucket, closed, region, secret } from '../support/bucket.ts';
import { smtpCounterpart } from '../support/smtp.ts';

/** Who stands outside a house: a mail server with a login, a store of files that checks signatures, an issuer that describes itself. `stop`: none of them answers any more. */
export type Outside = {
  readonly settings: Readonly<Record<string, string>>;
  /** the same three, with a password, a key and a name that are not theirs */
  readonly wrong: Readonly<Record<string, string>>;
  /** how often each was asked */
  readonly asked: () => { readonly mail: number; readonly store: number; readonly issuer: number };
  readonly stop: () => Promise<void>;
};

export const openOutside = async (): Promise<Outside> => {
  const count = { mail: 0, issuer: 0 };
  const mail = await smtpCounterpart({
    user: 'jauap',
    onConnect: (_session, done) => {
      count.mail += 1;
      done();
    },
  });
  const store = await bucket();
  const described = createServer((_request, response) => {
    count.issuer += 1;
    const issuer = addressOf(described).replace(/\/$/, '');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({
      issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`, response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
    }));
  });
  await new Promise<void>((resolve) => described.listen(0, '127.0.0.1', resolve));
  const issuer = addressOf(described).replace(/\/$/, '');
  const settings = {
    MAIL_URL: mail.url, MAIL_FROM: 'Ашық филиал <inbox@ashyq.example>', S3_ENDPOINT: store.endpoint, S3_BUCKET: 'jauap', S3_REGION: region, S3_ACCESS_KEY_ID: 'key-of-the-test', S3_SECRET_ACCESS_KEY: secret,
    OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'jauap', OIDC_CLIENT_SECRET: 'shared with the issuer',
  };
  let stopped: Promise<unknown> | undefined;
  return {
    settings, wrong: { ...settings, MAIL_URL: mail.url.replace(':kilt@', ':guessed@'), S3_SECRET_ACCESS_KEY: 'guessed', OIDC_ISSUER: issuer.replace('127.0.0.1', 'localhost') },
    asked: () => ({ ...count, store: store.asked.length }),
    stop: async () => void (await (stopped ??= Promise.all([mail.end(), closed(store.server), closed(described)]))),
  };
};
