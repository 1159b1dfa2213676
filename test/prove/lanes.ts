/** A promise of trust.md, the tests that hold it, and when it counts as kept. */
export type Lane = { readonly name: string; readonly what: string; readonly passesWhen: string; readonly files: readonly string[]; /** the deep run does more of it */ readonly deeper?: true; /** servers of its own from Debian's packages: run by name or with --deep */ readonly drill?: true };

export const lanes: readonly Lane[] = [
  { name: 'kills', what: 'kill -9 of application and database under load', passesWhen: '0 lost, doubled, renumbered; back within 5 s', files: ['test/faults/kills.test.ts'], deeper: true },
  { name: 'power', what: 'power cuts, a lost and a frozen database, a standby that does not answer', passesWhen: '0 acknowledged lost; unknown is never success', files: ['test/faults/power-cut.test.ts', 'test/faults/lost-database.test.ts', 'test/faults/standby.test.ts', 'test/faults/outlive.test.ts'] },
  { name: 'keys', what: 'the same key eight times at once, cut at random points', passesWhen: 'rows = keys, equal answers, another body 422', files: ['test/faults/idempotency.test.ts'], deeper: true },
  { name: 'numbers', what: 'numbering', passesWhen: 'unique, gapless, in real-time order', files: ['test/faults/numbering.test.ts'], deeper: true },
  { name: 'outbox', what: 'notices with workers killed', passesWhen: '0 lost, none twice in effect', files: ['test/faults/notices.test.ts', 'test/telegram/kills.test.ts', 'test/mail/kill.test.ts'], deeper: true },
  { name: 'races', what: 'a hundred people for one place, two clerks for one ticket, tablets killed while they hand over', passesWhen: 'exactly one winner; all there, none twice', files: ['test/faults/booking-race.test.ts', 'test/faults/queue-race.test.ts', 'test/faults/outing-kills.test.ts'] },
  { name: 'queue', what: 'a day of 500 visitors at 8 desks', passesWhen: 'screens p95 < 200 ms, board < 2 s', files: ['test/faults/queue-day.test.ts'] },
  { name: 'rolling', what: 'two processes restarted under load', passesWhen: 'no request fails', files: ['test/faults/rolling.test.ts'] },
  { name: 'failover', what: 'the primary killed under load (Patroni, etcd, a synchronous standby, haproxy; PostgreSQL 15)', passesWhen: '0 acknowledged lost, gap ≤ 30 s', files: ['test/failover'], deeper: true, drill: true },
  { name: 'rights', what: 'authorization: acts × roles × relation', passesWhen: 'equals the written table; 0 leaks', files: ['test/authorization', 'test/faults/policy-line.test.ts'] },
  { name: 'terms', what: 'deadlines against a slow oracle', passesWhen: '0 differences, never due on a day off', files: ['src/rooms/calendar/calendar.test.ts', 'src/rooms/reception/law/duties.test.ts'], deeper: true },
  { name: 'uploads', what: 'torture of uploads, a real clamd where there is one', passesWhen: 'the table of verdicts holds', files: ['src/rooms/files'] },
  { name: 'doors', what: 'content policy, CSRF, hosts, brute force, enumeration, injection, markers in every field', passesWhen: '0 let in, 0 executed, 0 leaks', files: ['test/hostile', 'e2e/a11y'] },
  { name: 'fuzz', what: 'every operation of the interface, from its own description, with chains', passesWhen: '0 answers ≥ 500, none over 2 s, none outside its schema', files: ['test/hostile/fuzz.test.ts'], deeper: true },
  { name: 'record', what: 'tampering with the record as a superuser', passesWhen: 'all found', files: ['src/rooms/journal'] },
  { name: 'backup', what: 'backup and restore on an empty host', passesWhen: 'roots equal, every flipped byte found', files: ['test/backup'] },
  { name: 'memory', what: 'memory under registrations and heavy letters', passesWhen: 'under 280 and 340 MB', files: ['test/faults/memory.test.ts', 'test/mail/memory.test.ts'] },
  { name: 'watching', what: 'metrics, traces, health', passesWhen: 'no marker in any of them', files: ['test/watching', 'src/app/health'] },
  { name: 'supply', what: 'licences, checksums, decisions', passesWhen: 'all fit', files: ['test/architecture/supply.test.ts'] },
];
