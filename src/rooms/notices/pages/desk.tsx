import { say, type Lang } from '../../../kernel/words.ts';
import { moment } from '../../../kernel/show.ts';
import { read } from '../../../platform/db.ts';
import { html, type Answer, type Asked } from '../../../platform/web.ts';
import { Pager, Table } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { masked } from '../law.ts';
import { failedLately, type Failed } from '../store/lately.ts';
import { allTemplates } from '../templates.ts';
import { channelWords, deskWords as w, stateWords } from '../words/pages.ts';
import { reasonOf, subjectOf } from './kinds.tsx';

const days = 30;
const onePage = 50;
const dayMs = 86_400_000;

const matterOf = ({ slots, path }: Failed): { readonly name: string | null; readonly href: string | null } => {
  const number = typeof slots['number'] === 'string' ? slots['number'] : null;
  const appeal = number !== null && /^[A-Z0-9]+-\d{4}-\d+$/.test(number) ? `/desk/appeals/${number}` : null;
  return { name: number, href: path.startsWith('/desk/') ? path : appeal };
};
const subjectIn = (lang: Lang, one: Failed): string => {
  const template = allTemplates().find((known) => known.code === one.code);
  return template ? subjectOf(lang, template, one.slots) : one.code;
};

/** What did not arrive, for whoever can reach the person in another way. */
export const deskPage = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx, query } = asked;
  const before = /^[1-9]\d{0,14}$/.test(query.get('before') ?? '') ? Number(query.get('before')) : null;
  const found = await read(ctx, (q) => failedLately(q, new Date(ctx.clock.now() - days * dayMs), onePage + 1, before));
  const shown = found.slice(0, onePage);
  const title = say(lang, w.title);
  const matter = (one: Failed) => {
    const { name, href } = matterOf(one);
    const text = name ?? say(lang, w.unnamed);
    return href === null ? text : <a href={`/${lang}${href}`}>{text}</a>;
  };
  return html(
    <Desk asked={asked} title={title}>
      <div class="stack">
        <h1>{title}</h1>
        {shown.length === 0 ? <p>{say(lang, w.empty, { days })}</p> : (
          <>
            <p class="quiet">{say(lang, w.lead, { days })}</p>
            <Table label={title} columns={[w.matter, w.what, w.where, w.why, w.when].map((column) => ({ title: say(lang, column) }))}
              rows={shown.map((one) => [
                matter(one), subjectIn(lang, one),
                <>{say(lang, channelWords[one.channel])}{one.address !== null && <div class="quiet small">{masked(one.channel, one.address)}</div>}</>,
                <>{say(lang, stateWords[one.state])}{one.errorCode !== null && <div class="quiet small">{reasonOf(lang, one.errorCode)}</div>}</>,
                <time key="t" dateTime={one.madeAt.toISOString()}>{moment(one.madeAt)}</time>,
              ])} />
            <Pager lang={lang} first={before === null ? null : `/${lang}/desk/notices`} next={found.length > onePage ? `/${lang}/desk/notices?before=${shown.at(-1)?.id ?? 0}` : null} />
          </>
        )}
      </div>
    </Desk>);
};
