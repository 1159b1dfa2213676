/** How the messenger's API answers this process, for the page of health: every call of whoever reads the bot says it, the page asks. */
export type Exchange = 'answered' | 'refused' | 'silent';

/** `polled`: asked for updates again and again; else it is told them, and may have nothing to say for days */
type Bot = { readonly at: Date; readonly why: 'refused' | 'silent' | null; readonly since: Date; readonly polled: boolean };
let now: Bot | undefined;

/** Whoever asks for updates hears something in less than this: a long poll takes 25 s, one that is not answered 40 s and a rest of 30 s. Of a reader that became silent itself another machine knows more. */
const staleMs = 120_000;

/** Undefined: it is not read here. `since`: when it was heard last, or when its trouble began. */
export const botNow = (moment = Date.now()): Bot | undefined => (now?.polled && moment - now.at.getTime() > staleMs ? undefined : now);
export const botLeft = (): void => void (now = undefined);
export const botSaid = (how: Exchange, polled: boolean, at = new Date()): void => {
  const before = botNow(at.getTime());
  if (how === 'answered') now = { at, why: null, since: at, polled };
  else now = { at, why: how, since: before && before.why !== null ? before.since : at, polled };
};

const troubleAsksAgainMs = 60_000;
/** Whoever is told of updates may have nothing to send for hours: one call that failed would be called silence so long. `ask` is made until one is answered. */
export const asksAfterTrouble = (ask: () => void, signal: AbortSignal): ((how: Exchange) => void) => {
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer));
  return (how) => {
    clearTimeout(timer);
    if (how !== 'answered' && !signal.aborted) timer = setTimeout(ask, troubleAsksAgainMs).unref();
  };
};
