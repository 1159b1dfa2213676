/** How often people write about what, out of about a hundred (topics.json, demo weights). */
const weights: Readonly<Record<string, number>> = {
  roads: 12, lighting: 4, snow_ice: 2, waste: 6, transport: 6, parking: 1, landscaping: 5, illegal_ads: 0.5, housing_maintenance: 5, heating: 4, water: 7, power: 5, gas: 2,
  utility_bills: 3, health: 6, education: 4, social: 9, labour: 4, housing_provision: 6, land_construction: 6, ecology: 1.5, animals: 1.5, safety: 1.5, culture_sport: 1,
  trade: 1, telecom: 1.5, gov_services: 3, other: 2.5,
};

/** Twelve numbers, January first: how much the season adds or takes. Heating in October–December, snow in January (practice.md). */
const seasons: Readonly<Record<string, readonly number[]>> = {
  heating: [1.6, 1.3, 0.9, 0.5, 0.2, 0.3, 0.3, 0.4, 1, 3.2, 3.4, 3],
  snow_ice: [8, 4, 1.5, 0, 0, 0, 0, 0, 0, 0, 2, 4],
  roads: [0.4, 0.4, 0.9, 1.6, 1.6, 1.4, 1.1, 1, 1, 0.9, 0.7, 0.5],
  landscaping: [0.2, 0.2, 0.8, 1.7, 1.7, 1.5, 1.4, 1.2, 1, 0.8, 0.4, 0.2],
  education: [0.8, 0.8, 0.8, 0.9, 1, 1, 0.7, 1.8, 2, 1.1, 0.9, 0.8],
};

export const topicCodes: readonly string[] = Object.keys(weights);
export const topicWeight = (topic: string, month: number): number => (weights[topic] ?? 1) * (seasons[topic]?.[month - 1] ?? 1);

/** What one broken thing makes many people write about. */
export const commonCauses: ReadonlySet<string> = new Set(['water', 'heating', 'power', 'snow_ice', 'transport', 'roads', 'waste']);

/** Where something is repaired, cleaned or cut; elsewhere papers are looked at. */
export const worksTopics: ReadonlySet<string> = new Set([
  'roads', 'lighting', 'snow_ice', 'waste', 'landscaping', 'illegal_ads', 'housing_maintenance', 'heating', 'water', 'power', 'gas', 'animals',
]);
