/** How the reading of the mailbox goes in this process, for the page of health: the reader says it, the page asks. */
let down: Date | null | undefined;

/** Since when it cannot be read; null: it is read; undefined: nobody reads it here. */
export const mailboxDownSince = (): Date | null | undefined => down;
export const mailboxRead = (): void => void (down = null);
export const mailboxDown = (at: Date): void => void (down ??= at);
export const mailboxLeft = (): void => void (down = undefined);
