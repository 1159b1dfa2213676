/**
 * What a text may warn of, the gravest first: a matter is marked with the first that is found. `collapse`: something that falls or has fallen in;
 * `manhole`: an open manhole, a hole one falls into; `cold`: no heating in the cold months; `help`: somebody without help or medicine now.
 */
export const urgencySigns = ['suicide', 'violence', 'child', 'fire', 'gas', 'wire', 'collapse', 'help', 'manhole', 'cold', 'danger'] as const;
export type UrgencySign = (typeof urgencySigns)[number];
