import type { Lang } from '../../../../kernel/words.ts';
import type { Desk, Entry } from '../desk.ts';
import type { DraftMatter } from '../draft.ts';
import type { Kit } from '../wire.ts';

export type At = { readonly at: 'home' } | { readonly at: 'visit' } | { readonly at: 'receipt'; readonly entry: Entry };
/** What every screen is given. */
export type Shared = { readonly lang: Lang; readonly desk: Desk; readonly act: <T>(work: () => Promise<T>) => Promise<T | undefined>; readonly go: (at: At) => void };
/** And whatever shows one matter of the visit. */
export type MatterProps = Shared & { readonly kit: Kit; readonly matter: DraftMatter; readonly wrong: readonly string[]; readonly change: (next: Partial<DraftMatter>) => void };
