import type { VNode } from 'preact';
import { anyone } from '../../../kernel/gate.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { bytes, html, page, type Route } from '../../../platform/web.ts';
import { assetHref } from '../../../ui/assets.ts';
import { frameWords as w } from '../words/outing-desk.ts';

/** The pages of the offline desk may use the microphone: a voice note is kept on the tablet. Nothing else of the house may. */
export const deskHeaders = { 'permissions-policy': 'camera=(), microphone=(self), geolocation=()' } as const;

const frameOf = (lang: Lang): string => `/${lang}/outing-desk`;
const iconSizes = [192, 512] as const;
const iconOf = (size: (typeof iconSizes)[number]): string => `outing-desk-${size}.png`;

/** By it a tablet puts the desk on its home screen, with a window of its own; the browser then keeps what lies there. In the language in which it was installed. */
const manifestOf = (lang: Lang) => ({
  id: frameOf(lang), name: say(lang, w.title), short_name: say(lang, w.short), lang, start_url: frameOf(lang), scope: frameOf(lang), display: 'standalone', background_color: '#ffffff', theme_color: '#0a6660',
  // the drawing stands in the middle, so that one picture serves both
  icons: iconSizes.flatMap((size) => (['any', 'maskable'] as const).map((purpose) => ({ src: assetHref(iconOf(size)), sizes: `${size}x${size}`, type: 'image/png', purpose }))),
});

/** An empty frame, the same for everybody: a worker keeps it on the tablet, and what is in it comes from there. `installing`: the page that brings the kit on board has it as data. */
export const DeskFrame = ({ lang, installing }: { lang: Lang; installing?: unknown }): VNode => (
  <html lang={lang}>
    <head>
      <meta charSet="utf-8" />
      <title>{say(lang, w.title)}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <link rel="icon" type="image/png" href={assetHref(iconOf(192))} />
      <link rel="apple-touch-icon" href={assetHref(iconOf(192))} />
      <link rel="manifest" href={`${frameOf(lang)}/manifest`} />
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
  page({
    method: 'get', path: '/outing-desk/manifest', may: anyone,
    handler: ({ lang }) => bytes(new TextEncoder().encode(JSON.stringify(manifestOf(lang))), { 'content-type': 'application/manifest+json; charset=utf-8', 'cache-control': 'no-cache' }),
  }),
];
