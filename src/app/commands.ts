import { describeConfig, type Config } from '../platform/config.ts';
import { openDatabase, runInstance, type Database } from './instance.ts';

export class UsageError extends Error {}
type Command = { readonly about: string; readonly run: (config: Config, words: readonly string[]) => Promise<number> };

const step = (line: string): void => void process.stderr.write(`· ${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Opens the database, does one thing, closes it whatever happens. */
const withDatabase = async (config: Config, fn: (database: Database) => Promise<number>): Promise<number> => {
  const database = await openDatabase(config, step);
  try {
    return await fn(database);
  } finally {
    await database.close();
  }
};

const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });

const serveUntilSignal = async (config: Config, database: Database): Promise<number> => {
  const stopped = untilSignal();
  let running;
  try {
    running = await runInstance(config, database);
  } catch (error) {
    await database.close();
    if ((error as { code?: string }).code === 'EADDRINUSE') throw new UsageError(`Port ${config.PORT} is taken. Set PORT to another one.`);
    throw error;
  }
  print(`Jauap answers at ${running.address}`);
  await stopped;
  step('stopping');
  await running.stop();
  return 0;
};

export const commands: Readonly<Record<string, Command>> = {
  help: {
    about: 'this list',
    run: async () => {
      for (const [name, command] of Object.entries(commands)) print(`  ${name.padEnd(18)} ${command.about}`);
      return 0;
    },
  },
  serve: { about: 'migrate and serve', run: async (config) => serveUntilSignal(config, await openDatabase(config, step)) },
  migrate: { about: 'bring the database to the newest schema', run: (config) => withDatabase(config, async () => 0) },
  config: {
    about: 'what is in force, secrets hidden',
    run: async (config) => {
      print(describeConfig(config));
      return 0;
    },
  },
};
