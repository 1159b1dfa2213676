/** What was right and what was guessed, the likeliest first. */
export type Judged = { readonly truth: string; readonly guesses: readonly { readonly code: string; readonly confidence: number }[] };

export type Bin = { readonly from: number; readonly count: number; readonly confidence: number; readonly accuracy: number };
export type OfLabel = { readonly label: string; readonly count: number; readonly precision: number; readonly recall: number; readonly f1: number; readonly inThree: number };
export type Measured = {
  readonly count: number;
  readonly accuracy: number;
  /** the truth is among the first three */
  readonly inThree: number;
  /** mean of F1 over the labels that occur in the truth */
  readonly macroF1: number;
  /** expected calibration error: how far confidence and accuracy lie apart, over ten bins weighted by how much stands in them */
  readonly calibrationError: number;
  readonly bins: readonly Bin[];
  readonly labels: readonly OfLabel[];
  /** truth → guess → how many */
  readonly confusion: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

const binCount = 10;
/** What was guessed where nothing was. */
export const noGuess = '–';

export const measure = (all: readonly Judged[]): Measured => {
  const confusion = new Map<string, Map<string, number>>();
  for (const { truth, guesses } of all) {
    const row = confusion.get(truth) ?? new Map<string, number>();
    confusion.set(truth, row);
    const guess = guesses[0]?.code ?? noGuess;
    row.set(guess, (row.get(guess) ?? 0) + 1);
  }
  const labels = [...confusion.keys()].map((label) => ofLabel(label, all, confusion)).toSorted((a, b) => b.count - a.count);
  const bins = binsOf(all);
  return {
    count: all.length,
    accuracy: share(all, isRight),
    inThree: share(all, isInThree),
    macroF1: labels.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, labels.length),
    calibrationError: bins.reduce((sum, bin) => sum + (bin.count / Math.max(1, all.length)) * Math.abs(bin.confidence - bin.accuracy), 0),
    bins, labels, confusion,
  };
};

const isRight = ({ truth, guesses }: Judged): boolean => guesses[0]?.code === truth;
const isInThree = ({ truth, guesses }: Judged): boolean => guesses.slice(0, 3).some(({ code }) => code === truth);
const share = (all: readonly Judged[], holds: (one: Judged) => boolean): number => all.filter(holds).length / Math.max(1, all.length);

const ofLabel = (label: string, all: readonly Judged[], confusion: ReadonlyMap<string, ReadonlyMap<string, number>>): OfLabel => {
  const own = all.filter(({ truth }) => truth === label);
  const right = confusion.get(label)?.get(label) ?? 0;
  const guessed = [...confusion.values()].reduce((sum, row) => sum + (row.get(label) ?? 0), 0);
  const precision = guessed === 0 ? 0 : right / guessed;
  const recall = own.length === 0 ? 0 : right / own.length;
  return { label, count: own.length, precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall), inThree: share(own, isInThree) };
};

const binsOf = (all: readonly Judged[]): readonly Bin[] =>
  Array.from({ length: binCount }, (_, at) => {
    const inside = all.filter(({ guesses }) => Math.min(binCount - 1, Math.floor((guesses[0]?.confidence ?? 0) * binCount)) === at);
    return {
      from: at / binCount, count: inside.length, accuracy: share(inside, isRight),
      confidence: inside.reduce((sum, { guesses }) => sum + (guesses[0]?.confidence ?? 0), 0) / Math.max(1, inside.length),
    };
  });
