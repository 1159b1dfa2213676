/** What roles may be given over a unit; `appeal.read` over a branch or a body shows its matters. */
export const abilities = [
  'appeal.read', 'appeal.register', 'appeal.import', 'appeal.sort', 'appeal.assign', 'appeal.forward', 'appeal.forward_late',
  'appeal.clarify', 'appeal.extend', 'appeal.decide_extension', 'appeal.note', 'appeal.join', 'appeal.split',
  'appeal.answer', 'appeal.approve', 'appeal.redact', 'appeal.publish', 'appeal.see_iin', 'appeal.reissue',
] as const;
export type Ability = (typeof abilities)[number];
