import type { VNode } from 'preact';
import { today, type Day } from '../../../kernel/day.ts';
import { dayOf, longDay, untilDay } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import type { Read } from '../../../platform/db.ts';
import type { Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, FileField, Form, Radios, TextArea, type Errors } from '../../../ui/fields.tsx';
import { Fold, Note, Summary, Timeline } from '../../../ui/parts.tsx';
import { Page } from '../../../ui/shell.tsx';
import { filesOf, type StoredFile } from '../../files/contract.ts';
import { chatOf, waysOf, type Chat, type Way } from '../../notices/contract.ts';
import { dangerOf } from '../../recognition/contract.ts';
import { nameOf, unitsByIds, type Unit } from '../../units/contract.ts';
import { isOpen } from '../law/stages.ts';
import { answersSent, appealById, ownersSeen, timeline, verdictsGiven, type SentAnswer, type TimelineRow, type Whole } from '../store/matter.ts';
import { clockWords } from '../words/clocks.ts';
import { followWords as w } from '../words/follow.ts';
import { intakeWords } from '../words/intake.ts';
import { commonWords } from '../words/labels.ts';
import { sentenceOf } from '../words/timeline.ts';
import { placeText } from './intake/place.ts';
import { kindText, type Kept } from './intake/questions.tsx';
import { Advice } from './intake/urgent.tsx';
import { DueTag, OutcomeTag, StageTag, VerdictTag } from './tags.tsx';
import { nearest, Terms, unfoldBoth, type Clocks } from './term.tsx';
import { ChatNote, Ways, type ChatOffer } from './told.tsx';

/** Everything the holder's page shows, read in one snapshot with the holder's own eyes. */
export type Followed = {
  readonly whole: Whole; readonly rows: readonly TimelineRow[]; readonly answers: readonly SentAnswer[]; readonly units: ReadonlyMap<number, Unit>;
  readonly clocks: Clocks; readonly place: string; readonly papers: readonly StoredFile[]; readonly said: Awaited<ReturnType<typeof verdictsGiven>>;
  readonly ways: readonly Way[]; readonly chat: Chat;
};

export const followed = async (q: Read, appealId: number, lang: Lang): Promise<Followed | null> => {
  const whole = await appealById(q, appealId);
  if (!whole) return null;
  const rows = await timeline(q, appealId, true);
  const answers = await answersSent(q, appealId);
  const ids = [whole.appeal.holderUnit, whole.appeal.branchId, ...answers.map((one) => one.unitId), ...rows.flatMap((row) => (typeof row.facts['unit'] === 'number' ? [row.facts['unit']] : []))];
  return {
    whole, rows, answers, units: await unitsByIds(q, ids), clocks: await unfoldBoth(q, whole.appeal), place: await placeText(q, whole.appeal.territoryCode, lang),
    papers: await filesOf(q, await ownersSeen(q, appealId)), said: await verdictsGiven(q, appealId), ways: await waysOf(q, `appeal:${appealId}`), chat: await chatOf(q, `appeal:${appealId}`),
  };
};

export type Tried = { readonly act: string; readonly values: Readonly<Record<string, string>>; readonly errors: Errors; readonly kept: readonly Kept[] };
const doneWords = { added: w.doneAdded, verdict: w.doneVerdict, withdrawn: w.doneWithdrawn, clarified: w.doneClarified, consent: w.doneConsent, detached: w.doneDetached } as const;

export const FollowedPage = ({ asked, token, f, offer, tried }: { asked: Asked; token: string; f: Followed; offer: ChatOffer | null; tried: Tried | null }): VNode => {
  const { lang, ctx } = asked;
  const { appeal } = f.whole;
  const on = today(ctx.clock);
  // the person ended it: nobody answered
  const withdrawn = appeal.officeOutcome === 'withdrawn';
  const unit = (id: number) => { const found = f.units.get(id); return found ? nameOf(found, lang) : ''; };
  const done = asked.query.get('done') ?? '';
  const base = `/${lang}/follow/${token}`;
  return (
    <Page asked={asked} title={say(lang, w.heading, { number: appeal.number })} noindex>
      <h1><span class="nowrap">{appeal.number}</span></h1>
      {Object.hasOwn(doneWords, done) && tried === null && <Note tone="done"><p role="status">{say(lang, doneWords[done as keyof typeof doneWords])}</p></Note>}
      {done !== '' && appeal.urgency !== null && isOpen(appeal.stage) && <Advice asked={asked} dangers={[dangerOf(appeal.urgency)]} />}
      <ErrorSummary lang={lang} errors={tried?.errors ?? {}} />
      <p class="lead">{say(lang, nowOf(f.whole))}</p>
      {offer?.chat === 'wanted' && <ChatNote lang={lang} offer={offer} />}
      {isOpen(appeal.stage) && <Promised lang={lang} appeal={appeal} on={on} unit={unit(appeal.holderUnit)} />}
      <Summary rows={[
        { label: say(lang, commonWords.stage), value: <span class="row"><StageTag lang={lang} stage={appeal.stage} /><DueTag lang={lang} dueOn={nearest(appeal).on} today={on} stage={appeal.stage} /></span> },
        ...(withdrawn ? [] : [{ label: say(lang, isOpen(appeal.stage) ? w.holder : w.answeredBy), value: unit(appeal.holderUnit) }]),
        ...(appeal.officeOutcome && !withdrawn ? [{ label: say(lang, commonWords.officeKey), value: <OutcomeTag lang={lang} outcome={appeal.officeOutcome} /> }] : []),
        ...(appeal.verdict ? [{ label: say(lang, w.verdictYours), value: <VerdictTag lang={lang} verdict={appeal.verdict} /> }] : []),
      ]} />
      {isOpen(appeal.stage) && <Terms lang={lang} appeal={appeal} clocks={f.clocks} today={on} unit={unit(appeal.holderUnit)} />}
      {f.whole.question && <Question asked={asked} base={base} question={f.whole.question.question} tried={tried} />}
      <Answers lang={lang} answers={f.answers} unit={unit} />
      {(mayJudge(f.whole) || tried?.act === 'verdicts') && <Verdict asked={asked} base={base} tried={tried} />}
      <h2>{say(lang, w.whatHappened)}</h2>
      <Timeline happenings={f.rows.map((row) => ({ at: row.at, title: sentenceOf(lang, row, { unit, person: () => '' }), words: row.act === 'approve' || row.act === 'answer_interim' || row.act === 'answer_joined' ? null : row.text, turn: ['answered', 'reopened', 'registered'].includes(row.code) }))} />
      <h2>{say(lang, w.yourWords)}</h2>
      <p class="quiet">{[kindText(lang, appeal.kind), f.place, f.whole.address].filter(Boolean).join(' · ')}</p>
      <div class="words">{f.whole.text}</div>
      <Papers lang={lang} papers={f.papers} base={base} />
      <Acts asked={asked} base={base} f={f} tried={tried} />
      <Ways lang={lang} ways={f.ways} />
      {offer?.chat === 'bound' && f.ways.some((way) => way.channel === 'telegram' && !way.stopped) && <ChatNote lang={lang} offer={offer} />}
      <p><a href={`${base}/talon.pdf`}>{say(lang, w.talon)}</a></p>
      <p class="quiet small">{say(lang, w.keepLink)}</p>
    </Page>
  );
};

/** By when, in plain words; two days where a body has a term of its own. */
const Promised = ({ lang, appeal, on, unit }: { lang: Lang; appeal: Whole['appeal']; on: Day; unit: string }): VNode => {
  const told = (by: Day, over: boolean) => ({ on: over ? longDay(lang, by) : untilDay(lang, by) });
  const late = on > appeal.dueOn;
  if (appeal.own === null) return <p><strong>{say(lang, late ? w.wasDue : w.answerBy, told(appeal.dueOn, late))}</strong></p>;
  const broken = on > appeal.own.dueOn;
  return (
    <>
      <p><strong>{say(lang, broken ? clockWords.promiseOver : clockWords.promised, told(appeal.own.dueOn, broken))}</strong></p>
      <p>{say(lang, late ? clockWords.bodyOver : clockWords.bodyBy, { unit, ...told(appeal.dueOn, late) })} {say(lang, clockWords.bothHow)}</p>
    </>
  );
};

const nowOf = ({ appeal }: Whole) => {
  if (appeal.stage === 'registered') return appeal.reopenedCount > 0 ? w.nowReopened : w.nowRegistered;
  if (appeal.officeOutcome === 'withdrawn') return w.nowWithdrawn;
  return { in_work: w.nowInWork, clarifying: w.nowClarifying, awaiting_approval: w.nowApproval, answered: w.nowAnswered, closed: w.nowClosed }[appeal.stage];
};
const mayJudge = ({ appeal }: Whole): boolean => appeal.stage === 'answered' || (appeal.stage === 'closed' && appeal.verdict === 'silent');

const of = (tried: Tried | null, act: string) => ({ errors: tried?.act === act ? tried.errors : {}, kept: tried?.act === act ? tried.kept : [], value: (name: string) => (tried?.act === act ? (tried.values[name] ?? '') : '') });

/** Files of a form that came back: unticked, a file is not sent. */
const KeptPapers = ({ lang, papers }: { lang: Lang; papers: readonly Kept[] }): VNode | null =>
  papers.length === 0 ? null : (
    <fieldset>
      <legend class="ask">{say(lang, intakeWords.papersKept)}</legend>
      {papers.map((paper) => <label class="choice" key={paper.id}><input type="checkbox" name="kept" value={String(paper.id)} checked /><span>{paper.name}</span></label>)}
    </fieldset>
  );

const Question = ({ asked, base, question, tried }: { asked: Asked; base: string; question: string; tried: Tried | null }): VNode => {
  const mine = of(tried, 'clarification-answers');
  return (
    <section class="box">
      <h2>{say(asked.lang, w.question)}</h2>
      <div class="words">{question}</div>
      <Form csrf={asked.csrf} action={`${base}/clarification-answers`} files>
        <TextArea lang={asked.lang} name="text" label={say(asked.lang, w.questionAnswer)} rows={4} value={mine.value('text')} errors={mine.errors} />
        <KeptPapers lang={asked.lang} papers={mine.kept} />
        <FileField lang={asked.lang} name="papers" label={say(asked.lang, w.addPapers)} accept="image/*,.pdf,.docx,.odt" errors={mine.errors} />
        <Button>{say(asked.lang, w.questionSend)}</Button>
      </Form>
    </section>
  );
};

const Answers = ({ lang, answers, unit }: { lang: Lang; answers: readonly SentAnswer[]; unit: (id: number) => string }): VNode | null =>
  answers.length === 0 ? null : (
    <section>
      <h2>{say(lang, w.answers)}</h2>
      {answers.map((one) => (
        <article key={one.id} class="article">
          <div class="spread"><strong>{say(lang, one.interim ? w.interim : w.finalAnswer)}: {unit(one.unitId)}</strong><span class="quiet">{longDay(lang, dayOf(one.sentAt))}</span></div>
          {one.outcome && <p><OutcomeTag lang={lang} outcome={one.outcome} /></p>}
          <div class="words">{one.text}</div>
        </article>
      ))}
    </section>
  );

const Verdict = ({ asked, base, tried }: { asked: Asked; base: string; tried: Tried | null }): VNode => {
  const { lang } = asked;
  const mine = of(tried, 'verdicts');
  return (
    <section class="box">
      <Form csrf={asked.csrf} action={`${base}/verdicts`}>
        <Radios lang={lang} name="verdict" label={say(lang, w.verdictTitle)} hint={say(lang, w.verdictHint)} value={mine.value('verdict')} errors={mine.errors} choices={[
          { value: 'solved', text: say(lang, w.verdictSolved) }, { value: 'partly', text: say(lang, w.verdictPartly) }, { value: 'not_solved', text: say(lang, w.verdictNot), hint: say(lang, w.verdictNotHint) },
        ]} />
        <TextArea lang={lang} name="comment" label={say(lang, w.verdictComment)} hint={say(lang, w.verdictCommentHint)} rows={4} value={mine.value('comment')} errors={mine.errors} />
        <Button>{say(lang, w.verdictSend)}</Button>
      </Form>
    </section>
  );
};

export const Papers = ({ lang, papers, base }: { lang: Lang; papers: readonly StoredFile[]; base: string }): VNode | null =>
  papers.length === 0 ? null : (
    <section>
      <h3>{say(lang, w.papers)}</h3>
      <ul class="pictures">{papers.map((paper) => (
        <li key={paper.id}><a href={`${base}/papers/${paper.id}`}>{paper.picture ? <img src={`${base}/papers/${paper.id}?size=small`} alt={paper.name} loading="lazy" /> : paper.name}</a></li>
      ))}</ul>
    </section>
  );

/** The number of the matter this letter goes with, from its own history: the holder's eyes do not see the other matter. */
const mainOf = ({ whole: { appeal }, rows }: Followed): string | null => {
  if (appeal.joinedTo === null && appeal.repeatOf === null) return null;
  const number = rows.findLast((row) => row.code === 'joined_common' || row.code === 'joined_repeat')?.facts['number'];
  return typeof number === 'string' ? number : null;
};

/** A form that came back is drawn with what was typed, also when the moment for it has passed. */
const Acts = ({ asked, base, f, tried }: { asked: Asked; base: string; f: Followed; tried: Tried | null }): VNode => {
  const { lang, csrf } = asked;
  const { appeal } = f.whole;
  const open = isOpen(appeal.stage);
  const [add, withdraw, detach] = [of(tried, 'additions'), of(tried, 'withdrawals'), of(tried, 'detachings')];
  const came = (act: string) => tried?.act === act;
  const main = mainOf(f);
  return (
    <div class="acts noprint">
      {(open || came('additions')) && (
        <Fold title={say(lang, w.addTitle)} open={came('additions')}>
          <Form csrf={csrf} action={`${base}/additions`} files>
            <TextArea lang={lang} name="text" label={say(lang, w.addLabel)} hint={say(lang, w.addHint)} rows={4} value={add.value('text')} errors={add.errors} />
            <KeptPapers lang={lang} papers={add.kept} />
            <FileField lang={lang} name="papers" label={say(lang, w.addPapers)} accept="image/*,.pdf,.docx,.odt" errors={add.errors} />
            <Button>{say(lang, w.addSend)}</Button>
          </Form>
        </Fold>
      )}
      {main !== null && (open || came('detachings')) && (
        <Fold title={say(lang, w.different)} open={came('detachings')}>
          <Form csrf={csrf} action={`${base}/detachings`}>
            <TextArea lang={lang} name="reason" label={say(lang, w.verdictComment)} hint={say(lang, w.differentHint, { number: main })} rows={3} value={detach.value('reason')} errors={detach.errors} />
            <Button kind="second">{say(lang, w.differentSend)}</Button>
          </Form>
        </Fold>
      )}
      {(open || came('withdrawals')) && (
        <Fold title={say(lang, w.withdrawTitle)} open={came('withdrawals')}>
          <Form csrf={csrf} action={`${base}/withdrawals`}>
            <p>{say(lang, w.withdrawHint)}</p>
            <TextArea lang={lang} name="reason" label={say(lang, w.withdrawReason)} rows={3} value={withdraw.value('reason')} errors={withdraw.errors} />
            <Button kind="grave">{say(lang, w.withdrawSend)}</Button>
          </Form>
        </Fold>
      )}
      {appeal.publishConsent && (
        <Fold title={say(lang, w.consentTitle)}>
          <Form csrf={csrf} action={`${base}/consent-withdrawals`}><p>{say(lang, w.consentHint)}</p><Button kind="second">{say(lang, w.consentSend)}</Button></Form>
        </Fold>
      )}
    </div>
  );
};
