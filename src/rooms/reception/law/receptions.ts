export const receptionKinds = ['personal', 'open', 'video', 'outing'] as const;
export type ReceptionKind = (typeof receptionKinds)[number];
export const receptionStates = ['planned', 'under_way', 'held', 'missed', 'cancelled'] as const;
export type ReceptionState = (typeof receptionStates)[number];

export type Hours = { readonly fromMinute: number; readonly toMinute: number; readonly breakFrom: number | null; readonly breakTo: number | null };

/** The beginnings of places of `minutes` each: none reaches into the break or past the end; after the break they begin anew with it. */
export const slotTimes = (h: Hours, minutes: number): readonly number[] => {
  const parts: readonly (readonly [number, number])[] = h.breakFrom === null || h.breakTo === null ? [[h.fromMinute, h.toMinute]] : [[h.fromMinute, h.breakFrom], [h.breakTo, h.toMinute]];
  return parts.flatMap(([from, to]) => Array.from({ length: Math.max(0, Math.floor((to - from) / minutes)) }, (_, at) => from + at * minutes));
};

export const overlap = (a: { readonly fromMinute: number; readonly toMinute: number }, b: { readonly fromMinute: number; readonly toMinute: number }): boolean => a.fromMinute < b.toMinute && b.fromMinute < a.toMinute;

export const receptionActs = ['change', 'begin', 'end', 'cancel'] as const;
export type ReceptionAct = (typeof receptionActs)[number];
/** Which act is possible in which state. One that was missed stays missed: the day is over. */
const possible: Readonly<Record<ReceptionAct, readonly ReceptionState[]>> = { change: ['planned'], begin: ['planned'], end: ['under_way'], cancel: ['planned'] };
export const isPossible = (act: ReceptionAct, state: ReceptionState): boolean => possible[act].includes(state);
