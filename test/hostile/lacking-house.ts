import { lacking, type Lacking } from '../support/lacking.ts';
import type * as House from './broken-house.ts';

/** What a control asks: the house on this database as it would be without those lines, until `ask` has been answered. */
export const inHouseWithout = async <T>(of: { readonly t: { readonly url: string }; readonly clock: { readonly now: number }; readonly dataDir?: string }, lines: Lacking, ask: (broken: House.Broken) => Promise<T>): Promise<T> => {
  const { openBroken } = await lacking<typeof House>('test/hostile/broken-house.ts', lines);
  const broken = openBroken(of.t.url, of.clock, of.dataDir);
  try {
    return await ask(broken);
  } finally {
    await broken.end();
  }
};
