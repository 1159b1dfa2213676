import type { RoomsMeasured } from './rooms.ts';

const ms = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** The smallest beside the largest register; what each room holds there stands above the table. */
export const roomsText = (all: readonly RoomsMeasured[]): string => {
  const largest = all.at(-1);
  if (!largest) return '';
  const found = (m: RoomsMeasured, name: string, room: string) => m.rows.find((row) => row.name === name && row.room === room);
  const cell = (m: RoomsMeasured, name: string, room: string): string => { const row = found(m, name, room); return row ? `${ms(row.p50)} / ${ms(row.p95)}` : ''; };
  return `## Every room

What the other rooms are asked, one after the other, with everything in them that belongs to so many appeals. Milliseconds, p50 / p95; BEGIN and COMMIT are counted among the statements; bytes compressed.

| beside | receptions | visits | notices | papers | leaves |
|--:|--:|--:|--:|--:|--:|
${all.map((m) => `| ${whole(m.size)} appeals | ${[m.office.receptions, m.office.visits, m.office.notices, m.office.papers, m.office.leaves].map(whole).join(' | ')} |`).join('\n')}

| room | asked | ${all.map((m) => whole(m.size)).join(' | ')} | statements | bytes |
|---|---|${all.map(() => '--:').join('|')}|--:|--:|
${largest.rows.map((row) => `| ${row.room} | ${row.name} | ${all.map((m) => cell(m, row.name, row.room)).join(' | ')} | ${row.statements} | ${row.bytes === null ? '' : whole(row.bytes)} |`).join('\n')}

| the journal, beside | leaves | sealed a second | verified a second | found whole |
|--:|--:|--:|--:|--:|
${all.map((m) => `| ${whole(m.size)} appeals | ${whole(m.journal.leaves)} | ${whole(m.journal.sealedPerSecond)} | ${whole(m.journal.verifiedPerSecond)} | ${m.journal.whole ? 'yes' : '**no**'} |`).join('\n')}
`;
};
