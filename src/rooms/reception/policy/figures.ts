import { able, anyone } from '../../../kernel/gate.ts';

/** What is counted is for everybody. */
export const anyoneMay = anyone;
/** The day and the week of one's own branch. */
export const overseersMay = able('reception.see');
