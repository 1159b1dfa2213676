import type { VNode } from 'preact';
import { isRefusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { say } from '../../../../kernel/words.ts';
import { html, page, seeOther, statusOf, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { Button, ErrorSummary, errorsFrom, Form, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Back, Fold, Tag } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { openWithView, removeView, renameView, saveView } from '../../acts/views.ts';
import { viewSchema } from '../../contract/views.ts';
import { readersMay } from '../../policy.ts';
import type { SavedView } from '../../store/views.ts';
import { boardFieldWords, boardWords as w, bulkWords } from '../../words/board.ts';
import { addressOf, queryOf, type BoardAddress } from './address.ts';
import { refusalSentence } from './sentences.ts';

const at = (lang: string, view: SavedView, what: string) => `/${lang}/desk/control/views/${view.id}/${what}`;

/** The kept ways of looking, one click each; how they are called and which comes first, folded. */
export const Views = ({ asked: { lang, csrf }, address, views }: { asked: Asked; address: BoardAddress; views: readonly SavedView[] }): VNode => {
  const query = queryOf({ ...address, after: null });
  return (
    <section class="noprint" aria-label={say(lang, w.views)}>
      {views.length > 0 && (
        <nav class="row" aria-label={say(lang, w.views)}>
          {views.map((view) => view.query === query
            ? <b key={view.id} aria-current="true">{view.name}</b>
            : <a key={view.id} href={`/${lang}/desk/control?${view.query}`}>{view.name}</a>)}
        </nav>
      )}
      <Fold title={say(lang, views.length > 0 ? w.viewsEdit : w.viewSave)}>
        {views.length === 0 && <p class="hint">{say(lang, w.viewsNone)}</p>}
        <SaveForm lang={lang} csrf={csrf} query={query} />
        {views.map((view) => (
          <div key={view.id} class="filters">
            <Form csrf={csrf} action={at(lang, view, 'names')} class="filters">
              <TextField lang={lang} name={`name-${view.id}`} label={say(lang, w.viewName)} value={view.name} max={100} /><Button kind="second">{say(lang, w.viewRename)}</Button>
            </Form>
            <Form csrf={csrf} action={at(lang, view, 'openings')}><Button kind="link" name="first" value={view.first ? 'no' : 'yes'}>{say(lang, view.first ? w.viewNotFirst : w.viewFirst)}</Button></Form>
            <Form csrf={csrf} action={at(lang, view, 'removals')}><Button kind="link">{say(lang, w.viewRemove)}<span class="hidden"> {view.name}</span></Button></Form>
            {view.first && <Tag tone="work">{say(lang, w.viewIsFirst)}</Tag>}
          </div>
        ))}
      </Fold>
    </section>
  );
};

const SaveForm = ({ lang, csrf, query, name = '', errors = {} }: { lang: Asked['lang']; csrf: string; query: string; name?: string; errors?: Errors }): VNode => (
  <Form csrf={csrf} action={`/${lang}/desk/control/views`} class="filters">
    <input type="hidden" name="query" value={query} />
    <TextField lang={lang} name="name" label={say(lang, w.viewName)} value={name} errors={errors} max={100} /><Button>{say(lang, w.viewSave)}</Button>
  </Form>
);

/** The address is read as the board reads it, so that a view opens nothing a board would not. */
const save = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx, csrf } = asked;
  const form = await asked.form();
  const query = queryOf({ ...addressOf(ctx.actor, new URLSearchParams(form.get('query'))), after: null });
  const given = viewSchema.safeParse({ name: form.get('name'), query });
  const result = given.success ? await saveView(ctx, given.data) : null;
  if (result !== null && !isRefusal(result)) return seeOther(`/${lang}/desk/control?${query}`);
  const errors = given.success ? { '': result === null ? '' : refusalSentence(lang, result) } : errorsFrom(lang, given.error.issues, boardFieldWords, boardFieldWords.other);
  return failed(asked, errors, <SaveForm lang={lang} csrf={csrf} query={query} name={form.get('name')} errors={errors} />, given.success ? 409 : 422, query);
};

const failed = ({ lang, ...asked }: Asked, errors: Errors, children: VNode, status: 409 | 422, query = ''): Response => html(
  <Desk asked={{ ...asked, lang }} title={say(lang, w.views)}>
    <div class="stack"><Back lang={lang} href={`/${lang}/desk/control?${query}`} /><ErrorSummary lang={lang} errors={errors} /><h1>{say(lang, w.views)}</h1>{children}<p><a href={`/${lang}/desk/control?of=`}>{say(lang, bulkWords.back)}</a></p></div>
  </Desk>, status);

const rename = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx, csrf } = asked;
  const id = Number(asked.param('id'));
  const form = await asked.form();
  const typed = form.get(`name-${id}`);
  const given = viewSchema.pick({ name: true }).safeParse({ name: typed });
  const result = given.success ? await renameView(ctx, { id, name: given.data.name }) : null;
  if (result !== null && !isRefusal(result)) return seeOther(`/${lang}/desk/control`);
  if (result !== null && statusOf(result) === 404) return result;
  const issues = given.success ? [] : given.error.issues.map((issue) => ({ ...issue, path: [`name-${id}`] }));
  const errors = result === null ? errorsFrom(lang, issues, boardFieldWords, boardFieldWords.other) : { '': refusalSentence(lang, result) };
  return failed(asked, errors, (
    <Form csrf={csrf} action={`/${lang}/desk/control/views/${id}/names`} class="filters"><TextField lang={lang} name={`name-${id}`} label={say(lang, w.viewName)} value={typed} errors={errors} max={100} /><Button>{say(lang, w.viewRename)}</Button></Form>
  ), result === null ? 422 : 409);
};

const then = async (asked: Asked, result: Promise<Result<true>>): Promise<Answer> => {
  const done = await result;
  return isRefusal(done) ? done : seeOther(`/${asked.lang}/desk/control?of=`);
};
const idOf = (asked: Asked): number => Number(asked.param('id'));

export const viewRoutes: readonly Route[] = [
  page({ method: 'post', path: '/desk/control/views', may: readersMay, handler: save }),
  page({ method: 'post', path: '/desk/control/views/:id{[0-9]{1,15}}/names', may: readersMay, handler: rename }),
  page({ method: 'post', path: '/desk/control/views/:id{[0-9]{1,15}}/openings', may: readersMay, handler: async (asked) => then(asked, openWithView(asked.ctx, { id: idOf(asked), first: (await asked.form()).get('first') === 'yes' })) }),
  page({ method: 'post', path: '/desk/control/views/:id{[0-9]{1,15}}/removals', may: readersMay, handler: (asked) => then(asked, removeView(asked.ctx, { id: idOf(asked) })) }),
];
