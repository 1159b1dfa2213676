/** What roles may be given over a unit. `reception.receive` is asked over the unit for which an official receives, the others over the branch. */
export const abilities = ['reception.see', 'reception.desk', 'reception.plan', 'reception.receive', 'reception.quiet', 'duty.edit', 'outing.plan', 'queue.set_up', 'device.revoke'] as const;
export type Ability = (typeof abilities)[number];
