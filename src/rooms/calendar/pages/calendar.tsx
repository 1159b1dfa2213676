import type { VNode } from 'preact';
import { today, type Day } from '../../../kernel/day.ts';
import { moment } from '../../../kernel/show.ts';
import { say } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import type { Answer, Asked } from '../../../platform/web.ts';
import { Note } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { reckonedFrom, years } from '../kazakhstan.ts';
import { calendarNamed, calendarNames, type CalendarName } from '../store.ts';
import { pageWords as w } from '../words.ts';
import { nameAsked, yearAsked, type NamesOf } from './asked.ts';
import { ChangeForm } from './change.tsx';
import { History, told } from './history.tsx';
import { Legend, SpecialDays, Year } from './year.tsx';

/** The other years and the other week, as links. */
export const Ways = ({ asked, year, name, href }: { asked: Asked; year: number; name: CalendarName | null; href: (name: CalendarName | null, year: number) => string }): VNode => {
  const { lang } = asked;
  const beside = [year - 1, year, year + 1].filter((one) => one >= years.first && one <= years.last);
  return (
    <div class="spread noprint">
      {name !== null && (
        <nav aria-label={say(lang, w.weeks)}>
          <ul class="tabs">{calendarNames.map((one) => <li key={one}><a href={href(one, year)} aria-current={one === name ? 'page' : undefined}>{say(lang, w[one])}</a></li>)}</ul>
        </nav>
      )}
      <nav aria-label={say(lang, w.years)}>
        <ul class="tabs">{beside.map((one) => <li key={one}><a href={href(name, one)} aria-current={one === year ? 'page' : undefined}>{one < year ? `← ${one}` : one > year ? `${one} →` : one}</a></li>)}</ul>
      </nav>
    </div>
  );
};

/** The year in force: to look at, to change a day, to see who changed what. */
export const calendarPage = (namesOf: NamesOf) => (asked: Asked): Promise<Answer> => read(asked.ctx, async (q) => {
  const { lang, query } = asked;
  const now = today(asked.ctx.clock);
  const name = nameAsked(query.get('calendar'));
  const year = yearAsked(query.get('year'), now);
  const calendar = await calendarNamed(q, name);
  const story = await told(q, name, namesOf);
  const [newest] = story.notes;
  const title = say(lang, w.titleYear, { year: String(year) });
  const draft = (on: Day) => `/${lang}/admin/calendar/draft?calendar=${name}&on=${on}`;
  return (
    <Desk asked={asked} title={title}>
      <div class="stack">
        <h1>{title}</h1>
        <Ways asked={asked} year={year} name={name} href={(one, at) => `/${lang}/admin/calendar?calendar=${one ?? name}&year=${at}`} />
        <p class="quiet">{say(lang, w.inForce, { version: calendar.version })}{newest && `, ${moment(newest.publishedAt)}, ${story.who(newest) ?? say(lang, w.theProgram)}: ${newest.reason}`}</p>
        <Legend lang={lang} />
        <Year lang={lang} calendar={calendar} year={year} today={now} href={draft} />
        {year >= reckonedFrom && <Note tone="warn">{say(lang, w.reckoned)}</Note>}
        <SpecialDays lang={lang} calendar={calendar} year={year} />
        <section class="noprint">
          <h2 id="change">{say(lang, w.change)}</h2>
          <p class="quiet">{say(lang, w.howToChange)}</p>
          <p class="quiet">{say(lang, w.dueStay)}</p>
          <ChangeForm lang={lang} name={name} orders={[]} typed={{}} errors={{}} />
        </section>
        <History lang={lang} name={name} story={story} />
      </div>
    </Desk>
  );
});
