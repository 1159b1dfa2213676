import type { VNode } from 'preact';
import { say, type Lang } from '../../../../kernel/words.ts';
import { metresBetween } from '../../../recognition/contract.ts';
import { causeWords as w } from '../../words/causes.ts';

type Place = { readonly lat: number; readonly lon: number; readonly label: string; readonly main: boolean };

const [width, height, edge] = [360, 200, 30];
/** Two letters from one door are not drawn as if a street lay between them. */
const leastMetres = 200;

/** Where letters come from, north up, in their own distances and on no map of somebody else's. With fewer than two points there is nothing to see. */
export const PlacesPicture = ({ lang, points }: { lang: Lang; points: readonly Place[] }): VNode | null => {
  const [first] = points;
  if (!first || points.length < 2) return null;
  const [lats, lons] = [points.map((one) => one.lat), points.map((one) => one.lon)];
  const middle = { lat: (Math.min(...lats) + Math.max(...lats)) / 2, lon: (Math.min(...lons) + Math.max(...lons)) / 2 };
  const placed = points.map((one) => ({
    ...one, east: metresBetween(middle, { lat: middle.lat, lon: one.lon }) * Math.sign(one.lon - middle.lon), north: metresBetween(middle, { lat: one.lat, lon: middle.lon }) * Math.sign(one.lat - middle.lat),
  }));
  const perMetre = Math.min((width - 2 * edge) / Math.max(leastMetres, ...placed.map((one) => 2 * Math.abs(one.east))), (height - 2 * edge) / Math.max(leastMetres / 2, ...placed.map((one) => 2 * Math.abs(one.north))));
  return (
    <figure>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${say(lang, w.map)}: ${points.map((one) => one.label).join(', ')}`} width="480" class="chart">
        <rect x="0.5" y="0.5" width={width - 1} height={height - 1} fill="none" stroke="currentColor" stroke-opacity="0.2" />
        {placed.map((one) => {
          const [x, y] = [width / 2 + one.east * perMetre, height / 2 - one.north * perMetre];
          return (
            <g key={one.label}>
              <circle cx={x.toFixed(1)} cy={y.toFixed(1)} r={one.main ? 7 : 5} class={one.main ? 'fa' : 'fq'} />
              <text x={x.toFixed(1)} y={(y - 10).toFixed(1)} text-anchor={x < width / 3 ? 'start' : x > (2 * width) / 3 ? 'end' : 'middle'} font-size="12" fill="currentColor">{one.label.slice(one.label.lastIndexOf('-') + 1).replace(/^0+/, '№ ')}</text>
            </g>
          );
        })}
      </svg>
      <figcaption class="quiet small">{say(lang, w.map)}. {say(lang, w.mapScale, { metres: Math.round(width / perMetre / 10) * 10 })}</figcaption>
    </figure>
  );
};
