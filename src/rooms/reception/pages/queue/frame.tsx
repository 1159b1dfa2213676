import type { ComponentChildren, VNode } from 'preact';
import { langs, say, type Lang } from '../../../../kernel/words.ts';
import { assetHref } from '../../../../ui/assets.ts';
import { uiWords } from '../../../../ui/words.ts';

type Props = { readonly lang: Lang; readonly title: string; readonly sheet: string; readonly islands?: readonly string[]; readonly refresh?: number; readonly refreshTo?: string; readonly noscriptOnly?: boolean; readonly class?: string; readonly data?: Readonly<Record<string, string>>; readonly children: ComponentChildren };

/** A screen that hangs on a wall or stands in a hall: no ways to elsewhere, a style sheet of its own. */
export const Screen = ({ lang, title, sheet, islands = [], refresh, refreshTo, noscriptOnly = false, class: name, data = {}, children }: Props): VNode => {
  const again = refresh === undefined ? null : <meta http-equiv="refresh" content={refreshTo === undefined ? String(refresh) : `${refresh}; url=${refreshTo}`} />;
  return (
    <html lang={lang}>
      <head>
        <meta charSet="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {noscriptOnly ? <noscript>{again}</noscript> : again}
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={assetHref(sheet)} />
        {islands.map((island) => <script key={island} type="module" src={assetHref(`${island}.js`)} />)}
      </head>
      <body class={name} {...Object.fromEntries(Object.entries(data).map(([key, value]) => [`data-${key}`, value]))}>{children}</body>
    </html>
  );
};

/** The same page in another language, in letters that a thumb finds. */
export const Tongues = ({ lang, here }: { readonly lang: Lang; readonly here: string }): VNode => (
  <nav class="tongues" aria-label={say(lang, uiWords.languages)}>{langs.map((one) => (one === lang ? <b key={one} lang={one} aria-current="true">{uiWords[one][one]}</b> : <a key={one} href={`/${one}${here}`} lang={one} hreflang={one}>{uiWords[one][one]}</a>))}</nav>
);
