import { setTimeout as pause } from 'node:timers/promises';

/** PostgreSQL's codes: a sweep of the server's own is in it, which nobody but a superuser can send away; or it came in at this very moment. Both go by themselves. */
const passing = new Set(['42501', '55006']);
const mostTries = 50;
const pauseMs = 200;

/** Drops a database with whoever is in it; `ask` sends one statement as an administrator who need not be a superuser. The one way to drop a database here. */
export const dropDatabase = async (ask: (statement: string) => Promise<unknown>, name: string): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await ask(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      if (!passing.has((error as { code?: string }).code ?? '') || tries === mostTries) throw error;
      await pause(pauseMs);
    }
  }
};
