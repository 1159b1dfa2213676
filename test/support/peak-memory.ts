import { writeFileSync } from 'node:fs';

/** Loaded before a program (`--import`): when it ends it leaves the most it ever held, in MB, in a file. */
const file = process.env['PEAK_MEMORY'];
process.on('exit', () => {
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS / 1024));
});
