/** A place in the text as it was written, and what stands there. */
export type Because = { readonly from: number; readonly to: number; readonly text: string };

/** A topic that the text may be about. `confidence` is calibrated: of ten guesses with 0.7, seven are right. */
export type TopicGuess = { readonly code: string; readonly confidence: number; readonly because: readonly Because[] };
