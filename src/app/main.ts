import { Unreadable } from '../platform/backup/unreadable.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { NoFolder } from '../platform/folder.ts';
import { InUse } from '../platform/postgres.ts';
import { commands, UsageError } from './commands.ts';
import { asksForHelp, helpOf, helpOfAll, nearest } from './help.ts';

/** `jauap COMMAND …`: one table of commands, one way of failing. */
const main = async (): Promise<number> => {
  const [name = 'help', ...rest] = process.argv.slice(2);
  const wanted = name === '--help' || name === '-h' ? 'help' : name;
  const command = commandNamed(wanted);
  if (!command) return unknown(name);
  if (wanted === 'help') return help(rest);
  if (asksForHelp(rest)) return say(helpOf(wanted, command));
  try {
    return 'bare' in command ? await command.bare(rest) : await command.run(readConfig(process.env), rest);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UsageError || error instanceof InUse || error instanceof NoFolder || error instanceof Unreadable) {
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
};

const commandNamed = (name: string) => (Object.hasOwn(commands, name) ? commands[name] : undefined);

const say = (lines: readonly string[]): number => {
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
};

/** Needs no settings, so a mistake in them does not hide it. */
const help = (words: readonly string[]): number => {
  const [name] = words.filter((word) => word !== 'help' && !asksForHelp([word]));
  if (name === undefined) return say(helpOfAll(commands));
  const command = commandNamed(name);
  return command ? say(helpOf(name, command)) : unknown(name);
};

const unknown = (name: string): number => {
  const meant = nearest(name, Object.keys(commands));
  process.stderr.write(`There is no command "${name}". ${meant === undefined ? '' : `Did you mean \`jauap ${meant}\`? `}\`jauap help\` lists them.\n`);
  return 2;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
