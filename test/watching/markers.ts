import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { lacking, type Lacking } from '../support/lacking.ts';
import { ok, type TestHouse } from '../support/house.ts';
import type * as Opening from './open.ts';

export const canary = 'Қанарейқызы';
/** What nobody who watches the machine may read: a person's name, as it is and as an address has it, and the number and secrets of their matter. */
export type Marked = { readonly markers: readonly string[]; readonly addresses: readonly string[] };

/** A matter of somebody with that name, and addresses that a browser may ask for, with all of it in them. */
export const marked = async (h: TestHouse): Promise<Marked> => {
  const applicant = { kind: 'person' as const, surname: canary, given: 'Әлия', phone: '+77010000001' };
  const one = ok(await register(h.ctx(), aRegistration({ branchId: h.units.tasqala, applicant }))).matters[0];
  if (!one) throw new Error('nothing was registered');
  const name = encodeURIComponent(canary);
  return {
    markers: [canary, name, one.number, one.linkToken, one.followCode],
    addresses: [`/kk/follow/${one.linkToken}?q=${name}&code=${one.followCode}`, `/${name}/${one.number}/${one.followCode}`],
  };
};

/** Those of them that stand in the text: the search of every watcher, and of one that tells too much. */
export const leaked = (text: string, markers: readonly string[]): readonly string[] => markers.filter((marker) => text.includes(marker));

/** As somebody would write it who wants to see everything: the address instead of its pattern, the message instead of its class. */
export const telling: Lacking = {
  'src/app/server.tsx': [[/=> \(c\.req\.routePath === .*c\.req\.routePath\);/, '=> `${c.req.url} ${decodeURIComponent(c.req.url)}`;']],
  'src/platform/trace.ts': [['error instanceof Error ? error.name : typeof error)', 'String(error))']],
};
export const withLines = (lines: Lacking): Promise<typeof Opening> => lacking<typeof Opening>('test/watching/open.ts', lines);
