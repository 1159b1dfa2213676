import { read, sql, view, write } from '../platform/db.ts';
import { describeConfig, type Config } from '../platform/config.ts';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { start as startRepl } from 'node:repl';
import { system } from '../kernel/actor.ts';
import type { Ctx } from '../platform/ctx.ts';
import { signerIn, verify, witnessFile } from '../rooms/journal/contract.ts';
import { refuseUnlikeServed } from './backup/mark.ts';
import { backupCommand, backupUsage, restoreCommand, restoreUsage, verifyCommand, verifyUsage } from './backup.ts';
import type { DemoAsk } from './demo.ts';
import { evaluateCommand } from './evaluate.ts';
import { importCommand, importUsage } from './import.ts';
import { reindexCommand, reindexUsage } from './reindex.ts';
import { inviteCommand, inviteUsage } from './invite.ts';
import { setupCommand, setupUsage } from './setup.ts';
import { isSetUp } from './setup/act.ts';
import { setupInvitation } from './setup/token.ts';
import { house } from './house.ts';
import { learnCommand } from './learn.ts';
import { receptionCommand, receptionUsage } from './numbers.ts';
import { katoCommand, katoUsage } from '../rooms/units/kato.ts';
import { openDatabase, runInstance, type Database } from './instance.ts';

export class UsageError extends Error {}
type Told = { readonly about: string; readonly usage?: string };
/** `bare` needs no settings, so that a mistake in them does not hide it. */
type Command = Told & ({ readonly run: (config: Config, words: readonly string[]) => Promise<number> } | { readonly bare: (words: readonly string[]) => Promise<number> });

const step = (line: string): void => void process.stderr.write(`· ${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Opens the database the house is served with, does one thing, closes it whatever happens. */
const withDatabase = async (config: Config, fn: (database: Database) => Promise<number>): Promise<number> => {
  refuseUnlikeServed(config);
  const database = await openDatabase(config, step, { join: true });
  try {
    return await fn(database);
  } finally {
    await database.close();
  }
};

/** The command line acts as the system, named after the command. */
const ctxOf = (database: Database, name: string): Ctx => ({ db: database.db, log: database.log, clock: database.clock, actor: system(name) });

/** What a command of a room needs: a ctx that acts under the command's name, and where to write. */
const needsOf = (name: string) => ({
  withCtx: (config: Config, fn: (ctx: Ctx) => Promise<number>) => withDatabase(config, (database) => fn(ctxOf(database, name))),
  print,
  progress: step,
});

/** Recomputes the whole record from its rows and says what does not fit. */
const journalVerify = (config: Config): Promise<number> =>
  withDatabase(config, async (database) => {
    const { publicPem, keyId } = signerIn(join(config.dataDir, 'journal-key.pem'));
    const { sealed, root, findings } = await verify(ctxOf(database, 'journal.verify'), {
      publicPem, witness: witnessFile(join(config.dataDir, 'journal-roots')),
    });
    print(`${sealed} acts sealed, root ${root}`);
    print(`signed by the key ${keyId}`);
    for (const finding of findings) print(`position ${finding.position}: ${finding.what}`);
    print(findings.length === 0 ? 'Nothing was edited, removed, moved or cut off.' : `${findings.length} findings: the record was changed outside the application.`);
    return findings.length === 0 ? 0 : 1;
  });

const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });

const serveUntilSignal = async (config: Config, database: Database, lines: (address: string) => readonly string[] = () => []): Promise<number> => {
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
  for (const line of lines(running.address)) print(line);
  await stopped;
  step('stopping');
  await running.stop();
  return 0;
};

const demoAsk = (words: readonly string[]): DemoAsk => {
  const { values } = parseArgs({ args: [...words], allowNegative: true, strict: false, options: { appeals: { type: 'string' }, journal: { type: 'boolean', default: true } } });
  const appeals = values.appeals === undefined ? undefined : Number(String(values.appeals).replaceAll(/[_,]/g, ''));
  if (appeals !== undefined && (!Number.isInteger(appeals) || appeals < 1_000 || appeals > 50_000_000)) throw new UsageError('--appeals: a whole number from 1000 to 50000000');
  return { ...(appeals === undefined ? {} : { appeals }), journal: values.journal === true };
};

export const commands: Readonly<Record<string, Command>> = {
  // answered by main.ts, before the settings are read
  help: { about: 'this list; with a command, more about it', usage: 'jauap help [COMMAND]', run: async () => 0 },
  serve: {
    about: 'migrate and serve',
    run: async (config) => {
      const database = await openDatabase(config, step);
      const ready = await isSetUp(ctxOf(database, 'serve'));
      return serveUntilSignal(config, database, (address) => (ready ? [] : setupInvitation(config, address)));
    },
  },
  demo: {
    about: 'a whole made-up region, filled once and served; --appeals: with so many letters, by COPY, in minutes',
    usage: 'jauap demo [--appeals COUNT] [--no-journal]',
    run: async (config, words) => {
      // its texts are of no use to whoever serves a real office: 33 MB at rest
      const { demoLines, openDemo } = await import('./demo.ts');
      return serveUntilSignal(config, await openDemo(config, step, demoAsk(words)), demoLines(config));
    },
  },
  migrate: { about: 'bring the database to the newest schema', run: (config) => withDatabase(config, async () => 0) },
  console: {
    about: 'a prompt on the database, as the system',
    run: (config) => withDatabase(config, async (database) => {
      const session = startRepl({ prompt: 'jauap> ' });
      Object.assign(session.context, { ctx: ctxOf(database, 'console'), read, write, sql, view });
      await new Promise<void>((resolve) => session.once('exit', () => resolve()));
      return 0;
    }),
  },
  setup: { ...setupCommand({ ...needsOf('setup'), sentences: () => house.refusalWords }), usage: setupUsage },
  kato: { ...katoCommand(needsOf('kato')), usage: katoUsage },
  invite: { ...inviteCommand(needsOf('invite')), usage: inviteUsage },
  import: { ...importCommand(needsOf('import')), usage: importUsage },
  reindex: { ...reindexCommand(needsOf('reindex')), usage: reindexUsage },
  reception: { ...receptionCommand(needsOf('reception')), usage: receptionUsage },
  backup: { ...backupCommand({ print, progress: step }), usage: backupUsage },
  restore: { ...restoreCommand({ print, progress: step }), usage: restoreUsage },
  verify: { ...verifyCommand({ print, progress: step }), usage: verifyUsage },
  evaluate: evaluateCommand({ print, progress: step }),
  learn: learnCommand(needsOf('learn')),
  journal: {
    usage: 'jauap journal verify',
    about: 'find any edit, deletion, swap or cut made directly in the database',
    run: (config, [what]) => {
      if (what !== 'verify') throw new UsageError('jauap journal verify');
      return journalVerify(config);
    },
  },
  config: {
    about: 'what is in force, secrets hidden',
    run: async (config) => {
      print(describeConfig(config));
      return 0;
    },
  },
};
