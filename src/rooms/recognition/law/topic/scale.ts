/** The sums of the lexicon as logarithms of odds. Fitted on two regions together, rounded (docs/recognition.md). */
const slope = 1.2;
/** Long texts meet many entries by chance: each counts less the more there are. */
const crowding = 0.06;

/** Where a text says little, the commoner topics first: a fifth of the logarithm of their share in a branch's year (the demonstration's proportions). */
const before: Readonly<Record<string, number>> = {
  roads: 0.25, social: 0.2, water: 0.15, waste: 0.1, transport: 0.1, health: 0.1, housing_provision: 0.1, land_construction: 0.1, landscaping: 0.1, housing_maintenance: 0.1, power: 0.1,
  gas: -0.1, snow_ice: -0.1, ecology: -0.2, animals: -0.2, safety: -0.2, telecom: -0.2, parking: -0.25, culture_sport: -0.25, trade: -0.25, illegal_ads: -0.4, other: -0.5,
};

/** In the order of the codes. */
export const logitsOf = (sums: ReadonlyMap<string, number>, codes: readonly string[]): Float32Array => {
  let met = 0;
  for (const sum of sums.values()) met += Math.max(0, sum);
  const each = slope / (1 + crowding * met);
  return Float32Array.from(codes, (code) => (sums.get(code) ?? 0) * each + (before[code] ?? 0));
};

export const softmax = (logits: Float32Array): Float32Array => {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / all);
};
