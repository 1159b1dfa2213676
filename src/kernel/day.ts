/** A calendar date `YYYY-MM-DD`, never an instant (practice.md: days are dates). */
export type Day = string & { readonly __day: true };
/** The only clock there is: handed in, never read. Milliseconds since the epoch. */
export type Clock = { readonly now: () => number };

// there is no year 0, and no database takes one
const pattern = /^(?!0000)\d{4}-\d{2}-\d{2}$/;
const msPerDay = 86_400_000;

export const isDay = (text: string): text is Day => {
  if (!pattern.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
};

/** Throws RangeError for anything that is not a real date: use at the door, after `isDay`. */
export const day = (text: string): Day => {
  if (!isDay(text)) throw new RangeError(`not a day: ${text}`);
  return text;
};

const stamp = (on: Day): number => Date.parse(`${on}T00:00:00Z`);

export const addDays = (on: Day, days: number): Day =>
  new Date(stamp(on) + days * msPerDay).toISOString().slice(0, 10) as Day;

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => Math.round((stamp(to) - stamp(from)) / msPerDay);

/** 1 Monday … 7 Sunday. */
export const weekday = (on: Day): number => new Date(stamp(on)).getUTCDay() || 7;

export const yearOf = (on: Day): number => Number(on.slice(0, 4));

const zoneFormats = new Map<string, Intl.DateTimeFormat>();
const zoneFormat = (zone: string): Intl.DateTimeFormat => {
  const known = zoneFormats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit',
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  });
  zoneFormats.set(zone, made);
  return made;
};

/** The wall clock of `zone` at an instant: its day and minutes since midnight. */
export const wallClock = (atMs: number, zone = 'Asia/Almaty'): { on: Day; minute: number } => {
  const parts = Object.fromEntries(zoneFormat(zone).formatToParts(atMs).map((p) => [p.type, p.value]));
  return {
    on: `${parts['year']}-${parts['month']}-${parts['day']}` as Day,
    minute: Number(parts['hour']) * 60 + Number(parts['minute']),
  };
};

export const today = (clock: Clock, zone = 'Asia/Almaty'): Day => wallClock(clock.now(), zone).on;
