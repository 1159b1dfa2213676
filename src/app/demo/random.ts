// sfc32 seeded through splitmix32: one seed, one demo, on every machine.
export type Random = {
  readonly next: () => number;
  readonly int: (from: number, to: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly weighted: <T>(list: readonly (readonly [T, number])[]) => T;
  readonly shuffled: <T>(list: readonly T[]) => T[];
};

const splitmix = (seed: number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) | 0;
  };
};

export const random = (seed: number): Random => {
  const words = splitmix(seed);
  let [a, b, c, count] = [words(), words(), words(), words()];
  const next = () => {
    const sum = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let turn = 0; turn < 12; turn += 1) next();
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(list: readonly T[]): T => {
    const found = list[int(0, list.length - 1)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  };
  const weighted = <T>(list: readonly (readonly [T, number])[]): T => {
    let left = next() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of list) {
      left -= weight;
      if (left < 0) return value;
    }
    return pick(list)[0];
  };
  const shuffled = <T>(list: readonly T[]): T[] => {
    const copy = [...list];
    for (let at = copy.length - 1; at > 0; at -= 1) {
      const other = int(0, at);
      const [one, two] = [copy[at], copy[other]];
      if (one !== undefined && two !== undefined) {
        copy[at] = two;
        copy[other] = one;
      }
    }
    return copy;
  };
  return { next, int, chance: (share) => next() < share, pick, weighted, shuffled };
};

/** Cards dealt without putting them back: the shares hold in every hundred, not only in the long run. */
export const deck = <T>(r: Random, cards: readonly (readonly [T, number])[]): (() => T) => {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = r.shuffled(cards.flatMap(([value, count]) => Array.from({ length: count }, () => value)));
    const card = left.pop();
    if (card === undefined) throw new Error('a deck without cards');
    return card;
  };
};
