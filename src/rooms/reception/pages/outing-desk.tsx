import type { VNode } from 'preact';
import { anyone } from '../../../kernel/gate.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { html, page, type Route } from '../../../platform/web.ts';
import { assetHref } from '../../../ui/assets.ts';
import { frameWords as w } from '../words/outing-desk.ts';

/** The pages of the offline desk may use the microphone: a voice note is kept on the tablet. Nothing else of the house may. */
export const deskHeaders = { 'permissions-policy': 'camera=(), microphone=(self), geolocation=()' } as const;

/** An empty frame, the same for everybody: a worker keeps it on the tablet, and what is in it comes from there. `installing`: the page that brings the kit on board has it as data. */
export const DeskFrame = ({ lang, installing }: { lang: Lang; installing?: unknown }): VNode => (
  <html lang={lang}>
    <head>
      <meta charSet="utf-8" />
      <title>{say(lang, w.title)}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href={assetHref('style.css')} />
      <link rel="stylesheet" href={assetHref('outing-desk.css')} />
      <script type="module" src={assetHref('outing-desk.js')} />
    </head>
    <body class="outing-body">
      <main id="outing-desk"><noscript><h1>{say(lang, w.title)}</h1><p class="note warn">{say(lang, w.script)}</p></noscript></main>
      {installing !== undefined && <script type="application/json" id="kit" dangerouslySetInnerHTML={{ __html: JSON.stringify(installing).replaceAll('<', '\\u003c') }} />}
    </body>
  </html>
);

export const outingDeskRoutes: readonly Route[] = [
  page({ method: 'get', path: '/outing-desk', may: anyone, handler: ({ lang }) => html(<DeskFrame lang={lang} />, 200, deskHeaders) }),
];
