/** What the clients were told, against what the database holds. Pure: its own control can plant any fault. */
export type Told = { readonly key: string; readonly text: string; readonly number: string; readonly dueOn: string; readonly sentAt: number; readonly toldAt: number };
export type Row = { readonly text: string; readonly number: string; readonly dueOn: string; readonly key: string | null };
export type FaultName = 'lost' | 'doubled' | 'renumbered' | 'another day' | 'another key' | 'one number twice' | 'gap' | 'out of order' | 'nobody sent it';
export type Fault = { readonly what: FaultName; readonly about: string };

/** Every text is sent under one key only, so a text names its key's row. `sent`: every text that ever left a client, answered or not. */
export const faultsOf = (sent: ReadonlySet<string>, told: readonly Told[], rows: readonly Row[]): readonly Fault[] => {
  const faults: Fault[] = [];
  const found = (what: FaultName, about: string) => void faults.push({ what, about });
  const byText = Map.groupBy(rows, (row) => row.text);
  for (const [text, same] of byText) {
    if (!sent.has(text)) found('nobody sent it', text);
    if (same.length > 1) found('doubled', same.map((row) => row.number).join(' '));
  }
  for (const one of told) {
    const [row] = byText.get(one.text) ?? [];
    if (!row) {
      found('lost', one.number);
      continue;
    }
    if (row.number !== one.number) found('renumbered', `${one.number} ${row.number}`);
    if (row.dueOn !== one.dueOn) found('another day', one.number);
    if (row.key !== one.key) found('another key', one.number);
  }
  return [...faults, ...numberFaults(rows.map((row) => row.number)), ...orderFaults(told)];
};

/** `BQ01-2026-000123`: the series is branch and year. */
export const seriesOf = (number: string): string => number.slice(0, number.lastIndexOf('-'));
export const placeOf = (number: string): number => Number(number.slice(number.lastIndexOf('-') + 1));

/** Unique, and 1, 2, 3 … in every series. */
export const numberFaults = (numbers: readonly string[]): readonly Fault[] => {
  const faults: Fault[] = [];
  for (const [series, of] of Map.groupBy(numbers, seriesOf)) {
    const places = of.map(placeOf).toSorted((a, b) => a - b);
    let expected = 1;
    for (const place of places) {
      if (place < expected) faults.push({ what: 'one number twice', about: `${series} ${place}` });
      if (place > expected) faults.push({ what: 'gap', about: `${series} ${expected}..${place - 1}` });
      expected = Math.max(expected, place + 1);
    }
  }
  return faults;
};

/** Whoever was told before another of the same series first wrote has the smaller number. */
export const orderFaults = (told: readonly Pick<Told, 'number' | 'sentAt' | 'toldAt'>[]): readonly Fault[] => {
  const faults: Fault[] = [];
  for (const of of Map.groupBy(told, (one) => seriesOf(one.number)).values()) {
    const byTold = of.toSorted((a, b) => a.toldAt - b.toldAt);
    let next = 0;
    let largest = 0;
    for (const one of of.toSorted((a, b) => a.sentAt - b.sentAt)) {
      for (let before = byTold[next]; before && before.toldAt < one.sentAt; before = byTold[next]) {
        largest = Math.max(largest, placeOf(before.number));
        next += 1;
      }
      if (placeOf(one.number) < largest) faults.push({ what: 'out of order', about: `${one.number} came after ${largest}` });
    }
  }
  return faults;
};

export const countOf = (faults: readonly Fault[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(faults, (fault) => fault.what)].map(([what, list]) => [what, list.length]));
