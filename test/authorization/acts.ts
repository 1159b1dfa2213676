import type { Ctx } from '../../src/platform/ctx.ts';
import { day } from '../../src/kernel/day.ts';
import { read, sql, view } from '../../src/platform/db.ts';
import { answerInterim, approveAndSend, draftAnswer, returnDraft } from '../../src/rooms/appeals/acts/answer.ts';
import { assign, take } from '../../src/rooms/appeals/acts/assign.ts';
import { answerClarification, askClarification, endClarification, writeClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { closeSilent } from '../../src/rooms/appeals/acts/clock.ts';
import { decideExtension, requestExtension } from '../../src/rooms/appeals/acts/extend.ts';
import { forward } from '../../src/rooms/appeals/acts/forward.ts';
import { addSomething, giveVerdict, withdraw, withdrawConsent } from '../../src/rooms/appeals/acts/holder.ts';
import { showIin } from '../../src/rooms/appeals/acts/iin.ts';
import { importBatch } from '../../src/rooms/appeals/acts/import.ts';
import { detach, join } from '../../src/rooms/appeals/acts/join.ts';
import { note } from '../../src/rooms/appeals/acts/note.ts';
import { publish, redact, unpublish } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { sort } from '../../src/rooms/appeals/acts/sort.ts';
import { split } from '../../src/rooms/appeals/acts/split.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { mayRead } from '../../src/rooms/appeals/policy.ts';
import { appealByNumber } from '../../src/rooms/appeals/store/matter.ts';
import { refuse } from '../../src/kernel/refusal.ts';
import type { Made, Matters } from './matters.ts';
import { accountOf, type World } from './world.ts';

/** One line of the table: an act on a matter for which everything else is ready, so that only the right decides. */
export type Deed = {
  readonly name: string;
  /** the matter whose holder the person with the link is; null: no matter yet */
  readonly about: Made | null;
  readonly run: (ctx: Ctx) => Promise<unknown>;
  /** names no matter: the link itself says which */
  readonly mine?: true;
};
export type Group = { readonly title: string; readonly about: string; readonly deeds: readonly Deed[] };

const deed = (name: string, about: Made | null, run: Deed['run']): Deed => ({ name, about, run });
const own = (name: string, about: Made, run: Deed['run']): Deed => ({ name, about, run, mine: true });
const papers: number[] = [];

/** Row-level security alone, without any policy of the program. */
const secondLock = (ctx: Ctx, id: number) => read(ctx, async (q) => {
  const { rows } = await sql<{ n: number }>`SELECT (SELECT count(*) FROM appeals.appeal WHERE id = ${id}) + (SELECT count(*) FROM appeals.applicant WHERE appeal_id = ${id}) AS n`.execute(view(q));
  return rows[0]?.n === 0 ? refuse('appeal_not_found') : rows;
});

export const matterGroups = (w: World, m: Matters): readonly Group[] => {
  const other = w.units['other body'];
  const here = w.units['same body'];
  const colleague = accountOf(w.one('executor', 'same body'));
  const of = (made: Made) => ({ number: made.number });
  const registration = (channel: 'web' | 'paper') => (ctx: Ctx) => register(ctx, aRegistration({ branchId: w.units['own branch'], channel }));
  return [
    {
      title: 'Seeing', about: 'Whoever may not see a matter is told that there is none: nothing about it is given away, not even that it exists.',
      deeds: [
        deed('Read the matter', m.person, (ctx) => read(ctx, async (q) => {
          const found = await appealByNumber(q, m.person.number);
          return found ? mayRead(ctx.actor, found.appeal) : refuse('appeal_not_found');
        })),
        deed('The database itself shows them the row (the second lock)', m.person, (ctx) => secondLock(ctx, m.person.id)),
        deed('Read a new matter that nobody was given yet', m.new, (ctx) => read(ctx, async (q) => {
          const found = await appealByNumber(q, m.new.number);
          return found ? mayRead(ctx.actor, found.appeal) : refuse('appeal_not_found');
        })),
        deed('See the personal number, giving a reason that stays in the history', m.person, (ctx) => showIin(ctx, { ...of(m.person), reason: 'Мемлекеттік органға жолдау үшін' })),
      ],
    },
    {
      title: 'Taking in', about: 'Residents write by the public form; every other door is opened by a clerk of the branch.',
      deeds: [
        deed('Register by the public form', null, registration('web')),
        deed('Register a paper letter', null, registration('paper')),
        deed('Import an old register', null, (ctx) => importBatch(ctx, { source: 'old', branchId: w.units['own branch'] }, [{ line: 1, externalId: '1', input: { ...aRegistration({ channel: 'paper', receivedAt: '2026-10-01T05:00:00Z' }) } }])),
      ],
    },
    {
      title: 'Sorting and giving', about: 'The branch that registered the matter keeps the control of it, whoever works on it.',
      deeds: [
        deed('Set topic, place and kind', m.person, (ctx) => sort(ctx, { ...of(m.person), topicCode: 'lighting', suggested: false })),
        deed('Give a new matter to a body', m.new, (ctx) => assign(ctx, { ...of(m.new), unitId: here, suggested: false })),
        deed('Give it to a colleague of the body that has it', m.person, (ctx) => assign(ctx, { ...of(m.person), unitId: here, accountId: colleague, suggested: false })),
        deed('Give it to another body', m.person, (ctx) => assign(ctx, { ...of(m.person), unitId: other, suggested: false })),
        deed('Take it upon oneself', m.unit, (ctx) => take(ctx, of(m.unit))),
        deed('Forward it by competence', m.person, (ctx) => forward(ctx, { ...of(m.person), unitId: other, reason: 'Біздің құзыретте емес' })),
        deed('Join it to another letter about the same', m.person, (ctx) => join(ctx, { ...of(m.person), mainNumber: m.main.number, as: 'common' })),
        deed('Take it apart from the letter it was joined to', m.joined, (ctx) => detach(ctx, { ...of(m.joined), reason: 'Басқа үй' })),
        deed('Make a part of it a matter of its own', m.person, (ctx) => split(ctx, { ...of(m.person), text: 'Екінші мәселе: жол' })),
      ],
    },
    {
      title: 'Working', about: 'By the branch and by the body that has the matter in hand; a body that had it before may still read it.',
      deeds: [
        deed('Write a note for colleagues', m.person, (ctx) => note(ctx, { ...of(m.person), text: 'Барып қарадым', papers })),
        deed('Ask the person a question', m.person, (ctx) => askClarification(ctx, { ...of(m.person), question: 'Қай үй?' })),
        deed('Write down what the person answered', m.clarifying, (ctx) => writeClarification(ctx, { ...of(m.clarifying), text: 'Бесінші үй', papers })),
        deed('Go on without an answer to the question', m.clarifying, (ctx) => endClarification(ctx, of(m.clarifying))),
        deed('Answer on the way', m.person, (ctx) => answerInterim(ctx, { ...of(m.person), text: 'Ертең барамыз', papers })),
        deed('Ask for a longer term', m.person, (ctx) => requestExtension(ctx, { ...of(m.person), toOn: day('2026-12-15'), reason: 'Шам жолда' })),
        deed('Draft the answer', m.person, (ctx) => draftAnswer(ctx, { ...of(m.person), outcome: 'done', text: 'Ауыстырылды', papers })),
        deed('Draft the answer to a matter nobody took yet', m.unit, (ctx) => draftAnswer(ctx, { ...of(m.unit), outcome: 'done', text: 'Ауыстырылды', papers })),
      ],
    },
    {
      title: 'Deciding', about: 'Nobody decides on what is their own: neither the answer they drafted, nor the matter they worked on, nor the term they asked for.',
      deeds: [
        deed('Grant a longer term', m.extension, (ctx) => decideExtension(ctx, { ...of(m.extension), extensionId: m.extension.extension, granted: true })),
        deed('Refuse a longer term', m.extension, (ctx) => decideExtension(ctx, { ...of(m.extension), extensionId: m.extension.extension, granted: false, reason: 'Уақыт жеткілікті' })),
        deed('Grant the term the head of the own branch asked for', m.asking, (ctx) => decideExtension(ctx, { ...of(m.asking), extensionId: m.asking.extension, granted: true })),
        deed('Approve the answer and send it', m.draft, (ctx) => approveAndSend(ctx, { ...of(m.draft), answerId: m.draft.draft })),
        deed('Return the draft', m.draft, (ctx) => returnDraft(ctx, { ...of(m.draft), answerId: m.draft.draft, reason: 'Қашан екені жазылмаған' })),
        deed('Approve what the head of the own branch worked on', m.head, (ctx) => approveAndSend(ctx, { ...of(m.head), answerId: m.head.draft })),
        deed('Return what the head of the own branch drafted', m.head, (ctx) => returnDraft(ctx, { ...of(m.head), answerId: m.head.draft, reason: 'Қашан екені жазылмаған' })),
      ],
    },
    {
      title: 'Publishing', about: 'Only with the consent of the person, only the words a clerk has cleaned.',
      deeds: [
        deed('Clean the words for everybody', m.person, (ctx) => redact(ctx, { ...of(m.person), publicText: 'Шам жанбайды.' })),
        deed('Publish', m.redacted, (ctx) => publish(ctx, of(m.redacted))),
        deed('Take it off again', m.published, (ctx) => unpublish(ctx, of(m.published))),
      ],
    },
    {
      title: 'The person who wrote', about: 'No post and no administrator speaks for the person; a clerk may only write down what the person adds.',
      deeds: [
        own('Add words or papers', m.person, (ctx) => addSomething(ctx, ctx.actor.kind === 'holder' ? { text: 'Тағы бір сөз', papers } : { ...of(m.person), text: 'Тағы бір сөз', papers })),
        own('Answer the office’s question by the link', m.clarifying, (ctx) => answerClarification(ctx, { text: 'Бесінші үй', papers })),
        own('Withdraw the letter', m.person, (ctx) => withdraw(ctx, {})),
        own('Say that it is solved', m.answered, (ctx) => giveVerdict(ctx, { verdict: 'solved' })),
        own('Say that it is not solved', m.answered, (ctx) => giveVerdict(ctx, { verdict: 'not_solved', comment: 'Әлі қараңғы' })),
        own('Say it a second time', m.closed, (ctx) => giveVerdict(ctx, { verdict: 'not_solved', comment: 'Әлі қараңғы' })),
        own('Take back the consent to publish', m.published, (ctx) => withdrawConsent(ctx)),
        deed('Close it for silence', m.answered, (ctx) => closeSilent(ctx, { appealId: m.answered.id })),
      ],
    },
  ];
};
