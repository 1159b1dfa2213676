import type { VNode } from 'preact';
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { say, sayLoose, type Lang } from '../../../kernel/words.ts';
import { moment } from '../../../kernel/show.ts';
import { read } from '../../../platform/db.ts';
import { html, seeOther, statusOf, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form } from '../../../ui/fields.tsx';
import { Note, Pager, Table } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { isSendable, sendAgain } from '../acts/again.ts';
import { masked } from '../law.ts';
import { maySendAgain } from '../policy.ts';
import { failedLately, type Failed } from '../store/lately.ts';
import { allTemplates } from '../templates.ts';
import { channelWords, fateActs, reasonOf, stateWords } from '../words/fates.ts';
import { deskWords as w } from '../words/pages.ts';
import { refusalWords } from '../words.ts';
import { subjectOf } from './kinds.tsx';

const days = 30;
const onePage = 50;
const dayMs = 86_400_000;

const matterOf = ({ slots, path }: Pick<Failed, 'slots' | 'path'>): { readonly name: string | null; readonly href: string | null } => {
  const number = typeof slots['number'] === 'string' ? slots['number'] : null;
  const appeal = number !== null && /^[A-Z0-9]+-\d{4}-\d+$/.test(number) ? `/desk/appeals/${number}` : null;
  return { name: number, href: path.startsWith('/desk/') ? path : appeal };
};
const subjectIn = (lang: Lang, one: Failed): string => {
  const template = allTemplates().find((known) => known.code === one.code);
  return template ? subjectOf(lang, template, one.slots) : one.code;
};

/** What did not arrive, for whoever can reach the person in another way. */
export const deskPage = (asked: Asked): Promise<Answer> => draw(asked);

/** Back to where it was pressed: the list, or the matter. */
export const againPost = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const done = await sendAgain(asked.ctx, { noticeId: Number(asked.param('id')) });
  if (isRefusal(done)) return statusOf(done) === 404 ? done : draw(asked, done);
  const { href } = matterOf(done);
  return seeOther(form.get('from') === 'matter' && href !== null ? `/${asked.lang}${href}#fates` : `/${asked.lang}/desk/notices?done=queued`);
};

const draw = async (asked: Asked, refusal: Refusal | null = null): Promise<Answer> => {
  const { lang, ctx, query } = asked;
  const may = !isRefusal(maySendAgain(ctx.actor));
  const before = /^[1-9]\d{0,14}$/.test(query.get('before') ?? '') ? Number(query.get('before')) : null;
  const found = await read(ctx, (q) => failedLately(q, new Date(ctx.clock.now() - days * dayMs), onePage + 1, before));
  const shown = found.slice(0, onePage);
  const title = say(lang, w.title);
  const matter = (one: Failed) => {
    const { name, href } = matterOf(one);
    const text = name ?? say(lang, w.unnamed);
    return href === null ? text : <a class="nowrap" href={`/${lang}${href}`}>{text}</a>;
  };
  return html(
    <Desk asked={asked} title={title}>
      <div class="stack">
        <h1>{title}</h1>
        {refusal && <ErrorSummary lang={lang} errors={{ '': sayLoose(lang, refusalWords[refusal.code as keyof typeof refusalWords] ?? refusalWords.sending_not_found, refusal.facts) }} />}
        {query.get('done') === 'queued' && refusal === null && <div role="status"><Note tone="done">{say(lang, w.queued)}</Note></div>}
        {shown.length === 0 ? <p>{say(lang, w.empty, { days })}</p> : (
          <>
            <p class="quiet">{say(lang, w.lead, { days })}</p>
            <Table label={title} columns={[w.matter, w.what, w.where, w.why, w.when, ...(may ? [w.act] : [])].map((column) => ({ title: say(lang, column) }))}
              rows={shown.map((one) => [
                matter(one), subjectIn(lang, one),
                <>{say(lang, channelWords[one.channel])}{one.address !== null && <div class="quiet small">{masked(one.channel, one.address)}</div>}</>,
                <>{say(lang, stateWords[one.state])}{one.errorCode !== null && <div class="quiet small">{reasonOf(lang, one.errorCode)}</div>}</>,
                <time key="t" class="nowrap" dateTime={one.madeAt.toISOString()}>{moment(one.madeAt)}</time>,
                ...(may ? [isSendable(one) && <Again key="a" asked={asked} id={one.id} />] : []),
              ])} />
            <Pager lang={lang} first={before === null ? null : `/${lang}/desk/notices`} next={found.length > onePage ? `/${lang}/desk/notices?before=${shown.at(-1)?.id ?? 0}` : null} />
          </>
        )}
      </div>
    </Desk>, refusal === null ? 200 : statusOf(refusal));
};

const Again = ({ asked, id }: { asked: Asked; id: number }): VNode => (
  <Form csrf={asked.csrf} action={`/${asked.lang}/desk/notices/${id}/sendings`}><div class="nowrap"><Button kind="link">{say(asked.lang, fateActs.again)}</Button></div></Form>
);
