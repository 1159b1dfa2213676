import type { LikenessResult } from './likeness.ts';

export type Likened = { readonly size: number; readonly results: readonly LikenessResult[] };

const ms = (value: number): string => (value >= 10 ? value.toFixed(0) : value.toFixed(1));

export const likenessText = (all: readonly Likened[]): string => all.length === 0 ? '' : `## Letters alike

What it costs to find the matters a new letter may be one with: the marks, the texts of what shares them, and their comparison; milliseconds.

| asked | appeals | p50 | p95 | most | alike |
|---|--:|--:|--:|--:|--:|
${all.flatMap(({ size, results }) => results.map((one) => `| ${one.asked} | ${size.toLocaleString('en')} | ${ms(one.p50)} | ${ms(one.p95)} | ${ms(one.most)} | ${one.found.toFixed(1)} |`)).join('\n')}
`;
