/** Territories, branches, bodies and who answers for what. Read functions take an open transaction. */
export { below, branchFor, competentBody, openUnits, searchTerritories, territoriesByCodes, territoryChildren, topics, unitByCode, unitById, unitsByIds } from './store.ts';
export type { Competent } from './store.ts';
export { country, nameOf } from './law.ts';
export type { Names, Territory, Topic, Unit, UnitKind, UnitLevel } from './law.ts';
/** For setup, import and the demo: acts of the room, with their own policy and transaction. */
export { importTerritories, openUnit, setCompetence } from './acts.ts';
export type { Imported, Place } from './acts.ts';
export { regions } from './regions.ts';
export type { Region } from './regions.ts';
