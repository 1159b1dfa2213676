import type { VNode } from 'preact';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { say, sayLoose, type Lang } from '../../../kernel/words.ts';
import { read, write } from '../../../platform/db.ts';
import { html, page, seeOther, type Asked, type Route } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form, type Errors } from '../../../ui/fields.tsx';
import { Back, Note, Summary } from '../../../ui/parts.tsx';
import { Page } from '../../../ui/shell.tsx';
import { takeUpload, unattachedNames } from '../../files/contract.ts';
import { register, wayToTell } from '../acts/register.ts';
import { isTellWay } from '../law/stages.ts';
import { anyoneMay } from '../policy.ts';
import { draftOf, dropDraft, keepDraft, markDraftSent, type Draft } from '../store/draft.ts';
import { causeWords } from '../words/causes.ts';
import { intakeWords as w } from '../words/intake.ts';
import { fieldWords, refusalWords } from '../words/refusals.ts';
import { refusalWords as fileWords } from '../../files/contract.ts';
import { alikeRoutes, toAlike } from './intake/alike.tsx';
import { checked, errorsIn, firstOpen, isStep, stepBefore, steps, taken, type Fields, type Step } from './intake/fields.ts';
import { Live, liveRoutes } from './intake/live.tsx';
import { mostPapers, uploaderOf } from './intake/papers.ts';
import { fromText, meant, offeredFor, placeText, type Offered } from './intake/place.ts';
import { pointOf, pointText } from './intake/point.ts';
import { dangersNow, urgentRoutes } from './intake/urgent.tsx';
import { Contact, KindQuestion, kindText, Publish, tellText, What, Where, Who, whoText, Words, type Kept } from './intake/questions.tsx';

const empty: Draft = { key: '', fields: {}, papers: [], sentAppealId: null };
const here = (asked: Asked, rest = '') => `/${asked.lang}/appeals/new${rest}`;

const start = async (asked: Asked): Promise<VNode> => {
  const { lang, ctx } = asked;
  const draft = (await read(ctx, (q) => draftOf(q, asked.visit))) ?? empty;
  const unfinished = draft.sentAppealId === null && Object.values(draft.fields).some((value) => value !== '');
  return (
    <Page asked={asked} title={say(lang, w.startTitle)}>
      <h1>{say(lang, w.startTitle)}</h1>
      <p class="lead">{say(lang, w.startLead)}</p>
      {unfinished && <Note><p><strong>{say(lang, w.resume)}</strong></p><p><a class="button" href={here(asked, '/what')}>{say(lang, w.resumeGo)}</a></p></Note>}
      <Form csrf={asked.csrf} action={here(asked)}><Button kind={unfinished ? 'second' : 'big'}>{say(lang, unfinished ? w.discard : w.begin)}</Button></Form>
      <Note tone="warn">{say(lang, w.urgent)}</Note>
      <p><a href={here(asked, '/paper')}>{say(lang, w.paperTwin)}</a></p>
    </Page>
  );
};

const begin = async (asked: Asked): Promise<Response> => {
  await write(asked.ctx, (tx) => dropDraft(tx, asked.visit));
  return seeOther(here(asked, '/what'));
};

type Shown = { draft: Draft; errors: Errors; offered: Offered; papers: readonly Kept[]; fromText?: boolean; several?: boolean };
const noPlaces: Offered = { candidates: [], fits: true };

const question = (asked: Asked, step: Step, shown: Shown): VNode => {
  const { lang } = asked;
  const before = stepBefore(step);
  const p = { lang, fields: shown.draft.fields, errors: shown.errors };
  const body = {
    what: () => <What {...p} papers={shown.papers} />, where: () => <Where {...p} offered={shown.offered} fromText={shown.fromText ?? false} several={shown.several ?? false} />, kind: () => <KindQuestion {...p} />,
    who: () => <Who {...p} />, contact: () => <Contact {...p} />, publish: () => <Publish {...p} />, check: () => <></>,
  }[step]();
  return (
    <Page asked={asked} title={`${Object.keys(shown.errors).length > 0 ? '! ' : ''}${say(lang, w.startTitle)}: ${steps.indexOf(step) + 1}/${steps.length}`} noindex islands={['intake']}>
      <Back lang={lang} href={before ? here(asked, `/${before}`) : here(asked)} />
      <p class="quiet">{say(lang, w.progress, { step: steps.indexOf(step) + 1, all: steps.length })}</p>
      <ErrorSummary lang={lang} errors={shown.errors} />
      <Live lang={lang} step={step}>
        <Form csrf={asked.csrf} files={step === 'what'}>
          {body}
          <Button>{say(lang, w.goOn)}</Button>
        </Form>
      </Live>
    </Page>
  );
};

const showStep = async (asked: Asked): Promise<VNode | Response | Refusal> => {
  const step = asked.param('step');
  if (!isStep(step)) return refuse('page_not_found');
  return read(asked.ctx, async (q) => {
    const draft = (await draftOf(q, asked.visit)) ?? empty;
    if (draft.sentAppealId !== null) return seeOther(here(asked, '/done'));
    if (step !== 'check') {
      const taken = step === 'where' ? await fromText(q, draft.fields, asked.lang) : null;
      const shown = taken ? { ...draft, fields: { ...draft.fields, ...taken } } : draft;
      const offered = step === 'where' && shown.fields['territory'] ? await offeredFor(q, shown.fields['place'] ?? '', asked.lang, shown.fields['territory']) : noPlaces;
      return question(asked, step, { draft: shown, errors: {}, offered, papers: await unattachedNames(q, draft.papers), fromText: taken !== null });
    }
    const { errors } = checked(draft.fields, { key: 'looked-at-only-here', lang: asked.lang, papers: draft.papers });
    const open = firstOpen(errors);
    if (open !== 'check') return seeOther(here(asked, `/${open}`));
    return checkPage(asked, draft, await placeText(q, draft.fields['territory'] ?? null, asked.lang), await unattachedNames(q, draft.papers));
  });
};

/** What will be done, not only what was pressed: where nothing can be sent to what they gave, they look themselves. */
const toldText = (lang: Lang, f: Fields): string => {
  const tellBy = f['tellBy'] !== undefined && isTellWay(f['tellBy']) ? f['tellBy'] : undefined;
  if (tellBy !== undefined) return tellText(lang, tellBy);
  return say(lang, wayToTell({ tellBy, email: Boolean(f['email']?.trim()), phone: Boolean(f['phone']?.trim()) }) === 'link' ? w.tellByLook : w.tellByGiven);
};

const checkPage = (asked: Asked, { fields: f }: Draft, place: string, papers: readonly Kept[]): VNode => {
  const { lang } = asked;
  const row = (label: string, value: VNode | string, step: Step) => ({ label, value: value === '' ? <span class="quiet">{say(lang, w.notGiven)}</span> : value, href: here(asked, `/${step}`), act: say(lang, w.change) });
  const name = f['who'] === 'organisation' ? (f['organisation'] ?? '') : [f['surname'], f['given'], f['patronymic']].filter(Boolean).join(' ');
  return (
    <Page asked={asked} title={say(lang, w.checkTitle)} noindex>
      <Back lang={lang} href={here(asked, '/publish')} />
      <h1>{say(lang, w.checkTitle)}</h1>
      <Summary rows={[
        row(say(lang, w.textLabel), <Words>{f['text']}</Words>, 'what'),
        ...(papers.length > 0 ? [row(say(lang, w.papersKept), <ul>{papers.map((paper) => <li key={paper.id}>{paper.name}</li>)}</ul>, 'what')] : []),
        row(say(lang, w.placeTitle), [f['address'], place, pointText(lang, pointOf(f))].filter(Boolean).join(', '), 'where'),
        ...(f['joinTo'] ? [{ label: say(lang, causeWords.joinsRow), value: f['joinTo'], href: here(asked, '/alike'), act: say(lang, w.change) }] : []),
        row(say(lang, w.kindTitle), kindText(lang, f['kind'] ?? ''), 'kind'),
        row(say(lang, w.whoTitle), whoText(lang, f['who'] ?? ''), 'who'),
        row(say(lang, w.nameTitle), [name, f['phone']?.replace(/ /g, '\u00A0'), f['email'], f['postal']].filter(Boolean).join(', '), 'contact'),
        row(say(lang, w.tellByTitle), toldText(lang, f), 'contact'),
        ...(f['who'] === 'group' ? [row(say(lang, w.signatories), <Words>{f['signatories']}</Words>, 'contact')] : []),
        ...(f['who'] === 'person' && f['iin'] ? [row(say(lang, w.iin), f['iin'], 'contact')] : []),
        ...(f['who'] === 'organisation' && f['bin'] ? [row(say(lang, w.bin), f['bin'], 'contact')] : []),
        ...(f['representing'] === 'yes' ? [row(say(lang, w.representativeName), [f['representativeName'], f['representativeAuthority']].filter(Boolean).join(', '), 'contact')] : []),
        row(say(lang, w.publishTitle), say(lang, f['publish'] === 'yes' ? w.publishYes : w.publishNo), 'publish'),
      ]} />
      <p class="quiet">{say(lang, w.checkLaw)}</p>
      <Form csrf={asked.csrf}><Button kind="big">{say(lang, w.send)}</Button></Form>
    </Page>
  );
};

const answerStep = async (asked: Asked): Promise<VNode | Response | Refusal> => {
  const step = asked.param('step');
  if (!isStep(step)) return refuse('page_not_found');
  const draft = (await read(asked.ctx, (q) => draftOf(q, asked.visit))) ?? empty;
  if (draft.sentAppealId !== null) return seeOther(here(asked, '/done'));
  if (step === 'check') return send(asked, draft);
  const form = await asked.form();
  const fields: Record<string, string> = { ...draft.fields, ...taken(step, form.get) };
  const { papers, problem } = step === 'what' ? await takePapers(asked, draft) : { papers: draft.papers, problem: null };
  const offered = step === 'where' ? await settlePlace(asked, fields, draft.fields) : noPlaces;
  // other words or another place: what they were joined to is asked anew
  if (step === 'what' || step === 'where') fields['joinTo'] = '';
  await write(asked.ctx, (tx) => keepDraft(tx, asked.visit, fields, papers, new Date(asked.ctx.clock.now())));
  if (form.has('remove')) return seeOther(here(asked, '/what'));
  const { errors } = checked(fields, { key: 'looked-at-only-here', lang: asked.lang, papers });
  const wrong: Errors = { ...errorsIn(step, errors), ...(problem ? { papers: problem } : {}), ...(step === 'where' ? placeProblem(asked, fields, offered) : {}) };
  if (Object.keys(wrong).length === 0) {
    if (step === 'what' && dangersNow(asked, fields['text'] ?? '').length > 0) return seeOther(here(asked, '/urgent'));
    return seeOther((await toAlike(asked, step, fields)) ?? here(asked, `/${firstOpen(errors)}`));
  }
  const names = await read(asked.ctx, (q) => unattachedNames(q, papers));
  // several places begin like this: nothing was typed wrongly, the question goes on
  const { place: _which, ...others } = wrong;
  const several = step === 'where' && !fields['territory'] && offered.fits && (fields['place'] ?? '').trim() !== '';
  return html(question(asked, step, { draft: { ...draft, fields, papers }, errors: several ? others : wrong, several, offered, papers: names }), 422);
};

/** Writes the place meant into `fields`, or nothing where a person must say which. */
const settlePlace = (asked: Asked, fields: Record<string, string>, before: Fields): Promise<Offered> =>
  read(asked.ctx, async (q) => {
    const typed = fields['place'] ?? '';
    const offered = await offeredFor(q, typed, asked.lang, fields['territory']);
    // of places that do not fit none is meant until it is chosen: a choice that still stands from other words is none
    const left = !offered.fits && typed !== before['place'] && fields['territory'] === before['territory'];
    fields['territory'] = (left ? null : await meant(q, offered.fits ? typed : '', fields['territory'] ?? '', offered.candidates)) ?? '';
    return offered;
  });

const placeProblem = ({ lang }: Asked, fields: Fields, { fits }: Offered): Errors =>
  fields['territory'] ? {} : { place: fits ? say(lang, fieldWords.choose_one) : say(lang, w.territoryNone, { text: (fields['place'] ?? '').slice(0, 60) }) };

/** Takes the step's files in one by one; the first that is refused says why, the others stay. */
const takePapers = async (asked: Asked, draft: Draft): Promise<{ papers: readonly number[]; problem: string | null }> => {
  const form = await asked.form();
  const removed = Number(form.get('remove') || 0);
  const papers = draft.papers.filter((id) => id !== removed);
  let problem: string | null = null;
  for (const file of form.files('papers')) {
    if (papers.length >= mostPapers) {
      problem ??= say(asked.lang, fieldWords.too_many_files);
      break;
    }
    const done = await takeUpload(asked.ctx, file, { by: uploaderOf(asked) });
    if (isRefusal(done)) problem ??= `${file.name.slice(0, 60)}: ${sayLoose(asked.lang, fileWords[done.code] ?? fieldWords.other, done.facts)}`;
    else papers.push(done.fileId);
  }
  return { papers, problem };
};

/** The key was made with the draft, before the first try: sending again gives the same number. */
const send = async (asked: Asked, draft: Draft): Promise<VNode | Response | Refusal> => {
  const { input, errors } = checked(draft.fields, { key: draft.key, lang: asked.lang, papers: draft.papers });
  if (!input) return seeOther(here(asked, `/${firstOpen(errors)}`));
  const done = await register(asked.ctx, input, { papersBy: uploaderOf(asked) });
  if (isRefusal(done)) {
    if (done.code !== 'file_invalid') return done;
    await write(asked.ctx, (tx) => keepDraft(tx, asked.visit, draft.fields, [], new Date(asked.ctx.clock.now())));
    const wrong = { papers: say(asked.lang, refusalWords.file_invalid) };
    return html(question(asked, 'what', { draft, errors: wrong, offered: noPlaces, papers: [] }), 422);
  }
  const appealId = done.matters[0]?.appealId;
  if (appealId !== undefined) await write(asked.ctx, (tx) => markDraftSent(tx, asked.visit, appealId, new Date(asked.ctx.clock.now())));
  return seeOther(here(asked, '/done'));
};

export const intakeRoutes: readonly Route[] = [
  ...liveRoutes,
  ...urgentRoutes,
  ...alikeRoutes,
  page({ method: 'get', path: '/appeals/new', may: anyoneMay, handler: start }),
  page({ method: 'post', path: '/appeals/new', may: anyoneMay, handler: begin }),
  page({ method: 'get', path: '/appeals/new/:step{(?:what|where|kind|who|contact|publish|check)}', may: anyoneMay, handler: showStep }),
  page({ method: 'post', path: '/appeals/new/:step{(?:what|where|kind|who|contact|publish|check)}', may: anyoneMay, handler: answerStep }),
];
