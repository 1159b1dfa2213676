export const personalKinds = ['iin', 'card', 'account', 'phone', 'email', 'document', 'birth', 'plate', 'address', 'social', 'name', 'health'] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** A place in a text that tells who somebody is. */
export type Personal = {
  readonly from: number; readonly to: number; readonly text: string; readonly what: PersonalKind;
  /** by its own check digit or its shape it can be nothing else */
  readonly sure: boolean;
};
