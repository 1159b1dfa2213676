import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first: begun last, one of them would go on alone when all others are done. */
const long: readonly string[] = [
  'e2e/a11y/axe-kk.test.ts', 'e2e/a11y/axe-ru.test.ts', 'test/faults/kills.test.ts', 'e2e/a11y/canaries.test.ts', 'test/faults/queue-day.test.ts',
  'e2e/workspace/outing.test.ts', 'test/faults/outing-kills.test.ts', 'test/mail/line.test.ts', 'test/faults/power-cut.test.ts',
  'test/hostile/reception-sight.test.ts', 'test/faults/notices.test.ts', 'test/hostile/forms-desk.test.ts', 'test/telegram/kills.test.ts', 'test/mail/kill.test.ts',
  'test/faults/booking-race.test.ts', 'test/hostile/unicode.test.ts', 'test/hostile/flood.test.ts', 'test/backup/round-trip.test.ts',
  'test/telegram/wire.test.ts', 'e2e/workspace/journey.test.ts', 'test/mail/memory.test.ts', 'test/backup/elsewhere.test.ts', 'test/hostile/brute.test.ts',
  'test/faults/disk-full.test.ts', 'test/faults/clock.test.ts', 'test/hostile/addresses.test.ts', 'test/faults/idempotency.test.ts',
  'e2e/workspace/intake.test.ts', 'test/faults/lost-database.test.ts', 'test/faults/rolling.test.ts', 'e2e/workspace/display.test.ts',
  'src/app/help.test.ts', 'e2e/workspace/outing-kept.test.ts', 'e2e/workspace/control.test.ts',
  'test/faults/policy-line.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = (file: TestSpecification): number => {
      const at = long.findIndex((name) => file.moduleId.endsWith(name));
      return at < 0 ? long.length : at;
    };
    return files.toSorted((a, b) => place(a) - place(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}
