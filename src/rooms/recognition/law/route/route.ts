/**
 * How it stands with the body that answers for a topic in a place. `open` and `late` are counted up to `most` and no further. `had` and `handedOn`: of the matters of
 * this topic that came to it in the last twelve months, and of those how many it gave to another body.
 */
export type RouteLoad = { readonly open: number; readonly late: number; readonly had: number; readonly handedOn: number; readonly most: number };

export type RouteWarning =
  | { readonly warning: 'backlog'; readonly open: number; readonly late: number; readonly openMore: boolean; readonly lateMore: boolean }
  | { readonly warning: 'hands_on'; readonly percent: number; readonly had: number };

/** So few late ones are a bad week, not a backlog. */
const leastLate = 5;
/** A fifth of what is open. */
const lateShare = 0.2;
/** Below so many matters a share says nothing (product.md: no share of a handful). */
const leastHad = 10;
const handsOnShare = 0.3;

/** What whoever sends it there should know first. Nothing here hinders: the body stays the competent one. */
export const warningsOf = ({ open, late, had, handedOn, most }: RouteLoad): readonly RouteWarning[] => {
  const isLate = late >= leastLate && (late >= most || late >= open * lateShare);
  const backlog: readonly RouteWarning[] = isLate || open >= most ? [{ warning: 'backlog', open, late, openMore: open >= most, lateMore: late >= most }] : [];
  const share = had === 0 ? 0 : handedOn / had;
  return had >= leastHad && share >= handsOnShare ? [...backlog, { warning: 'hands_on', percent: Math.round(share * 100), had }] : backlog;
};
