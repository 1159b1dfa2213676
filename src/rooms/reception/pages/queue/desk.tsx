import type { VNode } from 'preact';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { sayLoose, say, type Sentence } from '../../../../kernel/words.ts';
import { html, page, seeOther, statusOf, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { ErrorSummary, Select, type Errors } from '../../../../ui/fields.tsx';
import { Note } from '../../../../ui/parts.tsx';
import { Desk as DeskPage } from '../../../../ui/shell.tsx';
import { nameOf } from '../../../units/contract.ts';
import { queueDeskMay } from '../../policy/queue.ts';
import { ticketLink } from '../../store/queue/tickets.ts';
import { queueDeskWords as w } from '../../words/queue-desk.ts';
import { refusalWords } from '../../words/refusals.ts';
import { Aside, Booked, CallsFor, Figures, Gone, GiveTicket, Hall, Keys, Now, Sit, type Typed } from './desk-parts.tsx';
import { deskActs, type Did } from './desk-acts.ts';
import { viewOf, type QueueView } from './view.ts';

type Came = { readonly errors?: Errors; readonly typed?: Typed; readonly status?: Parameters<typeof html>[1] };

/** What is said after a press, each with its ticket. */
const sayings = {
  nobody: w.noneToCall, called: w.called, given: w.given, begin: w.didBegin, hold: w.didHold, giveBack: w.didGiveBack, leave: w.didLeave, finish: w.didFinish, undo: w.didUndo,
} as const satisfies Record<Did | 'nobody' | 'called' | 'given', Sentence>;

const said = (asked: Asked, view: QueueView): VNode | null => {
  const { lang, query } = asked;
  const done = query.get('done');
  const saying = done !== null && Object.hasOwn(sayings, done) ? sayings[done as keyof typeof sayings] : undefined;
  if (!saying) return null;
  const label = (query.get('label') ?? '').slice(0, 8);
  const given = Number(query.get('given') ?? 0);
  const own = view.hall.tickets.find((ticket) => ticket.id === given);
  return (
    <div role="status"><Note tone={done === 'nobody' ? 'warn' : 'done'}>
      {sayLoose(lang, saying, { label })}
      {done === 'given' && own && <> <a href={`/${lang}/tickets/${ticketLink(own.id)}`} target="_blank" rel="noopener">{say(lang, w.print)}</a></>}
    </Note></div>
  );
};

const Live = ({ asked, view }: { readonly asked: Asked; readonly view: QueueView }): VNode => (
  <div data-live>
    <div class="queue-two">
      <div class="stack"><Now asked={asked} view={view} /><Aside asked={asked} view={view} /></div>
      <div class="stack"><Hall asked={asked} view={view} /><Booked asked={asked} view={view} /><Gone asked={asked} view={view} /></div>
    </div>
    <Figures asked={asked} view={view} />
  </div>
);

const show = async (asked: Asked, { errors = {}, status = 200, typed = {} }: Came = {}): Promise<Answer> => {
  const { lang } = asked;
  const view = await viewOf(asked);
  if (!view) return refuse('desk_not_found');
  // the island asks for this part alone
  if (asked.query.get('part') === '1') return html(<Live asked={asked} view={view} />);
  const title = say(lang, w.title);
  const { branch, branches, hall, desk } = view;
  return html(
    <DeskPage asked={{ ...asked, here: `/desk/queue?branch=${branch.id}` }} title={title} islands={['desk', 'queue']}>
      <div class="stack" data-queue={`/${lang}/desk/queue?branch=${branch.id}&part=1`}>
        <ErrorSummary lang={lang} errors={errors} />
        <div class="queue-head"><h1>{desk ? `${title}: ${say(lang, w.at, { label: desk.label })}` : title}</h1><span class="quiet">{nameOf(branch, lang)}</span></div>
        {said(asked, view)}
        <p class="note late" role="alert" data-stale hidden>{say(lang, w.stale)}</p>
        {branches.length > 1 && !desk && (
          <form class="filters" action={`/${lang}/desk/queue`}>
            <Select lang={lang} name="branch" label={say(lang, w.branch)} value={String(branch.id)} choices={branches.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) }))} />
            <button class="button second">{say(lang, w.show)}</button>
          </form>
        )}
        {hall.lanes.length === 0 ? <Note>{say(lang, w.noRoom)}</Note> : <>
          {desk ? <CallsFor asked={asked} view={view} /> : <Sit asked={asked} view={view} />}
          <Live asked={asked} view={view} />
          <GiveTicket asked={asked} view={view} typed={typed} />
        </>}
        <Keys lang={lang} />
      </div>
    </DeskPage>, status);
};

/** Done, and back to the same room; a "no" comes back on the page with its sentence. */
const post = (path: string, act: (typeof deskActs)[keyof typeof deskActs]): Route => page({
  method: 'post', path, may: queueDeskMay,
  handler: async (asked) => {
    const form = await asked.form();
    const done = await act(asked, form);
    if (!isRefusal(done)) return seeOther(`/${asked.lang}/desk/queue?${new URLSearchParams({ branch: form.get('branch'), ...done }).toString()}`);
    if (statusOf(done) === 404) return done;
    const sentence = (refusalWords as Readonly<Record<string, Sentence>>)[done.code];
    return show({ ...asked, query: new URLSearchParams({ branch: form.get('branch') }) }, { errors: { '': sentence ? sayLoose(asked.lang, sentence, done.facts) : done.code }, status: statusOf(done), typed: { name: form.get('name'), lane: form.get('lane'), priority: form.get('priority') } });
  },
});

const ticket = '/desk/queue/tickets/:id{[0-9]{1,16}}';
export const queueDeskRoutes: readonly Route[] = [
  page({ method: 'get', path: '/desk/queue', may: queueDeskMay, handler: (asked) => show(asked) }),
  post('/desk/queue/sittings', deskActs.sit),
  post('/desk/queue/risings', deskActs.rise),
  post('/desk/queue/invitations', deskActs.invite),
  post('/desk/queue/tickets', deskActs.give),
  post(`${ticket}/beginnings`, deskActs.begin),
  post(`${ticket}/holds`, deskActs.hold),
  post(`${ticket}/returns`, deskActs.giveBack),
  post(`${ticket}/departures`, deskActs.leave),
  post(`${ticket}/finishes`, deskActs.finish),
  post(`${ticket}/undoings`, deskActs.undo),
];
