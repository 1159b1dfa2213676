import type { Operation } from '../../src/platform/web/api.ts';
import type { Route } from '../../src/platform/web.ts';

/** One line per address: skin, method, path, who may knock. Pages stand under /kk, /ru and /en; operations under /api/v1. */
export const addresses = (routes: readonly Route[], operations: readonly Operation[]): string =>
  [
    ...routes.map((r) => [r.skin.padEnd(4), r.method.padEnd(4), r.path, r.may.name].join(' ')),
    ...operations.map((o) => ['api ', o.method.padEnd(4), `/api/v1${o.path}`, `${o.may.name} (${o.id})`].join(' ')),
  ].toSorted().join('\n') + '\n';

// Words that are a noun as well (answer, note, join as "joining") are written as nouns in paths: answers, notes, joinings.
const verbs = `accept add answer approve ask assign cancel change clarify close confirm create decide delete detach do edit end enter extend find
 finish forget forward get give import invite join leave make manage merge move open post publish put read redact register reissue remove reopen
 reply request reset resend return revoke save scan search see send set settle show sign sort split start stop submit take unpublish update upload
 verify withdraw write`.split(/\s+/);

/** An address names a thing; what is done to it is the method. The last word that is not a slot counts. */
export const verbAtTheEnd = (path: string): boolean => {
  const last = path.split('/').findLast((part) => part !== '' && !part.startsWith(':') && !part.startsWith('{')) ?? '';
  return verbs.includes(last);
};
