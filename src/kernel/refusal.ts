/** An expected "no": a value, never an exception. `code` is stable and public (API, tests); the sentence is found in words by code. */
export type Refusal<Code extends string = string> = {
  readonly refused: true;
  readonly code: Code;
  /** slots of the sentence, already safe to show to the person refused */
  readonly facts: Readonly<Record<string, string | number>>;
};

export const refuse = <const Code extends string>(
  code: Code,
  facts: Record<string, string | number> = {},
): Refusal<Code> => ({ refused: true, code, facts });

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as { refused?: unknown }).refused === true;
