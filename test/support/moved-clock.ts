import { readFileSync } from 'node:fs';

/** Loaded before a program (`--import`): its clock stands as many milliseconds beside the real one as the file says, and may be moved while it works. */
const file = process.env['MOVED_CLOCK'] ?? '';
const Real = Date;
let byMs = 0;
const look = (): void => {
  try {
    const text = readFileSync(file, 'utf8');
    // being written this very moment: it is read again
    if (text !== '') byMs = Math.round(Number(text)) || 0;
  } catch {
    byMs = 0;
  }
};
look();
setInterval(look, 10).unref();
const now = (): number => Real.now() + byMs;
globalThis.Date = new Proxy(Real, {
  construct: (target, given: unknown[], made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made) as object,
  apply: () => new Real(now()).toString(),
  get: (target, name, self) => (name === 'now' ? now : (Reflect.get(target, name, self) as unknown)),
});
