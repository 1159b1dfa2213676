import { parentPort, workerData } from 'node:worker_threads';
import { openClient } from '../../platform/db-pool.ts';
import { copyIn } from '../../platform/backup/copy.ts';
import { setSealSecret } from '../../rooms/appeals/store/seal.ts';
import { lettersFor } from './letters.ts';
import { columns, lines, tables } from './lines.ts';
import { chances, dayAt, spotOf, type Order, type Part } from './order.ts';
import { namesFor } from './people.ts';
import { writeRows } from './rows.ts';

/** One of several streams: asks for a part, writes it table by table, and asks for the next. Told nothing more, it says which words it used and ends. */
export type Given = { readonly order: Order; readonly url: string };
export type Said = { readonly done: number } | { readonly words: ReadonlyMap<string, number> };

const atOnce = 2_000;

const work = async ({ order, url }: Given): Promise<void> => {
  const port = parentPort;
  if (!port) throw new Error('a stream is a thread of its own');
  setSealSecret(() => order.secret);
  const client = await openClient(url, 'jauap crowd');
  await client.query('SET synchronous_commit = off; SET statement_timeout = 0');
  const [spotAt, onAt, lettersAt, nameOf] = [spotOf(order), dayAt(order), lettersFor(order), namesFor(order)];
  const today = onAt(order.size - 1);
  const words = new Map<string, number>();
  const into = lines();
  const live = async (part: Part): Promise<void> => {
    const given = [...part.given];
    for (let from = part.from; from < part.to; from += atOnce) {
      const to = Math.min(part.to, from + atOnce);
      for (let serial = from; serial < to; serial += 1) {
        const chance = chances(order.seed, serial);
        const place = spotAt(chance());
        const spot = order.spots[place];
        const office = order.offices[spot?.office ?? 0];
        if (!spot || !office) throw new Error('a letter from nowhere');
        const number = (given[spot.office] = (given[spot.office] ?? 0) + 1);
        for (const word of writeRows({ order, serial, on: onAt(serial), today, year: part.year, nth: part.nth + serial - part.from, office, spot, place, letters: lettersAt(place), nameOf, chance }, number, into)) words.set(word, (words.get(word) ?? 0) + 1);
      }
      for (const table of tables) {
        const bytes = into.take(table);
        if (bytes.length > 0) await copyIn(client, `COPY ${table} (${columns[table].replaceAll(' ', ', ')}) FROM STDIN`, bytes);
      }
      port.postMessage({ done: to - from } satisfies Said);
    }
    port.postMessage({ done: 0 } satisfies Said);
  };
  port.on('message', (part: Part | null) => {
    if (part) return void live(part).catch((error: unknown) => process.nextTick(() => { throw error; }));
    port.postMessage({ words } satisfies Said);
    port.close();
    void client.end();
  });
  port.postMessage({ done: 0 } satisfies Said);
};

await work(workerData as Given);
