import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import { freshDb, type TestDb } from '../support/database.ts';
import { freePort } from '../support/port.ts';
import { scratch } from '../support/scratch.ts';
import { builtWithout, type Lacking } from '../support/lacking.ts';
import { build, ready, serve, stillRunning, until, workingIn, type Built, type Program } from './program.ts';
import { seedBranches } from './seed.ts';

/** The built program and a folder for it to live in. What is started here is ended here, and nothing of it runs on. */
export type Site = {
  readonly dir: string;
  readonly built: Built;
  /** the program with other lines in it, for a control */
  readonly broken: (lines: Lacking) => Promise<Built>;
  /** at a port of its own, with the folder as its data unless told otherwise; it may not answer yet */
  readonly start: (environment: Environment, of?: Built) => Promise<Started>;
  /** and it answers */
  readonly begin: (environment: Environment, of?: Built) => Promise<Started>;
  /** programs first, then what they stood on, then the folder */
  readonly end: (...beneath: (() => Promise<unknown>)[]) => Promise<void>;
};
type Environment = Readonly<Record<string, string>>;
export type Started = Program & { readonly port: number };

const readyWithinMs = 60_000;
/** A program that waits for a frozen database ends within this; one that does not is killed, and its test has failed already. */
const endsWithinMs = 20_000;

export const openSite = async (name: string): Promise<Site> => {
  const dir = scratch(name);
  const built = await build();
  const all = [built];
  const started: Program[] = [];
  const start = async (environment: Environment, of = built): Promise<Started> => {
    const port = Number(environment['PORT'] ?? (await freePort()));
    const program = serve(of, { JAUAP_DATA: dir, ...environment, PORT: String(port) });
    started.push(program);
    return { ...program, port };
  };
  return {
    dir, built, start,
    broken: async (lines) => {
      const one = await builtWithout('src/app/main.ts', lines);
      all.push(one);
      return one;
    },
    begin: async (environment, of) => {
      const program = await start(environment, of);
      if (!(await until(() => ready(program.port), readyWithinMs))) throw new Error(program.said());
      return program;
    },
    end: async (...beneath) => {
      for (const program of started) program.signal('SIGTERM');
      await Promise.race([Promise.all(started.map((program) => program.ended)), pause(endsWithinMs, undefined, { ref: false })]);
      for (const program of started) program.signal('SIGKILL');
      await Promise.all(started.map((program) => program.ended));
      for (const stop of beneath) await stop();
      for (const one of all) await one.remove();
      expect(stillRunning()).toEqual([]);
      // what a server leaves behind when it goes needs the processor for a moment to go too
      await until(() => workingIn(dir).length === 0);
      expect(workingIn(dir)).toEqual([]);
      rmSync(dir, { recursive: true, force: true, maxRetries: 9 });
    },
  };
};

/** A database of the tests' own server with three branches in it. */
export const branchesDb = async (): Promise<TestDb> => {
  const t = await freshDb();
  await seedBranches(t.ctx(system('test')));
  return t;
};
