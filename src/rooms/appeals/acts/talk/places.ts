import { fold } from '../../../../kernel/fold.ts';
import type { Read } from '../../../../platform/db.ts';
import { searchTerritories, territoriesByCodes, withoutTwins, type Territory } from '../../../units/contract.ts';
import type { Place, Told } from '../../law/talk.ts';

const most = 15;

/** The places that one typed line may mean: the whole line, else its piece between commas that is a place; the other pieces are the address. */
export const placesFor = async (q: Read, typed: string): Promise<Extract<Told, { told: 'places' }>> => {
  const pieces = typed.split(/[,;\n]/).map((piece) => piece.trim()).filter((piece) => piece.length > 1);
  for (const piece of pieces.length > 1 ? [typed, ...pieces] : [typed]) {
    const found = withoutTwins(await searchTerritories(q, piece, most));
    if (found.length === 0) continue;
    const exact = found.filter((one) => [one.names.kk, one.names.ru, one.names.en].some((name) => fold(name) === fold(piece)));
    const meant = found.length === 1 ? found[0] : exact.length === 1 ? exact[0] : undefined;
    const places = await withOuter(q, found);
    const rest = piece === typed ? [] : pieces.filter((one) => one !== piece);
    return { told: 'places', places, meant: meant ? (places.find((one) => one.code === meant.code) ?? null) : null, rest: rest.join(', ') };
  }
  return { told: 'places', places: [], meant: null, rest: '' };
};

const withOuter = async (q: Read, found: readonly Territory[]): Promise<readonly Place[]> => {
  const above = await territoriesByCodes(q, found.flatMap((one) => one.path.slice(-2, -1)));
  return found.map((one) => {
    const outer = above.get(one.path.at(-2) ?? '');
    return { code: one.code, text: one.names, within: outer && outer.level > 0 ? outer.names : null };
  });
};
