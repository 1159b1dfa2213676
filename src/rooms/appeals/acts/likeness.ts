import type { Actor } from '../../../kernel/actor.ts';
import type { Day } from '../../../kernel/day.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import type { Read } from '../../../platform/db.ts';
import { likeEnough, likenessOf, readFor, type Alike, type Likened, type LikeReason } from '../../recognition/contract.ts';
import { isOpen, type Stage } from '../law/stages.ts';
import { mayRead, type Matter } from '../policy.ts';
import { alikeIds, alikePublished, candidates, lettersOf, membersOf, samePersonOf, type Candidate, type Published, type SamePerson } from '../store/likeness.ts';
import { branchAt } from './around.ts';

/** What a letter may be joined to, as a cause with its letters. A machine suggests, a person decides (product.md, rule 5). */
export type Proposal = {
  readonly number: string; readonly text: string; readonly stage: Stage; readonly as: 'repeat' | 'common';
  readonly score: number; readonly reasons: readonly LikeReason[];
  /** the letters of it the reader may see, the main one among them */
  readonly letters: number; readonly streets: number; readonly since: Day;
};
const mostShown = 3;

export type New = Likened & { readonly on: Day; readonly branchId: number; readonly id?: number };

/** For a letter that is coming in, or one in hand: causes nearby, and the same person's earlier letters. Within the reader's sight. */
export const proposals = async (q: Read, actor: Actor, letter: New, who: SamePerson | null): Promise<readonly Proposal[]> => (await proposalsOf(q, actor, [letter], who))[0] ?? [];

/** As `proposals`, for each of several letters of one person: asked together. */
export const proposalsOf = async (q: Read, actor: Actor, letters: readonly New[], who: SamePerson | null): Promise<readonly (readonly Proposal[])[]> => {
  if (letters.length === 0) return [];
  const [near, before]: [readonly (readonly number[])[], readonly number[]] = await Promise.all([alikeIds(q, letters), who === null ? [] : lettersOf(q, who)]);
  const found = await candidates(q, [...new Set([...near.flat(), ...before])]);
  const bests = letters.map((letter, at) => bestOf(letter, found.filter((one) => before.includes(one.id) || near[at]?.includes(one.id)), before));
  const ids = [...new Set(bests.flatMap((best) => [...best.keys()]))];
  const [mains, members] = await Promise.all([candidates(q, ids), membersOf(q, ids)]);
  return bests.map((best) => mains.flatMap((main) => {
    const one = best.get(main.id);
    if (!one || main.joinedTo !== null || isRefusal(mayRead(actor, seen(main))) || (one.as === 'common' && !isOpen(main.stage))) return [];
    return [proposalOf(main, members.filter((letterOf) => letterOf.joinedTo === main.id), one)];
  }).toSorted((a, b) => Math.round(10 * b.score) - Math.round(10 * a.score) || b.letters - a.letters || b.score - a.score).slice(0, mostShown));
};

type Best = ReadonlyMap<number, { readonly alike: Alike; readonly as: Proposal['as'] }>;
/** Of each cause the letter that is most like this one. */
const bestOf = (letter: New, found: readonly Candidate[], before: readonly number[]): Best => {
  const own = readFor(letter);
  const others = found.filter((one) => one.id !== letter.id && one.joinedTo !== letter.id && one.branchId === letter.branchId && (letter.id === undefined || one.id < letter.id));
  const best = new Map<number, { alike: Alike; as: Proposal['as'] }>();
  for (const one of others) {
    const as = before.includes(one.id) ? 'repeat' as const : 'common' as const;
    const alike = likenessOf(own, readFor(one), { as });
    const main = one.joinedTo ?? one.id;
    if (alike.score >= likeEnough && main !== letter.id && alike.score > (best.get(main)?.alike.score ?? 0)) best.set(main, { alike, as });
  }
  return best;
};

const seen = (one: Candidate): Matter => one;

const proposalOf = (main: Candidate, joined: readonly Candidate[], { alike, as }: { alike: Alike; as: Proposal['as'] }): Proposal => {
  const all = [main, ...joined];
  return {
    number: main.number, text: main.text, stage: main.stage, as, score: alike.score, reasons: alike.reasons,
    letters: all.length, streets: streetsOf(all), since: all.map((one) => one.on).toSorted()[0] ?? main.on,
  };
};

/** How many streets letters are of; 0 where none names one. */
export const streetsOf = (letters: readonly Likened[]): number => new Set(letters.flatMap((one) => readFor(one).gist.streets)).size;

/** For the matter's own page. */
export const proposalsFor = async (q: Read, actor: Actor, matterId: number): Promise<readonly Proposal[]> => {
  const [letter] = await candidates(q, [matterId]);
  if (!letter || letter.joinedTo !== null || !['registered', 'in_work'].includes(letter.stage) || (await membersOf(q, [letter.id])).length > 0) return [];
  return proposals(q, actor, letter, await samePersonOf(q, letter.id));
};

/** How surely two matters were one when somebody accepted the suggestion: kept with the act. */
export const scoreOf = async (q: Read, a: number, b: number, as: Proposal['as']): Promise<number | null> => {
  const [first, second] = await candidates(q, [a, b]);
  return first && second ? Math.round(likenessOf(readFor(first), readFor(second), { as }).score * 100) / 100 : null;
};

/** What a resident is shown before they send: published words of these weeks and of this very neighbourhood, and nothing else. */
export type PublicProposal = Pick<Published, 'number' | 'text' | 'lang' | 'on'> & { readonly reasons: readonly LikeReason[] };

export const publicProposals = async (q: Read, letter: Likened & { readonly territoryCode: string; readonly on: Day }): Promise<readonly PublicProposal[]> => {
  const branch = await branchAt(q, letter.territoryCode);
  if (!branch) return [];
  const own = readFor(letter);
  const found = await alikePublished(q, { ...letter, branchId: branch.id });
  return found.map((one) => ({ one, alike: likenessOf(own, readFor(one)) })).filter(({ alike }) => alike.score >= likeEnough && alike.placed)
    .toSorted((a, b) => b.alike.score - a.alike.score).slice(0, mostShown)
    .map(({ one, alike }) => ({ number: one.number, text: one.text, lang: one.lang, on: one.on, reasons: alike.reasons }));
};
