import type { VNode } from 'preact';
import { moment, shortDay } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import type { Read } from '../../../platform/db.ts';
import { Table } from '../../../ui/parts.tsx';
import { builtIn } from '../kazakhstan.ts';
import { versions, type CalendarName, type Version } from '../store.ts';
import { pageWords as w } from '../words.ts';
import type { NamesOf } from './asked.ts';

export type Told = { readonly notes: readonly Version[]; readonly who: (note: Version) => string | null };

/** Every version of the calendar and whose it is, newest first. */
export const told = async (q: Read, name: CalendarName, namesOf: NamesOf): Promise<Told> => {
  const notes = await versions(q, name);
  const people = await namesOf(q, notes.flatMap((note) => note.publishedBy ?? []));
  return { notes, who: (note) => (note.publishedBy === null ? null : (people.get(note.publishedBy)?.name ?? null)) };
};

export const versionHref = (lang: Lang, version: string, year?: number): string => `/${lang}/admin/calendar/versions/${version}${year === undefined ? '' : `?year=${year}`}`;

export const History = ({ lang, name, story }: { lang: Lang; name: CalendarName; story: Told }): VNode => {
  const shipped = builtIn(name === 'kz6' ? 6 : 5).version;
  const link = (version: string) => <a key={version} href={versionHref(lang, version)}>{version}</a>;
  return (
    <section class="noprint">
      <Table caption={say(lang, w.history)} columns={[w.version, w.when, w.who, w.why, w.days].map((title) => ({ title: say(lang, title) }))}
        rows={[
          ...story.notes.map((note) => [link(note.version), moment(note.publishedAt), story.who(note) ?? say(lang, w.theProgram), note.reason, note.changes.map((change) => shortDay(change.on)).join(', ')]),
          [link(shipped), '–', say(lang, w.theProgram), say(lang, w.shipped), '–'],
        ]} />
    </section>
  );
};
