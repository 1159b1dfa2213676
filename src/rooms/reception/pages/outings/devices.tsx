import type { VNode } from 'preact';
import { addDays } from '../../../../kernel/day.ts';
import { dayOf, moment, shortDay } from '../../../../kernel/show.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { say, sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import type { Read } from '../../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, Form } from '../../../../ui/fields.tsx';
import { Fold, Note, Table, Tag } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { install, revoke } from '../../acts/outings/devices.ts';
import { fatesOf } from '../../acts/outings/numbers.ts';
import { deviceSchema, installSchema } from '../../contract/outings.ts';
import { handOverDays, type NumberFate } from '../../law/outings.ts';
import { mayRevoke, type Standing } from '../../policy/outings.ts';
import { arrivalCounts, toldOtherwise, type Arrival, type Counts } from '../../store/arrivals.ts';
import { blocksOf, type DeviceBlock } from '../../store/blocks.ts';
import { devicesOf, type Device } from '../../store/devices.ts';
import type { Outing } from '../../store/outings.ts';
import { deviceWords as d } from '../../words/outings-devices.ts';
import { outingFields } from '../../words/outings-pages.ts';
import { href, idOf } from './around.ts';
import { deskHeaders, DeskFrame } from '../outing-desk.tsx';
import { claimsOf } from './device.ts';

export type DevicesFound = {
  readonly outing: Outing; readonly devices: readonly Device[]; readonly counts: ReadonlyMap<number, Counts>; readonly names: ReadonlyMap<number, { readonly name: string }>;
  readonly blocks: readonly DeviceBlock[]; readonly fates: ReadonlyMap<number, readonly NumberFate[]>; readonly told: readonly Arrival[];
};
/** Read as the system: numbers and counts, no words. */
export const devicesPart = async (q: Read, outing: Outing, code: string): Promise<DevicesFound> => {
  const devices = await devicesOf(q, outing.id);
  const ids = devices.map((one) => one.id);
  const blocks = [...(await blocksOf(q, ids, code)).values()].flat();
  const [counts, names, fates, told] = await Promise.all([arrivalCounts(q, ids), peopleByIds(q, devices.map((one) => one.accountId)), fatesOf(q, blocks, ids), toldOtherwise(q, ids)]);
  return { outing, devices, counts, names, blocks, fates, told };
};

const DeviceState = ({ lang, one }: { lang: Lang; one: Device }): VNode => {
  if (one.wipedAt !== null) return <Tag tone="done">{say(lang, d.wiped)}</Tag>;
  if (one.endedAt !== null) return <Tag tone="done">{say(lang, d.ended)}</Tag>;
  if (one.revokedAt !== null) return <Tag tone="late">{one.settledAt === null ? say(lang, d.revokedUntil, { day: shortDay(addDays(dayOf(one.revokedAt), handOverDays)) }) : say(lang, d.revoked)}</Tag>;
  return <Tag tone="work">{say(lang, d.inUse)}</Tag>;
};

const Revoke = ({ asked, outingId, one }: { asked: Asked; outingId: number; one: Device }): VNode => (
  <Fold title={<>{say(asked.lang, d.revoke)}<span class="hidden"> {one.name}</span></>}>
    <p class="quiet small">{say(asked.lang, d.revokeAbout)}</p>
    <Form csrf={asked.csrf} action={href(asked.lang, outingId, `devices/${one.id}/revocations`)}><Button kind="grave">{say(asked.lang, d.revoke)}</Button></Form>
  </Fold>
);

const unusedWords = { not_used: d.notUsed, device_lost: d.deviceLost, given_up: d.givenUp } as const;
const fateWord = (lang: Lang, fate: NumberFate): string => {
  if (fate.is === 'unused') return say(lang, unusedWords[fate.reason]);
  return say(lang, fate.is === 'used' ? d.used : fate.is === 'waits' ? d.waits : d.onBoard);
};
type Run = { readonly from: string; readonly to: string; readonly count: number; readonly word: string; readonly fate: NumberFate };
/** What stands side by side and has the same fate is one line. */
const runs = (lang: Lang, fates: readonly NumberFate[]): readonly Run[] => fates.reduce<Run[]>((all, fate) => {
  const word = fateWord(lang, fate);
  const last = all.at(-1);
  // a used number has a line of its own: it leads somewhere
  if (last && last.word === word && fate.is !== 'used') return [...all.slice(0, -1), { ...last, to: fate.number, count: last.count + 1 }];
  return [...all, { from: fate.number, to: fate.number, count: 1, word, fate }];
}, []);

const numberHref = (lang: Lang, series: DeviceBlock['series'], number: string): string => (series === 'appeal' ? `/${lang}/desk/appeals/${number}` : `/${lang}/desk/visits/${number}`);

const Numbers = ({ asked: { lang }, found }: { asked: Asked; found: DevicesFound }): VNode => (
  <Fold title={say(lang, d.numbers)}>
    <p class="quiet">{say(lang, d.numbersAbout)}</p>
    {found.blocks.map((block) => (
      <Table key={block.id} caption={`${say(lang, block.series === 'appeal' ? d.seriesAppeal : d.seriesVisit)}: ${block.prefix}${String(block.from).padStart(6, '0')} – ${String(block.to).padStart(6, '0')}`} columns={[{ title: say(lang, d.numbers) }, { title: say(lang, d.state) }]}
        rows={runs(lang, found.fates.get(block.id) ?? []).map((run) => [run.fate.is === 'used' ? <a key="n" href={numberHref(lang, block.series, run.from)}>{run.from}</a> : run.count === 1 ? run.from : say(lang, d.range, { from: run.from, to: run.to }), run.word])} />
    ))}
  </Fold>
);

const Told = ({ asked: { lang }, found }: { asked: Asked; found: DevicesFound }): VNode | null => found.told.length === 0 ? null : (
  <Note tone="warn">
    <strong>{say(lang, d.toldOtherwise)}</strong>
    <ul>{found.told.flatMap((one) => [
      ...(one.told?.days ?? []).map((day) => <li key={day.number}>{say(lang, d.toldLine, { number: day.number, told: shortDay(day.told), counted: shortDay(day.counted), stands: shortDay(day.stands) })}</li>),
      ...(one.told?.clockOff === undefined ? [] : [<li key={`c${one.place}`}>{say(lang, d.clockOff, { said: moment(new Date(one.told.clockOff)), at: moment(one.takenAt) })}</li>]),
    ])}</ul>
  </Note>
);

export const DevicesPart = ({ asked, found, standing }: { asked: Asked; found: DevicesFound; standing: Standing }): VNode => {
  const { lang } = asked;
  const title = (one: Sentence) => ({ title: sayLoose(lang, one) });
  return (
    <section>
      <h2>{say(lang, d.devices)}</h2>
      {found.devices.length === 0 ? <p class="quiet">{say(lang, d.devicesNone)}</p> : (
        <Table label={say(lang, d.devices)} columns={[title(d.name), title(d.holder), title(d.seen), { ...title(d.arrived), number: true }, { ...title(d.conflicts), number: true }, title(d.state), title(d.act)]}
          rows={found.devices.map((one) => {
            const counts = found.counts.get(one.id);
            const conflicts = counts?.conflicts ?? 0;
            return [
              one.name, found.names.get(one.accountId)?.name ?? '', one.seenAt === null ? say(lang, d.never) : moment(one.seenAt), String(counts?.arrived ?? 0),
              conflicts === 0 ? '0' : <a key="c" href={`/${lang}/desk/outings/arrivals`}>{conflicts}</a>, <DeviceState key="s" lang={lang} one={one} />,
              one.revokedAt === null && one.settledAt === null && !isRefusal(mayRevoke(asked.ctx.actor, standing, one.accountId)) ? <Revoke key="r" asked={asked} outingId={found.outing.id} one={one} /> : '–',
            ];
          })} />
      )}
      <Told asked={asked} found={found} />
      {found.blocks.length > 0 && <Numbers asked={asked} found={found} />}
    </section>
  );
};

/** The page that carries the kit once, to the tablet it was opened on. */
export const installPosted = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const form = await asked.form();
  const input = installSchema.safeParse({ outingId: idOf(asked.param('id')), name: form.get('name'), key: form.get('key') });
  if (!input.success) {
    const code = input.error.issues[0]?.message ?? '';
    const name = Object.hasOwn(outingFields, code) ? outingFields[code as keyof typeof outingFields] : outingFields.other;
    return html(<Desk asked={asked} title={say(lang, d.installing)}><div class="column"><h1>{say(lang, d.installing)}</h1><Note tone="warn">{say(lang, d.installName)} {say(lang, name)}</Note><p><a href={href(lang, idOf(asked.param('id')))}>{say(lang, d.install)}</a></p></div></Desk>, 422);
  }
  const done = await install(asked.ctx, input.data, claimsOf(asked));
  if (isRefusal(done)) return done;
  return html(<DeskFrame lang={lang} installing={done} />, 200, { ...deskHeaders, 'cache-control': 'no-store' });
};

export const revokePosted = async (asked: Asked): Promise<Answer> => {
  const input = deviceSchema.safeParse({ outingId: idOf(asked.param('id')), deviceId: idOf(asked.param('device')) });
  if (!input.success) return { refused: true, code: 'outing_not_found', facts: {} };
  const done = await revoke(asked.ctx, input.data);
  return isRefusal(done) ? done : seeOther(href(asked.lang, input.data.outingId));
};
