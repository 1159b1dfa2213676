import type { ComponentChildren, VNode } from 'preact';
import type { Actor } from '../kernel/actor.ts';
import { langs, say, sayLoose, type Lang, type Sentence } from '../kernel/words.ts';
import { assetHref } from './assets.ts';
import { uiWords } from './words.ts';

/** What a page must know to draw its frame; `Asked` of platform/web fits. */
export type Frame = {
  readonly lang: Lang;
  /** path and query without the language prefix */
  readonly here: string;
  readonly csrf: string;
  readonly org: Sentence;
  readonly demo: boolean;
  readonly ctx: { readonly actor: Actor };
};

type Props = { asked: Frame; title: string; children: ComponentChildren; wide?: boolean; refresh?: number; noindex?: boolean;
  /** no ways to elsewhere: before the house is set up */
  bare?: boolean;
  /** scripts that sharpen a page which works without them */
  islands?: readonly string[] };

/** A resident's page: one column, no script but the islands of a form. `wide` for lists and figures. Somebody of the staff who looks at it keeps their own ways back. */
export const Page = ({ asked, title, children, wide = false, noindex = false, bare = false, islands = [] }: Props): VNode => (
  <Html asked={asked} title={title} noindex={noindex} islands={islands} class={asked.ctx.actor.kind === 'staff' ? 'desk' : undefined}>
    <Top asked={asked} nav={bare ? [] : asked.ctx.actor.kind === 'staff' ? deskNav(asked) : publicNav(asked)} />
    <main id="main" tabIndex={-1}><div class="wide"><div class={wide ? 'stack' : 'column'}>{children}</div></div></main>
    {!bare && <Foot asked={asked} />}
  </Html>
);

/** A staff page: dense and calm; islands sharpen HTML that works without them. */
export const Desk = ({ asked, title, children, islands = ['desk'] }: Props): VNode => (
  <Html asked={asked} title={title} noindex islands={islands} class="desk">
    <Top asked={asked} nav={deskNav(asked)} />
    <main id="main" tabIndex={-1}><div class="wide">{children}</div></main>
  </Html>
);

const Html = ({ asked, title, children, noindex, islands = [], class: name }: { asked: Frame; title: string; children: ComponentChildren; noindex: boolean; islands?: readonly string[]; class?: string | undefined }): VNode => (
  <html lang={asked.lang}>
    <head>
      <meta charSet="utf-8" />
      <title>{`${title} · ${asked.org[asked.lang]}`}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {noindex ? <meta name="robots" content="noindex" /> : langs.map((lang) => <link key={lang} rel="alternate" hreflang={lang} href={`/${lang}${asked.here}`} />)}
      <link rel="icon" href={icon} />
      <link rel="stylesheet" href={assetHref('style.css')} />
      {islands.map((island) => <script key={island} type="module" src={assetHref(`${island}.js`)} />)}
    </head>
    <body class={name} data-account={asked.ctx.actor.kind === 'staff' ? asked.ctx.actor.accountId : undefined}>
      <a class="skip" href="#main">{say(asked.lang, uiWords.skip)}</a>
      {children}
    </body>
  </html>
);

type NavItem = { readonly href: string; readonly text: string };
/** A way; or all of one kind of work under one name, shown in a line of their own while somebody is in one of them. */
type Way = NavItem & { readonly ways?: readonly NavItem[] };

const Top = ({ asked, nav }: { asked: Frame; nav: readonly Way[] }): VNode => {
  const { lang, here, ctx: { actor } } = asked;
  // the longest address that leads here: /appeals/new is not /appeals
  const current = nav.flatMap((way) => way.ways ?? [way]).filter((item) => isHere(asked, item.href)).toSorted((a, b) => b.href.length - a.href.length)[0];
  const inside = nav.find((way) => current !== undefined && way.ways?.includes(current));
  return (
    <header class="top">
      {asked.demo && <div class="demo"><div>{say(lang, uiWords.demo)}</div></div>}
      <div class="wide">
        <a class="brand" href={`/${lang}${actor.kind === 'staff' ? '/desk' : ''}`}>
          <Mark />
          <span>{asked.org[lang]}<span>{actor.kind === 'staff' ? actor.name : say(lang, uiWords.promise)}</span></span>
        </a>
        <nav class="langs" aria-label={say(lang, uiWords.languages)}>
          {langs.map((one) => one === lang
            ? <b key={one} aria-current="true" lang={one}>{short[one]}</b>
            : <a key={one} href={`/${one}${here === '/' ? '' : here}`} hreflang={one} lang={one} title={uiWords[one][one]}>{short[one]}<span class="hidden"> {uiWords[one][one]}</span></a>)}
        </nav>
        {nav.length > 0 && <nav class="nav" aria-label={say(lang, uiWords.menu)}>
          {nav.map((item) => <a key={item.href} href={item.href} aria-current={item === current ? 'page' : item === inside ? 'true' : undefined}>{item.text}</a>)}
        </nav>}
        {inside?.ways && <nav class="nav under" aria-label={inside.text}>
          {inside.ways.map((item) => <a key={item.href} href={item.href} aria-current={item === current ? 'page' : undefined}>{item.text}</a>)}
        </nav>}
        {actor.kind === 'staff' && (
          <form method="post" action={`/${lang}/sign-out`} class="noprint">
            <input type="hidden" name="csrf" value={asked.csrf} /><button class="button link">{say(lang, uiWords.signOut)}</button>
          </form>
        )}
      </div>
    </header>
  );
};

const short: Readonly<Record<Lang, string>> = { kk: 'ҚАЗ', ru: 'РУС', en: 'ENG' };

const isHere = (asked: Frame, href: string): boolean => {
  const path = `/${asked.lang}${asked.here.split('?')[0] ?? ''}`;
  return path === href || (href !== `/${asked.lang}` && path.startsWith(`${href}/`));
};

const publicNav = ({ lang }: Frame): readonly NavItem[] => [
  { href: `/${lang}/appeals/new`, text: say(lang, uiWords.navSend) },
  { href: `/${lang}/follow`, text: say(lang, uiWords.navFollow) },
  { href: `/${lang}/receptions`, text: say(lang, uiWords.navReceptions) },
  { href: `/${lang}/appeals`, text: say(lang, uiWords.navPublic) },
  { href: `/${lang}/figures`, text: say(lang, uiWords.navFigures) },
];

/** Staff see the ways their posts open, and no others. */
const deskNav = ({ lang, ctx: { actor } }: Frame): readonly Way[] => {
  const may = (ability: string) => actor.kind === 'staff' && actor.posts.some((post) => post.abilities.includes(ability));
  const way = (ability: string, at: string, text: Sentence): readonly NavItem[] => (may(ability) ? [{ href: `/${lang}${at}`, text: sayLoose(lang, text) }] : []);
  return [
    ...way('appeal.read', '/desk/appeals', uiWords.navInbox), ...way('assignment.read', '/desk/control', uiWords.navControl), ...way('appeal.register', '/desk/register', uiWords.navDesk),
    ...section(say(lang, uiWords.navReceptions), [
      ...way('reception.see', '/desk/receptions', uiWords.navSchedule), ...way('reception.desk', '/desk/queue', uiWords.navQueue), ...way('reception.see', '/desk/visits', uiWords.navVisits),
      ...way('reception.see', '/desk/outings', uiWords.navOutings), ...way('reception.see', '/desk/figures', uiWords.navDay),
    ]),
    ...way('appeal.register', '/desk/notices', uiWords.navMissed),
    ...section(say(lang, uiWords.navSetUp), [
      ...way('people.manage', '/admin/people', uiWords.navPeople), ...way('units.manage', '/admin/units', uiWords.navUnits), ...way('notice.edit', '/admin/notices', uiWords.navNotices),
      ...way('duty.edit', '/admin/duties', uiWords.navDuties), ...way('queue.set_up', '/admin/queue', uiWords.navWaitingRoom), ...way('calendar.edit', '/admin/calendar', uiWords.navCalendar), ...way('ladder.edit', '/admin/ladder', uiWords.navLadder),
      ...way('health.see', '/admin/health', uiWords.navHealth),
    ]),
    { href: `/${lang}/figures`, text: say(lang, uiWords.navFigures) }, ...(actor.kind === 'staff' ? [{ href: `/${lang}/me`, text: say(lang, uiWords.navMe) }] : []),
  ];
};

/** Several ways of one kind of work stand behind the first of them; a single one stands for itself. */
const section = (text: string, ways: readonly NavItem[]): readonly Way[] => {
  const [first] = ways;
  return first === undefined || ways.length === 1 ? ways : [{ href: first.href, text, ways }];
};

const Foot = ({ asked: { lang, demo } }: { asked: Frame }): VNode => (
  <footer class="foot">
    <div class="wide">
      <a href={`/${lang}/sign-in`}>{say(lang, uiWords.signIn)}</a>
      {demo && <a href={`/${lang}/design`}>{say(lang, uiWords.design)}</a>}
      <span>Jauap</span>
    </div>
  </footer>
);

/** Two strokes of speech that close: asked, answered. */
const Mark = (): VNode => (
  <svg viewBox="0 0 32 32" aria-hidden="true"><path fill="currentColor" d="M4 3h24a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H16l-8 7v-7H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z" /><path fill="none" stroke="var(--surface)" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" d="M9.5 13.2l4.6 4.6 8.6-9" /></svg>
);
const icon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0a6660" d="M4 3h24a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H16l-8 7v-7H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z"/><path fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" d="M9.5 13.2l4.6 4.6 8.6-9"/></svg>')}`;
