import { specifiers, targetOf, type Source } from './check.ts';

/** Every file of `sources`, and what it opens among them. A type is an import too: whoever reads one file has to read the other. */
const opened = (sources: readonly Source[]): ReadonlyMap<string, readonly string[]> => {
  const known = new Set(sources.map(({ path }) => path));
  return new Map(sources.map((source) => [source.path, [...new Set(specifiers(source.text).map(({ from }) => targetOf(source.path, from)))].filter((to) => known.has(to))]));
};

/** Circles of imports, each with its way round. There is none exactly where this names none; of several through one import it names one. */
export const circlesIn = (sources: readonly Source[]): readonly string[] => {
  const graph = opened(sources);
  const found: string[] = [];
  const left = new Set<string>();
  const go = (path: string, above: readonly string[]): void => {
    if (above.includes(path)) return void found.push([...above.slice(above.indexOf(path)), path].join(' → '));
    if (left.has(path)) return;
    for (const next of graph.get(path) ?? []) go(next, [...above, path]);
    left.add(path);
  };
  for (const path of graph.keys()) go(path, []);
  return found;
};
