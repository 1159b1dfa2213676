import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { browserAt, numberOn, stepsOf } from '../support/resident.ts';
import { rawQuery } from './seed.ts';

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A letter whose number was shown, and the paper that went with it. */
export type Written = { readonly text: string; readonly number: string; readonly sha256: string };
export type Writer = {
  readonly written: readonly Written[];
  /** every text whose sending was begun, answered or not */
  readonly sent: ReadonlySet<string>;
  /** how often something had to be pressed again */
  readonly again: () => number;
  /** pages that were not the next question */
  readonly strange: readonly string[];
  /** lets the letter that was begun be finished */
  readonly stop: () => Promise<void>;
};

const pressAgainMs = 50;
const patienceMs = 120_000;
/** Some hundred kilobytes: longer on its way than a page. */
const lines = 2_000;

/** A resident at the form without JavaScript who sends a paper with every letter, and presses again whatever falls under them or is told to wait. */
export const startWriter = (address: string): Writer => {
  const written: Written[] = [];
  const sent = new Set<string>();
  const strange: string[] = [];
  let stopped = false;
  let again = 0;
  const insist = async (once: () => Promise<Response>): Promise<Response> => {
    for (const since = performance.now(); ; again += 1) {
      const answer = await once().catch(() => null);
      if (answer && answer.status !== 503) return answer;
      if (performance.now() - since > patienceMs) throw new Error('nobody answers');
      await pause(pressAgainMs);
    }
  };
  const write = async (n: number): Promise<void> => {
    const text = `Қоқыс жәшігі сынған, ${n}-аула.`;
    const paper = Buffer.from(`${n}-аула: суретін тіркеп отырмын.\n`.repeat(lines));
    const page = browserAt(address, insist);
    sent.add(text);
    for (const step of stepsOf({ lang: n % 2 === 0 ? 'kk' : 'ru', text, place: 'таскала', papers: new File([paper], `аула-${n}.txt`) })) await step(page);
    const number = numberOn(page);
    if (number === undefined) throw new Error(`${page.status} ${page.address} ${page.text.slice(0, 200)}`);
    written.push({ text, number, sha256: hashOf(paper) });
  };
  const going = (async () => {
    for (let n = 1; !stopped; n += 1) await write(n).catch((error: Error) => strange.push(error.message));
  })();
  return {
    written, sent, strange, again: () => again,
    stop: async () => {
      stopped = true;
      await going;
    },
  };
};

export type PaperFault = { readonly what: 'not referenced' | 'another one' | 'gone' | 'not whole'; readonly about: string };

/** Every letter that was acknowledged has its paper; and whatever any record refers to lies there, byte for byte. */
export const paperFaults = async (url: string, dataDir: string, written: readonly Written[]): Promise<readonly PaperFault[]> => {
  const rows = await rawQuery<{ number: string; sha256: string; key: string }>(url, `SELECT a.number, f.sha256, f.key FROM files.file f JOIN appeals.appeal a ON f.owner = 'appeal:' || a.id WHERE f.state = 'clean' ORDER BY f.nth`);
  const faults: PaperFault[] = [];
  const byNumber = Map.groupBy(rows, (row) => row.number);
  for (const { number, sha256 } of written) {
    const own = byNumber.get(number) ?? [];
    if (own.length === 0) faults.push({ what: 'not referenced', about: number });
    if (own.some((row) => row.sha256 !== sha256)) faults.push({ what: 'another one', about: number });
  }
  for (const { number, sha256, key } of rows) {
    const path = join(dataDir, 'files', key);
    if (!existsSync(path)) faults.push({ what: 'gone', about: number });
    else if (hashOf(readFileSync(path)) !== sha256) faults.push({ what: 'not whole', about: number });
  }
  return faults;
};
