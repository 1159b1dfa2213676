import type { Filled, Line, Said } from './table.ts';
import type { World } from './world.ts';

/** Plain "you may not" and "there is no such thing" are the empty cell; any other reason is told under the table. */
const plainNo = ['not_allowed', 'appeal_not_found', 'assignment_not_found', 'duty_not_found', 'reception_not_found', 'visit_not_found', 'promise_not_found', 'booking_not_found', 'ticket_not_found'];
const quiet = ['no post', 'The clock'];

type Notes = { readonly of: (code: string) => string; readonly list: () => readonly string[] };
const marks = ['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
const notes = (sentence: (code: string) => string): Notes => {
  const found: string[] = [];
  return {
    of: (code) => {
      if (!found.includes(code)) found.push(code);
      return marks[found.indexOf(code)] ?? `(${found.indexOf(code) + 1})`;
    },
    list: () => found.map((code, at) => `${marks[at] ?? `(${at + 1})`} ${sentence(code)}`),
  };
};

const cell = (said: ReadonlyMap<string, Said> | undefined, note: Notes): string => {
  const entries = [...(said ?? [])];
  const done = entries.filter(([, code]) => code === 'done').map(([relation]) => relation);
  const reasons = Map.groupBy(entries.filter(([, code]) => code !== 'done' && !plainNo.includes(code)), ([, code]) => code);
  const all = entries.length > 1 && done.length === entries.length;
  const parts = [
    ...(all ? ['everywhere'] : done),
    ...[...reasons].map(([code, which]) => `${which.length === entries.length ? '' : which.map(([relation]) => relation).join(', ')}${note.of(code)}`),
  ];
  return parts.length === 0 ? '–' : parts.join(', ');
};

const table = (group: Filled, columns: readonly (readonly [key: string, title: string])[], sentence: (code: string) => string): string => {
  const note = notes(sentence);
  const row = (line: Line) => `| ${[line.deed, ...columns.map(([key]) => cell(line.said.get(key), note))].join(' | ')} |`;
  const rows = group.lines.map(row);
  const list = note.list();
  return [
    `## ${group.title}`, '', group.about, '',
    `| | ${columns.map(([, title]) => title).join(' | ')} |`, `|---|${columns.map(() => '---').join('|')}|`, ...rows,
    ...(list.length > 0 ? ['', ...list.map((one) => `${one}  `)] : []),
  ].join('\n').trimEnd();
};

export const permissions = (w: World, filled: readonly Filled[], sentence: (code: string) => string): string => {
  const roles = w.roles.map((role) => [role.code, role.name] as const);
  const columns = [['Visitor', 'Anybody'], ['The person', 'The person with the link'], ...roles, ['two posts', 'Somebody with two posts']] as const;
  const used = (group: Filled) => columns.filter(([key]) => group.lines.some((line) => line.said.has(key)));
  return `# Who may do what

Written from the house itself: every act below was tried by everybody in every place, on a matter for which nothing else stood in the way.
A cell says from where it was done; **–** means that nobody of that column may. Whoever is refused leaves nothing behind (checked by the rows of the whole database).
Written anew by \`UPDATE=1 npx vitest run test/authorization\`; a test fails while this file and the house differ.

The matter came to a district branch (**own branch**). Above it are the **branch above** (the region's) and the **country branch**; below it the **branch below**;
beside it the **neighbour branch** and a branch of an **other region**. It is with a body of the district: **given to them** is the person it was given to, **same body** a colleague.
The **body before** had it in hand earlier; the **body above** is the body over that body; the **other body** never had it.

${filled.map((group) => table(group, used(group), sentence)).join('\n\n')}
`;
};

/** Nobody without a post, and nothing but the clock's own act, is worth a column: they are asked all the same. */
export const unexpected = (filled: readonly Filled[], publicDeeds: readonly string[]): readonly string[] =>
  filled.flatMap((group) => group.lines.flatMap((line) => quiet.slice(0, 1).flatMap((column) => [...(line.said.get(column) ?? [])].filter(([, code]) => code === 'done' && !publicDeeds.includes(line.deed)).map(() => line.deed))));
