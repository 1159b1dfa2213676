import type { VNode } from 'preact';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { clockTime, moment } from '../../../kernel/show.ts';
import { say, sayLoose, type Lang } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { as } from '../../../platform/ctx.ts';
import { system } from '../../../kernel/actor.ts';
import { html, seeOther, statusOf, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, Checkbox, ErrorSummary, Form, Radios, TextField, type Errors } from '../../../ui/fields.tsx';
import { Back, Note, Table } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { accountById } from '../../people/contract.ts';
import { addBrowser, removeBrowser, setOwnWay, tryOwnWays } from '../acts/own.ts';
import { usualWay } from '../acts/tell.ts';
import { channelsNow, pushNow } from '../port.ts';
import { browsersOf, triedBy, type BrowserOf, type Tried } from '../store/lately.ts';
import { staffWayOf, type StaffWay } from '../store/notices.ts';
import { allTemplates, testTemplate } from '../templates.ts';
import { channelWords, reasonOf, stateWords } from '../words/fates.ts';
import { ownWords as w } from '../words/pages.ts';
import { refusalWords } from '../words.ts';
import { Kinds } from './kinds.tsx';

type Came = { readonly errors?: Errors; readonly typed?: { readonly way: Omit<StaffWay, 'quietFrom' | 'quietTo'>; readonly from: string; readonly to: string }; readonly status?: Parameters<typeof html>[1] };

const told = { saved: w.saved, tried: w.tried, removed: w.removed } as const;
const toldOf = (lang: Lang, what: string | null): string | null => (what !== null && Object.hasOwn(told, what) ? say(lang, told[what as keyof typeof told]) : null);

/** How I hear of what concerns me, and what comes in any case. */
export const ownPage = (asked: Asked): Promise<Answer> => draw(asked);

const draw = async (asked: Asked, { errors = {}, typed, status = 200 }: Came = {}): Promise<Answer> => {
  const { lang, ctx } = asked;
  if (ctx.actor.kind !== 'staff') return refuse('not_allowed');
  const { accountId } = ctx.actor;
  const found = await read(ctx, async (q) => ({ account: await accountById(q, accountId), way: (await staffWayOf(q, accountId)) ?? usualWay, browsers: await browsersOf(q, accountId) }));
  // a test belongs to no matter: only the program sees its row, and this page shows it to its owner
  const tried = await read(as(ctx, system('notices.try')), (q) => triedBy(q, accountId, testTemplate.code));
  const way = typed?.way ?? found.way;
  const done = toldOf(lang, asked.query.get('done'));
  const action = `/${lang}/me/notices`;
  return html(
    <Desk asked={{ ...asked, here: '/me/notices' }} title={say(lang, w.title)} islands={['desk', 'push']}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/me`} />
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{say(lang, w.title)}</h1>
        {done && <div role="status"><Note tone="done">{done}</Note></div>}
        <Form csrf={asked.csrf} action={action} class="column">
          <fieldset>
            <legend class="ask">{say(lang, w.how)}</legend>
            <Checkbox name="email" text={say(lang, w.email, { address: found.account?.login ?? '' })} checked={way.email} {...(channelsNow().email ? {} : { hint: say(lang, w.emailOff) })} />
            {pushNow() && <Checkbox name="push" text={say(lang, w.push)} checked={way.push} />}
          </fieldset>
          <Radios lang={lang} name="digest" label={say(lang, w.when)} value={way.digest ? 'yes' : 'no'}
            choices={[{ value: 'yes', text: say(lang, w.digest), hint: say(lang, w.digestHint) }, { value: 'no', text: say(lang, w.atOnce) }]} />
          <fieldset>
            <legend class="ask">{say(lang, w.quiet)}</legend>
            <p class="hint">{say(lang, w.quietHint)}</p>
            <div class="filters">
              <TextField lang={lang} name="from" label={say(lang, w.from)} value={typed?.from ?? clockTime(found.way.quietFrom)} errors={errors} short max={5} />
              <TextField lang={lang} name="to" label={say(lang, w.to)} value={typed?.to ?? clockTime(found.way.quietTo)} errors={errors} short max={5} />
            </div>
          </fieldset>
          <Button>{say(lang, w.save)}</Button>
        </Form>
        {pushNow() && <Browsers asked={asked} browsers={found.browsers} />}
        <section class="column">
          <h2>{say(lang, w.always)}</h2>
          <p>{say(lang, w.alwaysWhy)}</p>
          <Kinds lang={lang} templates={allTemplates().filter((one) => one.to === 'staff' && one.owed)} />
        </section>
        <section class="column">
          <h2>{say(lang, w.try)}</h2>
          <p>{say(lang, w.tryAbout)}</p>
          <Form csrf={asked.csrf} action={`${action}/tests`}><Button kind="second">{say(lang, w.try)}</Button></Form>
          {tried.length > 0 && <Last lang={lang} tried={tried} />}
        </section>
      </div>
    </Desk>, status);
};

const Last = ({ lang, tried }: { lang: Lang; tried: readonly Tried[] }): VNode => (
  <ul>
    {tried.map((one) => (
      <li key={one.channel}>
        {say(lang, w.last, { when: moment(one.madeAt) })} · {say(lang, channelWords[one.channel])}: <strong>{say(lang, stateWords[one.state])}</strong>{one.errorCode && <span class="quiet"> ({reasonOf(lang, one.errorCode)})</span>}
      </li>
    ))}
  </ul>
);

/** Without a script none can be turned on; those that are can be taken off. */
const Browsers = ({ asked, browsers }: { asked: Asked; browsers: readonly BrowserOf[] }): VNode => {
  const { lang } = asked;
  const action = `/${lang}/me/notices/browsers`;
  return (
    <section>
      <h2>{say(lang, w.browsers)}</h2>
      <p>{say(lang, w.pushAbout)}</p>
      {browsers.length === 0 ? <p class="quiet">{say(lang, w.noBrowsers)}</p> : (
        <Table label={say(lang, w.browsers)} columns={[w.service, w.added, w.remove].map((title) => ({ title: say(lang, title) }))}
          rows={browsers.map((one) => [
            new URL(one.endpoint).host, moment(one.madeAt),
            <Form key="f" csrf={asked.csrf} action={action}><input type="hidden" name="endpoint" value={one.endpoint} /><div><Button kind="link" name="do" value="remove">{say(lang, w.remove)}</Button></div></Form>,
          ])} />
      )}
      <noscript><p class="quiet">{say(lang, w.noScript)}</p></noscript>
      <div hidden data-push={pushNow()?.publicKey} data-known={browsers.map((one) => one.endpoint).join(' ')} data-next={`/${lang}/me/notices?done=saved`}
        data-on={say(lang, w.on)} data-off={say(lang, w.off)} data-denied={say(lang, w.denied)} data-unfit={say(lang, w.unfit)}>
        <Form csrf={asked.csrf} action={action}><Button kind="second">{say(lang, w.on)}</Button></Form>
        <p role="alert" class="error"></p>
      </div>
    </section>
  );
};

/** `20:00`, `8:05`, `20.00` → minutes; null: no hour. */
const minuteIn = (text: string): number | null => {
  const [, hour, minute] = /^\s*(\d{1,2})[:.](\d{2})\s*$/.exec(text) ?? [];
  return hour === undefined || minute === undefined || Number(hour) > 23 || Number(minute) > 59 ? null : Number(hour) * 60 + Number(minute);
};

const sentenceOf = (lang: Lang, refusal: Refusal): string => sayLoose(lang, refusalWords[refusal.code as keyof typeof refusalWords] ?? refusalWords.browser_invalid, refusal.facts);

export const ownPost = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx } = asked;
  const form = await asked.form();
  const [from, to] = [minuteIn(form.get('from')), minuteIn(form.get('to'))];
  const way = { email: form.get('email') === 'yes', push: pushNow() ? form.get('push') === 'yes' : true, digest: form.get('digest') !== 'no' };
  if (from === null || to === null) {
    const sentence = say(lang, refusalWords.quiet_hours_invalid);
    return draw(asked, { typed: { way, from: form.get('from'), to: form.get('to') }, errors: { ...(from === null ? { from: sentence } : {}), ...(to === null ? { to: sentence } : {}) }, status: 422 });
  }
  const done = await setOwnWay(ctx, { ...way, quietFrom: from, quietTo: to });
  return isRefusal(done) ? done : seeOther(`/${lang}/me/notices?done=saved`);
};

export const tryPost = async (asked: Asked): Promise<Answer> => {
  const done = await tryOwnWays(asked.ctx);
  return isRefusal(done) ? draw(asked, { errors: { '': sentenceOf(asked.lang, done) }, status: statusOf(done) }) : seeOther(`/${asked.lang}/me/notices?done=tried`);
};

/** A script asks for JSON, a form without one goes back to the page. */
export const browserPost = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx } = asked;
  const form = await asked.form();
  const remove = form.get('do') === 'remove';
  const done = remove ? await removeBrowser(ctx, { endpoint: form.get('endpoint') }) : await addBrowser(ctx, { endpoint: form.get('endpoint'), p256dh: form.get('p256dh'), auth: form.get('auth') });
  if (asked.raw.req.header('accept') === 'application/json')
    return isRefusal(done) ? Response.json({ sentence: sentenceOf(lang, done) }, { status: statusOf(done) }) : Response.json({});
  if (isRefusal(done)) return draw(asked, { errors: { '': sentenceOf(lang, done) }, status: statusOf(done) });
  return seeOther(`/${lang}/me/notices?done=${remove ? 'removed' : 'saved'}`);
};
