import type { Day } from '../../../../kernel/day.ts';
import { momentOf } from '../../law/outings.ts';

const stamp = (at: Date): string => `${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
const plain = (text: string): string => text.replace(/\\/g, '\\\\').replace(/[\r\n]+/g, ' ').replace(/([,;])/g, '\\$1');
/** At most 75 bytes a line (RFC 5545, 3.1). */
const folded = (line: string): string => {
  const out: string[] = [];
  let part = '';
  for (const sign of line) {
    if (Buffer.byteLength(part + sign) > 73) {
      out.push(part);
      part = ` ${sign}`;
    } else part += sign;
  }
  return [...out, part].join('\r\n');
};

/** One visit for a calendar of any maker; nothing of the matter. */
export const icsOf = (v: { readonly number: string; readonly title: string; readonly place: string; readonly url: string; readonly on: Day; readonly atMinute: number; readonly minutes: number; readonly madeAt: Date }): string =>
  [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Jauap//Reception//KK', 'BEGIN:VEVENT', `UID:${v.number}@jauap`, `DTSTAMP:${stamp(v.madeAt)}`, `DTSTART:${stamp(momentOf(v.on, v.atMinute))}`,
    `DTEND:${stamp(momentOf(v.on, v.atMinute + v.minutes))}`, `SUMMARY:${plain(v.title)}`, `LOCATION:${plain(v.place)}`, `URL:${v.url}`, 'END:VEVENT', 'END:VCALENDAR',
  ].map(folded).join('\r\n') + '\r\n';
