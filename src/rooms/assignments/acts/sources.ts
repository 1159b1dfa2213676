import type { Day } from '../../../kernel/day.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Sentence } from '../../../kernel/words.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Read } from '../../../platform/db.ts';
import type { SourceKind } from '../law.ts';

/** The holder's promise of one source, as its room knows it. */
export type Lead = { readonly sourceId: number; readonly reference: string };

/** First words. */
export type Excerpt = { readonly text: string };

/** Records of one branch that nobody was given and whose day has passed; `since`: the oldest of those days. */
export type Ungiven = { readonly branchId: number; readonly count: number; readonly since: Day };

/**
 * What a room brings whose records give promises: the board shows and moves the holder's own promise through it, so that this room opens
 * none of them. A promise it says nothing of is shown by its number alone.
 */
export type SourceDoor = {
  /** the record's page, without the language */
  readonly path: (reference: string) => string;
  /** by the record's id, only of those the reader may read; in the reader's own transaction */
  readonly excerpts: (ctx: Ctx, q: Read, ids: readonly number[]) => Promise<ReadonlyMap<number, Excerpt>>;
  /** by the record's id: why it cannot go to that body, or by which act of the room it would */
  readonly foreseeHandOver: (ctx: Ctx, q: Read, leads: readonly Lead[], unitId: number | null) => Promise<ReadonlyMap<number, Refusal | 'given' | 'forwarded'>>;
  readonly handOver: (ctx: Ctx, f: Lead & { readonly unitId: number; readonly reason: string }) => Promise<Result<unknown>>;
  /** by the record's id: why its request for time cannot be decided by the reader; nothing where it can */
  readonly foreseeDecision: (ctx: Ctx, q: Read, asked: readonly (Lead & { readonly askedBy: number | null })[]) => Promise<ReadonlyMap<number, Refusal>>;
  readonly decideTime: (ctx: Ctx, f: Lead & { readonly extensionId: number; readonly granted: boolean; readonly reason: string | undefined }) => Promise<Result<unknown>>;
  /** where its records wait for somebody before they become anybody's promise: of those branches, by the reader's sight */
  readonly ungiven?: (q: Read, branches: 'all' | readonly number[], on: Day) => Promise<readonly Ungiven[]>;
  /** why its acts say no */
  readonly sentences: Readonly<Record<string, Sentence>>;
};

let doors: Partial<Record<SourceKind, SourceDoor>> = {};

/** Once, before anything is served. */
export const registerSources = (all: Readonly<Partial<Record<SourceKind, SourceDoor>>>): void => {
  doors = { ...all };
};
export const doorOf = (kind: SourceKind): SourceDoor | undefined => doors[kind];
/** Of every room, the branches in the order they come. */
export const ungivenOf = async (q: Read, branches: 'all' | readonly number[], on: Day): Promise<readonly Ungiven[]> =>
  (await Promise.all(Object.values(doors).map((door) => door.ungiven?.(q, branches, on) ?? []))).flat();
export const sourceSentences = (): Readonly<Record<string, Sentence>> => Object.assign({}, ...Object.values(doors).map((door) => door.sentences)) as Record<string, Sentence>;
