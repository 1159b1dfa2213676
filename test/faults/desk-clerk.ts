import { setTimeout as pause } from 'node:timers/promises';
import { browserAt } from '../support/resident.ts';

/** Somebody signed in who opens the list of the desk again and again. */
export type DeskClerk = {
  readonly asked: () => number;
  /** whatever was not the list: another page, another status, no answer */
  readonly refused: readonly string[];
  readonly stop: () => Promise<void>;
};

const list = '/ru/desk/appeals';
const restMs = 50;

export const signIn = async (address: string, who: { readonly login: string; readonly password: string }): Promise<DeskClerk> => {
  const page = browserAt(address);
  await page.open('/ru/sign-in');
  await page.submit(/Войти/, who);
  if (!page.address.includes('/desk')) throw new Error(`could not sign in: ${page.address} ${page.text.slice(0, 300)}`);
  const refused: string[] = [];
  let asked = 0;
  let stopped = false;
  const going = (async () => {
    while (!stopped) {
      await page.open(list).then(
        () => void (page.status === 200 && page.address === list ? 0 : refused.push(`${page.status} ${page.address}`)),
        (error: Error) => void refused.push(error.message),
      );
      asked += 1;
      await pause(restMs);
    }
  })();
  return {
    refused, asked: () => asked,
    stop: async () => {
      stopped = true;
      await going;
    },
  };
};
