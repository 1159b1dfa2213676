import { carryOut } from './acts/moves.ts';

/** What is asked of this room by name: dates that are too many to be moved while somebody waits. */
export const jobs = { 'calendar:move': carryOut } as const;
