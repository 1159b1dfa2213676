/** `script/prove --deep` goes deeper than every change does (trust.md, Targets). */
const deep = process.env['PROVE_DEEP'] === '1';
/** How many: of every change, or of the deep run. */
export const depth = (every: number, deeply: number): number => (deep ? deeply : every);
/** How long a test may take, in ms: as long as it has for every change, and by as much longer as there is more to do. */
export const allowed = (ms: number, every: number, deeply: number): number => (deep ? Math.ceil((ms * deeply) / every) : ms);
