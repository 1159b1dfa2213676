import type { Group } from './options.ts';
import type { Picks } from './picks.ts';
import type { Register } from './registers.ts';
import type { Scene } from './scene.ts';

export type Asking = { readonly register: Register; readonly scene: Scene; readonly picks: Picks };
/** One thing that is read, by Jauap and by hand. `serial` chooses the letter, so that not the same row is read all the time. */
export type Question = {
  readonly name: string; readonly group: Group;
  readonly kind: 'store' | 'page' | 'public page';
  readonly jauap: (a: Asking, serial: number) => Promise<unknown>;
  readonly bare: { readonly text: string; readonly values: (a: Asking, serial: number) => unknown[] } | null;
};

/** The request as a browser sends it; anything but 200 is a failure of the bench. */
export const askPage = async (register: Register, path: string, cookie?: string): Promise<{ bytes: number }> => {
  const response = await register.app.request(`http://127.0.0.1${path}`, { headers: { 'accept-encoding': 'gzip', ...(cookie ? { cookie } : {}) } });
  const body = await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`${path.replace(/\?.*/, '')} answered ${response.status}`);
  return { bytes: body.byteLength };
};
