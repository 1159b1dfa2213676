import type { VNode } from 'preact';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import { moment } from '../../../kernel/show.ts';
import { langs, say, type Lang, type Sentence } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import type { Form as Sent } from '../../../platform/web/form.ts';
import { html, seeOther, statusOf, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form, hasErrors, TextArea, TextField, type Errors } from '../../../ui/fields.tsx';
import { Back, Fold, Note } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { uiWords } from '../../../ui/words.ts';
import { peopleByIds } from '../../people/contract.ts';
import { wordAnew, wordBack } from '../acts/wording.ts';
import { mostSubject, mostText, slotsOf, wordingFaults, type Template, type Worded, type WordingFault } from '../law.ts';
import { isOwnAgain, wordingsOf, type Wording } from '../store/notices.ts';
import { allTemplates } from '../templates.ts';
import { adminWords as w } from '../words/pages.ts';
import { refusalWords } from '../words.ts';
import { howOf } from './admin.tsx';
import { aboutOf } from './kinds.tsx';
import { Preview } from './preview.tsx';

type Came = { readonly typed?: Worded; readonly errors?: Errors; readonly preview?: boolean; readonly seen?: string | null; readonly status?: Parameters<typeof html>[1] };

const templateIn = (asked: Asked): Template | undefined => allTemplates().find((one) => one.code === asked.param('code'));

const faultText = (lang: Lang, one: WordingFault): string => {
  switch (one.fault) {
    case 'empty': return say(lang, w.fault_empty);
    case 'long': return say(lang, w.fault_long, { most: one.part === 'subject' ? mostSubject : mostText });
    case 'braces': return say(lang, w.fault_braces, { example: '{number}' });
    case 'slot_unknown': return say(lang, w.fault_slot_unknown, { slot: `{${one.slot ?? ''}}` });
  }
};
const errorsOf = (lang: Lang, faults: readonly WordingFault[]): Errors => Object.fromEntries(faults.toReversed().map((one) => [`${one.part}.${one.lang}`, `${uiWords[one.lang][one.lang]}: ${faultText(lang, one)}`]));

const typedIn = (form: Sent): Worded => {
  const three = (part: string): Sentence => ({ kk: form.get(`${part}.kk`), ru: form.get(`${part}.ru`), en: form.get(`${part}.en`) });
  return { subject: three('subject'), text: three('text') };
};

export const wordingPage = (asked: Asked): Promise<Answer> => draw(asked);

const draw = async (asked: Asked, { typed, errors = {}, preview = false, seen: kept, status = 200 }: Came = {}): Promise<Answer> => {
  const { lang, ctx } = asked;
  const template = templateIn(asked);
  if (!template) return refuse('notice_not_found');
  const { past, people } = await read(ctx, async (q) => {
    const all = await wordingsOf(q, template.code);
    return { past: all, people: await peopleByIds(q, all.flatMap((one) => one.madeBy ?? [])) };
  });
  const newest = past[0];
  const own = newest === undefined || isOwnAgain(newest);
  const now: Worded = typed ?? (own ? template : newest);
  const title = aboutOf(lang, template);
  const named = [...slotsOf(template).named].map((slot) => `{${slot}}`);
  const action = `/${lang}/admin/notices/${template.code}`;
  const seen = <input type="hidden" name="seen" value={(kept === undefined ? newest?.madeAt.toISOString() : kept) ?? ''} />;
  return html(
    <Desk asked={{ ...asked, here: `/admin/notices/${template.code}` }} title={title}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/admin/notices`} />
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{title}</h1>
        {asked.query.has('done') && !hasErrors(errors) && !preview && <div role="status"><Note tone="done">{say(lang, w.saved)}</Note></div>}
        <p class="quiet">{say(lang, template.to === 'holder' ? w.holder : w.staff)} · {howOf(lang, template)} · {say(lang, own ? w.own : w.yours)}</p>
        <p>{named.length === 0 ? say(lang, w.noSlots) : say(lang, w.slots, { slots: named.join(', ') })} {say(lang, w.linkHint)}</p>
        <Form csrf={asked.csrf} action={action}>
          {seen}
          <div class="three">
            {langs.map((one) => (
              <div key={one} lang={one}>
                <h2>{uiWords[one][one]}</h2>
                <TextField lang={lang} name={`subject.${one}`} label={<>{say(lang, w.subject)}<span class="hidden"> {uiWords[one][one]}</span></>} value={now.subject[one]} errors={errors} max={mostSubject} />
                <TextArea lang={lang} name={`text.${one}`} label={<>{say(lang, w.text)}<span class="hidden"> {uiWords[one][one]}</span></>} value={now.text[one]} errors={errors} rows={12} max={mostText} />
              </div>
            ))}
          </div>
          <div class="row"><Button kind="second" name="do" value="preview">{say(lang, w.preview)}</Button><Button>{say(lang, w.save)}</Button></div>
        </Form>
        {!hasErrors(errors) && <Preview asked={asked} template={template} worded={now} open={preview} />}
        {!own && (
          <Fold title={say(lang, w.backTitle)}>
            <Worded3 worded={template} />
            <Form csrf={asked.csrf} action={action}>{seen}<Button kind="second" name="do" value="back">{say(lang, w.back)}</Button></Form>
          </Fold>
        )}
        <History lang={lang} past={past} nameBy={(id) => (id === null ? say(lang, w.bySystem) : (people.get(id)?.name ?? ''))} />
      </div>
    </Desk>, status);
};

const Worded3 = ({ worded }: { worded: Worded }): VNode => (
  <div class="three">{langs.map((one) => <div key={one} lang={one}><strong>{worded.subject[one]}</strong><div class="words">{worded.text[one]}</div></div>)}</div>
);

const History = ({ lang, past, nameBy }: { lang: Lang; past: readonly Wording[]; nameBy: (id: number | null) => string }): VNode => (
  <section>
    <h2>{say(lang, w.history)}</h2>
    {past.length === 0 && <p class="quiet">{say(lang, w.historyNone)}</p>}
    {past.map((one, at) => {
      const head = `${moment(one.madeAt)} · ${nameBy(one.madeBy)}`;
      return isOwnAgain(one) ? <p key={at}>{head} · {say(lang, w.wentBack)}</p> : <Fold key={at} title={head}><Worded3 worded={one} /></Fold>;
    })}
  </section>
);

export const wordingPost = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx } = asked;
  const template = templateIn(asked);
  if (!template) return refuse('notice_not_found');
  const form = await asked.form();
  const { code } = template;
  const seen = form.get('seen') || null;
  const typed = typedIn(form);
  if (form.get('do') !== 'back') {
    const errors = errorsOf(lang, wordingFaults(template, typed));
    if (hasErrors(errors)) return draw(asked, { typed, errors, seen, status: 422 });
    if (form.get('do') === 'preview') return draw(asked, { typed, preview: true, seen });
  }
  const done = form.get('do') === 'back' ? await wordBack(ctx, { code, seen }) : await wordAnew(ctx, { code, seen, ...typed });
  if (!isRefusal(done)) return seeOther(`/${lang}/admin/notices/${code}?done=1`);
  if (done.code === 'not_allowed') return done;
  return draw(asked, { ...(form.get('do') === 'back' ? {} : { typed }), errors: { '': say(lang, done.code === 'wording_changed' ? refusalWords.wording_changed : refusalWords.wording_own_already) }, status: statusOf(done) });
};
