import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const roomBytes = 2 * 1024 ** 3;
const memory = '/dev/shm';

/** Whether the machine lends memory to files, and enough of it. */
export const hasMemory = (): boolean => {
  const room = existsSync(memory) ? statfsSync(memory) : { bavail: 0, bsize: 0 };
  return room.bavail * room.bsize > roomBytes;
};

/**
 * A folder for a database of tests; in memory where there is room. A killed process loses nothing that the kernel has, on whatever the file
 * lies, and a power cut is acted (faults/power.ts): a slow disk would only measure the disk. TEST_SCRATCH: inside that one, whose maker clears it
 * away also after tests that were ended in the middle.
 */
export const scratch = (name: string): string => mkdtempSync(join(process.env['TEST_SCRATCH'] ?? (hasMemory() ? memory : tmpdir()), `jauap-${name}-`));
