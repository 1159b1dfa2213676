import type { VNode } from 'preact';
import { shortDay } from '../../../../kernel/show.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { as } from '../../../../platform/ctx.ts';
import { system } from '../../../../kernel/actor.ts';
import { read } from '../../../../platform/db.ts';
import type { Answer, Asked } from '../../../../platform/web.ts';
import { Button, Form, TextArea, TextField } from '../../../../ui/fields.tsx';
import { Back, Fold, Note, Summary, Table, Tag, Timeline, type SummaryRow } from '../../../../ui/parts.tsx';
import { moment } from '../../../../kernel/show.ts';
import { Desk } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, unitsByIds, type Unit } from '../../../units/contract.ts';
import { outingMay } from '../../law/outings.ts';
import { mayChangeOuting, mayHoldOuting, mayInstall } from '../../policy/outings.ts';
import { outingSums, promisesOfOuting, type OutingSums, type PromiseHere } from '../../store/kit.ts';
import { outingActs, outingBefore, type Member, type Outing, type OutingActRow } from '../../store/outings.ts';
import { outingWords as w } from '../../words/outings-pages.ts';
import { deviceWords as d } from '../../words/outings-devices.ts';
import { formKey, hours, href, idOf, nowOn, outingSeen, placesOf, states, type Seen } from './around.ts';
import { DevicesPart, devicesPart, type DevicesFound } from './devices.tsx';

type Found = Seen & {
  readonly place: string; readonly names: ReadonlyMap<number, { readonly name: string }>; readonly units: ReadonlyMap<number, Unit>; readonly acts: readonly OutingActRow[]; readonly sums: OutingSums | null;
  readonly last: { readonly outing: Outing; readonly sums: OutingSums | null; readonly promises: readonly PromiseHere[] } | null; readonly devices: DevicesFound;
};

const found = async (asked: Asked, id: number) => {
  const seen = await read(asked.ctx, async (q) => {
    const one = await outingSeen(q, asked, id);
    if (isRefusal(one)) return one;
    const { outing, team } = one;
    const before = await outingBefore(q, outing);
    const [sums, promises, acts] = [await outingSums(q, [outing.id, ...(before ? [before.id] : [])]), before ? await promisesOfOuting(q, { ...outing, outingId: before.id }) : [], await outingActs(q, outing.id)];
    const names = await peopleByIds(q, [...team.map((each) => each.accountId), ...promises.map((each) => each.accountId), ...acts.flatMap((each) => each.byAccount ?? [])]);
    return {
      ...one, names, acts, units: await unitsByIds(q, [outing.branchId, ...team.map((each) => each.unitId)]), place: (await placesOf(q, asked.lang, [outing.territoryCode]))(outing.territoryCode),
      sums: sums.get(outing.id) ?? null, last: before ? { outing: before, sums: sums.get(before.id) ?? null, promises } : null,
    };
  });
  if (isRefusal(seen)) return seen;
  // numbers and counts of what arrived are shown to whoever sees the outing; the words of it are not
  return { ...seen, devices: await read(as(asked.ctx, system('outing desk')), (q) => devicesPart(q, seen.outing, seen.units.get(seen.outing.branchId)?.code ?? '')) } satisfies Found;
};

const Goes = ({ lang, f, one }: { lang: Lang; f: Found; one: Member }): VNode => {
  const unit = f.units.get(one.unitId);
  return <li>{f.names.get(one.accountId)?.name}{unit && <span class="quiet">, {nameOf(unit, lang)}</span>} · <span class="quiet small">{say(lang, one.part === 'official' ? w.partOfficial : w.partClerk)}</span></li>;
};
const Head = ({ asked, f }: { asked: Asked; f: Found }): VNode => {
  const { lang } = asked;
  const { outing } = f;
  const branch = f.units.get(outing.branchId);
  const rows: SummaryRow[] = [
    { label: say(lang, w.where), value: outing.address === null ? f.place : <>{f.place}<br /><span class="quiet">{outing.address}</span></>, ...(mayChange(asked, f) ? { href: href(lang, outing.id, 'changes'), act: say(lang, w.change) } : {}) },
    { label: say(lang, w.when), value: `${shortDay(outing.heldOn)}, ${hours(lang, outing)}` },
    { label: say(lang, w.branch), value: branch ? nameOf(branch, lang) : '' },
    { label: say(lang, w.team), value: <ul class="bare">{f.team.map((one) => <Goes key={one.accountId} lang={lang} f={f} one={one} />)}</ul> },
  ];
  return <Summary rows={rows} />;
};
const mayChange = (asked: Asked, f: Found): boolean => outingMay('change', f.outing.state) && !isRefusal(mayChangeOuting(asked.ctx.actor, f.standing));

const LastTime = ({ asked, f }: { asked: Asked; f: Found }): VNode => {
  const { lang } = asked;
  const { last } = f;
  const on = nowOn(asked);
  return (
    <section>
      <h2>{say(lang, w.lastTime)}</h2>
      {!last ? <p class="quiet">{say(lang, w.lastTimeNever)}</p> : (
        <>
          <p><a href={href(lang, last.outing.id)}>{say(lang, w.lastTimeWas, { day: shortDay(last.outing.heldOn), visits: last.sums?.visits ?? 0, promised: last.sums?.promised ?? 0 })}</a></p>
          {last.promises.length > 0 && (
            <Table label={say(lang, w.lastTime)} columns={[w.promise, w.promisedBy, w.promisedTo, w.dueOn, w.state].map((title) => ({ title: say(lang, title) }))}
              rows={last.promises.map((one) => [one.text, f.names.get(one.accountId)?.name ?? '', one.to, shortDay(one.dueOn), <Tag key="t" tone={one.open ? (one.dueOn < on ? 'late' : 'work') : one.kept === true ? 'done' : 'plain'}>
                {say(lang, one.open ? (one.dueOn < on ? w.promiseLate : w.promiseOpen) : one.kept === true ? w.promiseKept : w.promiseNotKept)}</Tag>])} />
          )}
        </>
      )}
    </section>
  );
};
const Announcing = ({ asked, f }: { asked: Asked; f: Found }): VNode => {
  const { lang } = asked;
  const { outing } = f;
  const may = outingMay('announce', outing.state) && nowOn(asked) <= outing.heldOn && !isRefusal(mayChangeOuting(asked.ctx.actor, f.standing));
  return (
    <section>
      <h2>{say(lang, w.announcement)}</h2>
      {outing.announcedAt === null ? <p class="quiet">{say(lang, w.notAnnounced)}</p> : (
        <><p class="quiet">{say(lang, w.announcedOn, { at: moment(outing.announcedAt) })}</p>{outing.announcement && <div class="words"><p lang="kk">{outing.announcement.kk}</p><p lang="ru">{outing.announcement.ru}</p></div>}</>
      )}
      {may && (
        <Fold title={say(lang, outing.announcedAt === null ? w.announce : w.announceAgain)} open={outing.announcedAt === null}>
          <p class="quiet">{say(lang, w.announceAbout)}</p>
          <Form csrf={asked.csrf} action={href(lang, outing.id, 'announcements')}>
            <TextArea lang={lang} name="kk" label={say(lang, w.textKk)} rows={3} max={2_000} value={outing.announcement?.kk ?? ''} />
            <TextArea lang={lang} name="ru" label={say(lang, w.textRu)} rows={3} max={2_000} value={outing.announcement?.ru ?? ''} />
            <div class="row"><Button name="do" value="preview">{say(lang, w.preview)}</Button></div>
          </Form>
        </Fold>
      )}
    </section>
  );
};

const Acts = ({ asked, f }: { asked: Asked; f: Found }): VNode | null => {
  const { lang, ctx: { actor } } = asked;
  const { outing, standing } = f;
  const holds = !isRefusal(mayHoldOuting(actor, standing));
  const changes = !isRefusal(mayChangeOuting(actor, standing));
  const begin = holds && outingMay('begin', outing.state) && outing.heldOn === nowOn(asked);
  const close = holds && outingMay('close', outing.state);
  const cancel = changes && outingMay('cancel', outing.state);
  if (!begin && !close && !cancel) return null;
  return (
    <section>
      {begin && <Form csrf={asked.csrf} action={href(lang, outing.id, 'beginnings')}><Button>{say(lang, w.begin)}</Button></Form>}
      {close && <><p class="quiet">{say(lang, w.closeAbout)}</p><Form csrf={asked.csrf} action={href(lang, outing.id, 'closings')}><Button>{say(lang, w.close)}</Button></Form></>}
      {cancel && (
        <Fold title={say(lang, w.cancel)}>
          <Form csrf={asked.csrf} action={href(lang, outing.id, 'cancellations')}>
            <TextField lang={lang} name="reason" label={say(lang, w.cancelReason)} max={500} />
            <div><Button kind="grave">{say(lang, w.cancel)}</Button></div>
          </Form>
        </Fold>
      )}
    </section>
  );
};

const Installing = ({ asked, f }: { asked: Asked; f: Found }): VNode | null => {
  const { lang } = asked;
  if (!outingMay('install', f.outing.state) || nowOn(asked) > f.outing.heldOn || isRefusal(mayInstall(asked.ctx.actor, f.standing))) return null;
  return (
    <Fold title={say(lang, d.install)}>
      <p class="quiet">{say(lang, d.installAbout)}</p>
      <Form csrf={asked.csrf} action={href(lang, f.outing.id, 'devices')}>
        <input type="hidden" name="key" value={formKey()} />
        <TextField lang={lang} name="name" label={say(lang, d.installName)} hint={say(lang, d.installHint)} max={60} />
        <div><Button>{say(lang, d.install)}</Button></div>
      </Form>
    </Fold>
  );
};

const actWords = { plan: w.actPlan, change: w.actChange, announce: w.actAnnounce, begin: w.actBegin, close: w.actClose, cancel: w.actCancel, install: w.actInstall, revoke: w.actRevoke } as const;
const isAct = (act: string): act is keyof typeof actWords => Object.hasOwn(actWords, act);

export const outingPage = async (asked: Asked): Promise<Answer> => {
  const f = await found(asked, idOf(asked.param('id')));
  if (isRefusal(f)) return f;
  const { lang } = asked;
  const { outing } = f;
  const state = states[outing.state];
  return (
    <Desk asked={asked} title={outing.names[lang]}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/desk/outings`} />
        <h1>{outing.names[lang]} <Tag tone={state.tone}>{say(lang, state.word)}</Tag></h1>
        {outing.state === 'cancelled' && outing.reason !== null && <Note tone="warn">{say(lang, w.cancelledWhy, { reason: outing.reason })}</Note>}
        <Head asked={asked} f={f} />
        {f.sums && f.sums.visits > 0 && <p><strong>{say(lang, w.sums)}.</strong> {say(lang, w.sumsText, f.sums)}</p>}
        <Acts asked={asked} f={f} />
        <DevicesPart asked={asked} found={f.devices} standing={f.standing} />
        <Installing asked={asked} f={f} />
        <LastTime asked={asked} f={f} />
        <Announcing asked={asked} f={f} />
        <Fold title={say(lang, w.history)}>
          <Timeline happenings={f.acts.map((one) => ({ at: one.at, title: isAct(one.act) ? say(lang, actWords[one.act]) : one.act, by: one.byAccount === null ? undefined : f.names.get(one.byAccount)?.name }))} />
        </Fold>
      </div>
    </Desk>
  );
};
