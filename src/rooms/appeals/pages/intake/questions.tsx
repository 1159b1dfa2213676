import type { ComponentChildren, VNode } from 'preact';
import { say, type Lang } from '../../../../kernel/words.ts';
import { Checkbox, FileField, Radios, TextArea, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Fold, Note } from '../../../../ui/parts.tsx';
import { isOffered } from '../../../notices/contract.ts';
import { kinds, tellWays, type Kind, type TellWay } from '../../law/stages.ts';
import { intakeWords as w } from '../../words/intake.ts';
import { liveWords } from '../../words/live.ts';
import { suggestionWords } from '../../words/suggestions.ts';
import type { Fields } from './fields.ts';
import type { Offered } from './place.ts';
import { pointOf } from './point.ts';

export type Kept = { readonly id: number; readonly name: string };
type Asked = { lang: Lang; fields: Fields; errors: Errors };

export const What = ({ lang, fields, errors, papers }: Asked & { papers: readonly Kept[] }): VNode => (
  <>
    <TextArea lang={lang} name="text" label={say(lang, w.textTitle)} heading hint={say(lang, w.textHint)} value={fields['text']} errors={errors} rows={9} max={20_000} />
    {papers.length > 0 && (
      <div class="field">
        <strong>{say(lang, w.papersKept)}</strong>
        <ul class="summary">{papers.map((paper) => <li key={paper.id} class="spread"><span>{paper.name}</span><button class="button link" name="remove" value={String(paper.id)}>{say(lang, w.papersRemove)}<span class="hidden"> {paper.name}</span></button></li>)}</ul>
      </div>
    )}
    <FileField lang={lang} name="papers" label={say(lang, w.papersLabel)} hint={say(lang, w.papersHint)} errors={errors} accept="image/*,.pdf,.doc,.docx,.xls,.xlsx,.odt,.ods,.txt" />
    <Note tone="warn">{say(lang, w.urgent)}</Note>
  </>
);

export const Where = ({ lang, fields, errors, offered: { candidates, fits }, fromText, several }: Asked & { offered: Offered; fromText: boolean; several: boolean }): VNode => (
  <>
    <h1>{say(lang, w.placeTitle)}</h1>
    {fromText && <Note>{say(lang, suggestionWords.fromText)}</Note>}
    {several && <Note><p role="status">{say(lang, w.territorySeveral, { text: (fields['place'] ?? '').slice(0, 60) })}</p></Note>}
    <TextField lang={lang} name="place" label={say(lang, w.territoryLabel)} hint={say(lang, w.territoryHint)} value={fields['place']} errors={candidates.length > 0 && fits ? {} : errors} max={100} />
    {candidates.length > 0 && <Radios lang={lang} name="territory" label={say(lang, fits ? w.territoryWhich : w.territoryList)} value={fields['territory']} errors={fits && errors['place'] ? { territory: errors['place'] } : {}} choices={candidates.map((one) => ({ value: one.code, text: one.text, hint: one.hint }))} />}
    <TextField lang={lang} name="address" label={say(lang, w.addressLabel)} hint={say(lang, w.addressHint)} value={fields['address']} errors={errors} max={300} autocomplete="street-address" />
    <HereIStand lang={lang} fields={fields} />
  </>
);

/** Only a script can ask the device; what it found stands here as a box to untick. */
const HereIStand = ({ lang, fields }: { lang: Lang; fields: Fields }): VNode => {
  const point = pointOf(fields);
  const { lat = '', lon = '', accuracy = '' } = point ?? {};
  return (
    <div class="here" data-my-place hidden={point === null}>
      <input type="hidden" name="lat" value={lat} /><input type="hidden" name="lon" value={lon} /><input type="hidden" name="accuracy" value={accuracy} />
      <div hidden={point === null}><Checkbox name="point" text={point ? say(lang, liveWords.pointSend, { lat: String(lat), lon: String(lon), metres: Number(accuracy) }) : ''} checked={point !== null} /></div>
      <button type="button" class="button second" hidden>{say(lang, liveWords.pointAsk)}</button>
      <p class="hint" hidden>{say(lang, liveWords.pointHint)}</p>
      <p role="status" class="small" />
    </div>
  );
};

const kindTexts = {
  application: [w.kindApplication, w.kindApplicationHint], complaint: [w.kindComplaint, w.kindComplaintHint], proposal: [w.kindProposal, w.kindProposalHint],
  information_request: [w.kindInformationRequest, w.kindInformationRequestHint], message: [w.kindMessage, w.kindMessageHint], response: [w.kindResponse, w.kindResponseHint],
} as const satisfies Record<Kind, unknown>;

export const kindText = (lang: Lang, kind: string): string => (Object.hasOwn(kindTexts, kind) ? say(lang, kindTexts[kind as Kind][0]) : '');

export const KindQuestion = ({ lang, fields, errors }: Asked): VNode => (
  <Radios lang={lang} name="kind" heading label={say(lang, w.kindTitle)} value={fields['kind']} errors={errors} choices={kinds.map((kind) => ({ value: kind, text: say(lang, kindTexts[kind][0]), hint: say(lang, kindTexts[kind][1]) }))} />
);

export const whoText = (lang: Lang, who: string): string =>
  who === 'organisation' ? say(lang, w.whoOrganisation) : who === 'group' ? say(lang, w.whoGroup) : who === 'person' ? say(lang, w.whoPerson) : '';

export const Who = ({ lang, fields, errors }: Asked): VNode => (
  <Radios lang={lang} name="who" heading label={say(lang, w.whoTitle)} value={fields['who']} errors={errors}
    choices={[{ value: 'person', text: say(lang, w.whoPerson) }, { value: 'organisation', text: say(lang, w.whoOrganisation) }, { value: 'group', text: say(lang, w.whoGroup), hint: say(lang, w.whoGroupHint) }]} />
);

export const tellText = (lang: Lang, way: TellWay): string => say(lang, { email: w.tellByEmail, sms: w.tellBySms, telegram: w.tellByTelegram, link: w.tellByLink }[way]);
/** Only what the house can keep; a letter stays possible, it may be configured any day. */
export const offeredWays = (): readonly TellWay[] => tellWays.filter((way) => way === 'link' || way === 'email' || isOffered(way));
const tellChoices = (lang: Lang) => [{ value: '', text: say(lang, w.tellByGiven) }, ...offeredWays().map((way) => ({ value: way, text: tellText(lang, way), ...(way === 'telegram' ? { hint: say(lang, w.tellByTelegramHint) } : {}) }))];

/** Asks only what this kind of applicant has. */
export const Contact = ({ lang, fields, errors }: Asked): VNode => {
  const who = fields['who'];
  const field = (name: keyof typeof w & string, o: { hint?: string; type?: 'tel' | 'email'; auto?: string; inputmode?: 'numeric' | 'tel' | 'email'; short?: boolean } = {}) => (
    <TextField lang={lang} name={name} label={say(lang, w[name] as typeof w.surname)} value={fields[name]} errors={errors} max={300} autocomplete={o.auto ?? 'off'}
      {...(o.hint ? { hint: o.hint } : {})} {...(o.type ? { type: o.type } : {})} {...(o.inputmode ? { inputmode: o.inputmode } : {})} short={o.short ?? false} />
  );
  return (
    <>
      <h1>{say(lang, w.nameTitle)}</h1>
      {who === 'organisation' ? <>{field('organisation', { auto: 'organization' })}{field('bin', { inputmode: 'numeric', short: true })}</> : (
        <>
          <div class="pair">{field('surname', { auto: 'family-name' })}{field('given', { auto: 'given-name' })}</div>
          {field('patronymic', { auto: 'additional-name' })}
        </>
      )}
      {who === 'group' && <TextArea lang={lang} name="signatories" label={say(lang, w.signatories)} hint={say(lang, w.signatoriesHint)} value={fields['signatories']} errors={errors} rows={6} />}
      <div class="pair">
        {field('phone', { type: 'tel', auto: 'tel', inputmode: 'tel', hint: say(lang, w.phoneHint) })}
        {field('email', { type: 'email', auto: 'email', inputmode: 'email' })}
      </div>
      <Radios lang={lang} name="tellBy" label={say(lang, w.tellByTitle)} hint={say(lang, w.tellByHint)} value={fields['tellBy'] ?? ''} errors={errors} choices={tellChoices(lang)} />
      {who === 'person' && field('iin', { inputmode: 'numeric', hint: say(lang, w.iinHint), short: true })}
      {field('postal', { auto: 'street-address' })}
      <Fold title={say(lang, w.representing)} open={fields['representing'] === 'yes'}>
        <Checkbox name="representing" text={say(lang, w.representing)} checked={fields['representing'] === 'yes'} />
        {field('representativeName')}
        {field('representativeAuthority')}
      </Fold>
    </>
  );
};

export const Publish = ({ lang, fields, errors }: Asked): VNode => (
  <Radios lang={lang} name="publish" heading label={say(lang, w.publishTitle)} hint={say(lang, w.publishLead)} value={fields['publish'] || 'no'} errors={errors}
    choices={[{ value: 'no', text: say(lang, w.publishNo) }, { value: 'yes', text: say(lang, w.publishYes) }]} />
);

export const Words = ({ children }: { children: ComponentChildren }): VNode => <span class="plain">{children}</span>;
