import type { VNode } from 'preact';
import { toString as qrSvg } from 'qrcode';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { moment } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form, TextField, type Errors } from '../../../ui/fields.tsx';
import { Note, Summary, Table } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { unitsByIds } from '../../units/contract.ts';
import { changePassword, confirmTotp, removeTotp, startTotp } from '../acts/own.ts';
import { removePasskey } from '../acts/passkeys.ts';
import { endSession, signOutEverywhere } from '../acts/sessions.ts';
import { openTotp } from '../crypto-totp.ts';
import type { Passkey, Session } from '../law.ts';
import { accountById, rolesOf } from '../store/accounts.ts';
import { sessionsOf } from '../store/sessions.ts';
import { passkeysOf } from '../store/keys.ts';
import { totpOf } from '../store/secrets.ts';
import { pageWords as w } from '../words.ts';
import { Absences, absenceFields, absenceTold, AwayBanner, awayOf, awayPosted, awayTyped, type AwayTyped } from './absence.tsx';
import { keyHost } from './keys.ts';
import { AddKey } from './passkey.tsx';
import { errorOf, formStatus, noCookie } from './ways.ts';

/** Enough to know one's own computer again. */
const deviceOf = (userAgent: string): string => {
  const browser = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['YaBrowser', 'Yandex'], ['Firefox', 'Firefox'], ['Chrome', 'Chrome'], ['Safari', 'Safari']].find(([mark = '']) => userAgent.includes(mark))?.[1];
  const system = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac OS', 'macOS'], ['Linux', 'Linux']].find(([mark = '']) => userAgent.includes(mark))?.[1];
  return [browser, system].filter(Boolean).join(', ') || userAgent.slice(0, 40) || '–';
};

const Sessions = ({ asked, sessions }: { asked: Asked; sessions: readonly Session[] }): VNode => {
  const { lang } = asked;
  return (
    <section>
      <h2>{say(lang, w.sessions)}</h2>
      <Table columns={[w.device, w.address, w.started, w.seen, w.endIt].map((title) => ({ title: say(lang, title) }))}
        rows={sessions.map((one) => [
          deviceOf(one.userAgent), one.remote, moment(one.startedAt), moment(one.seenAt),
          one.tokenHash === asked.session ? <span class="quiet">{say(lang, w.thisOne)}</span>
            : <Form csrf={asked.csrf} action={`/${lang}/me`}><input type="hidden" name="sessionId" value={String(one.sessionId)} /><div><Button kind="link" name="do" value="end">{say(lang, w.endIt)}</Button></div></Form>,
        ])} />
      <Form csrf={asked.csrf} action={`/${lang}/me`}><Button kind="second" name="do" value="everywhere">{say(lang, w.everywhere)}</Button></Form>
    </section>
  );
};

type Second = { readonly state: 'off' | 'on' } | { readonly state: 'waiting'; readonly secret: string; readonly picture: string };

const SecondStep = ({ asked, second, errors }: { asked: Asked; second: Second; errors: Errors }): VNode => {
  const { lang } = asked;
  const action = `/${lang}/me`;
  return (
    <section>
      <h2>{say(lang, w.totpTitle)}</h2>
      {second.state === 'off' && <><p>{say(lang, w.totpAbout)}</p><Form csrf={asked.csrf} action={action}><Button kind="second" name="do" value="totp_start">{say(lang, w.totpStart)}</Button></Form></>}
      {second.state === 'waiting' && (
        <Form csrf={asked.csrf} action={action}>
          <p>{say(lang, w.totpScan)} <code>{second.secret.match(/.{1,4}/g)?.join(' ')}</code></p>
          <p><img class="qr" alt={say(lang, w.totpPicture)} src={second.picture} /></p>
          <TextField lang={lang} name="code" label={say(lang, w.code)} inputmode="numeric" autocomplete="one-time-code" short errors={errors} max={20} />
          <Button name="do" value="totp_confirm">{say(lang, w.totpConfirm)}</Button>
        </Form>
      )}
      {second.state === 'on' && (
        <Form csrf={asked.csrf} action={action}>
          <p>{say(lang, w.totpOn)}</p>
          <TextField lang={lang} name="present" label={say(lang, w.presentPassword)} type="password" autocomplete="current-password" short errors={errors} />
          <Button kind="grave" name="do" value="totp_remove">{say(lang, w.totpRemove)}</Button>
        </Form>
      )}
    </section>
  );
};

/** Without a script none can be added: then there is something to say only where there are some. */
const Keys = ({ asked, keys }: { asked: Asked; keys: readonly Passkey[] }): VNode => {
  const { lang } = asked;
  return (
    <section hidden={keys.length === 0}>
      <h2>{say(lang, w.passkeys)}</h2>
      <p>{say(lang, w.passkeyAbout)}</p>
      {keys.length === 0 ? <p class="quiet">{say(lang, w.passkeyNone)}</p> : <Table columns={[w.device, w.added, w.passkeyUsed, w.remove].map((title) => ({ title: say(lang, title) }))}
        rows={keys.map((key) => [
          key.name || '–', moment(key.madeAt), key.usedAt ? moment(key.usedAt) : '–',
          <Form key="f" csrf={asked.csrf} action={`/${lang}/me`}><input type="hidden" name="passkeyId" value={String(key.passkeyId)} /><div><Button kind="link" name="do" value="passkey_remove">{say(lang, w.remove)}<span class="hidden"> {key.name}</span></Button></div></Form>,
        ])} />}
      <AddKey asked={asked} host={keyHost(asked)} name={deviceOf(asked.userAgent)} />
    </section>
  );
};

const told = { passkey: w.passkeyAdded, passkey_remove: w.passkeyRemoved, password: w.passwordChanged, end: w.ended, totp_confirm: w.totpOn, totp_remove: w.totpRemoved, ...absenceTold } as const;
const toldOf = (lang: Lang, what: string | null): string | null => (what !== null && Object.hasOwn(told, what) ? say(lang, told[what as keyof typeof told]) : null);

const draw = async (asked: Asked, errors: Errors = {}, typed: AwayTyped = {}): Promise<VNode | Refusal> => {
  const { lang, ctx } = asked;
  if (ctx.actor.kind !== 'staff') return refuse('not_allowed');
  const { accountId, name, posts } = ctx.actor;
  const found = await read(ctx, async (q) => ({
    account: await accountById(q, accountId), sessions: await sessionsOf(q, accountId, ctx.clock.now()), totp: await totpOf(q, accountId), keys: await passkeysOf(q, accountId), roles: await rolesOf(q), units: await unitsByIds(q, posts.map((post) => post.unitId)),
    away: await awayOf(q, asked, accountId, posts.map((post) => post.unitId)),
  }));
  const waiting = found.totp && !found.totp.confirmed ? openTotp(found.totp.sealed, accountId, found.account?.login ?? '') : null;
  const second: Second = waiting ? { state: 'waiting', secret: waiting.secret, picture: `data:image/svg+xml,${encodeURIComponent(await qrSvg(waiting.uri, { type: 'svg', margin: 1 }))}` } : { state: found.totp ? 'on' : 'off' };
  const done = toldOf(lang, asked.query.get('done'));
  return (
    <Desk asked={asked} title={say(lang, w.meTitle)} islands={['desk', 'passkey']}>
      <h1>{name}</h1>
      <p class="quiet">{found.account?.login}</p>
      <ErrorSummary lang={lang} errors={errors} />
      {done && <Note tone="done">{done}</Note>}
      <AwayBanner asked={asked} away={found.away} />
      <p><a href={`/${lang}/me/notices`}>{say(lang, w.myNotices)}</a></p>
      <h2>{say(lang, w.myPosts)}</h2>
      {posts.length === 0 ? <p class="quiet">{say(lang, w.noPosts)}</p>
        : <Summary rows={posts.map((post) => ({ label: found.roles.find((role) => role.code === post.role)?.names[lang] ?? post.role, value: found.units.get(post.unitId)?.names[lang] ?? '' }))} />}
      <Absences asked={asked} away={found.away} errors={errors} typed={typed} />
      <Sessions asked={asked} sessions={found.sessions} />
      <section class="column">
        <h2>{say(lang, w.changePassword)}</h2>
        <Form csrf={asked.csrf} action={`/${lang}/me`}>
          <input name="username" autocomplete="username" value={found.account?.login} hidden readOnly />
          <TextField lang={lang} name="current" label={say(lang, w.presentPassword)} type="password" autocomplete="current-password" errors={errors} />
          <TextField lang={lang} name="password" label={say(lang, w.newPassword)} hint={say(lang, w.passwordHint)} type="password" autocomplete="new-password" errors={errors} />
          <Button name="do" value="password">{say(lang, w.changePassword)}</Button>
        </Form>
      </section>
      {(found.keys.length > 0 || keyHost(asked) !== null) && <Keys asked={asked} keys={found.keys} />}
      <SecondStep asked={asked} second={second} errors={errors} />
    </Desk>
  );
};

const idOf = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

export const mePage = (asked: Asked): Promise<Answer> => draw(asked);

export const mePost = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const form = await asked.form();
  const what = form.get('do');
  const away = () => awayPosted(asked, form, ctx.actor.kind === 'staff' ? ctx.actor.accountId : 0);
  const acts: Readonly<Record<string, () => Promise<unknown>>> = {
    away, back: away,
    end: () => endSession(ctx, { sessionId: idOf(form.get('sessionId')) }),
    everywhere: () => signOutEverywhere(ctx, ctx.actor.kind === 'staff' ? ctx.actor.accountId : 0),
    password: () => changePassword(ctx, { current: form.get('current'), password: form.get('password'), keep: asked.session }),
    passkey_remove: () => removePasskey(ctx, { passkeyId: idOf(form.get('passkeyId')) }),
    totp_start: () => startTotp(ctx),
    totp_confirm: () => confirmTotp(ctx, { code: form.get('code') }),
    totp_remove: () => removeTotp(ctx, { password: form.get('present') }),
  };
  const act = Object.hasOwn(acts, what) ? acts[what] : undefined;
  const done = act ? await act() : refuse('not_allowed');
  const unread = typeof done === 'object' && done !== null && 'errors' in done ? (done.errors as Errors) : null;
  if (isRefusal(done) || unread) {
    const fields = { ...absenceFields, password_wrong: what === 'password' ? 'current' : 'present', code_wrong: 'code', password_short_invalid: 'password', password_long_invalid: 'password', password_repeats_invalid: 'password', password_login_invalid: 'password' };
    const page = await draw(asked, unread ?? errorOf(lang, done, fields), awayTyped(form));
    return isRefusal(page) ? page : html(page, isRefusal(done) ? formStatus(done) : 422);
  }
  return what === 'everywhere' ? seeOther(`/${lang}/sign-in`, { 'set-cookie': noCookie(asked.config) }) : seeOther(`/${lang}/me?done=${what}`);
};
