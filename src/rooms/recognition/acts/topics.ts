import { wallClock } from '../../../kernel/day.ts';
import type { Read, Tx } from '../../../platform/db.ts';
import { openTopics, topics } from '../../units/contract.ts';
import { changesBack, changesOf, train, type Lesson } from '../law/learn/lesson.ts';
import type { TopicGuess } from '../law/topic/guess.ts';
import { readingOf, type Reading } from '../law/topic/read.ts';
import { suggestTopics as suggest } from '../law/topic/suggest.ts';
import { mayLearn } from '../policy.ts';
import { learnedNow, learnerLocked, writeAnew, writeLesson } from '../store/learned.ts';

const openCodes = async (q: Read): Promise<readonly string[]> => openTopics(await topics(q)).map((topic) => topic.code);
const marksIn = (reading: Reading): readonly number[] => reading.marks.map(({ mark }) => mark);

/** The three likeliest of the installation's open topics, by the lexicon and by what was learned from its decisions. */
export const suggestTopics = async (q: Read, text: string): Promise<readonly TopicGuess[]> => suggest(text, await learnedNow(q), await openCodes(q));
/** As `suggestTopics`, for each of several texts: what was learned is asked once. */
export const suggestTopicsOf = async (q: Read, texts: readonly string[]): Promise<readonly (readonly TopicGuess[])[]> => {
  if (texts.length === 0) return [];
  const [learned, open] = await Promise.all([learnedNow(q), openCodes(q)]);
  return texts.map((text) => suggest(text, learned, open));
};

/** `eventId`: of the event that told of the decision; heard twice it teaches once. */
type When = { readonly at: Date; readonly eventId?: string | null };

/** One decision of a person, with what it stands instead of. Best in a job of its own: lessons wait for each other. */
export const learn = async (tx: Tx, lesson: Lesson & When): Promise<void> => {
  const reading = readingOf(lesson.text);
  const { at, eventId = null } = lesson;
  const learned = await learnerLocked(tx, marksIn(reading), eventId);
  if (learned) await writeLesson(tx, mayLearn(), { changes: changesOf(reading, lesson, learned, await openCodes(tx)), onDay: wallClock(at.getTime()).on, eventId, count: 1 });
};

/** Takes back what was learned from a decision that stands no more and has none in its place. */
export const unlearn = async (tx: Tx, { text, topicCode, at, eventId = null }: { readonly text: string; readonly topicCode: string } & When): Promise<void> => {
  const reading = readingOf(text);
  const learned = await learnerLocked(tx, marksIn(reading), eventId);
  if (learned) await writeLesson(tx, mayLearn(), { changes: changesBack(reading, topicCode), onDay: wallClock(at.getTime()).on, eventId, count: -1 });
};

/**
 * Forgets everything and learns it anew, the same for the same history. `history` is read once no other lesson can come in between: what stands decided now.
 * Gives back how many decisions there were and how many weights were worth keeping.
 */
export const learnAnew = async (tx: Tx, history: () => Promise<readonly Lesson[]>, at: Date): Promise<{ readonly lessons: number; readonly weights: number }> => {
  await learnerLocked(tx, [], null);
  const lessons = await history();
  const weights = await writeAnew(tx, mayLearn(), train(lessons, await openCodes(tx)), lessons.length === 0 ? null : wallClock(at.getTime()).on);
  return { lessons: lessons.length, weights };
};
