import { fold } from '../../kernel/fold.ts';
import type { Lang } from '../../kernel/words.ts';

export const unitKinds = ['branch', 'body'] as const;
export type UnitKind = (typeof unitKinds)[number];
export const unitLevels = ['central', 'region', 'district', 'primary'] as const;
export type UnitLevel = (typeof unitLevels)[number];

export type Names = { readonly kk: string; readonly ru: string; readonly en: string };
export type Territory = { readonly code: string; readonly parentCode: string | null; readonly level: number; readonly kind: string; readonly names: Names; readonly path: readonly string[] };
export type Topic = { readonly code: string; readonly names: Names; readonly closed: boolean };
export type Unit = {
  readonly id: number; readonly kind: UnitKind; readonly level: UnitLevel; readonly code: string; readonly parentId: number | null;
  readonly path: readonly number[]; readonly territoryCode: string; readonly names: Names; readonly address: string | null; readonly phone: string | null;
  readonly profile: 'internal' | 'appk'; readonly calendar: string; readonly closingMinute: number; readonly closedOn: string | null;
};

export const nameOf = (thing: { readonly names: Names }, lang: Lang): string => thing.names[lang];

/** By name, as the language itself orders its letters: in Kazakh Қ stands after К, not after Я where the code of the letter is. */
export const inOrder = <T extends { readonly names: Names }>(things: readonly T[], lang: Lang): readonly T[] => things.toSorted((a, b) => collators[lang].compare(a.names[lang], b.names[lang]));
const collators: Readonly<Record<Lang, Intl.Collator>> = { kk: new Intl.Collator('kk'), ru: new Intl.Collator('ru'), en: new Intl.Collator('en') };

export const country = '000000000';

/**
 * КАТО: nine digits AB CD EF HIJ: region, district, okrug, place. The parent is the code with its last non-zero group zeroed.
 * Level 0 is the country, which the classifier itself does not list.
 */
export const katoParent = (code: string): { parentCode: string | null; level: number } => {
  const groups = [code.slice(0, 2), code.slice(2, 4), code.slice(4, 6), code.slice(6, 9)];
  const last = groups.findLastIndex((group) => Number(group) !== 0);
  if (last < 0) return { parentCode: null, level: 0 };
  const parent = groups.map((group, index) => (index >= last ? '0'.repeat(group.length) : group)).join('');
  return { parentCode: last === 0 ? country : parent, level: last + 1 };
};

/** What may be chosen today; `kept`: the one that stands there already, even when it was closed since. */
export const openTopics = <T extends Topic>(all: readonly T[], kept?: string | null): readonly T[] => all.filter((one) => !one.closed || one.code === kept);

/** Lower case, as in `roads` or `snow_ice`: it stands in addresses and in files of open data, and never changes. */
export const isTopicCode = (code: string): boolean => /^[a-z][a-z0-9_]{1,39}$/.test(code);

/** Stands before the number of an appeal: `BQ01-2026-000123`. */
export const isUnitCode = (code: string): boolean => /^[A-Z0-9]{2,10}$/.test(code);

/** What stands below is never of a higher level. */
export const mayHaveLevel = (level: UnitLevel, parentLevel: UnitLevel): boolean => unitLevels.indexOf(level) >= unitLevels.indexOf(parentLevel);

export const profiles = ['internal', 'appk'] as const;
export type Profile = (typeof profiles)[number];

export const isKato = (code: string): boolean => /^[0-9]{9}$/.test(code);

export const searchText = (names: Names): string => [...new Set([fold(names.kk), fold(names.ru), fold(names.en)])].join(' ');

/** A city with district rights stands in the classifier twice, as the district and as the town in it: people know one. The outer one stays. */
export const withoutTwins = (places: readonly Territory[]): readonly Territory[] =>
  places.filter((place) => !places.some((outer) => outer.code === place.path.at(-2) && fold(outer.names.kk) === fold(place.names.kk)));

/** A branch stands under a branch and a body under a body; nothing stands under itself. */
export const mayStandUnder = (child: { kind: UnitKind; id: number | null }, parent: { kind: UnitKind; path: readonly number[] }): boolean =>
  child.kind === parent.kind && (child.id === null || !parent.path.includes(child.id));
