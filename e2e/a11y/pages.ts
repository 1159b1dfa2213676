import type { Lang } from '../../src/kernel/words.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import type { TestHouse } from '../../test/support/house.ts';
import type { World } from './world.ts';

/** Who looks. A draft and a sent appeal belong to a browser, so each is a visitor of its own. */
export type Looker = 'visitor' | 'booking' | 'booked' | 'drafting' | 'alarmed' | 'sent' | keyof TestHouse['people'];
type Address = string | ((w: World) => string);
type MatterName = 'fresh' | 'urgent' | 'busy' | 'waiting' | 'asked' | 'answered' | 'back' | 'ended';
/** One page as one person sees it. `route` is the pattern in the house's table; pages beside the table (messages) have none. `empty`: in the house not set up yet. */
export type Visit = { readonly route: string | null; readonly as: Looker; readonly at: Address; readonly status?: number; readonly empty?: true; readonly note?: string };

/** Routes that answer with something else than a page, each with what it is. */
export const notPages: Readonly<Record<string, string>> = {
  '/sign-in/back': 'the other house sends people here; they are sent on',
  '/sign-in/issuer': 'sends to the other house, or back to the sign-in page',
  '/desk': 'sends on to where the post works',
  '/desk/outings/arrivals/:device{[0-9]{1,15}}/:place{[0-9]{1,9}}/papers/:key': 'a file', '/outing-desk/kit': 'data for a tablet', '/outing-desk/manifest': 'what a tablet reads when it puts the desk on its screen', '/outing-desk/papers/:key': 'how much of a paper has arrived',
  '/receptions/bookings/:token/visit.ics': 'a file', '/receptions/book/urgent': 'the same page as of the intake, looked at there',
  '/metrics': 'figures for a program that watches',
  '/appeals/new/territories': 'names for a list that a script opens',
  '/display/:token/state': 'what the board asks for every second', '/figures.csv': 'a file', '/figures/receptions.csv': 'a file', '/figures/hand-overs.csv': 'a file', '/admin/calendar/dates.csv': 'a file', '/desk/control.csv': 'a file', '/desk/control/assignments/:id{[0-9]{1,15}}/papers/:paper{[0-9]{1,16}}': 'a file', '/desk/control.xlsx': 'a file', '/follow/:token/talon.pdf': 'a file', '/follow/:token/:act{(?:verdicts|additions|withdrawals|clarification-answers|consent-withdrawals|detachings)}': 'leads to the page behind the link', '/follow/:token/papers/:id{[0-9]{1,16}}': 'a file', '/desk/appeals/:number/talon': 'a file', '/desk/appeals/:number/papers/:id': 'a file',
};

const step = '/appeals/new/:step{(?:what|where|kind|who|contact|publish|check)}';
const unit = '/admin/units/:unitId{[0-9]{1,15}}';
const matter = '/desk/appeals/:number';

const as = (who: Looker) => (route: string | null, at: Address = route ?? '', status?: number): Visit => ({ route, as: who, at, ...(status === undefined ? {} : { status }) });
const bookStep = '/receptions/book/:step{(?:what|where|who|how|day|time|you|check)}';
const [visitor, drafting, alarmed, sent, clerk, administrator] = [as('visitor'), as('drafting'), as('alarmed'), as('sent'), as('clerk'), as('administrator')];
const matterOf = (name: MatterName): Address => (w) => `/desk/appeals/${w[name].number}`;
const follow = (name: MatterName): Visit => ({ ...visitor('/follow/:token', (w) => `/follow/${w[name].linkToken}`), note: name });

export const visits: readonly Visit[] = [
  visitor('/'), visitor('/appeals'), visitor('/appeals', '/appeals?topic=housing'), visitor('/appeals', '/appeals?q=%D1%88%D0%B0%D0%BC'), visitor('/appeals/:number{[A-Z0-9]+-[0-9]+-[0-9]+}', (w) => `/appeals/${w.ended.number}`),
  visitor('/figures'), visitor('/figures/receptions'), visitor('/figures/receptions', (w) => `/figures/receptions?branch=${w.h.units.tasqala}`), as('reception')('/desk/figures'), as('head')('/desk/figures', (w) => `/desk/figures?branch=${w.h.units.tasqala}`), visitor('/figures/hand-overs'), visitor('/figures/:territory{[0-9]{9}}', '/figures/270000000'), visitor('/figures/:territory{[0-9]{9}}', '/figures/276000000'),
  visitor('/appeals/new'), visitor('/appeals/new/paper'), drafting('/appeals/new'), alarmed('/appeals/new/urgent'), { ...alarmed(step, '/appeals/new/where'), note: 'from the words' }, sent('/appeals/new/done'), drafting('/appeals/new/alike'),
  ...['what', 'where', 'kind', 'who', 'contact', 'publish', 'check'].map((name) => drafting(step, `/appeals/new/${name}`)),
  visitor('/follow'), { ...visitor('/follow', (w) => `/follow?number=${w.busy.number}&s=${w.stop}`), note: 'from a text message' }, ...(['fresh', 'busy', 'asked', 'waiting', 'answered', 'back', 'ended'] as const).map(follow),
  visitor('/outings'), visitor('/outings/visits/:claim', '/outings/visits/AAAAAAAAAAAAAAAAAAAAAA'), as('reception')('/desk/outings'), as('head')('/desk/outings/new'), as('head')('/desk/outings/new', (w) => `/desk/outings/new?branch=${w.h.units.tasqala}`),
  as('reception')('/desk/outings/:id{[0-9]{1,15}}', (w) => `/desk/outings/${w.outing.outingId}`), as('head')('/desk/outings/:id{[0-9]{1,15}}', (w) => `/desk/outings/${w.outing.outingId}`), as('head')('/desk/outings/:id{[0-9]{1,15}}/changes', (w) => `/desk/outings/${w.outing.outingId}/changes`),
  as('reception')('/desk/outings/arrivals'), as('reception')('/desk/outings/arrivals/:device{[0-9]{1,15}}/:place{[0-9]{1,9}}', (w) => `/desk/outings/arrivals/${w.outing.deviceId}/${w.outing.place}`),
  visitor('/receptions'), visitor('/officials/:id{[0-9]{1,15}}', (w) => `/officials/${w.h.people.bodyHead}`), visitor('/outing-desk'), as('bodyHead')('/desk/receptions'), as('head')('/desk/receptions', (w) => `/desk/receptions?branch=${w.h.units.tasqala}`), clerk('/desk/receptions/:id{[0-9]{1,15}}', (w) => `/desk/receptions/${w.booked.receptionId}`),
  administrator('/admin/duties', (w) => `/admin/duties?branch=${w.h.units.tasqala}`), administrator('/admin/duties/:id{[0-9]{1,15}}', (w) => `/admin/duties/${w.dutyId}`),
  visitor('/receptions/book'), visitor('/receptions/follow'), ...['what', 'where', 'who', 'day', 'time', 'you', 'check'].map((name) => as('booking')(bookStep, `/receptions/book/${name}`)), as('booking')('/receptions/book/advice'), as('booking')('/receptions/book/waiting'),
  as('booked')('/receptions/book/done'), visitor('/receptions/bookings/:token', (w) => `/receptions/bookings/${w.booked.token}`), visitor('/receptions/bookings/:token/places', (w) => `/receptions/bookings/${w.booked.token}/places`),
  visitor('/receptions/bookings/:token/places', (w) => `/receptions/bookings/${w.booked.token}/places?day=2026-11-30`), as('reception')('/desk/receptions/:id{[0-9]{1,15}}/bookings', (w) => `/desk/receptions/${w.booked.receptionId}/bookings`),
  ...(['clerk', 'head'] as const).map((who) => as(who)('/desk/visits')), clerk('/desk/visits', '/desk/visits?find=сыналмалы'), clerk('/desk/visits', '/desk/visits?find=ешкім'),
  ...(['begun', 'over'] as const).map((name) => ({ ...clerk('/desk/visits/:number', (w) => `/desk/visits/${w.visits[name].number}`), note: name })), { ...as('head')('/desk/visits/:number', (w) => `/desk/visits/${w.visits.quiet.number}`), note: 'quiet' },
  clerk('/desk/visits/:number/paper', (w) => `/desk/visits/${w.visits.over.number}/paper`), clerk('/desk/visits/:number/paper', (w) => `/desk/visits/${w.visits.over.number}/paper?on=roll`), visitor('/visits/:token', (w) => `/visits/${w.visits.over.link}`),
  visitor('/sign-in'), visitor('/invitation/:token', (w) => `/invitation/${w.invitation}`),
  visitor('/design'), visitor('/design', '/design?skin=desk'),
  ...(['reception', 'clerk', 'controller', 'head', 'executor', 'bodyHead'] as const).map((who) => as(who)('/desk/appeals')),
  clerk('/desk/appeals', '/desk/appeals?tab=urgent'), clerk('/desk/appeals', '/desk/appeals?tab=overdue'), clerk('/desk/appeals', '/desk/appeals?topic=lighting&kind=complaint'),
  ...(['controller', 'head', 'executor', 'bodyHead'] as const).map((who) => as(who)('/desk/control')),
  as('controller')('/desk/control', '/desk/control?of=branch&tab=still&days=1&place=276000000'), as('executor')('/desk/control', '/desk/control?of=mine&tab=returned'),
  as('controller')('/desk/control/morning'), as('head')('/desk/control/agenda'), as('administrator')('/admin/health'), as('head')('/admin/ladder', (w) => `/admin/ladder?branch=${w.h.units.tasqala}`),
  ...(['controller', 'executor', 'bodyHead', 'head'] as const).map((who) => as(who)('/desk/control/assignments/:id{[0-9]{1,15}}', (w) => `/desk/control/assignments/${w.task}`)),
  clerk('/desk/search', '/desk/search?q=сыналмалы'), clerk('/desk/search', '/desk/search?q=ешкім'), clerk('/desk/search'), clerk('/desk/search', '/desk/search?q=мектептн'), clerk('/desk/search', '/desk/search?q=шамдар&topic=lighting&order=fitting'),
  as('head')('/desk/letters'),
  clerk('/desk/register'), clerk('/desk/register', '/desk/register?find=сыналмалы'), as('reception')('/desk/register', (w) => `/desk/register?from=${w.fresh.number}`),
  ...(['fresh', 'urgent', 'busy', 'asked', 'back', 'ended'] as const).map((name) => ({ ...clerk(matter, matterOf(name)), note: name })),
  as('executor')(matter, matterOf('busy')), as('bodyHead')(matter, matterOf('asked')), as('controller')(matter, matterOf('waiting')), as('head')(matter, matterOf('busy')),
  { ...clerk(matter, (w) => `/desk/appeals/${w.alike.letter}`), note: 'alike' }, clerk('/desk/appeals/:number/cause', (w) => `/desk/appeals/${w.alike.main}/cause`),
  clerk('/desk/appeals/:number/redaction', (w) => `/desk/appeals/${w.answered.number}/redaction`),
  clerk('/me'), administrator('/me'), administrator('/admin/steps'),
  administrator('/admin/people'), administrator('/admin/people/:accountId', (w) => `/admin/people/${w.h.people.clerk}`),
  administrator('/admin/units'), administrator('/admin/units/body'), administrator('/admin/competences'), administrator('/admin/competences', '/admin/competences?place=276000000&topic=lighting'),
  administrator('/admin/topics'), administrator('/admin/topics/:code{[a-z0-9_]{2,40}}/names', '/admin/topics/roads/names'),
  administrator(unit, (w) => `/admin/units/${w.h.units.tasqala}`), administrator(unit, (w) => `/admin/units/${w.h.units.lighting}`),
  ...['children', 'names', 'details', 'parent', 'closure'].map((act) => ({ ...administrator(`${unit}/:act{(?:children|names|details|parent|closure)}`, (w) => `/admin/units/${w.h.units.lighting}/${act}`), note: act })),
  clerk('/me/notices'), clerk('/desk/notices'), administrator('/admin/notices'), administrator('/admin/notices/:code{[a-z_]{1,40}[.][a-z_]{1,40}}', '/admin/notices/notices.digest'), visitor('/notices/:token', (w) => `/notices/${w.stop}`),
  administrator('/admin/calendar'), administrator('/admin/calendar/draft', '/admin/calendar/draft?calendar=kz5&change=off:2026-12-31&change=move:2026-12-05:2026-12-30'),
  administrator('/admin/calendar/versions/:version{kz[56]-[0-9.]{1,20}}', '/admin/calendar/versions/kz6-2026.11'),
  { ...visitor('/setup'), empty: true }, { ...visitor('/setup', (w) => `/setup?token=${w.empty.token}`), empty: true, note: 'with its word' },
  as('reception')('/desk/queue'), as('head')('/desk/queue', (w) => `/desk/queue?branch=${w.h.units.tasqala}`), administrator('/admin/queue', (w) => `/admin/queue?branch=${w.h.units.tasqala}`), administrator('/admin/queue', (w) => `/admin/queue?branch=${w.h.units.aqzhaiyq}`),
  visitor('/display/:token', (w) => `/display/${w.hall.display}`), visitor('/tickets/:token', (w) => `/tickets/${w.hall.called}`), visitor('/tickets/:token', (w) => `/tickets/${w.hall.ticket}`),
  ...['', '?lane=2', '?lane=2&booked=yes', '?lane=1&booked=no', '?lane=1&booked=no&priority=no'].map((more) => visitor('/kiosk/:token', (w) => `/kiosk/${w.hall.kiosk}${more}`)), visitor('/kiosk/:token', (w) => `/kiosk/${w.hall.kiosk}?ticket=${w.hall.ticket}`),
  visitor(null, '/no-such-page', 404), as('executor')(null, '/admin/people', 404),
];

/** What a test is called by. */
export const nameOf = (visit: Visit): string => [visit.as, typeof visit.at === 'string' ? visit.at : visit.route, visit.note].filter(Boolean).join(' ');
export const addressOf = (visit: Visit, w: World, lang: Lang): string => {
  const at = typeof visit.at === 'string' ? visit.at : visit.at(w);
  return `${visit.empty ? w.empty.address : ''}/${lang}${at === '/' ? '' : at}`;
};

/** The browsers that went ahead, each as far as its pages need. */
export const browserOf = async (h: TestHouse, who: Looker): Promise<PlainBrowser> => {
  if (who === 'visitor') return h.browser();
  if (who === 'booking' || who === 'booked') return bookingOf(h, who);
  if (who !== 'drafting' && who !== 'alarmed' && who !== 'sent') return h.signedIn(who);
  const page = await h.browser().open('/kk/appeals/new');
  await page.submit('Бастау');
  if (who === 'alarmed') return page.submit('Жалғастыру', { text: 'Тасқала ауданында Абай көшесі, 12, подъезде газ иісі шығып тұр, ауладағы құдық ашық, үйде жылу жоқ' });
  await page.submit('Жалғастыру', { text: 'Көшедегі шам екі аптадан бері жанбайды', papers: new File(['Шам'], 'шам.txt') });
  await page.submit('Жалғастыру', { place: 'таскала', address: 'Абай көшесі, 12' });
  await page.submit('Менікі басқа: әрі қарай');
  await page.submit('Жалғастыру', { kind: 'application' });
  await page.submit('Жалғастыру', { who: 'group' });
  await page.submit('Жалғастыру', { surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 01', signatories: 'Сыналған Дәулет', representing: 'yes', representativeName: 'Үлгібаев Әсет', representativeAuthority: 'сенімхат' });
  await page.submit('Жалғастыру', { publish: 'yes' });
  return who === 'drafting' ? page : page.submit('Жіберу');
};

const bookingOf = async (h: TestHouse, who: 'booking' | 'booked'): Promise<PlainBrowser> => {
  const page = await h.browser().open('/kk/receptions/book');
  await page.submit('Бастау');
  await page.submit('Жалғастыру', { text: 'Көшедегі шам екі аптадан бері жанбайды' });
  await page.submit('Жалғастыру', { place: 'Тасқала' });
  await page.open('/kk/receptions/book/who');
  await page.submit('Жалғастыру', { who: 'any' });
  await page.submit(/30 қараша/);
  await page.submit('Жалғастыру', { slot: page.document.querySelector('[name=slot]')?.getAttribute('value') ?? '' });
  await page.submit('Жалғастыру', { surname: 'Үлгіқызы', given: 'Әлия', phone: who === 'booked' ? '8 701 000 00 31' : '8 701 000 00 32' });
  return who === 'booking' ? page : page.submit('Жазылу');
};

/** Forms that came back, and messages: reached by sending, not by an address. */
export type SentPage = { readonly name: string; readonly status: number; readonly reach: (page: PlainBrowser, w: World) => Promise<PlainBrowser>; readonly as: Looker };
export const sentPages = (lang: Lang): readonly SentPage[] => {
  const words = (kk: string, ru: string) => (lang === 'kk' ? kk : ru);
  return [
    { name: 'an empty first question', status: 422, as: 'visitor', reach: async (page) => { await page.open(`/${lang}/appeals/new/what`); return page.submit(words('Жалғастыру', 'Продолжить'), { text: '' }); } },
    { name: 'a place that can be several', status: 422, as: 'visitor', reach: async (page) => { await page.open(`/${lang}/appeals/new/what`); await page.submit(words('Жалғастыру', 'Продолжить'), { text: 'Шам жанбайды, екі апта болды' }); return page.submit(words('Жалғастыру', 'Продолжить'), { place: words('ауданы', 'район') }); } },
    { name: 'no such place', status: 422, as: 'drafting', reach: async (page) => { await page.open(`/${lang}/appeals/new/where`); return page.submit(words('Жалғастыру', 'Продолжить'), { place: 'Мұндайжерболмайды' }); } },
    { name: 'wrong ways to reach', status: 422, as: 'drafting', reach: async (page) => { await page.open(`/${lang}/appeals/new/contact`); return page.submit(words('Жалғастыру', 'Продолжить'), { phone: '12', email: 'x', surname: '' }); } },
    { name: 'a wrong code', status: 422, as: 'visitor', reach: async (page) => { await page.open(`/${lang}/follow`); return page.submit(words('Ашу', 'Открыть'), { number: '1', code: '' }); } },
    { name: 'a verdict without its comment', status: 422, as: 'visitor', reach: async (page, w) => { await page.open(`/${lang}/follow/${w.answered.linkToken}`); return page.submit(words('Бағаны жіберу', 'Отправить оценку'), { verdict: 'not_solved' }); } },
    { name: 'a wrong password', status: 422, as: 'visitor', reach: async (page) => { await page.open(`/${lang}/sign-in`); return page.submit(words('Кіру', 'Войти'), { login: 'kim@ashyq.example', password: 'жоқ' }); } },
    { name: 'a registration with mistakes', status: 422, as: 'clerk', reach: async (page) => { await page.open(`/${lang}/desk/register`); return page.submit(words('Тіркеу', 'Зарегистрировать'), { surname: '', phone: '8', 'm1.text': '', 'm1.place': 'Жоқ', 'm2.text': 'Екіншісі де сақталсын' }); } },
    { name: 'an act with a mistake', status: 422, as: 'clerk', reach: async (page, w) => { await page.open(`/${lang}/desk/appeals/${w.fresh.number}`); return page.submit(words('Жолдаймын', 'Направить'), { 'forward.unitId': '', 'forward.reason': '' }); } },
    { name: 'what will happen to many', status: 200, as: 'controller', reach: async (page) => { await page.open(`/${lang}/desk/control?of=branch`); return page.submit(words('Не болатынын көру', 'Посмотреть, что будет'), { act: 'hand_over', page: 'yes' }); } },
    { name: 'nothing ticked', status: 422, as: 'controller', reach: async (page) => { await page.open(`/${lang}/desk/control?of=branch`); return page.submit(words('Не болатынын көру', 'Посмотреть, что будет'), { act: 'remind' }); } },
    { name: 'a view without a name', status: 422, as: 'controller', reach: async (page) => { await page.open(`/${lang}/desk/control?of=branch`); return page.submit(words('Осы көріністі сақтау', 'Сохранить этот вид'), { name: '' }); } },
    { name: 'a registration filled from the words', status: 200, as: 'clerk', reach: async (page) => { await page.open(`/${lang}/desk/register`); return page.submit(words('Тақырыбы мен орнын мәтіннен толтыру', 'Заполнить тему и место по тексту'), { surname: 'Үлгі', given: 'Әсем', 'm1.text': 'Тасқала ауданында Абай көшесі 7 үйде су жоқ' }); } },
    { name: 'what is registered', status: 201, as: 'clerk', reach: async (page) => { await page.open(`/${lang}/desk/register`); return page.submit(words('Тіркеу', 'Зарегистрировать'), { surname: 'Үлгі', given: 'Әсем', 'm1.text': 'Су жоқ, үшінші күн', 'm2.text': 'Жолда шұңқыр көп' }); } },
    { name: 'a form of another site', status: 403, as: 'visitor', reach: async (page) => { await page.open(`/${lang}/follow`); page.document.querySelector('[name=csrf]')?.setAttribute('value', 'x'); return page.submit(words('Ашу', 'Открыть'), { number: 'BQ01-2026-000001', code: 'AAAA-AAAA' }); } },
  ];
};
