import type { VNode } from 'preact';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { moment } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, Form } from '../../../../ui/fields.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { refusedLetters, type RefusedLetter } from '../../../notices/contract.ts';
import { askLetter, mailBranch } from '../../acts/letter.ts';
import { canBeTakenAnyway, letterReasons, type LetterReason } from '../../law/letter.ts';
import { mayRegister } from '../../policy.ts';
import { letterReasonWords, lettersWords } from '../../words/letters.ts';

/** Letters refused lately, for whoever registers in the branch that letters come to. */
export const lettersPage = async (asked: Asked): Promise<Answer> => {
  const { ctx, config } = asked;
  const found = await read(ctx, async (q) => {
    const branch = await mailBranch(q, config.MAIL_BRANCH);
    if (!branch) return refuse('branch_invalid');
    const may = mayRegister(ctx.actor, branch.id, 'email');
    return isRefusal(may) ? may : refusedLetters(q);
  });
  return isRefusal(found) ? found : html(<Letters asked={asked} letters={found} />);
};

/** The reader of the mailbox takes it in within a minute. */
export const askForLetter = async (asked: Asked): Promise<Answer> => {
  const id = Number(asked.param('id'));
  const done = Number.isSafeInteger(id) ? await askLetter(asked.ctx, { id, branchCode: asked.config.MAIL_BRANCH }) : refuse('letter_not_found');
  return isRefusal(done) ? done : seeOther(`/${asked.lang}/desk/letters`);
};

const isReason = (text: string): text is LetterReason => (letterReasons as readonly string[]).includes(text);

const Letters = ({ asked, letters }: { asked: Asked; letters: readonly RefusedLetter[] }): VNode => {
  const { lang } = asked;
  const title = say(lang, lettersWords.title);
  return (
    <Desk asked={asked} title={title}>
      <div class="stack">
        <h1>{title}</h1>
        <p class="quiet">{say(lang, lettersWords.lead)}</p>
        {letters.length === 0 ? <p>{say(lang, lettersWords.empty)}</p> : (
          <table class="list">
            <thead>
              <tr>
                <th scope="col">{say(lang, lettersWords.from)}</th><th scope="col">{say(lang, lettersWords.came)}</th>
                <th scope="col">{say(lang, lettersWords.why)}</th><th scope="col">{say(lang, lettersWords.act)}</th>
              </tr>
            </thead>
            <tbody>
              {letters.map((letter) => (
                <tr key={letter.id}>
                  <td class="whole"><strong>{letter.envelope?.from || say(lang, lettersWords.unknown)}</strong><div class="quiet small">{letter.envelope?.subject || say(lang, lettersWords.noSubject)}</div></td>
                  <td class="nowrap"><time dateTime={letter.arrivedAt.toISOString()}>{moment(letter.arrivedAt)}</time></td>
                  <td class="whole">{isReason(letter.reason) ? say(lang, letterReasonWords[letter.reason]) : letter.reason}</td>
                  <td class="whole"><Ask asked={asked} letter={letter} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Desk>
  );
};

const Ask = ({ asked, letter }: { asked: Asked; letter: RefusedLetter }): VNode => {
  const { lang } = asked;
  if (letter.asked) return <span role="status">{say(lang, lettersWords.asked)}</span>;
  if (!canBeTakenAnyway(letter.reason)) return <span class="quiet small">{say(lang, lettersWords.never)}</span>;
  return <Form csrf={asked.csrf} action={`/${lang}/desk/letters/${letter.id}/takings`}><Button kind="second">{say(lang, lettersWords.take)}</Button></Form>;
};
