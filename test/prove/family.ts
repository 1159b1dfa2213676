import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A program whose database is gone takes up to 11 s to end in order. */
const endsWithinMs = 20_000;
const lookEveryMs = 50;

/** proc(5): state and parent; null when there is none, or one that only waits to be noticed. */
const parentOf = (pid: number): number | null => {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return state === 'Z' || state === 'X' ? null : Number(parent);
  } catch {
    return null;
  }
};

const running = (): readonly number[] => readdirSync('/proc').map(Number).filter((pid) => pid > 0);

/** It, its children and theirs, in whatever group or session of their own. */
export const familyOf = (first: number): readonly number[] => {
  const pairs = running().map((pid) => ({ pid, parent: parentOf(pid) }));
  const family = pairs.some(({ pid, parent }) => pid === first && parent !== null) ? [first] : [];
  for (const elder of family) family.push(...pairs.flatMap(({ pid, parent }) => (parent === elder ? [pid] : [])));
  return family;
};

const signalTo = (pids: readonly number[], name: NodeJS.Signals): void => {
  for (const pid of pids)
    try {
      process.kill(pid, name);
    } catch {
      // it has ended meanwhile
    }
};

/**
 * Ends a child and all that it and its children have started. They are held first: one that is told to end while another still starts programs
 * leaves those to nobody. Then all are asked, and whoever does not listen is killed.
 */
export const endFamily = async (child: ChildProcess): Promise<void> => {
  const { pid } = child;
  if (pid === undefined) return;
  if (!existsSync('/proc/self/stat')) return signalTo([-pid], 'SIGTERM'); // its own group is all that can be known of it there
  let held: readonly number[] = [];
  for (let fresh = familyOf(pid); fresh.length > 0; fresh = familyOf(pid).filter((one) => !held.includes(one))) {
    signalTo(fresh, 'SIGSTOP');
    held = [...held, ...fresh];
  }
  signalTo(held, 'SIGTERM');
  signalTo(held, 'SIGCONT');
  const left = () => held.filter((one) => parentOf(one) !== null);
  for (const until = performance.now() + endsWithinMs; left().length > 0 && performance.now() < until; ) await pause(lookEveryMs);
  signalTo(left(), 'SIGKILL');
};
