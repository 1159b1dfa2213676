/** Territories, branches, bodies and who answers for what. Read functions take an open transaction. */
export { anyBranch, below, branchFor, competentBodies, competentBody, openUnits, searchTerritories, territoriesByCodes, territoriesUpwards, territoryChildren, unitByCode, unitById, unitsByIds } from './store.ts';
export type { Competent } from './store.ts';
export { topicStands, topics } from './store/topics.ts';
export { everyPlace, placesVersion } from './store/places.ts';
export { answeringIn } from './store/competences.ts';
export { country, inOrder, nameOf, openTopics, withoutTwins } from './law.ts';
export type { Names, Territory, Topic, Unit, UnitKind, UnitLevel } from './law.ts';
/** For setup, import and the demo: acts of the room, with their own policy and transaction. */
export { importTerritories, openUnit, setCompetence } from './acts.ts';
export { firstUnitRefused, openFirst, type FirstUnit } from './acts/first.ts';
export { changeUnit, closeUnit, moveUnit, renameUnit } from './acts/units.ts';
export { endCompetence } from './acts/competences.ts';
export { addTopic, closeTopic, moveTopic, renameTopic, reopenTopic } from './acts/topics.ts';
export type { Imported, Place } from './acts.ts';
export { regions } from './regions.ts';
export type { Region } from './regions.ts';
export { managersMay as unitManagersMay } from './policy.ts';
