import type { VNode } from 'preact';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import { say } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form, TextField, type Errors } from '../../../ui/fields.tsx';
import { Note } from '../../../ui/parts.tsx';
import { Page } from '../../../ui/shell.tsx';
import { acceptInvitation } from '../acts/accounts.ts';
import { sessionActor, signOut } from '../acts/sessions.ts';
import { signIn } from '../acts/signin.ts';
import { openStep, sealStep, tokenHash } from '../crypto.ts';
import { invitedAccount } from '../store/secrets.ts';
import { pageWords as w } from '../words.ts';
import { issuerOf } from './issuer.ts';
import { keyHost } from './keys.ts';
import { EnterByKey } from './passkey.tsx';
import { errorOf, formStatus, homeOf, localPath, noCookie, sessionCookie, tokenOf } from './ways.ts';

const SignInPage = ({ asked, errors = {}, login = '', next, welcome = false }: { asked: Asked; errors?: Errors; login?: string; next: string; welcome?: boolean }): VNode => (
  <Page asked={asked} title={say(asked.lang, w.signInTitle)} noindex islands={['passkey']}>
    <h1>{say(asked.lang, w.signInTitle)}</h1>
    <ErrorSummary lang={asked.lang} errors={errors} />
    {welcome ? <Note tone="done">{say(asked.lang, w.welcome)}</Note> : <p>{say(asked.lang, w.signInFor)}</p>}
    <Form csrf={asked.csrf} action={`/${asked.lang}/sign-in`}>
      <input type="hidden" name="next" value={next} />
      <TextField lang={asked.lang} name="login" label={say(asked.lang, w.login)} type="email" inputmode="email" autocomplete="username" value={login} errors={errors} max={200} />
      <TextField lang={asked.lang} name="password" label={say(asked.lang, w.password)} type="password" autocomplete="current-password" errors={errors} />
      <Button>{say(asked.lang, w.signIn)}</Button>
    </Form>
    <EnterByKey asked={asked} host={keyHost(asked)} next={next} />
    {issuerOf(asked) && <p><a class="button second" href={`/${asked.lang}/sign-in/issuer${next ? `?next=${encodeURIComponent(next)}` : ''}`}>{say(asked.lang, w.signInElsewhere)}</a></p>}
    <p class="quiet">{say(asked.lang, w.forgotten)}</p>
  </Page>
);

const CodePage = ({ asked, errors = {}, step, next }: { asked: Asked; errors?: Errors; step: string; next: string }): VNode => (
  <Page asked={asked} title={say(asked.lang, w.codeTitle)} noindex>
    <h1>{say(asked.lang, w.codeTitle)}</h1>
    <ErrorSummary lang={asked.lang} errors={errors} />
    <Form csrf={asked.csrf} action={`/${asked.lang}/sign-in`}>
      <input type="hidden" name="next" value={next} /><input type="hidden" name="step" value={step} />
      <TextField lang={asked.lang} name="code" label={say(asked.lang, w.code)} inputmode="numeric" autocomplete="one-time-code" short errors={errors} max={20} autofocus />
      <Button>{say(asked.lang, w.signIn)}</Button>
    </Form>
    <p><a href={`/${asked.lang}/sign-in`}>{say(asked.lang, w.fromStart)}</a></p>
  </Page>
);

export const signInPage = (asked: Asked): Answer => {
  const next = localPath(asked.query.get('next') ?? '') ?? '';
  if (asked.ctx.actor.kind === 'staff') return seeOther(next || homeOf(asked.lang, asked.ctx.actor));
  const wrong = asked.query.get('wrong');
  const errors = wrong === 'oidc_failed' || wrong === 'oidc_unknown' ? errorOf(asked.lang, refuse(wrong)) : {};
  return <SignInPage asked={asked} next={next} errors={errors} welcome={asked.query.get('welcome') === '1'} />;
};

type Typed = { readonly login: string; readonly password: string };
/** How long one may look for the telephone. */
const codeMs = 5 * 60_000;

export const signInPost = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const next = localPath(form.get('next')) ?? '';
  const now = asked.ctx.clock.now();
  const second = form.has('step');
  const kept: Typed | null = second ? openStep<Typed>(`sign-in ${asked.visit}`, form.get('step'), now) : { login: form.get('login'), password: form.get('password') };
  if (!kept) return html(<SignInPage asked={asked} next={next} errors={{ '': say(asked.lang, w.codeStale) }} />, 422);
  const code = second ? form.get('code') || '-' : undefined;
  const given = await signIn(asked.ctx, { ...kept, code, remote: asked.remote, userAgent: asked.userAgent });
  if (isRefusal(given)) {
    const errors = errorOf(asked.lang, given, { code_wrong: 'code' });
    const again = second && given.code === 'code_wrong' ? <CodePage asked={asked} errors={errors} step={form.get('step')} next={next} /> : <SignInPage asked={asked} errors={errors} login={kept.login} next={next} />;
    return html(again, formStatus(given));
  }
  if ('needs' in given) return <CodePage asked={asked} step={sealStep<Typed>(`sign-in ${asked.visit}`, kept, now + codeMs)} next={next} />;
  // a browser that comes from a shared desk leaves no older session of its own behind
  const old = tokenOf(asked);
  if (old) await signOut(asked.ctx, old);
  return seeOther(next || homeOf(asked.lang, await sessionActor(asked.ctx, given.token)), { 'set-cookie': sessionCookie(asked.config, given.token) });
};

export const signOutPost = async (asked: Asked): Promise<Answer> => {
  const token = tokenOf(asked);
  if (token) await signOut(asked.ctx, token);
  return seeOther(`/${asked.lang}`, { 'set-cookie': noCookie(asked.config) });
};

const InvitationPage = ({ asked, login, name, errors = {} }: { asked: Asked; login: string; name: string; errors?: Errors }): VNode => (
  <Page asked={asked} title={say(asked.lang, w.invitationTitle)} noindex>
    <h1>{say(asked.lang, w.invitationTitle)}</h1>
    <ErrorSummary lang={asked.lang} errors={errors} />
    <p><strong>{name}</strong>, {login}</p>
    <p>{say(asked.lang, w.invitationText)}</p>
    <Form csrf={asked.csrf}>
      <input name="username" autocomplete="username" value={login} hidden readOnly />
      <TextField lang={asked.lang} name="password" label={say(asked.lang, w.newPassword)} hint={say(asked.lang, w.passwordHint)} type="password" autocomplete="new-password" errors={errors} />
      <Button>{say(asked.lang, w.savePassword)}</Button>
    </Form>
  </Page>
);

const invited = (asked: Asked) => read(asked.ctx, (q) => invitedAccount(q, tokenHash(asked.param('token')), new Date(asked.ctx.clock.now())));

export const invitationPage = async (asked: Asked): Promise<Answer> => {
  const account = await invited(asked);
  return account ? <InvitationPage asked={asked} login={account.login} name={account.name} /> : refuse('invitation_not_good');
};

export const invitationPost = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const account = await invited(asked);
  const done = await acceptInvitation(asked.ctx, { token: asked.param('token'), password: form.get('password') });
  if (!isRefusal(done)) return seeOther(`/${asked.lang}/sign-in?welcome=1`, { 'set-cookie': noCookie(asked.config) });
  if (!account || done.code === 'invitation_not_good') return done;
  return html(<InvitationPage asked={asked} login={account.login} name={account.name} errors={{ password: errorOf(asked.lang, done)[''] ?? done.code }} />, 422);
};
