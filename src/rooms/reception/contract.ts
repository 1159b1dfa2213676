/** No room opens this one: what people come to it with stands in contract/, by what it is for. */
export { abilities } from './contract/abilities.ts';
export type { AddDuty } from './contract/duties.ts';
