/**
 * The one table of rooms: which room may open which other room's contract. Adding a word here is a visible decision.
 * `assignments` carries promises for every civic room, so any of them may open it (docs/decisions/0002).
 */
const foundation = ['people', 'units', 'calendar', 'files', 'notices', 'journal', 'recognition'] as const;

export const mayOpen = {
  journal: [],
  calendar: ['journal'],
  units: ['journal', 'calendar'],
  recognition: ['journal', 'units'],
  people: ['journal', 'units'],
  files: ['journal'],
  notices: ['journal', 'people', 'units', 'calendar'],
  assignments: ['people', 'units', 'calendar', 'files', 'journal', 'notices'],
  appeals: [...foundation, 'assignments'],
  // a visit's matter becomes an appeal in the visit's own transaction (docs/decisions/0019)
  reception: [...foundation, 'assignments', 'appeals'],
  indicators: [...foundation, 'appeals', 'assignments'],
  portal: [],
} as const satisfies Record<string, readonly string[]>;

export type Room = keyof typeof mayOpen;
