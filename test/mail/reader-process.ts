import { flushCompileCache } from 'node:module';
import { startMail } from '../../src/app/doors/mail.ts';
import { furnish } from '../../src/app/secrets.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openDb } from '../../src/platform/db.ts';
import { makeLog } from '../../src/platform/log.ts';

/** One process that reads the mailbox, to be killed. */
const url = process.env['DATABASE_URL'] ?? '';
const config = readConfig(process.env);
furnish(config);
const log = makeLog(config.JAUAP_LOG);
startMail(config, { db: openDb(url, { size: 4, log }), log, clock: { now: Date.now } }, url, { pollMs: 200 });
// what is killed writes nothing at its end: the next one reads the program as this one has compiled it
flushCompileCache();
process.stdout.write('reading\n');
