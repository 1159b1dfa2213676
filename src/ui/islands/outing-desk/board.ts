import { langs } from '../../../kernel/words.ts';
import { leftIn, type Numbers } from './numbers.ts';
import { laySpare } from './room.ts';
import type { Kit } from './wire.ts';

/** What the desk needs to stand on its own, looked up and not assumed. */
export type OnBoard = { readonly program: boolean; readonly kit: boolean; readonly appeals: number; readonly visits: number; readonly room: boolean; readonly persists: boolean };

const workerAddress = '/outing-desk-sw.js';
export const frameOf = (lang: string): string => `/${lang}/outing-desk`;

const isKept = async (address: string): Promise<boolean> => {
  const frame = await caches.match(address);
  if (!frame) return false;
  const named = (await frame.text()).match(/\/assets\/[\w./-]+/g) ?? [];
  return named.length > 0 && (await Promise.all(named.map(async (one) => (await caches.match(one)) !== undefined))).every(Boolean);
};

const opensAlone = async (): Promise<boolean> => {
  const workers = await Promise.all(langs.map((lang) => navigator.serviceWorker.getRegistration(frameOf(lang))));
  const active = workers.every((one, at) => one?.active && new URL(one.scope).pathname === frameOf(langs[at] ?? ''));
  return active && (await Promise.all(langs.map((lang) => isKept(frameOf(lang))))).every(Boolean);
};

export const onBoard = async (kit: Kit | null, numbers: Numbers): Promise<OnBoard> => ({
  program: await opensAlone(), kit: kit !== null, appeals: leftIn(numbers.appeal), visits: leftIn(numbers.visit), room: await laySpare(), persists: await navigator.storage.persisted(),
});
/** The browser's promise to keep everything even on a full tablet is asked for and told of; it is given to a page on the home screen, and not every tablet has one. */
export const isReady = (board: OnBoard): boolean => board.program && board.kit && board.appeals > 0 && board.visits > 0 && board.room;

const activeOf = (worker: ServiceWorkerRegistration): Promise<void> => new Promise((resolve) => {
  const coming = worker.installing ?? worker.waiting;
  if (worker.active || !coming) return resolve();
  coming.addEventListener('statechange', () => { if (coming.state === 'activated' || coming.state === 'redundant') resolve(); });
});
/** The program comes on board with its worker; asks the browser to keep everything. */
export const bringOnBoard = async (): Promise<void> => {
  await navigator.storage.persist();
  for (const lang of langs) await activeOf(await navigator.serviceWorker.register(workerAddress, { scope: frameOf(lang) }));
};

export const isFit = (): boolean => isSecureContext && 'serviceWorker' in navigator && 'indexedDB' in globalThis && 'locks' in navigator && 'storage' in navigator && 'getDirectory' in navigator.storage;
