import type { VNode } from 'preact';
import { isDay, today } from '../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { shortDay } from '../../../kernel/show.ts';
import { say } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { html, seeOther, siteUrl, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form, hasErrors, Select, TextField, type Errors, type Group } from '../../../ui/fields.tsx';
import { Back, Fold, Note, Table } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { openUnits, unitsByIds, type Unit } from '../../units/contract.ts';
import { closeAccount, invite } from '../acts/accounts.ts';
import { removeTotpOf } from '../acts/own.ts';
import { endPost, givePost } from '../acts/posts.ts';
import { signOutEverywhere } from '../acts/sessions.ts';
import { inForce, type Account, type Post, type Role } from '../law.ts';
import { managedBy } from '../policy.ts';
import { accountById, postsOf, rolesOf } from '../store/accounts.ts';
import { pageWords as w } from '../words.ts';
import { Absences, absenceFields, awayOf, awayPosted, awayTyped, type Away, type AwayTyped } from './absence.tsx';
import { roleName } from './people.tsx';
import { errorOf, formStatus } from './ways.ts';

const number = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

type Found = { readonly account: Account; readonly posts: readonly Post[]; readonly roles: readonly Role[]; readonly units: ReadonlyMap<number, Unit>; readonly branches: readonly Unit[]; readonly bodies: readonly Unit[]; readonly away: Away };

/** Whom one does not manage, one does not find. */
const find = (asked: Asked): Promise<Found | Refusal> =>
  read(asked.ctx, async (q) => {
    const within = managedBy(asked.ctx.actor);
    const account = await accountById(q, number(asked.param('accountId')));
    const posts = account ? await postsOf(q, [account.accountId]) : [];
    if (!account || !(posts.length === 0 || within === 'all' || posts.some((post) => within.includes(post.unitId)))) return refuse('account_not_found');
    return { account, posts, roles: await rolesOf(q), units: await unitsByIds(q, posts.map((post) => post.unitId)), branches: await openUnits(q, 'branch', within), bodies: await openUnits(q, 'body', within), away: await awayOf(q, asked, account.accountId, posts.filter((post) => inForce(post, today(asked.ctx.clock))).map((post) => post.unitId)) };
  });

type Draw = { readonly asked: Asked; readonly found: Found; readonly errors?: Errors; readonly typed?: Readonly<Record<string, string>>; readonly away?: AwayTyped; readonly link?: string };

const Posts = ({ asked, found }: Draw): VNode => {
  const { lang } = asked;
  const on = today(asked.ctx.clock);
  const over = (post: Post) => post.endedOn !== null || (post.toOn !== null && post.toOn < on);
  return (
    <Table caption={say(lang, w.posts)} empty={say(lang, w.noPosts)} columns={[w.role, w.unit, w.fromOn, w.toOn, w.endPost].map((title) => ({ title: say(lang, title) }))}
      rows={found.posts.map((post) => [
        inForce(post, on) ? roleName(lang, found.roles, post.role) : <span class="quiet">{roleName(lang, found.roles, post.role)}</span>,
        found.units.get(post.unitId)?.names[lang], shortDay(post.fromOn), post.endedOn ? shortDay(post.endedOn) : post.toOn ? shortDay(post.toOn) : '–',
        over(post) ? <span class="quiet">{say(lang, w.postOver)}</span>
          : <a href={`/${lang}/admin/people/${found.account.accountId}?end=${post.postId}#end`}>{say(lang, w.endPost)}<span class="hidden">: {roleName(lang, found.roles, post.role)}, {found.units.get(post.unitId)?.names[lang]}</span></a>,
      ])} />
  );
};

/** A post that has ended is not taken back, only given anew: it is asked about first, on this page, by name. */
const EndPost = ({ asked, found }: Draw): VNode | null => {
  const { lang } = asked;
  const post = found.posts.find((one) => one.endedOn === null && String(one.postId) === asked.query.get('end'));
  return post ? (
    <section id="end" aria-labelledby="end-title" class="stack">
      <h2 id="end-title">{say(lang, w.endPost)}</h2>
      <Note tone="warn"><p><strong>{roleName(lang, found.roles, post.role)}, {found.units.get(post.unitId)?.names[lang]}</strong></p><p>{say(lang, w.endPostAbout, { name: found.account.name })}</p></Note>
      <Form csrf={asked.csrf}>
        <input type="hidden" name="postId" value={String(post.postId)} />
        <p class="row"><Button kind="grave" name="do" value="end_post">{say(lang, w.endPostYes)}</Button><a class="button second" href={`/${lang}/admin/people/${found.account.accountId}`}>{say(lang, w.endPostNo)}</a></p>
      </Form>
    </section>
  ) : null;
};

const GivePost = ({ asked, found, errors = {}, typed = {} }: Draw): VNode => {
  const { lang } = asked;
  const group = (label: string, units: readonly Unit[]): Group => ({ label, choices: units.map((unit) => ({ value: String(unit.id), text: `${'· '.repeat(Math.max(0, unit.path.length - 1))}${unit.names[lang]}` })) });
  const roles = (label: string, kind: Role['unitKind']): Group => ({ label, choices: found.roles.filter((role) => role.unitKind === kind || role.unitKind === 'any').map((role) => ({ value: role.code, text: role.names[lang] })) });
  const filled = (groups: readonly Group[]) => groups.filter((one) => one.choices.length > 0);
  const kinds = [...(found.branches.length > 0 ? [roles(say(lang, w.branches), 'branch')] : []), ...(found.bodies.length > 0 ? [roles(say(lang, w.bodies), 'body')] : [])];
  return (
    <Fold title={say(lang, w.givePost)} open={found.posts.length === 0 || typed['role'] !== undefined}>
      <Form csrf={asked.csrf}>
        <Select lang={lang} name="unitId" label={say(lang, w.unit)} value={typed['unitId']} errors={errors} empty={say(lang, w.choose)} groups={filled([group(say(lang, w.branches), found.branches), group(say(lang, w.bodies), found.bodies)])} />
        <Select lang={lang} name="role" label={say(lang, w.role)} value={typed['role']} errors={errors} empty={say(lang, w.choose)} groups={filled(kinds)} />
        <div class="pair">
          <TextField lang={lang} name="fromOn" label={say(lang, w.fromOn)} type="date" value={typed['fromOn'] ?? today(asked.ctx.clock)} errors={errors} />
          <TextField lang={lang} name="toOn" label={say(lang, w.toOnOpen)} type="date" value={typed['toOn']} errors={errors} />
        </div>
        <Button name="do" value="give_post">{say(lang, w.givePost)}</Button>
      </Form>
    </Fold>
  );
};

const PersonPage = ({ asked, found, errors = {}, typed = {}, away = {}, link }: Draw): VNode => {
  const { lang } = asked;
  const { account } = found;
  const one = (what: string, text: string) => <Form csrf={asked.csrf}><div><Button kind="second" name="do" value={what}>{text}</Button></div></Form>;
  return (
    <Desk asked={asked} title={account.name}>
      <Back lang={lang} href={`/${lang}/admin/people`} />
      <div class="stack">
        <div><h1>{account.name}</h1><p class="quiet">{account.login}</p></div>
        <ErrorSummary lang={lang} errors={errors} />
        {asked.query.get('done') === '1' && !link && <Note tone="done">{say(lang, w.done)}</Note>}
        {asked.query.get('done') === 'keys' && !link && <Note tone="warn">{say(lang, w.keysEnded)}</Note>}
        {link && <Note tone="done"><p>{say(lang, w.inviteOnce)}</p><p><code>{link}</code></p></Note>}
        <Posts asked={asked} found={found} />
        <EndPost asked={asked} found={found} />
        {account.closedAt ? <Note tone="warn">{say(lang, w.closed)}</Note> : (
          <>
            <GivePost asked={asked} found={found} errors={errors} typed={typed} />
            <Absences asked={asked} away={found.away} errors={errors} typed={away} />
            <h2>{say(lang, w.invitation)}</h2>
            <p>{say(lang, w.inviteAbout)}</p>
            <div class="row">{one('invite', say(lang, w.invite))}{one('totp', say(lang, w.lostPhone))}{one('sessions', say(lang, w.endTheirSessions))}</div>
            <Fold title={say(lang, w.closeAccount)}><Form csrf={asked.csrf}><Button kind="grave" name="do" value="close">{say(lang, w.closeAccount)}</Button></Form></Fold>
          </>
        )}
      </div>
    </Desk>
  );
};

export const personPage = async (asked: Asked): Promise<Answer> => {
  const found = await find(asked);
  return isRefusal(found) ? found : <PersonPage asked={asked} found={found} />;
};

const fields = { keys_of_others_forbidden: 'unitId', role_invalid: 'role', unit_not_found: 'unitId', post_days_invalid: 'toOn', post_held_already: 'role' };

export const personPost = async (asked: Asked): Promise<Answer> => {
  const found = await find(asked);
  if (isRefusal(found)) return found;
  const { ctx, lang } = asked;
  const { accountId } = found.account;
  const form = await asked.form();
  const what = form.get('do');
  const here = `/${lang}/admin/people/${accountId}`;
  const again = async (errors: Errors, status: 422 | 429, typed?: Readonly<Record<string, string>>) => html(<PersonPage asked={asked} found={found} errors={errors} typed={typed ?? {}} />, status);
  if (what === 'give_post') {
    const typed = Object.fromEntries(['unitId', 'role', 'fromOn', 'toOn'].map((name) => [name, form.get(name)]));
    const [fromOn, toOn] = [form.get('fromOn'), form.get('toOn')];
    const missing = { ...(form.get('unitId') === '' ? { unitId: say(lang, w.unitMissing) } : {}), ...(form.get('role') === '' ? { role: say(lang, w.roleMissing) } : {}) };
    if (hasErrors(missing)) return again(missing, 422, typed);
    if (!isDay(fromOn)) return again({ fromOn: say(lang, w.dayWrong) }, 422, typed);
    if (toOn !== '' && !isDay(toOn)) return again({ toOn: say(lang, w.dayWrong) }, 422, typed);
    const given = await givePost(ctx, { accountId, unitId: number(form.get('unitId')), role: form.get('role'), fromOn, toOn: toOn === '' ? undefined : toOn });
    return isRefusal(given) ? again(errorOf(lang, given, fields), formStatus(given), typed) : seeOther(`${here}?done=${given.keysEnded ? 'keys' : '1'}`);
  }
  if (what === 'away' || what === 'back') {
    const done = await awayPosted(asked, form, accountId);
    const errors = typeof done === 'object' && done !== null && 'errors' in done ? (done.errors as Errors) : isRefusal(done) ? errorOf(lang, done, absenceFields) : null;
    return errors ? html(<PersonPage asked={asked} found={found} errors={errors} away={awayTyped(form)} />, isRefusal(done) ? formStatus(done) : 422) : seeOther(`${here}?done=1`);
  }
  if (what === 'invite') {
    const invited = await invite(ctx, { accountId });
    if (isRefusal(invited)) return again(errorOf(lang, invited), formStatus(invited));
    return <PersonPage asked={asked} found={found} link={`${siteUrl(asked.config)}/${found.account.lang}/invitation/${invited.token}`} />;
  }
  const acts: Readonly<Record<string, () => Promise<unknown>>> = {
    end_post: () => {
      const postId = number(form.get('postId'));
      return found.posts.some((post) => post.postId === postId) ? endPost(ctx, { postId }) : Promise.resolve(refuse('post_not_found'));
    },
    totp: () => removeTotpOf(ctx, { accountId }),
    sessions: () => signOutEverywhere(ctx, accountId),
    close: () => closeAccount(ctx, { accountId }),
  };
  const act = Object.hasOwn(acts, what) ? acts[what] : undefined;
  const done = act ? await act() : refuse('not_allowed');
  return isRefusal(done) ? again(errorOf(lang, done), formStatus(done)) : seeOther(`${here}?done=1`);
};
