import type { VNode } from 'preact';
import { today } from '../../../kernel/day.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { isLang, langs, say, type Lang } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form, Select, TextField, type Errors } from '../../../ui/fields.tsx';
import { Fold, Pager, Table, Tag } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { uiWords } from '../../../ui/words.ts';
import { unitsByIds, type Unit } from '../../units/contract.ts';
import { createAccount } from '../acts/accounts.ts';
import { inForce, type Account, type Post, type Role } from '../law.ts';
import { managedBy } from '../policy.ts';
import { postsOf, rolesOf, searchAccounts } from '../store/accounts.ts';
import { pageWords as w } from '../words.ts';
import { errorOf, formStatus } from './ways.ts';

const perPage = 50;
type Listed = { readonly accounts: readonly Account[]; readonly posts: readonly Post[]; readonly roles: readonly Role[]; readonly units: ReadonlyMap<number, Unit> };

const listed = (asked: Asked): Promise<Listed> => {
  const after = asked.query.get('after') ?? '';
  return read(asked.ctx, async (q) => {
    const accounts = await searchAccounts(q, { text: asked.query.get('q') ?? '', within: managedBy(asked.ctx.actor), after: /^\d{1,15}$/.test(after) ? Number(after) : 0, limit: perPage + 1 });
    const posts = await postsOf(q, accounts.map((account) => account.accountId));
    return { accounts, posts, roles: await rolesOf(q), units: await unitsByIds(q, posts.map((post) => post.unitId)) };
  });
};

export const roleName = (lang: Lang, roles: readonly Role[], code: string): string => roles.find((role) => role.code === code)?.names[lang] ?? code;

type Typed = { readonly login: string; readonly name: string; readonly lang: string };
const newAccountFields = { login_invalid: 'login', login_taken: 'login', name_invalid: 'name', name_mixed_invalid: 'name' };

const ListPage = ({ asked, found, errors = {}, typed }: { asked: Asked; found: Listed; errors?: Errors; typed?: Typed }): VNode => {
  const { lang } = asked;
  const on = today(asked.ctx.clock);
  const text = asked.query.get('q') ?? '';
  const shown = found.accounts.slice(0, perPage);
  const address = (after?: number) => `/${lang}/admin/people?${new URLSearchParams({ ...(text ? { q: text } : {}), ...(after ? { after: String(after) } : {}) }).toString()}`;
  const postsHeld = (accountId: number) => found.posts.filter((post) => post.accountId === accountId && inForce(post, on))
    .map((post) => <div key={post.postId}>{roleName(lang, found.roles, post.role)}, {found.units.get(post.unitId)?.names[lang]}</div>);
  return (
    <Desk asked={asked} title={say(lang, w.peopleTitle)}>
      <div class="stack">
        <h1>{say(lang, w.peopleTitle)}</h1>
        <ErrorSummary lang={lang} errors={errors} />
        <form method="get" action={`/${lang}/admin/people`} class="filters" role="search">
          <TextField lang={lang} name="q" label={say(lang, w.search)} type="search" value={text} max={100} />
          <Button kind="second">{say(lang, w.find)}</Button>
        </form>
        <Table columns={[w.name, w.login, w.posts].map((title) => ({ title: say(lang, title) }))} empty={say(lang, w.nobody)}
          rows={shown.map((account) => [
            <a key="a" href={`/${lang}/admin/people/${account.accountId}`}>{account.name}</a>, account.login,
            account.closedAt ? <Tag tone="plain">{say(lang, w.closed)}</Tag> : postsHeld(account.accountId),
          ])} />
        <Pager lang={lang} first={asked.query.has('after') ? address() : null} next={found.accounts.length > perPage ? address(shown.at(-1)?.accountId) : null} />
        <Fold title={say(lang, w.newAccount)} open={typed !== undefined}>
          <Form csrf={asked.csrf} action={`/${lang}/admin/people`}>
            <TextField lang={lang} name="name" label={say(lang, w.name)} value={typed?.name} errors={errors} max={200} />
            <TextField lang={lang} name="login" label={say(lang, w.login)} type="email" inputmode="email" value={typed?.login} errors={errors} max={200} />
            <Select lang={lang} name="lang" label={say(lang, w.lang)} value={typed?.lang ?? lang} choices={langs.map((one) => ({ value: one, text: uiWords[one][one] }))} />
            <Button>{say(lang, w.create)}</Button>
          </Form>
        </Fold>
      </div>
    </Desk>
  );
};

export const peoplePage = async (asked: Asked): Promise<Answer> => <ListPage asked={asked} found={await listed(asked)} />;

export const peoplePost = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const typed = { login: form.get('login'), name: form.get('name'), lang: form.get('lang') };
  const done = await createAccount(asked.ctx, { login: typed.login, name: typed.name, lang: isLang(typed.lang) ? typed.lang : asked.lang });
  if (!isRefusal(done)) return seeOther(`/${asked.lang}/admin/people/${done.accountId}`);
  return html(<ListPage asked={asked} found={await listed(asked)} errors={errorOf(asked.lang, done, newAccountFields)} typed={typed} />, formStatus(done));
};
