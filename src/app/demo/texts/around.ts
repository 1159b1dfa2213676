/**
 * Everything said around a letter and its answer, in one language. `questions` and `replies` go in pairs. What ends in `Works` is said only
 * where something is repaired or cleaned, what ends in `Words` only where the answer was an explanation.
 */
export type Around = Readonly<Record<
  | 'greetings' | 'thanks' | 'politeThanks' | 'solvedWorks' | 'solvedWords' | 'partly' | 'partlyWorks' | 'notSolvedWorks' | 'notSolvedWords' | 'notSolved' | 'questions' | 'replies'
  | 'interim' | 'interimWorks' | 'notes' | 'notesWorks' | 'forwarded' | 'forwardedWorks' | 'instructions' | 'instructionsWorks' | 'extensions' | 'extensionsWorks'
  | 'tasks' | 'taskReports' | 'anyway' | 'returns' | 'withdrawals' | 'additions' | 'again' | 'crowd' | 'solved', readonly string[]
>>;
