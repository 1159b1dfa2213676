import { say, type Lang } from '../../../../kernel/words.ts';
import { liveWords } from '../../words/live.ts';

export type Point = { readonly lat: number; readonly lon: number; readonly accuracy: number };

// five places after the comma are about a metre
const degrees = (text: string, most: number): number | null => {
  const value = /^-?\d{1,3}(\.\d{1,20})?$/.test(text) ? Math.round(Number(text) * 1e5) / 1e5 : NaN;
  return Math.abs(value) <= most ? value : null;
};
const furthestMetres = 1_000_000;

/** Where the sender stands, when a script has asked and the box is still ticked. Nobody types it: what is no point is none. */
export const pointOf = (fields: Readonly<Record<string, string>>): Point | null => {
  const [lat, lon] = [degrees(fields['lat'] ?? '', 90), degrees(fields['lon'] ?? '', 180)];
  const accuracy = Math.ceil(Number(fields['accuracy'] || NaN));
  return fields['point'] === 'yes' && lat !== null && lon !== null && accuracy >= 0 && accuracy <= furthestMetres ? { lat, lon, accuracy } : null;
};

export const pointText = (lang: Lang, point: Point | null): string => (point ? say(lang, liveWords.point, { lat: String(point.lat), lon: String(point.lon), metres: point.accuracy }) : '');
