import type { VNode } from 'preact';
import { anyone } from '../../kernel/gate.ts';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal.ts';
import { say, sayLoose, type Lang, type Sentence } from '../../kernel/words.ts';
import { html, page, seeOther, type Answer, type Asked, type Route } from '../../platform/web.ts';
import { firstPersonRefused, signIn } from '../../rooms/people/contract.ts';
import { sessionCookie } from '../../rooms/people/pages/ways.ts';
import { refusalWords as peopleWords } from '../../rooms/people/words.ts';
import { country, firstUnitRefused, nameOf, regions, unitManagersMay } from '../../rooms/units/contract.ts';
import { refusalWords as unitWords } from '../../rooms/units/words.ts';
import { Button, ErrorSummary, Form, hasErrors, Select, TextField, type Errors } from '../../ui/fields.tsx';
import { Page } from '../../ui/shell.tsx';
import { isSetUp, setUp, type SetupOrder } from './act.ts';
import { stepsPage } from './steps.tsx';
import { dropSetupToken, setupTokenFits } from './token.ts';
import { setupWords as w } from './words.ts';

type Typed = Readonly<Record<string, string>>;

const TokenPage = ({ asked, errors = {} }: { asked: Asked; errors?: Errors }): VNode => (
  <Page asked={asked} title={say(asked.lang, w.tokenTitle)} noindex bare>
    <h1>{say(asked.lang, w.tokenTitle)}</h1>
    <ErrorSummary lang={asked.lang} errors={errors} />
    <p class="lead">{say(asked.lang, w.tokenFirst)}</p>
    <p>{say(asked.lang, w.tokenLead)}</p>
    <Form csrf={asked.csrf} action={`/${asked.lang}/setup`}>
      <TextField lang={asked.lang} name="token" label={say(asked.lang, w.token)} errors={errors} max={100} autofocus />
      <Button>{say(asked.lang, w.goOn)}</Button>
    </Form>
  </Page>
);

const placeGroups = (lang: Lang) => [
  { label: say(lang, w.wholeCountry), choices: [{ value: country, text: say(lang, w.wholeCountry) }] },
  { label: say(lang, w.regions), choices: regions.map((region) => ({ value: region.code, text: nameOf(region, lang) })) },
];

const SetupPage = ({ asked, token, typed = {}, errors = {} }: { asked: Asked; token: string; typed?: Typed; errors?: Errors }): VNode => {
  const { lang } = asked;
  const p = { lang, errors };
  return (
    <Page asked={asked} title={say(lang, w.title)} noindex bare>
      <h1>{say(lang, w.title)}</h1>
      <ErrorSummary lang={lang} errors={errors} />
      <p class="lead">{say(lang, w.lead)}</p>
      <Form csrf={asked.csrf} action={`/${lang}/setup`}>
        <input type="hidden" name="token" value={token} />
        <h2>{say(lang, w.organisation)}</h2>
        <TextField {...p} name="name_kk" label={say(lang, w.nameKk)} value={typed['name_kk']} max={200} />
        <TextField {...p} name="name_ru" label={say(lang, w.nameRu)} value={typed['name_ru']} max={200} />
        <TextField {...p} name="name_en" label={say(lang, w.nameEn)} value={typed['name_en']} max={200} />
        <Select {...p} name="place" label={say(lang, w.place)} hint={say(lang, w.placeHint)} value={typed['place'] ?? country} groups={placeGroups(lang)} />
        <TextField {...p} name="code" label={say(lang, w.code)} hint={say(lang, w.codeHint, { code: typed['code']?.toUpperCase() || 'BQ' })} value={typed['code']} max={10} short />
        <h2>{say(lang, w.administrator)}</h2>
        <p class="hint">{say(lang, w.administratorHint)}</p>
        <TextField {...p} name="person" label={say(lang, w.name)} value={typed['person']} autocomplete="name" max={200} />
        <TextField {...p} name="login" label={say(lang, w.login)} type="email" inputmode="email" value={typed['login']} autocomplete="username" max={200} />
        <TextField {...p} name="password" label={say(lang, w.password)} hint={say(lang, hasErrors(errors) ? w.passwordTypeAgain : w.passwordHint)} type="password" autocomplete="new-password" max={200} />
        <TextField {...p} name="password_again" label={say(lang, w.passwordAgain)} type="password" autocomplete="new-password" max={200} />
        <Button kind="big">{say(lang, w.send)}</Button>
      </Form>
    </Page>
  );
};

const setupPage = async (asked: Asked): Promise<Answer> => {
  if (await isSetUp(asked.ctx)) return refuse('page_not_found');
  const token = asked.query.get('token') ?? '';
  if (token === '') return <TokenPage asked={asked} />;
  return setupTokenFits(asked.config, token) ? <SetupPage asked={asked} token={token} /> : html(<TokenPage asked={asked} errors={{ token: say(asked.lang, w.tokenWrong) }} />, 422);
};

const sentences: Readonly<Record<string, Sentence>> = { ...unitWords, ...peopleWords };
const fields: Readonly<Record<string, string>> = {
  kk: 'name_kk', ru: 'name_ru', en: 'name_en', code: 'code', territoryCode: 'place', unit_code_taken: 'code', territory_invalid: 'place',
  name_invalid: 'person', name_mixed_invalid: 'person', login_invalid: 'login', login_taken: 'login',
};
const missing: Readonly<Record<string, Sentence>> = { kk: w.nameKkMissing, ru: w.nameRuMissing, en: w.nameEnMissing };
const fieldOf = (refusal: Refusal): string => fields[refusal.code] ?? (refusal.code.startsWith('password') ? 'password' : '');

const errorsOf = (lang: Lang, order: SetupOrder, again: string): Errors => {
  const sentence = ({ code, facts }: Refusal) => sayLoose(lang, sentences[code] ?? unitWords.not_allowed, facts);
  const unit = Object.entries(firstUnitRefused(order)).map(([name, refusal]) => [fields[name] ?? '', refusal.code === 'unit_name_required' ? say(lang, missing[name] ?? w.nameKkMissing) : sentence(refusal)] as const);
  const person = firstPersonRefused(order.administrator).map((refusal) => [fieldOf(refusal), sentence(refusal)] as const);
  const differ = order.administrator.password === again ? [] : [['password_again', say(lang, w.passwordsDiffer)] as const];
  return Object.fromEntries([...unit, ...person, ...differ]);
};

const setupPost = async (asked: Asked): Promise<Answer> => {
  const { ctx, config, lang } = asked;
  if (await isSetUp(ctx)) return refuse('page_not_found');
  const form = await asked.form();
  const token = form.get('token');
  if (!setupTokenFits(config, token)) return html(<TokenPage asked={asked} errors={{ token: say(lang, w.tokenWrong) }} />, 422);
  if (!form.has('login')) return <SetupPage asked={asked} token={token} />;
  const typed = Object.fromEntries(form.entries().filter(([name]) => !name.startsWith('password')));
  const administrator = { name: form.get('person'), login: form.get('login'), password: form.get('password'), lang };
  const order: SetupOrder = { names: { kk: form.get('name_kk'), ru: form.get('name_ru'), en: form.get('name_en') }, code: form.get('code'), territoryCode: form.get('place'), administrator };
  const errors = errorsOf(lang, order, form.get('password_again'));
  if (hasErrors(errors)) return html(<SetupPage asked={asked} token={token} typed={typed} errors={errors} />, 422);
  const done = await setUp(ctx, order);
  if (isRefusal(done)) return done.code === 'setup_done' ? refuse('page_not_found') : html(<SetupPage asked={asked} token={token} typed={typed} errors={{ [fieldOf(done)]: sayLoose(lang, sentences[done.code] ?? unitWords.not_allowed, done.facts) }} />, 422);
  dropSetupToken(config);
  const session = await signIn(ctx, { login: done.login, password: administrator.password, remote: asked.remote, userAgent: asked.userAgent });
  const next = `/${lang}/admin/steps`;
  return !isRefusal(session) && 'token' in session ? seeOther(next, { 'set-cookie': sessionCookie(config, session.token) }) : seeOther(`/${lang}/sign-in?next=${next}`);
};

export const setupRoutes: readonly Route[] = [
  page({ method: 'get', path: '/setup', may: anyone, handler: setupPage }),
  page({ method: 'post', path: '/setup', may: anyone, handler: setupPost }),
  page({ method: 'get', path: '/admin/steps', may: unitManagersMay, handler: stepsPage }),
];
