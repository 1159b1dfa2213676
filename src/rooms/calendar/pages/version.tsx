import type { VNode } from 'preact';
import { today, yearOf } from '../../../kernel/day.ts';
import { moment } from '../../../kernel/show.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { say } from '../../../kernel/words.ts';
import { read, type Read } from '../../../platform/db.ts';
import type { Answer, Asked } from '../../../platform/web.ts';
import { Back, Note, Summary } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { calendarNamed, versionFound } from '../store.ts';
import { pageWords as w } from '../words.ts';
import { nameAsked, orderText, yearAsked, type NamesOf } from './asked.ts';
import { changeOf, foresee } from '../acts/moves.ts';
import { Ways } from './calendar.tsx';
import { Changes } from './changes.tsx';
import { datedBy, VersionDates, type BranchesOf, type Dated } from './dates.tsx';
import { told, versionHref } from './history.tsx';
import { Legend, SpecialDays, Year } from './year.tsx';

/** One version as it was published: who, when, why, what; the year on one sheet of paper. */
export const versionPage = (namesOf: NamesOf, branchesOf: BranchesOf) => async (asked: Asked): Promise<Answer> => {
  // counted with other eyes than the reader's, so in a reading of its own
  const made = await read(asked.ctx, (q) => changeOf(q, asked.param('version'), asked.ctx));
  const left = made?.inForce ? await foresee(asked.ctx, made.change) : null;
  const dated = left === null || isRefusal(left) ? null : await datedBy(asked, branchesOf, left, [['version', asked.param('version')]]);
  return read(asked.ctx, (q) => draw(q, asked, namesOf, made, dated));
};

const draw = async (q: Read, asked: Asked, namesOf: NamesOf, made: Awaited<ReturnType<typeof changeOf>>, dated: Dated | null): Promise<VNode | Refusal> => {
  const { lang, query } = asked;
  const found = await versionFound(q, asked.param('version'));
  if (!found) return refuse('calendar_version_not_found');
  const { calendar, note } = found;
  const name = nameAsked(calendar.name);
  const story = await told(q, name, namesOf);
  const place = story.notes.findIndex((one) => one.version === calendar.version);
  const before = note ? (await versionFound(q, story.notes[place + 1]?.version ?? ''))?.calendar ?? null : null;
  const now = today(asked.ctx.clock);
  const first = note?.changes[0]?.on;
  const year = yearAsked(query.get('year'), first && !query.has('year') ? first : now);
  const inForce = (await calendarNamed(q, name)).version === calendar.version;
  const other = name === 'kz5' ? 'kz6' : 'kz5';
  const same = note?.changes.map((change) => orderText({ act: change.special === null ? 'clear' : change.special.kind === 'worked' ? 'worked' : 'off', on: change.on })) ?? [];
  const movers = await namesOf(q, made?.moves.flatMap((one) => one.orderedBy ?? []) ?? []);
  const title = say(lang, w.versionTitle, { version: calendar.version });
  return (
    <Desk asked={asked} title={title}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/admin/calendar?calendar=${name}&year=${first ? yearOf(first) : year}`} />
        <h1>{title}, {String(year)}</h1>
        {query.get('done') === '1' && <Note tone="done">{say(lang, w.published)} {say(lang, w.otherWeek)} <a href={`/${lang}/admin/calendar/draft?${new URLSearchParams([['calendar', other], ...same.map((one) => ['change', one])]).toString()}`}>{say(lang, w[other])}</a></Note>}
        {!inForce && <Note tone="warn">{say(lang, w.notInForce)} <a href={`/${lang}/admin/calendar?calendar=${name}`}>{say(lang, w.toCalendar)}</a></Note>}
        <Summary rows={[
          { label: say(lang, w.weeks), value: say(lang, w[name]) },
          { label: say(lang, w.when), value: note ? moment(note.publishedAt) : '–' },
          { label: say(lang, w.who), value: (note && story.who(note)) ?? say(lang, w.theProgram) },
          { label: say(lang, w.why), value: note?.reason ?? say(lang, w.shipped) },
        ]} />
        {note && <Changes lang={lang} title={say(lang, w.days)} before={before} after={calendar} changes={note.changes} />}
        {made && <VersionDates asked={asked} version={calendar.version} inForce={inForce} dated={dated} moves={made.moves} who={(id) => (id === null ? say(lang, w.theProgram) : (movers.get(id)?.name ?? ''))} />}
        <Ways asked={asked} year={year} name={null} href={(_, at) => versionHref(lang, calendar.version, at)} />
        <Legend lang={lang} outlined={note !== null} />
        <Year lang={lang} calendar={calendar} year={year} today={now} outlined={new Set(note?.changes.map((change) => change.on))} />
        <SpecialDays lang={lang} calendar={calendar} year={year} />
        <p class="quiet">{say(lang, w.dueStay)}</p>
        <p class="quiet noprint">{say(lang, w.paper)}</p>
      </div>
    </Desk>
  );
};
