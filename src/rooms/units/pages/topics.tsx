import type { VNode } from 'preact';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { langs, say, type Lang } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, errorsFrom, Form, hasErrors, TextField, type Errors } from '../../../ui/fields.tsx';
import { Back, Fold, Note, Table } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { addTopic, closeTopic, moveTopic, renameTopic, reopenTopic } from '../acts/topics.ts';
import { namesForm, topicForm } from '../contract/forms.ts';
import { nameOf, type Topic } from '../law.ts';
import { mayKeepTopics } from '../policy.ts';
import { branchFor } from '../store.ts';
import { topics } from '../store/topics.ts';
import { pageWords as w, refusalWords } from '../words.ts';
import { topicWords as t } from '../words/topics.ts';
import { NameFields, type Typed } from './fields.tsx';
import { errorOf } from './sight.ts';

const home = (lang: Lang): string => `/${lang}/admin/topics`;
const typedOf = async (asked: Asked): Promise<Typed> => Object.fromEntries((await asked.form()).entries().filter(([name]) => name !== 'csrf'));
const placed = { topic_code_invalid: 'code', topic_code_taken: 'code', unit_name_required: 'name_kk' };

type Seen = { readonly all: readonly Topic[]; readonly keeps: boolean };
const seen = (asked: Asked): Promise<Seen> => read(asked.ctx, async (q) => ({
  all: await topics(q), keeps: !isRefusal(mayKeepTopics(asked.ctx.actor, (await branchFor(q, undefined))?.id ?? null)),
}));

/** One press, one act: the button says which topic to whoever hears the page. */
const Press = ({ asked, topic, act, text, value, disabled = false }: { asked: Asked; topic: Topic; act: string; text: string; value?: string; disabled?: boolean }): VNode => (
  <Form csrf={asked.csrf} action={`${home(asked.lang)}/${topic.code}/${act}`}>
    <Button kind="link" disabled={disabled} {...(value === undefined ? {} : { name: 'by', value })}>{text}<span class="hidden"> {nameOf(topic, asked.lang)}</span></Button>
  </Form>
);

/** In the reader's language, then in the others. */
const Names = ({ topic, lang }: { topic: Topic; lang: Lang }): VNode => {
  const [second, third] = langs.filter((other) => other !== lang).map((other) => <span key={other} lang={other}>{topic.names[other]}</span>);
  return <>{nameOf(topic, lang)}<div class="quiet small">{second} · {third}</div></>;
};

const Open = ({ asked, found }: { asked: Asked; found: Seen }): VNode => {
  const { lang } = asked;
  const open = found.all.filter((topic) => !topic.closed);
  return (
    <Table label={say(lang, t.title)} columns={[{ title: say(lang, w.topic) }, { title: say(lang, t.code) }, ...(found.keeps ? [{ title: say(lang, t.order) }, { title: say(lang, w.act) }] : [])]}
      rows={open.map((topic, at) => [
        <Names key="n" topic={topic} lang={lang} />, <code key="c">{topic.code}</code>,
        ...(found.keeps ? [
          <div key="o" class="row">
            <Press asked={asked} topic={topic} act="moves" value="-1" text={say(lang, t.up)} disabled={at === 0} />
            <Press asked={asked} topic={topic} act="moves" value="1" text={say(lang, t.down)} disabled={at === open.length - 1} />
          </div>,
          <div key="a" class="row">
            <a href={`${home(lang)}/${topic.code}/names`}>{say(lang, t.rename)}<span class="hidden"> {nameOf(topic, lang)}</span></a>
            <Press asked={asked} topic={topic} act="closures" text={say(lang, t.close)} />
          </div>,
        ] : []),
      ])} />
  );
};

const Closed = ({ asked, found }: { asked: Asked; found: Seen }): VNode | null => {
  const { lang } = asked;
  const closed = found.all.filter((topic) => topic.closed);
  if (closed.length === 0) return null;
  return (
    <section>
      <h2>{say(lang, t.closedOnes)}</h2>
      <p class="quiet">{say(lang, t.closedAbout)}</p>
      <Table label={say(lang, t.closedOnes)} columns={[{ title: say(lang, w.topic) }, { title: say(lang, t.code) }, ...(found.keeps ? [{ title: say(lang, w.act) }] : [])]}
        rows={closed.map((topic) => [<Names key="n" topic={topic} lang={lang} />, <code key="c">{topic.code}</code>, ...(found.keeps ? [<Press key="r" asked={asked} topic={topic} act="reopenings" text={say(lang, t.reopen)} />] : [])])} />
    </section>
  );
};

const TopicsPage = ({ asked, found, typed = {}, errors = {} }: { asked: Asked; found: Seen; typed?: Typed; errors?: Errors }): VNode => {
  const { lang, csrf } = asked;
  return (
    <Desk asked={asked} title={say(lang, t.title)}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/admin/units`} />
        <h1>{say(lang, t.title)}</h1>
        <ErrorSummary lang={lang} errors={errors} />
        {asked.query.get('done') === '1' && !hasErrors(errors) && <Note tone="done">{say(lang, w.done)}</Note>}
        <p class="quiet">{say(lang, t.lead)} <a href={`/${lang}/admin/competences`}>{say(lang, t.whoAnswers)}</a></p>
        <Open asked={asked} found={found} />
        {found.keeps && (
          <Fold title={say(lang, t.add)} open={hasErrors(errors)}>
            <p class="quiet">{say(lang, t.addAbout)}</p>
            <Form csrf={csrf} action={home(lang)} class="column">
              <NameFields lang={lang} typed={typed} errors={errors} />
              <TextField lang={lang} name="code" label={say(lang, t.code)} hint={say(lang, t.codeHint, { example: 'street_dogs' })} value={typed['code']} errors={errors} max={40} short />
              <Button>{say(lang, t.addButton)}</Button>
            </Form>
          </Fold>
        )}
        <Closed asked={asked} found={found} />
      </div>
    </Desk>
  );
};

export const topicsPage = async (asked: Asked): Promise<Answer> => <TopicsPage asked={asked} found={await seen(asked)} />;

const wrong = (asked: Asked, issues: Parameters<typeof errorsFrom>[1]): Errors => errorsFrom(asked.lang, issues, refusalWords, refusalWords.unit_name_required);

export const topicsPost = async (asked: Asked): Promise<Answer> => {
  const typed = await typedOf(asked);
  const [names, heading] = [namesForm.safeParse(typed), topicForm.safeParse(typed)];
  const again = async (errors: Errors): Promise<Answer> => html(<TopicsPage asked={asked} found={await seen(asked)} typed={typed} errors={errors} />, 422);
  if (!names.success || !heading.success) return again({ ...(names.success ? {} : wrong(asked, names.error.issues)), ...(heading.success ? {} : wrong(asked, heading.error.issues)) });
  const done = await addTopic(asked.ctx, { code: heading.data.code, names: names.data });
  return isRefusal(done) ? again(errorOf(asked.lang, done, placed)) : seeOther(`${home(asked.lang)}?done=1`);
};

const NamesPage = ({ asked, topic, typed, errors = {} }: { asked: Asked; topic: Topic; typed: Typed; errors?: Errors }): VNode => {
  const { lang, csrf } = asked;
  return (
    <Desk asked={asked} title={`${say(lang, t.rename)}: ${nameOf(topic, lang)}`}>
      <div class="column">
        <Back lang={lang} href={home(lang)} />
        <h1>{say(lang, t.rename)}</h1>
        <ErrorSummary lang={lang} errors={errors} />
        <p class="quiet">{nameOf(topic, lang)} · <code>{topic.code}</code></p>
        <Form csrf={csrf}><NameFields lang={lang} typed={typed} errors={errors} /><Button>{say(lang, w.save)}</Button></Form>
      </div>
    </Desk>
  );
};

const kept = async (asked: Asked): Promise<Topic | Refusal> => {
  const { all, keeps } = await seen(asked);
  const topic = all.find((one) => one.code === asked.param('code'));
  return keeps && topic ? topic : refuse('topic_not_found');
};

export const topicNamesPage = async (asked: Asked): Promise<Answer> => {
  const topic = await kept(asked);
  return isRefusal(topic) ? topic : <NamesPage asked={asked} topic={topic} typed={{ name_kk: topic.names.kk, name_ru: topic.names.ru, name_en: topic.names.en }} />;
};

export const topicNamesPost = async (asked: Asked): Promise<Answer> => {
  const topic = await kept(asked);
  if (isRefusal(topic)) return topic;
  const typed = await typedOf(asked);
  const names = namesForm.safeParse(typed);
  if (!names.success) return html(<NamesPage asked={asked} topic={topic} typed={typed} errors={wrong(asked, names.error.issues)} />, 422);
  return after(asked, await renameTopic(asked.ctx, { code: topic.code, names: names.data }));
};

const after = (asked: Asked, done: { readonly code: string } | Refusal): Answer => (isRefusal(done) ? done : seeOther(`${home(asked.lang)}?done=1`));

export const topicClosurePost = async (asked: Asked): Promise<Answer> => after(asked, await closeTopic(asked.ctx, { code: asked.param('code') }));
export const topicReopeningPost = async (asked: Asked): Promise<Answer> => after(asked, await reopenTopic(asked.ctx, { code: asked.param('code') }));
export const topicMovePost = async (asked: Asked): Promise<Answer> =>
  after(asked, await moveTopic(asked.ctx, { code: asked.param('code'), by: (await asked.form()).get('by') === '-1' ? -1 : 1 }));
