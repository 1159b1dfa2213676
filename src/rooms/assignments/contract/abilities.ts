/** What roles may be given over a unit. `assignment.report` is asked over the executor's body, the others over the branch that controls. */
export const abilities = ['assignment.read', 'assignment.give', 'assignment.control', 'assignment.decide_time', 'assignment.report', 'ladder.edit'] as const;
export type Ability = (typeof abilities)[number];
