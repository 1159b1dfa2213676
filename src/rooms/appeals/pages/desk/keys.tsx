import type { VNode } from 'preact';
import { say, type Lang } from '../../../../kernel/words.ts';
import { actWords, deskWords } from '../../words/desk.ts';
import { staffLiveWords as w } from '../../words/live.ts';
import { causeWords } from '../../words/causes.ts';
import { joinKey } from './alike.tsx';
import { suggestionWords } from '../../words/suggestions.ts';
import { matterHref } from './form.tsx';
import type { DeskAct } from './possible.ts';

/** The single key of each act; src/ui/islands/desk.ts reads them from the page. */
export const actKeys: Readonly<Partial<Record<DeskAct, string>>> = {
  sort: 't', assign: 'a', give_task: 'g', take: 'm', forward: 'f', ask_clarification: 'c', request_extension: 'e', decide_extension: 'd', set_urgency: 'u', note: 'n', answer_interim: 'i',
  draft_answer: 'r', return_draft: 'b', approve: 's', publish: 'p',
};

/** One for each topic that the program suggests. */
const guessKeys = ['1', '2', '3'];

type Row = { readonly keys: readonly string[]; readonly text: string };

/** What `?` opens, and what the island says of `matter`. Without JavaScript nobody sees it, and nobody needs it. */
export const Keys = ({ lang, matter, list = matter === undefined }: { lang: Lang; matter?: string; list?: boolean }): VNode => {
  const rows: readonly Row[] = [
    ...(list ? [{ keys: ['j', 'k'], text: say(lang, deskWords.keyMove) }, { keys: ['Enter'], text: say(lang, deskWords.keyOpen) }] : []),
    ...(matter === undefined ? [{ keys: ['/'], text: say(lang, deskWords.keySearch) }] : []),
    ...(matter !== undefined ? [{ keys: guessKeys, text: say(lang, suggestionWords.keyTake) }, { keys: ['y'], text: say(lang, deskWords.suggestAccept) }, { keys: [joinKey], text: say(lang, causeWords.keyJoin) }, ...Object.entries(actKeys).map(([act, key]) => ({ keys: [key], text: say(lang, actWords[act as DeskAct]) }))] : []),
    ...(list ? [] : [{ keys: ['Ctrl', 'Enter'], text: say(lang, w.keySend) }]),
    { keys: ['?'], text: say(lang, deskWords.keyHelp) },
  ];
  return (
    <dialog data-keys aria-labelledby="keys" {...(list ? {} : {
      'data-kept': say(lang, w.kept), 'data-forget': say(lang, w.forget), 'data-dropped': say(lang, w.dropped), 'data-undo': say(lang, w.undo),
    })} {...(matter === undefined ? {} : {
      'data-over': say(lang, w.over), 'data-sign-in-text': say(lang, w.overSignIn),
      'data-sign-in': `/${lang}/sign-in?next=${encodeURIComponent(matterHref(lang, matter))}`,
    })}>
      <h2 id="keys">{say(lang, deskWords.keys)}</h2>
      <dl class="summary">{rows.map((row) => <div key={row.text}><dt>{row.keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{row.text}</dd></div>)}</dl>
      <form method="dialog" class="row"><button class="button second">{say(lang, deskWords.keysClose)}</button></form>
    </dialog>
  );
};
