import type { VNode } from 'preact';
import { today } from '../../../../kernel/day.ts';
import { normalIin } from '../../../../kernel/iin.ts';
import { normalPhone } from '../../../../kernel/phone.ts';
import { shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Form, Radios, type Errors } from '../../../../ui/fields.tsx';
import { branchFor, territoriesByCodes } from '../../../units/contract.ts';
import { proposals, type Proposal } from '../../acts/likeness.ts';
import { iinHash } from '../../store/seal.ts';
import { causeWords as w } from '../../words/causes.ts';
import { beginningOf, reasonsText } from '../alike.ts';
import { StageTag } from '../tags.tsx';
import type { Typed } from './fields.ts';
import { actPaths, Hidden, matterHref, type Filling } from './form.tsx';
import { placeTyped } from './place.ts';

/** «5 обращений, с 3 улиц, с 02.11.2026»: a cause and its letters. */
const causeText = (lang: Lang, one: Proposal): string =>
  [say(lang, w.letters, { count: one.letters }), one.streets > 1 ? say(lang, w.ofStreets, { count: one.streets }) : '', say(lang, w.since, { day: shortDay(one.since) })].filter(Boolean).join(', ');
const whyText = (lang: Lang, one: Proposal): string => `${say(lang, w.sure, { percent: Math.round(one.score * 100) })}: ${reasonsText(lang, one.reasons)}`;

/** The key that joins to the likeliest. */
export const joinKey = 'o';

/** What this letter may be one with, a press each; who pressed, and how sure it was, stays with the act. */
export const AlikeBox = ({ filling: { asked: { lang, csrf }, view } }: { filling: Filling }): VNode | null => view.alike.length === 0 ? null : (
  <div class="note">
    <p><strong>{say(lang, w.title)}.</strong> {say(lang, w.lead)}</p>
    {view.alike.map((one, at) => (
      <Form key={one.number} csrf={csrf} action={`${matterHref(lang, view.whole.appeal.number)}/${actPaths.join}`}>
        <p><a href={matterHref(lang, one.number)}>{one.number}</a> <StageTag lang={lang} stage={one.stage} /> <span class="small">{causeText(lang, one)}</span></p>
        <p class="plain small">{beginningOf(one.text)}</p>
        <p class="quiet small">{whyText(lang, one)}</p>
        <Hidden name="join.mainNumber" value={one.number} /><Hidden name="join.as" value={one.as} /><Hidden name="join.suggested" value="yes" />
        <p><button class={at === 0 ? 'button' : 'button second'} {...(at === 0 ? { 'data-press': joinKey } : {})}>{say(lang, one.as === 'repeat' ? w.joinRepeat : w.join, { number: one.number })}</button>{at === 0 && <kbd aria-hidden="true">{joinKey}</kbd>}</p>
      </Form>
    ))}
  </div>
);

/** For a letter that is being typed in: what it may be one with, by its words, its place and its person. */
export const alikeTyped = async (q: Read, asked: Asked, typed: Typed, name: string): Promise<readonly Proposal[]> => {
  const of = (field: string) => typed[`${name}.${field}`] ?? '';
  if (of('text').trim() === '') return [];
  const code = (await placeTyped(q, { place: of('place'), chosen: of('territoryCode'), near: typed['near'] || null })).code;
  const branchId = Number(typed['branchId'] ?? '') || (await branchFor(q, code))?.id;
  if (!branchId) return [];
  const path = code === undefined ? undefined : (await territoriesByCodes(q, [code])).get(code)?.path;
  const [iin, phone] = [normalIin(typed['iin'] ?? ''), normalPhone(typed['phone'] ?? '')];
  const person = [typed['surname'], typed['given'], typed['patronymic']].filter(Boolean).join(' ');
  return proposals(q, asked.ctx.actor, {
    text: of('text'), topicCode: of('topicCode') || null, address: of('address') || null, ...(path ? { territoryPath: path } : {}), on: today(asked.ctx.clock), branchId,
  }, { iinHash: iin === null ? null : iinHash(iin), phone, name: person, address: (typed['address'] ?? '') || null });
};

/** One letter, one choice: joined as it is registered, or by itself. What the same person wrote before is only shown: it is joined as a repeat afterwards. */
export const AlikeChoice = ({ lang, name, alike, value, errors }: { lang: Lang; name: string; alike: readonly Proposal[]; value: string; errors: Errors }): VNode | null => {
  const [common, repeats] = [alike.filter((one) => one.as === 'common'), alike.filter((one) => one.as === 'repeat')];
  return alike.length === 0 ? null : (
    <>
      {repeats.map((one) => <p key={one.number} class="note">{say(lang, w.atDeskRepeat, { number: one.number })} <a href={matterHref(lang, one.number)} target="_blank">{one.number}</a> <span class="quiet small">{whyText(lang, one)}</span></p>)}
      {common.length > 0 && (
        <Radios lang={lang} name={`${name}.joinTo`} label={say(lang, w.atDesk)} value={value} errors={errors}
          choices={[...common.map((one) => ({ value: one.number, text: `${one.number}: ${beginningOf(one.text)}`, hint: `${causeText(lang, one)}; ${whyText(lang, one)}` })), { value: '', text: say(lang, w.atDeskOwn) }]} />
      )}
    </>
  );
};
