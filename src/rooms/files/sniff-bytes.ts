import type { FileHandle } from 'node:fs/promises';

/** `length` bytes from `at`, fewer at the end of the file. */
export const readAt = async (file: FileHandle, at: number, length: number): Promise<Buffer> => {
  const into = Buffer.alloc(length);
  const { bytesRead } = await file.read(into, 0, length, at);
  return into.subarray(0, bytesRead);
};
