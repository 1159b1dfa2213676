/** How the messenger's API answers this process, for the page of health: every call of the bot says it, the page asks. */
export type Exchange = 'answered' | 'refused' | 'silent';

type Bot = { readonly heardAt: Date | null; readonly why: 'refused' | 'silent' | null; readonly since: Date };
let now: Bot | undefined;

/** Undefined: nothing has been asked of it here yet. `since`: when it was heard last, or when its trouble began. */
export const botNow = (): Bot | undefined => now;
export const botLeft = (): void => void (now = undefined);
export const botSaid = (how: Exchange, at = new Date()): void => {
  if (how === 'answered') now = { heardAt: at, why: null, since: at };
  else now = { heardAt: now?.heardAt ?? null, why: how, since: now && now.why !== null ? now.since : at };
};
