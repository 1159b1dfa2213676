import { say, sayLoose, type Lang, type Sentence } from '../kernel/words.ts';
import { visitor } from '../kernel/actor.ts';
import { html } from '../platform/web.ts';
import { Page } from '../ui/shell.tsx';
import { appWords } from './words.ts';

type Status = Parameters<typeof html>[1];

/** A page that says what happened, what was kept and what to do. Needs no database. */
export const messagePage = (lang: Lang, status: number, title: Sentence, text: Sentence, facts: Readonly<Record<string, string | number>>, here: string, signIn = false): Response => {
  const asked = { lang, here: here.startsWith('/') ? here : '/', csrf: '', org: { kk: 'Jauap', ru: 'Jauap', en: 'Jauap' }, demo: false, ctx: { actor: visitor } };
  return html(
    <Page asked={asked} title={sayLoose(lang, title)} noindex>
      <h1>{sayLoose(lang, title)}</h1>
      <p>{sayLoose(lang, text, facts)}</p>
      {signIn && <p><a class="button" href={`/${lang}/sign-in`} target="_blank" rel="noopener">{say(lang, appWords.toSignIn)}</a></p>}
      <p><a href={`/${lang}`}>{say(lang, appWords.toFront)}</a></p>
    </Page>,
    status as Status,
    { 'cache-control': 'no-store' },
  );
};
