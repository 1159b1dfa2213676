import type { VNode } from 'preact';
import { moment, shortDay } from '../../../../kernel/show.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { as } from '../../../../platform/ctx.ts';
import { system } from '../../../../kernel/actor.ts';
import { say, sayLoose, type Lang } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { bytes, seeOther, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, Form, Select, TextField } from '../../../../ui/fields.tsx';
import { Back, Fold, Note, Summary, Table } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, openTopics, openUnits, topics, unitsByIds, type Topic, type Unit } from '../../../units/contract.ts';
import { paperBytes } from '../../acts/outings/papers.ts';
import type { Visit } from '../../acts/outings/brought.ts';
import { contentOf, settleArrival, type Content } from '../../acts/outings/settle.ts';
import { settleArrivalSchema } from '../../contract/outings.ts';
import type { ConflictKind } from '../../law/outings.ts';
import { branchesSeen, quietSeen } from '../../policy/outings.ts';
import { conflictsOf, type Arrival } from '../../store/arrivals.ts';
import { deviceById, devicesByIds } from '../../store/devices.ts';
import { outingsByIds, teamOf, type Member } from '../../store/outings.ts';
import { paperBy } from '../../store/papers.ts';
import { deviceWords as d } from '../../words/outings-devices.ts';
import { refusals } from '../../words/outings.ts';
import { idOf } from './around.ts';

const own = (asked: Asked) => as(asked.ctx, system('outing desk'));
export const why = (lang: Lang, one: Pick<Arrival, 'conflict' | 'facts'>): string => sayLoose(lang, refusals[one.conflict ?? 'not_taken'], { day: '', number: '', paper: '', ...one.facts, ...(typeof one.facts['day'] === 'string' ? { day: shortDay(one.facts['day']) } : {}) });
const oneHref = (lang: Lang, one: Pick<Arrival, 'deviceId' | 'place'>, more = ''): string => `/${lang}/desk/outings/arrivals/${one.deviceId}/${one.place}${more}`;

/** What waits for a person of the branches at whose desks the reader works: numbers and reasons; the words behind the link. */
export const arrivalsPage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const f = await read(own(asked), async (q) => {
    const list = await conflictsOf(q, branchesSeen(asked.ctx.actor, 'reception.desk'), quietSeen(asked.ctx.actor));
    const devices = await devicesByIds(q, list.map((one) => one.deviceId));
    const outings = await outingsByIds(q, [...devices.values()].map((one) => one.outingId));
    return { list, devices, outings };
  });
  return (
    <Desk asked={asked} title={say(lang, d.arrivals)}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/desk/outings`} />
        <h1>{say(lang, d.arrivals)}</h1>
        <p class="quiet">{say(lang, d.arrivalsAbout)}</p>
        {asked.query.get('settled') === '1' && <Note tone="done">{say(lang, d.settledNow)}</Note>}
        {f.list.length === 0 ? <p class="note">{say(lang, d.arrivalsNone)}</p> : (
          <Table label={say(lang, d.arrivals)} columns={[d.why, d.outing, d.name, d.arrivedAt, d.open].map((one) => ({ title: sayLoose(lang, one) }))}
            rows={f.list.map((one) => {
              const outing = f.outings.get(f.devices.get(one.deviceId)?.outingId ?? 0);
              return [why(lang, one), outing ? `${outing.names[lang]}, ${shortDay(outing.heldOn)}` : '', f.devices.get(one.deviceId)?.name ?? '', moment(one.takenAt), <a key="o" href={oneHref(lang, one)}>{say(lang, d.open)}<span class="hidden"> {one.numbers[0] ?? one.place}</span></a>];
            })} />
        )}
      </div>
    </Desk>
  );
};

type Found = Content & {
  readonly names: ReadonlyMap<number, { readonly name: string }>; readonly units: ReadonlyMap<number, Unit>; readonly bodies: readonly Unit[]; readonly topics: readonly Topic[]; readonly team: readonly Member[];
  readonly papers: ReadonlyMap<string, boolean>;
};
const found = async (asked: Asked) => {
  const content = await contentOf(asked.ctx, idOf(asked.param('device')), idOf(asked.param('place')));
  if (isRefusal(content)) return content;
  const act = content.input?.act;
  return read(own(asked), async (q): Promise<Found> => {
    const device = await deviceById(q, content.arrival.deviceId);
    const team = device ? await teamOf(q, device.outingId) : [];
    const promises = act?.what === 'visit' ? act.matters.flatMap((one) => one.promise ?? []) : [];
    const ids = act?.what === 'visit' ? [...(act.officialId === null ? [] : [act.officialId]), ...promises.map((one) => one.accountId)] : [];
    const papers = new Map<string, boolean>();
    for (const one of act?.what === 'visit' ? act.matters.flatMap((each) => each.papers) : []) {
      const paper = await paperBy(q, content.arrival.deviceId, one.key);
      papers.set(one.key, paper !== null && paper.arrived === paper.bytes);
    }
    return { ...content, team, papers, names: await peopleByIds(q, [...ids, ...team.map((one) => one.accountId)]), units: await unitsByIds(q, promises.map((one) => one.executorUnit)), bodies: await openUnits(q, 'body'), topics: await topics(q) };
  });
};

const outcomes = { advised: d.advised, promised: d.promised, registered: d.registered } as const;
const Matter = ({ asked: { lang }, f, m, nth }: { asked: Asked; f: Found; m: Visit['matters'][number]; nth: number }): VNode => {
  const topic = f.topics.find((one) => one.code === m.topicCode);
  const unit = m.promise ? f.units.get(m.promise.executorUnit) : undefined;
  const rows = [
    { label: say(lang, d.topic), value: topic ? nameOf(topic, lang) : (m.topicCode ?? '–') },
    { label: say(lang, outcomes[m.outcome]), value: m.outcome === 'advised' ? (m.advice ?? '') : m.outcome === 'registered' ? (m.appealNumber ?? '') : m.promise ? <>{m.promise.text}<br />{f.names.get(m.promise.accountId)?.name}{unit && ` → ${nameOf(unit, lang)}`}, {shortDay(m.promise.dueOn)}</> : '' },
    ...(m.papers.length === 0 ? [] : [{ label: say(lang, d.papers), value: <ul class="bare">{m.papers.map((one) => <li key={one.key}>{f.papers.get(one.key) === true ? <a href={oneHref(lang, f.arrival, `/papers/${one.key}`)}>{one.name}</a> : <>{one.name} <span class="quiet">({say(lang, d.paperGone)})</span></>}</li>)}</ul> }]),
  ];
  return <section><h3>{say(lang, d.matter, { nth })}</h3><p class="words">{m.text}</p><Summary rows={rows} /></section>;
};

const Words = ({ asked, f }: { asked: Asked; f: Found }): VNode => {
  const { lang } = asked;
  const act = f.input?.act;
  if (act === undefined) return <><p>{say(lang, d.rawAbout)}</p><pre class="words outing-raw">{f.raw}</pre></>;
  if (act.what !== 'visit') return act.what === 'promise_put' ? <Summary rows={[{ label: say(lang, d.said), value: act.said }]} /> : <p />;
  const p = act.person;
  return (
    <>
      <Summary rows={[
        { label: say(lang, d.visitNumber), value: act.number }, { label: say(lang, d.person), value: [p.surname, p.given, p.patronymic].filter(Boolean).join(' ') }, { label: say(lang, d.phone), value: p.phone ?? '–' },
        ...(p.iin === undefined ? [] : [{ label: say(lang, d.iin), value: p.iin }]), { label: say(lang, d.received), value: moment(new Date(act.beganAt)) },
        { label: say(lang, d.byOfficial), value: act.officialId === null ? say(lang, d.noOfficial) : (f.names.get(act.officialId)?.name ?? '') },
      ]} />
      {act.matters.map((m, at) => <Matter key={at} asked={asked} f={f} m={m} nth={at + 1} />)}
    </>
  );
};

/** Only what stands in the way can be changed. */
const Change = ({ asked, f }: { asked: Asked; f: Found }): VNode | null => {
  const { lang } = asked;
  const act = f.input?.act;
  const kind: ConflictKind = f.arrival.conflict ?? 'not_taken';
  if (act?.what !== 'visit') return null;
  const nth = (m: Visit['matters'][number]) => act.matters.indexOf(m) + 1;
  const wrong = String(f.arrival.facts['number'] ?? '');
  const officialChoice = <Select lang={lang} name="official" label={say(lang, d.changedOfficial)} value="" empty={say(lang, d.noOfficial)} choices={f.team.filter((one) => one.part === 'official').map((one) => ({ value: String(one.accountId), text: f.names.get(one.accountId)?.name ?? '' }))} />;
  const parts: Partial<Record<ConflictKind, VNode>> = {
    iin_invalid: <TextField lang={lang} name="iin" label={say(lang, d.iin)} value={act.person.iin ?? ''} max={12} inputmode="numeric" />,
    phone_invalid: <TextField lang={lang} name="phone" label={say(lang, d.phone)} value={act.person.phone ?? ''} max={40} inputmode="tel" />,
    official_gone: officialChoice, official_not_here: officialChoice,
    body_closed: <>{act.matters.filter((m) => m.promise).map((m) => <Select key={nth(m)} lang={lang} name={`unit.${nth(m)}`} label={`${say(lang, d.matter, { nth: nth(m) })}: ${say(lang, d.changedUnit)}`} value={String(m.promise?.executorUnit)} choices={f.bodies.map((one) => ({ value: String(one.id), text: nameOf(one, lang) }))} />)}</>,
    topic_closed: (
      <>{act.matters.filter((m) => m.topicCode !== undefined).map((m) => (
        <Select key={nth(m)} lang={lang} name={`topic.${nth(m)}`} label={`${say(lang, d.matter, { nth: nth(m) })}: ${say(lang, d.changedTopic)}`} value={m.topicCode} empty="–" choices={openTopics(f.topics).map((one) => ({ value: one.code, text: nameOf(one, lang) }))} />
      ))}</>
    ),
  };
  const days = <>{act.matters.filter((m) => m.promise).map((m) => <TextField key={nth(m)} lang={lang} type="date" name={`dueOn.${nth(m)}`} label={`${say(lang, d.matter, { nth: nth(m) })}: ${say(lang, d.changedDay)}`} value={m.promise?.dueOn ?? ''} />)}</>;
  const fresh = (
    <>
      <p>{say(lang, d.changedNumber)}</p>
      {(wrong === act.number || wrong === '') && <input type="hidden" name="visit" value="new" />}
      {act.matters.filter((m) => m.appealNumber !== undefined && (m.appealNumber === wrong || wrong === '')).map((m) => <input key={nth(m)} type="hidden" name={`appeal.${nth(m)}`} value="new" />)}
    </>
  );
  const papers = <><p>{say(lang, d.withoutPapers)}</p><input type="hidden" name="papers" value="without" /></>;
  const part = kind === 'day_off' || kind === 'day_passed' ? days : kind === 'number_used' || kind === 'number_not_of_device' ? fresh : kind === 'paper_missing' || kind === 'paper_refused' ? papers : parts[kind];
  return part === undefined ? null : (
    <section>
      <h2>{say(lang, d.changed)}</h2>
      <Form csrf={asked.csrf} action={oneHref(lang, f.arrival, '/settlements')}>{part}<div><Button name="how" value="changed">{say(lang, d.changed)}</Button></div></Form>
    </section>
  );
};

export const arrivalPage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const f = await found(asked);
  if (isRefusal(f)) return f;
  const action = oneHref(lang, f.arrival, '/settlements');
  return (
    <Desk asked={asked} title={say(lang, d.one)}>
      <div class="column">
        <Back lang={lang} href={`/${lang}/desk/outings/arrivals`} />
        <h1>{say(lang, d.one)}</h1>
        <Note tone="warn"><strong>{why(lang, f.arrival)}</strong></Note>
        <h2>{say(lang, d.content)}</h2>
        <Words asked={asked} f={f} />
        <Change asked={asked} f={f} />
        {f.input && <section>
          <h2>{say(lang, d.asItIs)}</h2>
          <p class="quiet">{say(lang, d.asItIsAbout)}</p>
          <Form csrf={asked.csrf} action={action}><div><Button kind="second" name="how" value="as_it_is">{say(lang, d.asItIs)}</Button></div></Form>
        </section>}
        {f.input?.act.what === 'visit' && f.input.act.matters.some((one) => one.outcome === 'registered') && (
          <Fold title={say(lang, d.join)}>
            <Form csrf={asked.csrf} action={action}><TextField lang={lang} name="number" label={say(lang, d.joinNumber)} max={40} /><div><Button kind="second" name="how" value="joined">{say(lang, d.join)}</Button></div></Form>
          </Fold>
        )}
        <Fold title={say(lang, d.giveUp)}>
          <Form csrf={asked.csrf} action={action}><TextField lang={lang} name="reason" label={say(lang, d.giveUpReason)} max={1_000} /><div><Button kind="grave" name="how" value="given_up">{say(lang, d.giveUp)}</Button></div></Form>
        </Fold>
      </div>
    </Desk>
  );
};

export const settlePosted = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const changes = Object.fromEntries(form.entries().filter(([name]) => /^(iin|phone|official|visit|papers|(?:appeal|dueOn|topic|unit)\.\d{1,2})$/.test(name)));
  const input = settleArrivalSchema.safeParse({ deviceId: asked.param('device'), place: asked.param('place'), how: form.get('how'), reason: form.get('reason'), number: form.get('number'), changes });
  if (!input.success) return { refused: true, code: input.error.issues.some((issue) => issue.path[0] === 'reason') ? 'reason_required' : 'arrival_not_found', facts: {} };
  const done = await settleArrival(asked.ctx, input.data);
  return isRefusal(done) ? done : seeOther(`/${asked.lang}/desk/outings/arrivals?settled=1`);
};

/** As it came, to be saved and looked at: never drawn in the page, for nobody has scanned it yet. */
export const paperPage = async (asked: Asked): Promise<Answer> => {
  const [deviceId, place, key] = [idOf(asked.param('device')), idOf(asked.param('place')), asked.param('key')];
  const content = await contentOf(asked.ctx, deviceId, place);
  if (isRefusal(content)) return content;
  const named = content.input?.act.what === 'visit' && content.input.act.matters.some((one) => one.papers.some((each) => each.key === key));
  const paper = named ? await read(own(asked), (q) => paperBytes(q, deviceId, key)) : null;
  if (!paper) return { refused: true, code: 'arrival_not_found', facts: {} };
  return bytes(new Uint8Array(paper.body), { 'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(paper.name)}`, 'cache-control': 'no-store' });
};
