import { isLang, type Lang } from '../../../kernel/words.ts';
import { emptyDraft, matterFaults, personFaults, personIn, visitAct, type Draft, type Fault } from './draft.ts';
import { leftIn, take, withBlock, type Numbers } from './numbers.ts';
import { isFull } from './room.ts';
import type { Safe } from './safe.ts';
import { freshKey, sha256 } from './seal.ts';
import type { Act, Answer, Installing, Kit, PaperRef, Visit } from './wire.ts';

/** What waits to be handed over, in the order of `seq`; `place` is given when it is first sent, and stays. */
export type Entry = { readonly seq: number; readonly key: string; readonly act: Act; readonly place: number | null; readonly madeAt: number; readonly refused: string | null;
  /** as it was typed, for the minute in which it may be taken back */
  readonly draft: Draft | null };
/** What has arrived: enough for the list of the day. */
export type Done = { readonly seq: number; readonly place: number; readonly what: Act['what']; readonly number: string; readonly name: string; readonly madeAt: number; readonly quiet: boolean;
  readonly promiseId: number | null; readonly said: string | null; readonly conflict: string | null };
export type Settings = { readonly lang: Lang; readonly officialId: number | null; readonly place: number; readonly seq: number; readonly ending: boolean;
  /** by how much the tablet's clock was ahead of the house's when they last spoke */
  readonly aheadMs: number };
type Device = { readonly id: number; readonly token: string };
type State = { kit: Kit | null; device: Device; numbers: Numbers; settings: Settings; draft: Draft | null; entries: readonly Entry[]; done: readonly Done[];
  /** what was typed last found no room */
  full: boolean };

/** A finished visit can be taken back for a minute; until then it stays on the tablet. */
export const undoMs = 60_000;
const saveAfterMs = 400;
export const fewNumbers = 20;

const rowOf = (kind: 'entry' | 'done', seq: number): string => `${kind}/${String(seq).padStart(6, '0')}`;

/** Everything a new desk begins with. */
export const firstRows = ({ device, token, kit }: Installing, lang: Lang, now: number): Readonly<Record<string, unknown>> => ({
  kit, device: { id: device.id, token }, numbers: withKit({ appeal: [], visit: [] }, kit), settings: { lang, officialId: null, place: 0, seq: 0, ending: false, aheadMs: now - Date.parse(kit.madeAt) } satisfies Settings,
});
const withKit = (numbers: Numbers, { blocks, next }: Kit): Numbers => ({
  appeal: [blocks.appeal, ...next.appeal].reduce(withBlock, numbers.appeal), visit: [blocks.visit, ...next.visit].reduce(withBlock, numbers.visit),
});

/** The desk while it is open: what is seen is in memory, what is done is in the safe before it is shown. */
export const openDesk = async (safe: Safe, now: () => number = Date.now) => {
  const [kit, device, numbers, settings, draft, entries, done] = await Promise.all([
    safe.read<Kit>('kit'), safe.read<Device>('device'), safe.read<Numbers>('numbers'), safe.read<Settings>('settings'), safe.read<Draft>('draft'), safe.all<Entry>('entry/'), safe.all<Done>('done/')]);
  if (!device || !settings) throw new Error('a desk without its tablet');
  const state: State = { kit, device, numbers: numbers ?? { appeal: [], visit: [] }, settings, draft, entries, done, full: false };
  const listeners = new Set<() => void>();
  const tell = (): void => { for (const one of listeners) one(); };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: Promise<void> = Promise.resolve();

  /** In the safe first, then in sight. */
  const keep = async (rows: Readonly<Record<string, unknown>>, change: Partial<State>): Promise<void> => {
    const waiting = (change.entries ?? state.entries).length;
    await safe.change(rows, { waiting });
    Object.assign(state, change);
    tell();
  };
  const settle = (change: Partial<Settings>): Promise<void> => {
    const next = { ...state.settings, ...change };
    return keep({ settings: next }, { settings: next });
  };
  const full = (is: boolean): void => {
    if (state.full === is) return;
    state.full = is;
    tell();
  };
  /** What was typed reaches the safe at once; otherwise a moment after the last key. */
  const flush = (): Promise<void> => {
    if (timer === undefined) return told;
    clearTimeout(timer);
    timer = undefined;
    told = safe.change({ draft: state.draft }).then(() => full(false), (error: unknown) => {
      if (!isFull(error)) throw error;
      full(true);
    });
    return told;
  };
  const type = (next: Draft | null): void => {
    state.draft = next;
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), saveAfterMs);
    tell();
  };

  const enqueue = async (act: Act, more: { draft?: Draft; rows?: Readonly<Record<string, unknown>>; change?: Partial<State> } = {}): Promise<Entry> => {
    const seq = state.settings.seq + 1;
    const entry: Entry = { seq, key: freshKey(), act, place: null, madeAt: now(), refused: null, draft: more.draft ?? null };
    const next = { ...state.settings, seq, ...(act.what === 'end' ? { ending: true } : {}) };
    await keep({ [rowOf('entry', seq)]: entry, settings: next, ...more.rows }, { entries: [...state.entries, entry], settings: next, ...more.change });
    return entry;
  };

  /** Numbers, act and the empty draft are one change: a number is shown when it can no longer be lost. */
  const finish = async (typed: Draft): Promise<Entry | readonly Fault[] | 'numbers_out'> => {
    if (!state.kit) return 'numbers_out';
    const at = now();
    const faults = [...personFaults(personIn(typed)), ...typed.matters.flatMap((one, place) => matterFaults(state.kit as Kit, one, at).map((fault) => ({ ...fault, field: `${place}.${fault.field}` })))];
    if (faults.length > 0) return faults;
    const visit = typed.number === null ? take(state.numbers.visit, 1) : { given: [typed.number], rest: state.numbers.visit };
    const fresh = typed.matters.filter((one) => one.outcome === 'registered' && one.appealNumber === null).length;
    const appeals = take(state.numbers.appeal, fresh);
    const number = visit?.given[0];
    if (!visit || !appeals || number === undefined) return 'numbers_out';
    let used = 0;
    const matters = typed.matters.map((one) => (one.outcome === 'registered' && one.appealNumber === null ? { ...one, appealNumber: appeals.given[used++] ?? null } : one));
    const secret = typed.secret ?? base64url(crypto.getRandomValues(new Uint8Array(16)));
    const numbered = { ...typed, number, matters, secret };
    const act = visitAct(state.kit, numbered, state.settings.lang, await sha256(new TextEncoder().encode(secret)), at);
    const rest: Numbers = { visit: visit.rest, appeal: appeals.rest };
    clearTimeout(timer);
    timer = undefined;
    return enqueue(act, { draft: numbered, rows: { numbers: rest, draft: null }, change: { numbers: rest, draft: null } });
  };

  const mayUndo = (entry: Entry): boolean => entry.draft !== null && entry.place === null && now() - entry.madeAt < undoMs && !state.settings.ending;

  return {
    state: state as Readonly<State>,
    now,
    listen: (one: () => void) => {
      listeners.add(one);
      return () => void listeners.delete(one);
    },
    flush, type, finish, mayUndo, settle,
    lang: (lang: string): Promise<void> => (isLang(lang) ? settle({ lang }) : Promise.resolve()),
    begin: (): void => { if (state.kit) type(emptyDraft(state.kit, now(), state.settings.officialId)); },
    /** Back on the table with the numbers it was given: nobody else gets them. */
    undo: async (entry: Entry): Promise<boolean> => {
      if (!mayUndo(entry) || state.draft !== null) return false;
      await keep({ [rowOf('entry', entry.seq)]: null, draft: entry.draft }, { entries: state.entries.filter((one) => one.seq !== entry.seq), draft: entry.draft });
      return true;
    },
    drop: async (): Promise<void> => {
      clearTimeout(timer);
      timer = undefined;
      const papers = state.draft?.matters.flatMap((one) => one.papers) ?? [];
      await keep({ draft: null, ...Object.fromEntries(papers.map((paper) => [`paper/${paper.key}`, null])) }, { draft: null });
    },
    put: (promiseId: number, said: string): Promise<Entry> => enqueue({ what: 'promise_put', promiseId, at: new Date(now()).toISOString(), said: said.trim() }),
    end: (): Promise<Entry | undefined> => (state.settings.ending ? Promise.resolve(undefined) : enqueue({ what: 'end', at: new Date(now()).toISOString() })),
    /** In the safe before it is named anywhere. */
    keepPaper: async (bytes: Uint8Array<ArrayBuffer>, name: string): Promise<PaperRef> => {
      const paper = { key: freshKey(), name, bytes: bytes.length, sha256: await sha256(bytes) };
      await safe.change({ [`paper/${paper.key}`]: bytes });
      return paper;
    },
    paper: (key: string): Promise<Uint8Array<ArrayBuffer> | null> => safe.bytes(`paper/${key}`),
    dropPaper: (key: string): Promise<void> => safe.change({ [`paper/${key}`]: null }),
    /** The first that may go now; what can still be taken back waits, and all after it. */
    nextUp: (): Entry | null => {
      const first = state.entries[0];
      return first && !mayUndo(first) ? first : null;
    },
    /** Its place among all that was ever handed over, kept before the first try. */
    placed: async (entry: Entry): Promise<Entry & { readonly place: number }> => {
      const { place } = entry;
      if (place !== null) return { ...entry, place };
      const given = { ...entry, place: state.settings.place + 1, draft: null };
      const settings = { ...state.settings, place: given.place };
      await keep({ [rowOf('entry', entry.seq)]: given, settings }, { entries: state.entries.map((one) => (one.seq === entry.seq ? given : one)), settings });
      return given;
    },
    arrived: async (entry: Entry & { readonly place: number }, answer: Exclude<Answer, { state: 'waits_for' }>): Promise<void> => {
      const done = doneOf(entry, answer);
      const papers = papersOf(entry.act);
      await keep({ [rowOf('entry', entry.seq)]: null, [rowOf('done', entry.seq)]: done, ...Object.fromEntries(papers.map((paper) => [`paper/${paper.key}`, null])) },
        { entries: state.entries.filter((one) => one.seq !== entry.seq), done: [...state.done, done] });
    },
    refused: async (entry: Entry, code: string | null): Promise<void> => {
      const next = { ...entry, refused: code };
      await keep({ [rowOf('entry', entry.seq)]: next }, { entries: state.entries.map((one) => (one.seq === entry.seq ? next : one)) });
    },
    renewed: async (kit: Kit): Promise<void> => {
      const numbers = withKit(state.numbers, kit);
      const settings = { ...state.settings, aheadMs: now() - Date.parse(kit.madeAt) };
      await safe.change({ kit, numbers, settings }, { wipeAt: Date.parse(kit.wipeAt) });
      Object.assign(state, { kit, numbers, settings });
      tell();
    },
    /** The day of wiping has come and not everything has arrived: only that is kept, sealed. */
    purge: async (): Promise<void> => {
      const gone = ['kit', 'draft', 'numbers', ...state.done.map((one) => rowOf('done', one.seq)), ...(state.draft?.matters.flatMap((one) => one.papers.map((paper) => `paper/${paper.key}`)) ?? [])];
      await keep(Object.fromEntries(gone.map((name) => [name, null])), { kit: null, draft: null, done: [] });
    },
    isLow: (): boolean => leftIn(state.numbers.visit) < fewNumbers || leftIn(state.numbers.appeal) < fewNumbers,
    /** The last number given out of each series; 0: none yet. */
    lastGiven: (): { readonly appeal: number; readonly visit: number } => ({ appeal: lastOf(state.numbers.appeal), visit: lastOf(state.numbers.visit) }),
    shut: safe.shut,
  };
};
export type Desk = Awaited<ReturnType<typeof openDesk>>;

const lastOf = (all: Numbers['appeal']): number => all.reduce((last, { block, next }) => (next > block.from ? next - 1 : last), 0);
const base64url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
export const papersOf = (act: Act): readonly PaperRef[] => (act.what === 'visit' ? act.matters.flatMap((one) => one.papers ?? []) : []);
const nameIn = ({ person }: Visit): string => [person.surname, person.given].join(' ');

const doneOf = ({ seq, act, madeAt }: Entry, answer: Exclude<Answer, { state: 'waits_for' }>): Done => ({
  seq, place: answer.place, what: act.what, madeAt, number: act.what === 'visit' ? act.number : '', name: act.what === 'visit' ? nameIn(act) : '', quiet: act.what === 'visit' && act.quiet === true,
  promiseId: act.what === 'promise_put' ? act.promiseId : null, said: act.what === 'promise_put' ? act.said : null, conflict: answer.state === 'conflict' ? answer.code : null,
});
