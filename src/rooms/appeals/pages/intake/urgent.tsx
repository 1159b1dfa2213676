import type { VNode } from 'preact';
import { today } from '../../../../kernel/day.ts';
import { say } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { page, seeOther, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { Note } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { adviceOf, dangersIn, type Urgency } from '../../../recognition/contract.ts';
import { anyoneMay } from '../../policy.ts';
import { draftOf } from '../../store/draft.ts';
import { intakeWords as w } from '../../words/intake.ts';
import { urgencyWords } from '../../words/urgency.ts';

export const dangersNow = (asked: Asked, text: string): readonly Urgency[] => dangersIn(text, today(asked.ctx.clock));

const mostAdvice = 3;

/** What to do now and whom to call, one press each: before the form goes on, and again beside the number. */
export const Advice = ({ asked: { lang }, dangers }: { asked: Asked; dangers: readonly Pick<Urgency, 'sign' | 'emergency'>[] }): VNode | null => dangers.length === 0 ? null : (
  <Note tone="warn">
    {dangers.slice(0, mostAdvice).map((one) => <p key={one.sign} class="lead">{adviceOf(lang, one)}</p>)}
    <p class="row noprint">
      {[...new Set(dangers.slice(0, mostAdvice).flatMap((one) => one.emergency))].map((number) => <a key={number} class="button big" href={`tel:${number}`}>{say(lang, urgencyWords.callNumber, { number })}</a>)}
    </p>
  </Note>
);

/** Between the words and the next question, when the words speak of danger. Nothing is kept of having seen it. */
const urgentPage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const draft = await read(asked.ctx, (q) => draftOf(q, asked.visit));
  const dangers = dangersNow(asked, draft?.fields['text'] ?? '');
  if (!draft || draft.sentAppealId !== null || dangers.length === 0) return seeOther(`/${lang}/appeals/new/where`);
  return (
    <Page asked={asked} title={say(lang, urgencyWords.safetyFirst)} noindex>
      <h1>{say(lang, urgencyWords.safetyFirst)}</h1>
      <Advice asked={asked} dangers={dangers} />
      <p>{say(lang, urgencyWords.wordsKept)}</p>
      <p class="row"><a class="button" href={`/${lang}/appeals/new/where`}>{say(lang, w.goOn)}</a> <a href={`/${lang}/appeals/new/what`}>{say(lang, urgencyWords.backToWords)}</a></p>
    </Page>
  );
};

export const urgentRoutes: readonly Route[] = [page({ method: 'get', path: '/appeals/new/urgent', may: anyoneMay, handler: urgentPage })];
