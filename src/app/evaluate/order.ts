import type { Lang } from '../../kernel/words.ts';

/** What a measure is asked for. `svg`: where its picture goes; `errors`: how many mistakes to show, with the texts of the file. */
export type Order = {
  readonly train: string | undefined;
  readonly test: string;
  readonly svg: string | undefined;
  readonly errors: number;
  readonly lang: Lang;
  readonly print: (line: string) => void;
};

/** One thing that can be measured. Throws EvaluateMistake where the file is wrong. */
export type Measure = (order: Order) => Promise<void>;
