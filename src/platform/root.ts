import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const find = (from: string): string => (existsSync(join(from, 'package.json')) ? from : find(dirname(from)));

/** The folder that holds package.json, from the sources as from the built file. */
export const root = find(dirname(fileURLToPath(import.meta.url)));
