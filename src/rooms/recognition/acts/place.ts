import type { Read } from '../../../platform/db.ts';
import { placesIn, type PlaceGuess } from '../law/place/places.ts';
import { gazetteerNow } from '../store/places.ts';

/** A word of place or a street is in the first pages of a letter. */
const mostRead = 20_000;

/** The places a text speaks of, the first named first. `near`: the branch's own place or the chosen district; what lies in it is meant sooner. */
export const recognisePlace = async (q: Read, text: string, o: { readonly near?: string } = {}): Promise<readonly PlaceGuess[]> => placesIn(text.slice(0, mostRead), await gazetteerNow(q), o);
