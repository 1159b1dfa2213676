import type { ComponentChildren, VNode } from 'preact';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { say, sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { read, write } from '../../../../platform/db.ts';
import { page, type Asked, type Route } from '../../../../platform/web.ts';
import { refusalWords as fileWords, takeUpload } from '../../../files/contract.ts';
import { anyoneMay } from '../../policy.ts';
import { addPaper, draftOf, keepTyped } from '../../store/draft.ts';
import { intakeWords } from '../../words/intake.ts';
import { liveWords as w } from '../../words/live.ts';
import { fieldWords } from '../../words/refusals.ts';
import { fieldsOf, isStep, longestField, type Step } from './fields.ts';
import { mostPapers, uploaderOf } from './papers.ts';
import { candidatesFor } from './place.ts';

const mostMegabytes = 20;

/** What src/ui/islands/intake.ts needs on a step. Its slots come as `%name%`: the script fills them. */
const told = (lang: Lang, step: Step): Readonly<Record<string, string | number>> => {
  const saving = { 'data-saved': say(lang, w.saved), 'data-unsaved': say(lang, w.unsaved) };
  if (step === 'what') return {
    ...saving, 'data-typed': say(lang, w.typed, { n: '%n%', most: '%most%' }), 'data-most-papers': mostPapers, 'data-most-megabytes': mostMegabytes, 'data-too-many': say(lang, fieldWords.too_many_files),
    'data-size': say(lang, w.paperSize, { size: '%size%' }), 'data-large': say(lang, w.paperLarge, { size: '%size%', most: mostMegabytes }), 'data-type': say(lang, w.paperType),
    'data-sending': say(lang, w.paperSending, { percent: '%percent%' }), 'data-sent': say(lang, w.paperSent), 'data-later': say(lang, w.paperLater), 'data-wait': say(lang, w.papersWait),
    'data-remove': say(lang, intakeWords.papersRemove),
  };
  if (step === 'where') return {
    ...saving, 'data-found': say(lang, w.placesFound, { n: '%n%' }), 'data-looking': say(lang, w.pointLooking), 'data-denied': say(lang, w.pointDenied), 'data-unknown': say(lang, w.pointUnknown),
    'data-point': say(lang, w.pointSend, { lat: '%lat%', lon: '%lon%', metres: '%metres%' }), 'data-here': say(lang, w.pointFound, { metres: '%metres%' }), 'data-rough': say(lang, w.pointRough, { metres: '%metres%' }),
  };
  return saving;
};

export const Live = ({ lang, step, children }: { lang: Lang; step: Step; children: ComponentChildren }): VNode => (
  <div data-intake={`/${lang}/appeals/new`} data-step={step} {...told(lang, step)}>{children}</div>
);

const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });

/** Places while the name is being typed: the search of the form itself. */
const territories = async (asked: Asked): Promise<Response> => {
  const text = (asked.query.get('q') ?? '').slice(0, 100);
  return json(text.trim().length < 2 ? [] : await read(asked.ctx, (q) => candidatesFor(q, text, asked.lang)));
};

/** Personal numbers are kept when the step is left, never letter by letter; a point only when it is sent. */
const notWhileTyping: ReadonlySet<string> = new Set(['iin', 'bin', 'point', 'lat', 'lon', 'accuracy']);

const saveTyped = async (asked: Asked): Promise<Response> => {
  const step = asked.param('step');
  const form = await asked.form();
  if (isStep(step)) {
    const names = fieldsOf[step].filter((name) => !notWhileTyping.has(name) && (form.has(name) || name === 'territory'));
    const fields = Object.fromEntries(names.map((name) => [name, form.get(name).slice(0, longestField).toWellFormed()]));
    if (names.length > 0) await write(asked.ctx, (tx) => keepTyped(tx, asked.visit, fields, new Date(asked.ctx.clock.now())));
  }
  return new Response(null, { status: 204 });
};

/** One file, as soon as it is chosen. Refused, it says why; the step itself is not left. */
const takePaper = async (asked: Asked): Promise<Response> => {
  const { ctx, lang } = asked;
  const draft = await read(ctx, (q) => draftOf(q, asked.visit));
  if (draft && draft.sentAppealId !== null) return json({ sentence: say(lang, intakeWords.sentAlready) }, 409);
  const [file] = (await asked.form()).files('papers');
  if (!file) return json({ sentence: say(lang, fileWords.file_empty_invalid) }, 422);
  const tooMany = json({ sentence: say(lang, fieldWords.too_many_files) }, 422);
  if ((draft?.papers.length ?? 0) >= mostPapers) return tooMany;
  const done = await takeUpload(ctx, file, { by: uploaderOf(asked) });
  if (isRefusal(done)) return json({ sentence: sayLoose(lang, (fileWords as Readonly<Record<string, Sentence>>)[done.code] ?? fieldWords.other, done.facts) }, 422);
  const kept = await write(ctx, (tx) => addPaper(tx, asked.visit, { fileId: done.fileId, most: mostPapers, at: new Date(ctx.clock.now()) }));
  return kept ? json({ id: done.fileId, name: done.name }) : tooMany;
};

export const liveRoutes: readonly Route[] = [
  page({ method: 'get', path: '/appeals/new/territories', may: anyoneMay, handler: territories }),
  page({ method: 'post', path: '/appeals/new/papers', may: anyoneMay, handler: takePaper }),
  page({ method: 'post', path: '/appeals/new/:step{(?:what|where|kind|who|contact|publish)}/drafts', may: anyoneMay, handler: saveTyped }),
];
