import { ConfigError, readConfig } from '../platform/config.ts';
import { InUse } from '../platform/postgres.ts';
import { commands, UsageError } from './commands.ts';

/** `jauap COMMAND …`: one table of commands, one way of failing. */
const main = async (): Promise<number> => {
  const [name = 'help', ...rest] = process.argv.slice(2);
  const command = commands[name];
  if (!command) {
    process.stderr.write(`There is no command "${name}". \`jauap help\` lists them.\n`);
    return 2;
  }
  try {
    return await command.run(readConfig(process.env), rest);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UsageError || error instanceof InUse) {
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
