import type { VNode } from 'preact';
import QRCode from 'qrcode';
import type { z } from 'zod';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import { moment } from '../../../../kernel/show.ts';
import { say, sayLoose, type Sentence } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, page, seeOther, siteUrl, statusOf, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import type { Form as Typed } from '../../../../platform/web/form.ts';
import { Button, Checkbox, ErrorSummary, errorsFrom, Form, hasErrors, Radios, Select, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Note, Table } from '../../../../ui/parts.tsx';
import { Desk as DeskPage } from '../../../../ui/shell.tsx';
import { nameOf, openUnits, type Unit } from '../../../units/contract.ts';
import { addDesk, addLane, addPriority, closePlace, endScreen, makeScreen, setUpUsual, type Placed } from '../../acts/queue/set-up.ts';
import { deskSchema, laneSchema, prioritySchema, screenSchema } from '../../contract/queue.ts';
import { maySetUpQueue, queueSetUpMay } from '../../policy/queue.ts';
import { desksOf, lanesOf, prioritiesOf, type Desk, type Lane, type PriorityRule } from '../../store/queue/places.ts';
import { screensOf, type Screen, type ScreenKind } from '../../store/queue/screens.ts';
import { queueAdminWords as w } from '../../words/queue-admin.ts';
import { usualLaneWords, usualPriorityWords, usualWords } from '../../words/queue-usual.ts';
import { refusalWords } from '../../words/refusals.ts';

type Values = Readonly<Record<string, string>>;
type Came = { readonly errors?: Errors; readonly values?: Values; readonly status?: Parameters<typeof html>[1]; readonly branchId?: number; readonly made?: { readonly kind: ScreenKind; readonly token: string } };
type Room = { readonly branch: Unit; readonly branches: readonly Unit[]; readonly lanes: readonly Lane[]; readonly desks: readonly Desk[]; readonly priorities: readonly PriorityRule[]; readonly screens: readonly Screen[] };

const sentences: Readonly<Record<string, Sentence>> = refusalWords;
const number = (text: string): number => (/^[1-9]\d{0,15}$/.test(text) ? Number(text) : 0);

const roomFor = (asked: Asked, wanted: number): Promise<Room | null> => read(asked.ctx, async (q) => {
  const branches = (await openUnits(q, 'branch')).filter((unit) => !isRefusal(maySetUpQueue(asked.ctx.actor, unit.id)));
  const branch = wanted === 0 ? branches[0] : branches.find((unit) => unit.id === wanted);
  if (!branch) return null;
  const [lanes, desks, priorities, screens] = await Promise.all([lanesOf(q, [branch.id]), desksOf(q, [branch.id]), prioritiesOf(q, [branch.id]), screensOf(q, branch.id)]);
  return { branch, branches, lanes, desks, priorities, screens };
});

type Part = { readonly asked: Asked; readonly room: Room; readonly came: Came };

const show = async (asked: Asked, came: Came = {}): Promise<Answer> => {
  const { lang } = asked;
  const room = await roomFor(asked, came.branchId ?? number(asked.query.get('branch') ?? ''));
  if (!room) return refuse('unit_not_found');
  const { errors = {} } = came;
  const title = say(lang, w.title);
  const part = { asked, room, came };
  return html(
    <DeskPage asked={{ ...asked, here: `/admin/queue?branch=${room.branch.id}` }} title={title}>
      <div class="stack">
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{title}</h1>
        {room.branches.length > 1 && (
          <form class="filters" action={`/${lang}/admin/queue`}>
            <Select lang={lang} name="branch" label={say(lang, w.branch)} value={String(room.branch.id)} choices={room.branches.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) }))} />
            <button class="button second">{say(lang, w.show)}</button>
          </form>
        )}
        {asked.query.has('done') && !hasErrors(errors) && <div role="status"><Note tone="done">{say(lang, w.done)}</Note></div>}
        {came.made && <Address asked={asked} made={came.made} qr={await QRCode.toDataURL(addressOf(asked, came.made), { margin: 0, scale: 4 })} />}
        {room.lanes.length === 0 && <><p>{say(lang, w.empty)}</p><Form csrf={asked.csrf} action={`/${lang}/admin/queue/rooms`}><Branch room={room} /><Button kind="big">{say(lang, w.usual)}</Button></Form></>}
        <Lanes {...part} />
        {room.lanes.length > 0 && <><Desks {...part} /><Priorities {...part} /><Screens {...part} /></>}
      </div>
    </DeskPage>, came.status ?? 200);
};

const addressOf = (asked: Asked, made: { readonly kind: ScreenKind; readonly token: string }): string => `${siteUrl(asked.config)}/${asked.lang}/${made.kind}/${made.token}`;
const Address = ({ asked, made, qr }: { readonly asked: Asked; readonly made: { readonly kind: ScreenKind; readonly token: string }; readonly qr: string }): VNode => (
  <div role="status"><Note tone="done"><p>{say(asked.lang, w.addressOnce)}</p><p><a href={addressOf(asked, made)}>{addressOf(asked, made)}</a></p><p><img src={qr} alt="" width={160} height={160} /></p></Note></div>
);
const Branch = ({ room }: { readonly room: Room }): VNode => <input type="hidden" name="branch" value={room.branch.id} />;
const Close = ({ asked, room, what, id, text }: Omit<Part, 'came'> & { readonly what: string; readonly id: number; readonly text: string }): VNode => (
  <Form csrf={asked.csrf} action={`/${asked.lang}/admin/queue/${what}/${id}/closings`} class="queue-act"><Branch room={room} /><Button kind="link">{text}</Button></Form>
);
const ThreeNames = ({ asked, came, prefix }: Omit<Part, 'room'> & { readonly prefix: string }): VNode => (
  <div class="pair">{([['kk', w.nameKk], ['ru', w.nameRu], ['en', w.nameEn]] as const).map(([name, label]) => <TextField key={name} lang={asked.lang} name={`${prefix}.${name}`} label={say(asked.lang, label)} errors={came.errors} value={came.values?.[`${prefix}.${name}`]} max={120} />)}</div>
);

const Lanes = ({ asked, room, came }: Part): VNode => {
  const { lang } = asked;
  return (
    <section aria-labelledby="lanes">
      <h2 id="lanes">{say(lang, w.lanes)}</h2>
      {room.lanes.length > 0 && <Table label={say(lang, w.lanes)} columns={[{ title: say(lang, w.letter) }, { title: say(lang, w.name) }, { title: say(lang, w.usualMinutes) }, { title: say(lang, w.close) }]}
        rows={room.lanes.map((lane) => [lane.letter, <>{lane.names[lang]}{lane.forReceptions && <span class="quiet small"> · {say(lang, w.forReceptions)}</span>}</>, lane.usualMinutes ?? say(lang, w.noMinutes), <Close asked={asked} room={room} what="lanes" id={lane.id} text={say(lang, w.close)} />])} />}
      <details class="fold" open={came.values !== undefined && 'lane.letter' in came.values}><summary>{say(lang, w.addLane)}</summary>
        <Form csrf={asked.csrf} action={`/${lang}/admin/queue/lanes`}><Branch room={room} />
          <TextField lang={lang} name="lane.letter" label={say(lang, w.letter)} errors={came.errors} value={came.values?.['lane.letter']} short max={1} />
          <ThreeNames asked={asked} came={came} prefix="lane" />
          <TextField lang={lang} name="lane.usualMinutes" label={say(lang, w.usualMinutes)} hint={say(lang, w.usualHint)} errors={came.errors} value={came.values?.['lane.usualMinutes']} short inputmode="numeric" max={3} />
          <Checkbox name="lane.forReceptions" text={say(lang, w.forReceptions)} checked={came.values?.['lane.forReceptions'] === 'yes'} />
          <Button kind="second">{say(lang, w.addLane)}</Button>
        </Form></details>
    </section>
  );
};

const Desks = ({ asked, room, came }: Part): VNode => {
  const { lang } = asked;
  return (
    <section aria-labelledby="desks">
      <h2 id="desks">{say(lang, w.desks)}</h2>
      <Table label={say(lang, w.desks)} columns={[{ title: say(lang, w.label) }, { title: say(lang, w.callsFrom) }, { title: say(lang, w.close) }]}
        rows={room.desks.map((desk) => [desk.label, room.lanes.filter((lane) => desk.laneIds.includes(lane.id)).map((lane) => lane.letter).join(', '), <Close asked={asked} room={room} what="desks" id={desk.id} text={say(lang, w.close)} />])} />
      <details class="fold" open={came.values !== undefined && 'desk.label' in came.values}><summary>{say(lang, w.addDesk)}</summary>
        <Form csrf={asked.csrf} action={`/${lang}/admin/queue/desks`}><Branch room={room} />
          <TextField lang={lang} name="desk.label" label={say(lang, w.label)} errors={came.errors} value={came.values?.['desk.label']} short max={8} />
          <fieldset><legend class="ask">{say(lang, w.callsFrom)}</legend>{room.lanes.map((lane) => <label key={lane.id} class="choice"><input type="checkbox" name="desk.lane" value={lane.id} checked /><span>{lane.letter}: {lane.names[lang]}</span></label>)}</fieldset>
          <Button kind="second">{say(lang, w.addDesk)}</Button>
        </Form></details>
    </section>
  );
};

const Priorities = ({ asked, room, came }: Part): VNode => {
  const { lang } = asked;
  return (
    <section aria-labelledby="priorities">
      <h2 id="priorities">{say(lang, w.priorities)}</h2>
      <Table label={say(lang, w.priorities)} columns={[{ title: say(lang, w.name) }, { title: say(lang, w.source) }, { title: say(lang, w.after), number: true }, { title: say(lang, w.close) }]}
        rows={room.priorities.map((rule) => [rule.names[lang], rule.source, rule.afterOthers, <Close asked={asked} room={room} what="priorities" id={rule.id} text={say(lang, w.close)} />])} />
      <details class="fold" open={came.values !== undefined && 'priority.source' in came.values}><summary>{say(lang, w.addPriority)}</summary>
        <Form csrf={asked.csrf} action={`/${lang}/admin/queue/priorities`}><Branch room={room} />
          <ThreeNames asked={asked} came={came} prefix="priority" />
          <TextField lang={lang} name="priority.source" label={say(lang, w.source)} errors={came.errors} value={came.values?.['priority.source']} max={300} />
          <TextField lang={lang} name="priority.afterOthers" label={say(lang, w.after)} hint={say(lang, w.afterHint)} errors={came.errors} value={came.values?.['priority.afterOthers'] ?? '3'} short inputmode="numeric" max={2} />
          <Button kind="second">{say(lang, w.addPriority)}</Button>
        </Form></details>
    </section>
  );
};

const Screens = ({ asked, room, came }: Part): VNode => {
  const { lang } = asked;
  return (
    <section aria-labelledby="screens">
      <h2 id="screens">{say(lang, w.screens)}</h2>
      {room.screens.length === 0 ? <p class="quiet">{say(lang, w.noScreens)}</p> : <Table label={say(lang, w.screens)} columns={[{ title: say(lang, w.screenName) }, { title: say(lang, w.kind) }, { title: say(lang, w.seen) }, { title: say(lang, w.revoke) }]}
        rows={room.screens.map((screen) => [screen.name, say(lang, w[screen.kind]), screen.seenAt ? moment(screen.seenAt) : say(lang, w.never), <Close asked={asked} room={room} what="screens" id={screen.id} text={say(lang, w.revoke)} />])} />}
      <Form csrf={asked.csrf} action={`/${lang}/admin/queue/screens`}><Branch room={room} />
        <Radios lang={lang} name="screen.kind" label={say(lang, w.kind)} errors={came.errors} value={came.values?.['screen.kind'] ?? 'display'} choices={[{ value: 'display', text: say(lang, w.display) }, { value: 'kiosk', text: say(lang, w.kiosk) }]} />
        <TextField lang={lang} name="screen.name" label={say(lang, w.screenName)} errors={came.errors} value={came.values?.['screen.name']} max={60} />
        <Button kind="second">{say(lang, w.addScreen)}</Button>
      </Form>
    </section>
  );
};

const again = (asked: Asked, form: Typed, errors: Errors, status: Came['status']): Promise<Answer> => show(asked, { errors, values: Object.fromEntries(form.entries()), status, branchId: number(form.get('branch')) || -1 });
const refusedHere = (asked: Asked, form: Typed, refusal: Refusal): Promise<Answer> | Refusal => {
  const status = statusOf(refusal);
  if (status === 404 || status === 403) return refuse('unit_not_found');
  const sentence = sentences[refusal.code];
  return again(asked, form, { '': sentence ? sayLoose(asked.lang, sentence, refusal.facts) : refusal.code }, status);
};
const back = (asked: Asked, form: Typed): Response => seeOther(`/${asked.lang}/admin/queue?branch=${number(form.get('branch'))}&done=yes`);

/** A form of `prefix.` fields: read by its schema, done by its act; a mistake keeps what was typed. */
const adding = <S extends z.ZodType>(noun: string, prefix: string, schema: S, act: (asked: Asked, branchId: number, input: z.output<S>, form: Typed) => Promise<object | Refusal>, answer?: (asked: Asked, form: Typed, done: object, input: z.output<S>) => Promise<Answer>): Route => page({
  method: 'post', path: `/admin/queue/${noun}`, may: queueSetUpMay,
  handler: async (asked) => {
    const form = await asked.form();
    const typed = Object.fromEntries(form.entries().flatMap(([name, value]) => (name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), value]] : [])));
    const parsed = schema.safeParse(prefix === 'lane' ? { forReceptions: '', ...typed } : typed);
    if (!parsed.success) {
      const errors = errorsFrom(asked.lang, parsed.error.issues, sentences, refusalWords.names_required);
      return again(asked, form, Object.fromEntries(Object.entries(errors).map(([name, text]) => [`${prefix}.${name}`, text])), 422);
    }
    const done = await act(asked, number(form.get('branch')), parsed.data, form);
    if (isRefusal(done)) return refusedHere(asked, form, done);
    return answer ? answer(asked, form, done, parsed.data) : back(asked, form);
  },
});
const closing = (noun: string, act: (asked: Asked, branchId: number, id: number) => Promise<object | Refusal>): Route => page({
  method: 'post', path: `/admin/queue/${noun}/:id{[0-9]{1,16}}/closings`, may: queueSetUpMay,
  handler: async (asked) => {
    const form = await asked.form();
    const done = await act(asked, number(form.get('branch')), Number(asked.param('id')));
    return isRefusal(done) ? refusedHere(asked, form, done) : back(asked, form);
  },
});
const placed = (noun: string, what: Placed): Route => closing(noun, (asked, branchId, id) => closePlace(asked.ctx, { branchId, what, id }));
const threeNames = (i: { readonly kk: string; readonly ru: string; readonly en: string }): Sentence => ({ kk: i.kk, ru: i.ru, en: i.en });

export const queueAdminRoutes: readonly Route[] = [
  page({ method: 'get', path: '/admin/queue', may: queueSetUpMay, handler: (asked) => show(asked) }),
  page({
    method: 'post', path: '/admin/queue/rooms', may: queueSetUpMay,
    handler: async (asked) => {
      const form = await asked.form();
      const done = await setUpUsual(asked.ctx, { branchId: number(form.get('branch')), names: { lanes: usualLaneWords, priorities: usualPriorityWords, source: usualWords.source[asked.lang] } });
      return isRefusal(done) ? refusedHere(asked, form, done) : back(asked, form);
    },
  }),
  adding('lanes', 'lane', laneSchema, (asked, branchId, i) => addLane(asked.ctx, { branchId, letter: i.letter, names: threeNames(i), usualMinutes: i.usualMinutes, forReceptions: i.forReceptions === 'yes' })),
  adding('desks', 'desk', deskSchema, (asked, branchId, i, form) => addDesk(asked.ctx, { branchId, label: i.label, laneIds: form.all('desk.lane').map(number) })),
  adding('priorities', 'priority', prioritySchema, (asked, branchId, i) => addPriority(asked.ctx, { branchId, names: threeNames(i), source: i.source, afterOthers: i.afterOthers })),
  adding('screens', 'screen', screenSchema, (asked, branchId, i) => makeScreen(asked.ctx, { branchId, ...i }), (asked, form, done, i) => show(asked, { branchId: number(form.get('branch')), made: { kind: i.kind, token: (done as { token: string }).token } })),
  placed('lanes', 'lane'), placed('desks', 'desk'), placed('priorities', 'priority'),
  closing('screens', (asked, branchId, id) => endScreen(asked.ctx, { branchId, id })),
];
