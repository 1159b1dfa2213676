import type { Delivered, Outgoing } from '../port.ts';
import { send, type Markup, type Wire } from './wire.ts';

/** Buttons under a notice, by what it is about. */
export type KeysFor = (about: Outgoing) => Extract<Markup, { inline_keyboard: unknown }>['inline_keyboard'];

/** The channel of port.ts. One try: the queue waits and tries again. What happened and the link, and nothing of anybody's words. */
export const telegramChannel = (wire: Wire, o: { readonly keys: KeysFor; readonly stopLabel: (message: Outgoing) => string }) => async (message: Outgoing): Promise<Delivered> => {
  // Telegram takes no button that leads to an address of this machine alone
  const stop = message.stop?.startsWith('https://') ? [[{ text: o.stopLabel(message), url: message.stop }]] : [];
  const rows = [...o.keys(message), ...stop];
  const done = await send(wire, message.to, { text: `${message.text}\n\n${message.link}`, ...(rows.length > 0 ? { markup: { inline_keyboard: rows } } : {}) });
  return done.sent ? done : { sent: false, gone: done.gone, code: done.code };
};
