import { parseHTML } from 'linkedom';
import { house } from '../../src/app/house.ts';
import type { Route } from '../../src/platform/web.ts';
import { day, weekday, type Day } from '../../src/kernel/day.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { invite } from '../../src/rooms/people/contract.ts';
import { bookedAt, dayAfter, planned } from '../support/bookings.ts';
import { withDuty } from '../support/duties.ts';
import { openHall, type Hall } from '../support/hall.ts';
import { ok } from '../support/house.ts';
import { visited } from '../support/visits.ts';
import { outingThatWaits } from '../support/tablet.ts';
import { Caller } from './caller.ts';
import type { Who, World } from './world.ts';

/** A form of the house as a stranger finds it: where it is sent, by whom, and what it asks. */
export type Target = { readonly name: string; readonly path: string; readonly who: Who | null; /** whoever has the link needs no form of ours to post to it */ readonly byToken: boolean; readonly fields: readonly string[]; readonly buttons: readonly (readonly [string, string])[]; readonly multipart: boolean };

/** Who is let in, and has the most to do there. */
const whoFor = (route: Route): Who | null => {
  if (route.may.name === 'anyone' || route.may.name === 'holder' || route.may.name === 'screen') return null;
  if (route.may.name === 'able:queue.set_up') return 'administrator';
  if (route.path.includes('/desk/letters/')) return 'clerk';
  if (/drafts|takings|assignments\/.*(reports|contributions|extensions|helpers)$/.test(route.path)) return 'executor';
  if (/approvals|returns/.test(route.path) && !route.path.includes('/queue/')) return 'controller';
  if (/decisions/.test(route.path)) return 'head';
  if (route.may.name === 'able:outing.plan') return 'head';
  return /manage|edit/.test(route.may.name) ? 'administrator' : 'clerk';
};

/** What is posted by no form of a page, or by one that a matter shows only at some stage. */
const unseen: Readonly<Record<string, readonly string[]>> = {
  settlements: ['how', 'reason', 'number', 'iin', 'visit', 'appeal.1', 'dueOn.1'], announcements: ['kk', 'ru'], cancellations: ['reason'], devices: ['name', 'key'], revocations: [], beginnings: [], closings: [],
  words: ['receptionId', 'said'], moves: ['place'], confirmations: [], restorations: [], arrivals: ['bookingId', 'did'], 'receptions/book/time': ['slot'], 'receptions/book/day': ['day'], 'receptions/book/who': ['who'], 'receptions/book/how': ['mode'], 'receptions/book/you': ['surname', 'given', 'patronymic', 'phone', 'email', 'lang'],
  looks: [], 'sign-in/passkey': ['ceremony', 'response'], 'sign-in/passkey/options': [], 'me/passkeys': ['ceremony', 'response', 'name'], 'me/passkeys/options': ['present'],
  detachings: ['reason', 'detach.reason'], publications: [], unpublications: ['unpublish.reason'], 'consent-withdrawals': [], decisions: ['decide_extension.extensionId', 'decide_extension.granted', 'decide_extension.reason'],
  'clarification-answers': ['text', 'answer_clarification.text'], 'clarification-ends': [], setup: ['token', 'name', 'code', 'login', 'password'], redactions: ['redact.publicText'], approvals: ['approve.answerId'], 'bulk-acts': ['act', 'id', 'reason', 'accountId', 'unitId', 'left', 'again', 'back'], returns: ['return_draft.answerId', 'return_draft.reason'],
};

type Seen = Pick<Target, 'fields' | 'buttons' | 'multipart'>;
const formsOn = (html: string): ReadonlyMap<string, Seen> => {
  const found = new Map<string, Seen>();
  const { document } = parseHTML(html);
  // a button elsewhere on the page sends what is typed in a form to an address of its own
  const borrowed = [...document.querySelectorAll('button[form][formaction]')].map((button) => [document.querySelector(`form[id="${button.getAttribute('form') ?? ''}"]`), button.getAttribute('formaction')] as const);
  for (const [form, to] of [...[...document.querySelectorAll('form[method=post]')].map((one) => [one, null] as const), ...borrowed]) {
    if (!form) continue;
    const action = to ?? form.getAttribute('action') ?? '';
    const before = found.get(action);
    const fields = [...form.querySelectorAll('input[name], textarea[name], select[name]')].filter((field) => !['file', 'hidden'].includes(field.getAttribute('type') ?? '') || field.getAttribute('name') !== 'csrf').map((field) => field.getAttribute('name') ?? '').filter((name) => name !== 'csrf');
    const buttons = [...form.querySelectorAll('button[name]')].map((button) => [button.getAttribute('name') ?? '', button.getAttribute('value') ?? ''] as const)
      // it would end the session of whoever attacks next
      .filter(([, value]) => value !== 'everywhere');
    found.set(action, { fields: [...new Set([...(before?.fields ?? []), ...fields])], buttons: [...(before?.buttons ?? []), ...buttons], multipart: form.getAttribute('enctype') === 'multipart/form-data' });
  }
  return found;
};

const steps = ['what', 'where', 'kind', 'who', 'contact', 'publish', 'check'] as const;
const bookSteps = ['what', 'where', 'who', 'how', 'day', 'time', 'you', 'check'] as const;
const acts = ['children', 'names', 'details', 'parent', 'closure'] as const;

/** A reception each, a day after the other: nobody is in two places. */
let bookedDays = 0;
const bookedDay = (): Day => {
  for (;;) {
    const on = dayAfter((bookedDays += 1));
    if (weekday(on) <= 5 && on < '2026-12-16') return on;
  }
};

/** One waiting room for all of its forms, with somebody new for each. */
const halls = new WeakMap<World, Promise<Hall>>();
const hallIn = (w: World): Promise<Hall> => {
  const made = halls.get(w) ?? openHall(w.ctx(), w.units.tasqala);
  halls.set(w, made);
  return made;
};

/** The places a route stands for, each filled with something that is there and that it alone touches. */
const filled = async (w: World, route: Route, lang: string): Promise<readonly string[]> => {
  const at = `/${lang}${route.path}`;
  if (at.includes('/kiosk/:token')) return [at.replace(':token', (await hallIn(w)).kiosk)];
  if (at.includes('/tickets/:token')) return [at.replace(':token', (await (await hallIn(w)).come()).link)];
  if (at.includes('/desk/queue/tickets/:id')) return [at.replace(/:id\{[^}]*\}+/, String((await (await hallIn(w)).come()).ticketId))];
  if (at.includes('/admin/queue/')) return [at.replace(/:id\{[^}]*\}+/, '1')];
  if (at.includes('/admin/duties/:id')) return [at.replace(/:id\{[^}]*\}+/, String(await withDuty(w)))];
  if (at.includes('/receptions/book/:step')) return bookSteps.map((step) => at.replace(/:step\{.*\}$/, step));
  if (at.includes('/receptions/bookings/:token')) return [at.replace(':token', (await bookedAt(w, await planned(w, { on: bookedDay() }), 600)).linkToken)];
  if (/desk\/receptions\/:id.*\/(bookings|arrivals|changes|beginnings|endings|cancellations)$/.test(at)) return [at.replace(/:id\{[^}]*\}+/, String(await planned(w, { on: bookedDay() })))];
  if (at.includes('/desk/outings/:') || at.includes('/outings/arrivals/:')) {
    const { outingId, deviceId, place } = await outingThatWaits(w, { begun: !at.endsWith('beginnings') });
    return [at.replace(/:id\{[^}]*\}+/, String(outingId)).replace(/:device\{[^}]*\}+/, String(deviceId)).replace(/:place\{[^}]*\}+/, String(place))];
  }
  if (at.includes('/desk/visits/:number') || at.includes('/visits/:token')) {
    const visit = await visited(w);
    return [at.replace(':number', visit.number).replace(':token', visit.link).replace(':nth', at.includes(':token') ? '2' : '1').replace(':id', String(visit.promiseId))];
  }
  if (at.includes(':step')) return steps.filter((step) => at.endsWith('}') || step !== 'check').map((step) => at.replace(/:step\{[^}]*\}/, step));
  // what there is none of: they are shut before it is looked for
  if (at.includes('/desk/letters/:id') || at.includes('/desk/notices/:id')) return [at.replace(/:id(?:\{\[0-9\]\{1,15\}\})?/, '1')];
  if (at.includes(':act')) return acts.map((act) => at.replace(/:unitId\{[^}]*\}+/, String(w.units.lighting)).replace(/:act\{.*\}$/, act));
  if (at.includes('/assignments/:id')) return [at.replace(/:id\{[^}]*\}+/, String(ok(await giveTask(w.ctx(), { number: (await w.given()).number, task: 'Бағанды тексеріңіз', unitId: w.units.lighting, dueOn: day('2026-11-27') })).assignmentId))];
  if (at.includes('/views/')) return [at.replace(/:id\{[^}]*\}+/, '1')];
  if (at.includes(':unitId')) return [at.replace(/:unitId\{[^}]*\}+/, String(w.units.roads))];
  if (at.includes(':accountId')) return [at.replace(':accountId', String(w.people.reception))];
  if (at.includes('/admin/topics/')) return [at.replace(/:code\{.*\}/, 'ecology')];
  if (at.includes('/admin/notices/')) return [at.replace(/:code\{.*\}$/, 'notices.digest')];
  if (at.includes('/notices/:token')) return [at.replace(':token', '1.x')];
  if (at.includes('/invitation/')) return [at.replace(':token', ok(await invite(w.ctx(), { accountId: w.people.colleague })).token)];
  if (at.includes(':token')) return [at.replace(':token', (await (at.includes('verdicts') ? w.answered() : w.given())).link)];
  if (/:number\/(approvals|returns)/.test(at)) return [at.replace(':number', (await w.drafted()).number)];
  if (/:number\/takings/.test(at)) return [at.replace(':number', (await w.given({}, null)).number)];
  return [at.replace(':number', at.includes(':number') ? (await w.given()).number : '')];
};

/** Every POST route of the house in a language each, with the fields of its form as the page shows them. `of`: those that such a person is let into. */
export const targets = async (w: World, of: (who: Who | null) => boolean = () => true): Promise<readonly Target[]> => {
  const found: Target[] = [];
  let place = 0;
  // what a tablet sends by itself has no form
  for (const route of house.routes.filter((one) => one.method === 'post' && one.byHeader !== true)) {
    const lang = route.skin === 'bare' ? '' : (['kk', 'ru', 'en'] as const)[place++ % 3] ?? 'kk';
    const who = whoFor(route);
    if (!of(who)) continue;
    for (const path of await filled(w, route, lang)) {
      if (path.includes(':')) throw new Error(`nobody would find ${path}`);
      found.push({ name: route.path.replace(/\{.*\}/, ''), path, who, byToken: route.byToken === true && route.path.includes('/:token'), ...(await seenAt(w, path, who)) });
    }
  }
  return found;
};

/** The form is on the page itself, or on the one above it. */
const seenAt = async (w: World, path: string, who: Who | null): Promise<Seen> => {
  const caller = new Caller(w.app, who === null ? null : await w.token(who));
  const noun = path.split('/').slice(2).join('/');
  const above = [path, path.replace(/\/[^/]+$/, ''), path.replace('/desk/registrations', '/desk/register'), path.replace(/redactions$/, 'redaction')];
  for (const page of new Set(above)) {
    const response = await caller.get(page);
    const forms = formsOn(await response.text());
    const own = forms.get(path) ?? (page === path ? forms.get('') : undefined);
    if (own) return own;
  }
  const key = Object.keys(unseen).find((one) => noun === one || noun.endsWith(`/${one}`));
  // spoken to by a script only: any words will do
  return { fields: key === undefined ? ['text', 'name'] : (unseen[key] ?? []), buttons: [], multipart: false };
};
