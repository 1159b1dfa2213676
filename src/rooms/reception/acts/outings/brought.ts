import type { Arriving } from '../../contract/offline.ts';
import type { Told } from '../../store/arrivals.ts';
import type { Device } from '../../store/devices.ts';
import type { Outing } from '../../store/outings.ts';
import type { readyPaper } from './papers.ts';

/** What a tablet brought, and what came of it. */
export type Act = Arriving['act'];
export type Visit = Extract<Act, { what: 'visit' }>;
export type Papers = Map<string, Awaited<ReturnType<typeof readyPaper>>>;
export type Received = { readonly visitId: number | null; readonly visit: string | null; readonly appeals: readonly string[]; readonly told: Told | null };
export type Where = { readonly device: Device; readonly outing: Outing };
/** What a person of the branch decided to be another than the tablet said: numbers from the counter in place of those on the paper. */
export type Instead = { readonly newVisit?: boolean; readonly newAppeals?: readonly number[]; readonly joinTo?: string; readonly withoutPapers?: boolean };
export type What = { readonly instead?: Instead; readonly act: Exclude<Act, { what: 'end' }>; readonly key: string; readonly papers: Papers; readonly at: { readonly device: number; readonly place: number } };
