/*
 * A tablet that is full must be noticed before the database is: browsers answer the question how much is free with ten gigabytes whatever there is, and Chromium
 * throws a database away whose disk ran full under it. So a write is first tried on a file of no worth; when that fails, a reserve laid by at installing is given up
 * and the screen says that it is getting tight; when that is gone too, nothing is written any more, and nothing is lost.
 */
const [spare, trial] = ['outing-desk-spare', 'outing-desk-trial'];
const spareBytes = 16 * 1024 * 1024;
/** More than one picture. */
const trialBytes = 1024 * 1024;
const leastTrialBytes = 64 * 1024;
/** Flash wears out: no more than once in so long. */
const triedForMs = 15_000;
let triedAt = -Infinity;

export const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError';

const put = async (name: string, bytes: number): Promise<boolean> => {
  try {
    const file = await (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
    const stream = await file.createWritable();
    await stream.write(new Uint8Array(bytes));
    await stream.close();
    return true;
  } catch (error) {
    if (!isFull(error)) throw error;
    return false;
  }
};
const drop = async (name: string): Promise<void> => {
  const folder = await navigator.storage.getDirectory();
  await folder.removeEntry(name).catch((error: unknown) => { if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error; });
};

export const hasSpare = async (): Promise<boolean> => {
  try {
    const file = await (await navigator.storage.getDirectory()).getFileHandle(spare);
    return (await file.getFile()).size === spareBytes;
  } catch {
    return false;
  }
};
/** False: there is no room for a day. */
export const laySpare = async (): Promise<boolean> => (await hasSpare()) || put(spare, spareBytes);

/** Throws QuotaExceededError when not even the reserve made room. Words are small: they go on when a picture cannot. */
export const findRoom = async (bytes: number): Promise<void> => {
  if (performance.now() - triedAt < triedForMs) return;
  if (!(await put(trial, trialBytes))) {
    await drop(spare);
    if (!(await put(trial, trialBytes)) && !(await put(trial, Math.max(leastTrialBytes, 4 * bytes)))) throw new DOMException('no room', 'QuotaExceededError');
  }
  triedAt = performance.now();
};

export const clearRoom = async (): Promise<void> => {
  for (const name of [spare, trial]) await drop(name);
};
