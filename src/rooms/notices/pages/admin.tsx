import { say, type Lang } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { html, type Answer, type Asked } from '../../../platform/web.ts';
import { Table, Tag } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { wordedCodes } from '../store/notices.ts';
import type { Template } from '../law.ts';
import { allTemplates } from '../templates.ts';
import { adminWords as w } from '../words/pages.ts';
import { aboutOf } from './kinds.tsx';

/** Hours of the morning letter concern the staff alone. */
export const howOf = (lang: Lang, one: Template): string =>
  [...(one.owed ? [say(lang, w.owed)] : []), ...(one.to === 'staff' ? [say(lang, one.urgent ? w.urgent : w.calm)] : [])].join(', ') || say(lang, w.plain);

/** Every notice that the program sends, with whose words it has. */
export const adminPage = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx } = asked;
  const changed = await read(ctx, wordedCodes);
  const title = say(lang, w.title);
  return html(
    <Desk asked={asked} title={title}>
      <div class="stack">
        <h1>{title}</h1>
        <p>{say(lang, w.lead)}</p>
        <Table label={title} columns={[w.what, w.whom, w.how, w.whose].map((column) => ({ title: say(lang, column) }))}
          rows={allTemplates().map((one) => [
            <a key="a" href={`/${lang}/admin/notices/${one.code}`}>{aboutOf(lang, one)}</a>,
            say(lang, one.to === 'holder' ? w.holder : w.staff),
            howOf(lang, one),
            changed.has(one.code) ? <Tag tone="work">{say(lang, w.yours)}</Tag> : <span class="quiet">{say(lang, w.own)}</span>,
          ])} />
      </div>
    </Desk>);
};
