import type { Actor } from '../../src/kernel/actor.ts';
import { system } from '../../src/kernel/actor.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { openDb } from '../../src/platform/db.ts';
import { makeLog } from '../../src/platform/log.ts';
import { addBrowser, removeBrowser } from '../../src/rooms/notices/acts/own.ts';
import { deliver, pushChannel, pushKeys, registerTemplates, setChannels, setNoticeSecret, setPush, type Template } from '../../src/rooms/notices/contract.ts';
import { pushServiceFits } from '../../src/rooms/notices/push.ts';

/** All that a push notice goes through. */
export type Push = {
  readonly channel: ReturnType<typeof pushChannel>; readonly fits: typeof pushServiceFits; readonly add: typeof addBrowser; readonly remove: typeof removeBrowser; readonly deliver: typeof deliver;
  readonly ctx: (actor?: Actor) => Ctx;
};
export const pushSecret = 'a secret of tests, longer than thirty-two letters';
export const site = 'https://ashyq.example';

/** What this copy of the program is told of the push service at `host`. */
export const furnishPush = (host: string, template: Template): Omit<Push, 'ctx'> => {
  const keys = pushKeys(pushSecret);
  const channel = pushChannel({ keys, services: [host], contact: site });
  setNoticeSecret(() => pushSecret);
  registerTemplates([template]);
  setChannels({ push: channel }, site);
  setPush({ publicKey: keys.publicKey, services: [host] });
  return { channel, fits: pushServiceFits, add: addBrowser, remove: removeBrowser, deliver };
};

/** Bundled with some line of the program replaced: everything it stands on must come from here. */
export const openPush = (url: string, clock: { readonly now: number }, furnish: Parameters<typeof furnishPush>): Push & { readonly end: () => Promise<void> } => {
  const log = makeLog('silent');
  const db = openDb(url, { size: 4, log });
  return { ...furnishPush(...furnish), ctx: (actor = system('test')) => ({ db, clock: { now: () => clock.now }, actor, log }), end: () => db.close() };
};
