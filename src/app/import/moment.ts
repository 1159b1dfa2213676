import { isDay, wallClock, type Day } from '../../kernel/day.ts';

const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T,]+(\d{1,2}:\d{2}(?::\d{2})?))?$/;
const dashed = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?)?$/;
const whole = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** A moment as registers write it, by the clock on the wall there: 05.03.2022, 05.03.2022 10:20, 2022-03-05 10:20, or with its zone. Null: none of them. */
export const momentOf = (typed: string): string | null => {
  const text = typed.trim();
  if (whole.test(text)) return isDay(text.slice(0, 10)) ? iso(Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))) : null;
  const byDot = dotted.exec(text);
  if (byDot) return onTheWall(`${byDot[3]}-${(byDot[2] ?? '').padStart(2, '0')}-${(byDot[1] ?? '').padStart(2, '0')}`, byDot[4]);
  const byDash = dashed.exec(text);
  return byDash ? onTheWall(byDash[1] ?? '', byDash[2]) : null;
};

const iso = (ms: number): string | null => (Number.isNaN(ms) ? null : new Date(ms).toISOString());

/** A day alone is its first minute: later ones could be ahead of the clock. The zone has moved (in 2024, and before), so the wall is asked. */
const onTheWall = (on: string, time = '00:00'): string | null => {
  const wanted = Date.parse(`${on}T${time.padStart(time.length === 4 || time.length === 7 ? time.length + 1 : time.length, '0')}Z`);
  if (!isDay(on) || Number.isNaN(wanted)) return null;
  let at = wanted;
  for (let tries = 0; tries < 2; tries += 1) {
    const seen = wallClock(at);
    at -= Date.parse(`${seen.on satisfies Day}T00:00:00Z`) + seen.minute * 60_000 - (wanted - (wanted % 60_000));
  }
  return iso(at);
};
