import type { Template } from '../rooms/notices/contract.ts';
import { letterTakenWords } from '../rooms/appeals/words/letters.ts';
import { noticesOfAppeals, staffNoticesOfAppeals } from '../rooms/appeals/words/notices.ts';
import { noticesOfReception, staffNoticesOfReception } from '../rooms/reception/words/notices.ts';
import { noticesOfAssignments } from '../rooms/assignments/words/notices.ts';

/** The answer to a letter goes in the transaction that registers it; no event of a room brings it. */
const letterTaken: Template = { code: 'appeal.letter_taken', to: 'holder', urgent: true, owed: true, secret: true, about: letterTakenWords.about, subject: letterTakenWords.subject, text: letterTakenWords.text };

/** Everything the house says of its own accord. */
export const allNotices: readonly Template[] = [
  letterTaken,
  ...Object.entries(noticesOfAppeals).map(([code, one]): Template => ({ code, to: 'holder', urgent: true, ...one })),
  ...Object.entries(staffNoticesOfAppeals).map(([code, one]): Template => ({ code, to: 'staff', ...one })),
  ...Object.entries(noticesOfAssignments).map(([code, one]): Template => ({ code, to: 'staff', ...one })),
  ...Object.entries<Omit<Template, 'code' | 'to' | 'urgent'>>(noticesOfReception).map(([code, one]): Template => ({ code, to: 'holder', urgent: true, ...one })),
  ...Object.entries<Omit<Template, 'code' | 'to'>>(staffNoticesOfReception).map(([code, one]): Template => ({ code, to: 'staff', ...one })),
];
