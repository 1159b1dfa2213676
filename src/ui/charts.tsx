import { scaleLinear } from 'd3-scale';
import type { ComponentChildren, VNode } from 'preact';
import { count } from '../kernel/show.ts';
import { say, type Lang } from '../kernel/words.ts';
import { uiWords } from './words.ts';

export type Bar = { readonly label: ComponentChildren; readonly value: number | null; readonly tone?: 'fa' | 'fd' | 'fl' | 'fs' | 'fq' };

/** Bars a clerk reads in three seconds, the number written beside each. Null: too small to show. */
export const Bars = ({ lang, bars }: { lang: Lang; bars: readonly Bar[] }): VNode => {
  const width = scaleLinear().domain([0, Math.max(1, ...bars.map((bar) => bar.value ?? 0))]).range([0, 100]);
  return (
    <div class="bars">
      {bars.map((bar, at) => (
        <div key={at}>
          <span>{bar.label}</span>
          <span class="bar" aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect class={bar.tone ?? 'fa'} width={width(bar.value ?? 0).toFixed(2)} height="10" /></svg></span>
          <span class="number">{bar.value === null ? say(lang, uiWords.hiddenCount) : count(bar.value)}</span>
        </div>
      ))}
    </div>
  );
};

export type Part = { readonly label: string; readonly value: number | null; readonly tone: 'fd' | 'fs' | 'fl' | 'fq' | 'c1' };
export type Whole = { readonly label: ComponentChildren; readonly parts: readonly Part[] };

/** One bar for each whole, cut into its parts in the same order, every part named with its number below. Null: not given out; a bar with an unknown part would lie, so there is none. */
export const Shares = ({ lang, wholes }: { lang: Lang; wholes: readonly Whole[] }): VNode => (
  <div class="shares">
    {wholes.map(({ label, parts }, at) => {
      const width = scaleLinear().domain([0, Math.max(1, parts.reduce((sum, part) => sum + (part.value ?? 0), 0))]).range([0, 100]);
      const before = (place: number) => parts.slice(0, place).reduce((sum, part) => sum + (part.value ?? 0), 0);
      return (
        <div key={at}>
          <strong>{label}</strong>
          {parts.every((part) => part.value !== null) && <span class="bar" aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none">{parts.map((part, place) => <rect key={place} class={part.tone} x={width(before(place)).toFixed(2)} width={width(part.value ?? 0).toFixed(2)} height="10" />)}</svg></span>}
          <ul class="legend">{parts.filter((part) => part.value !== 0).map((part) => <li key={part.label}><svg viewBox="0 0 10 10" aria-hidden="true"><rect class={part.tone} width="10" height="10" /></svg>{part.label} <b>{part.value === null ? say(lang, uiWords.hiddenCount) : count(part.value)}</b></li>)}</ul>
        </div>
      );
    })}
  </div>
);

/** No `href`: nobody receives anything there, so there is neither a number nor a page. */
export type Tile = { readonly column: number; readonly row: number; readonly short: string; readonly name: string; readonly value: number | null; readonly href?: string };

const cell = 80;
/** Letters that fit into a tile at their own width; a longer name is drawn narrower. */
const widestName = 8;

/** A map of equal tiles: no region looks weightier for being wide. Shade by share of the largest, the number written in; a dash where there is none. */
export const TileMap = ({ lang, tiles, label }: { lang: Lang; tiles: readonly Tile[]; label: string }): VNode => {
  const without = say(lang, uiWords.mapWithout);
  const most = Math.max(1, ...tiles.map((tile) => tile.value ?? 0));
  const columns = Math.max(...tiles.map((tile) => tile.column)) + 1;
  const rows = Math.max(...tiles.map((tile) => tile.row)) + 1;
  const shade = (value: number | null) => (value === null || value === 0 ? 'c0' : `c${Math.min(4, Math.ceil((value / most) * 4))}`);
  const drawn = (tile: Tile, text: string) => (
    <>
      <title>{tile.name}</title>
      <rect class={shade(tile.value)} x={tile.column * cell} y={tile.row * cell} width={cell} height={cell} rx="6" />
      <text x={tile.column * cell + 6} y={tile.row * cell + 20} textLength={tile.short.length > widestName ? cell - 12 : undefined} lengthAdjust="spacingAndGlyphs">{tile.short}</text>{' '}
      <text x={tile.column * cell + 6} y={tile.row * cell + 46}>{text}</text>
    </>
  );
  return (
    <>
      <svg class="tiles" viewBox={`0 0 ${columns * cell} ${rows * cell}`} role="group" aria-label={label}>
        {tiles.map((tile) => (tile.href === undefined
          ? <g key={tile.name} class="none" role="img" aria-label={`${tile.short} – (${without}). ${tile.name}`}>{drawn(tile, '–')}</g>
          : <a key={tile.name} href={tile.href} aria-label={`${tile.short} ${tile.value === null ? `… (${say(lang, uiWords.hiddenCount)})` : count(tile.value)}. ${tile.name}`}>{drawn(tile, tile.value === null ? '…' : count(tile.value))}</a>))}
      </svg>
      {tiles.some((tile) => tile.href === undefined) && <p class="tiles hint small">«–» {without}</p>}
    </>
  );
};
