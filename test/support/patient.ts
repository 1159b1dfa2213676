import { setTimeout as pause } from 'node:timers/promises';
import type { Answers } from './browser.ts';

/** Somebody who is told this often to come again has been told that the house is closed. */
const mostTries = 20;

/** Whoever is told when to come again (503 with Retry-After: the database did not get to it in time, and nothing was taken) comes again then. `told`: how often they all were. */
export const patient = (app: Answers, wait: (seconds: number) => Promise<unknown> = (seconds) => pause(seconds * 1_000)): Answers & { readonly told: () => number } => {
  let told = 0;
  return {
    told: () => told,
    request: async (asked) => {
      for (let nth = 1; ; nth += 1) {
        // as a new one: a server beside has a Request of its own in the place of Node's, and a clone is Node's again
        const answer = await app.request(new Request(asked.clone()));
        const seconds = Number(answer.headers.get('retry-after'));
        if (answer.status !== 503 || !(seconds > 0) || nth === mostTries) return answer;
        await answer.body?.cancel();
        told += 1;
        await wait(seconds);
      }
    },
  };
};
