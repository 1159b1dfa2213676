import type { VNode } from 'preact';
import { say, type Lang } from '../../../../kernel/words.ts';
import { boardWords as w } from '../../words/board.ts';

/** What `?` opens; src/ui/islands/desk.ts does it. */
export const Keys = ({ lang }: { lang: Lang }): VNode => {
  const rows = [
    { keys: ['j', 'k'], text: say(lang, w.keyMove) }, { keys: ['x'], text: say(lang, w.keyPick) }, { keys: ['Enter'], text: say(lang, w.keyOpen) }, { keys: ['?'], text: say(lang, w.keyHelp) },
  ];
  return (
    <dialog data-keys aria-labelledby="keys">
      <h2 id="keys">{say(lang, w.keys)}</h2>
      <dl class="summary">{rows.map((row) => <div key={row.text}><dt>{row.keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{row.text}</dd></div>)}</dl>
      <form method="dialog" class="row"><button class="button second">{say(lang, w.keysClose)}</button></form>
    </dialog>
  );
};
