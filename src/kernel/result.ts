import type { Refusal } from './refusal.ts';

/** What an act gives back: the thing, or the reason it was not done. */
export type Result<T, Code extends string = string> = T | Refusal<Code>;
