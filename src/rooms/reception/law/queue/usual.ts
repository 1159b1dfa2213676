/** What most waiting rooms have: a beginning that an administrator changes. Names and sources stand in words/queue-usual.ts. */
export const usualLanes = [{ letter: 'A', forReceptions: false }, { letter: 'B', forReceptions: true }, { letter: 'C', forReceptions: false }] as const;
export type UsualLane = (typeof usualLanes)[number]['letter'];
export const usualDesks = ['1', '2', '3'] as const;
export const usualPriorities = [{ code: 'disability', afterOthers: 0 }, { code: 'small_child', afterOthers: 2 }, { code: 'elderly', afterOthers: 3 }] as const;
export type UsualPriority = (typeof usualPriorities)[number]['code'];
