import type { Day } from '../../../../kernel/day.ts';
import type { Because } from '../topic/guess.ts';
import { urgencySigns, type UrgencySign } from '../../../../kernel/urgency.ts';
import { fold } from '../../../../kernel/fold.ts';
import { lexOf, parted, type Lex } from '../place/lex.ts';
import { defaultNumbers, servicesFor, type EmergencyNumbers } from './numbers.ts';
import { again, over, rules, type Rule } from './signs.ts';

/** A sign of danger with the words that say it, and whom to call, the first one first. */
export type Urgency = { readonly sign: UrgencySign; readonly from: number; readonly to: number; readonly because: readonly Because[]; readonly emergency: readonly string[] };

/** People heat from the middle of autumn to the middle of spring: months by number. */
const heating = [10, 11, 12, 1, 2, 3, 4];
const nearOnes = 5;
/** Of one group in one sentence: nobody writes more, and no made-up text may take all day. */
const mostHits = 40;

/** Every beginning of a word, with the groups it belongs to: a word is looked up once for all rules. */
const beginnings = new Map<string, number[]>();
const wholes = new Map<string, number[]>();
const spelt = new Map<string, number[]>();
const groupIds = new Map<string, number>();
const groupOf = (words: string): number => {
  const known = groupIds.get(words);
  if (known !== undefined) return known;
  const id = groupIds.size;
  groupIds.set(words, id);
  for (const word of words.split(' ').filter(Boolean)) {
    const [map, key] = word.endsWith('=') ? [wholes, word.slice(0, -1)] as const : word.endsWith('~') ? [spelt, word.slice(0, -1)] as const : [beginnings, word] as const;
    map.set(key, [...(map.get(key) ?? []), id]);
  }
  return id;
};
type Made = { readonly rule: Rule; readonly groups: readonly number[]; readonly negates: boolean; readonly unless: number | null };
const made: readonly Made[] = rules.map((rule) => ({
  rule, groups: rule.all.map(groupOf), negates: rule.all.some((words) => /(^| )(не|нет|жок|без)=/.test(words)), unless: rule.unless === undefined ? null : groupOf(rule.unless),
}));
const overGroups = over.map((all) => all.map(groupOf));
const againGroup = groupOf(again);
const longest = Math.max(...[...beginnings.keys()].map((key) => key.length));

/** Recall before precision: whoever reads decides. What is past, mended or denied in the same sentence is let go. */
export const urgencyOf = (text: string, o: { readonly on: Day; readonly numbers?: EmergencyNumbers }): readonly Urgency[] => {
  const season = heating.includes(Number(o.on.slice(5, 7)));
  const found = new Map<UrgencySign, Urgency>();
  for (const sentence of sentencesOf(lexOf(text))) {
    const where = placesOf(sentence);
    if (isOver(sentence, where)) continue;
    for (const one of made) {
      if (found.has(one.rule.sign) || (one.rule.season && !season)) continue;
      const hit = match(sentence, where, one);
      if (!hit) continue;
      const [from, to] = [sentence[hit.first]?.from ?? 0, sentence[hit.last]?.to ?? 0];
      const services = servicesFor[one.rule.sign];
      found.set(one.rule.sign, { sign: one.rule.sign, from, to, because: [{ from, to, text: text.slice(from, to) }], emergency: services.map((service) => (o.numbers ?? defaultNumbers)[service]) });
    }
  }
  return urgencySigns.flatMap((sign) => found.get(sign) ?? []);
};

const sentencesOf = (list: readonly Lex[]): readonly (readonly Lex[])[] => {
  const found: Lex[][] = [];
  list.forEach((one, at) => {
    // «Пахнет! газом!»: one or two words are no sentence of their own
    if (at === 0 || ((parted(list, at) || one.before.includes(';') || (one.capital && /^\.\s/.test(one.before))) && (found.at(-1)?.length ?? 0) > 2)) found.push([]);
    found.at(-1)?.push(one);
  });
  return found;
};

/** For each group, the words of the sentence that are of it. */
const placesOf = (sentence: readonly Lex[]): ReadonlyMap<number, readonly number[]> => {
  const where = new Map<number, number[]>();
  const note = (ids: readonly number[] | undefined, at: number) => {
    for (const id of ids ?? []) {
      const known = where.get(id);
      if (!known) where.set(id, [at]);
      else if (known.length < mostHits && known.at(-1) !== at) known.push(at);
    }
  };
  sentence.forEach((one, at) => {
    note(wholes.get(one.key), at);
    if (spelt.has(one.key)) note(spelt.get(fold(one.raw)), at);
    for (let length = 2; length <= Math.min(one.key.length, longest); length += 1) note(beginnings.get(one.key.slice(0, length)), at);
  });
  return where;
};

const isOver = (sentence: readonly Lex[], where: ReadonlyMap<number, readonly number[]>): boolean => {
  if ((where.get(againGroup) ?? []).length > 0) return false;
  const denied = (at: number) => sentence[at - 1]?.key === 'не';
  return overGroups.some((groups) => together(groups.map((id) => (where.get(id) ?? []).filter((at) => !denied(at))), 3) !== null);
};

type Hit = { readonly first: number; readonly last: number };

const match = (sentence: readonly Lex[], where: ReadonlyMap<number, readonly number[]>, { rule, groups, negates, unless }: Made): Hit | null => {
  if (groups.some((id) => !where.has(id))) return null;
  const denied = (at: number) => !negates && (sentence[at - 1]?.key === 'не' || sentence[at + 1]?.key === 'жок');
  const hit = together(groups.map((id) => (where.get(id) ?? []).filter((at) => !denied(at))), rule.within ?? nearOnes);
  if (!hit || (unless !== null && (where.get(unless) ?? []).some((at) => at >= hit.first - nearOnes && at <= hit.last + nearOnes))) return null;
  return hit;
};

/** One word of each group, no further from the one before than `within`; no word stands for two groups. */
const together = (groups: readonly (readonly number[])[], within: number): Hit | null => {
  const walk = (at: number, taken: readonly number[]): Hit | null => {
    const group = groups[at];
    if (!group) return { first: Math.min(...taken), last: Math.max(...taken) };
    for (const place of group) {
      if (taken.includes(place) || (taken.length > 0 && !taken.some((one) => Math.abs(one - place) <= within))) continue;
      const found = walk(at + 1, [...taken, place]);
      if (found) return found;
    }
    return null;
  };
  return walk(0, []);
};
