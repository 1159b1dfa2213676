/** From a resident's words to topic, place, urgency and what is personal. It suggests; a person decides. */
export type { Because, TopicGuess } from './law/topic/guess.ts';
export { learn, learnAnew, suggestTopics, suggestTopicsOf, unlearn } from './acts/topics.ts';
export { suggestTopics as suggestTopicsBy } from './law/topic/suggest.ts';
export { shippedTopics } from './law/topic/read.ts';
export { train, type Lesson } from './law/learn/lesson.ts';
export type { Learned } from './law/learn/learned.ts';
/** For `jauap evaluate`. */
export { bayes } from './law/evaluate/bayes.ts';
export { measure, noGuess, type Judged, type Measured } from './law/evaluate/measures.ts';
export { confusionPicture, type PictureWords } from './law/evaluate/picture.ts';
export { parse, type FindQuery, type FindWord } from './law/find/parse.ts';
export { marks, shortestBeginning, type Mark } from './law/find/marks.ts';
export { snippet, type Piece } from './law/find/snippet.ts';
export { shelf, type Shelved } from './law/find/shelf.ts';
export { nearWords, slipsForgiven } from './law/find/slips.ts';
export { foldedWord, termsOf, type Term } from './law/find/terms.ts';
export type { PlaceGuess } from './law/place/places.ts';
export { recognisePlace } from './acts/place.ts';
export { dangerOf, dangersIn, setEmergencyNumbers } from './acts/dangers.ts';
export type { Urgency } from './law/urgency/urgency.ts';
export { warningsOf, type RouteLoad, type RouteWarning } from './law/route/route.ts';
export { adviceOf } from './words/urgency.ts';
export { routeWords } from './words/route.ts';
export { personalIn } from './law/personal/personal.ts';
export { personalKinds, type Personal, type PersonalKind } from './law/personal/kinds.ts';
export type { Likened } from './law/likeness/gist.ts';
export { causeDays, likeEnough, likenessOf, metresBetween, nearMetres, readFor, type Alike, type LikeReason } from './law/likeness/likeness.ts';
export { askedOf, sketchOf } from './law/likeness/sketch.ts';
