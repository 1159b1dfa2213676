import { isRefusal } from '../../src/kernel/refusal.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { draftAnswer, answerInterim } from '../../src/rooms/appeals/acts/answer.ts';
import { askClarification, writeClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { addSomething } from '../../src/rooms/appeals/acts/holder.ts';
import { note } from '../../src/rooms/appeals/acts/note.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { noteSchema } from '../../src/rooms/appeals/contract/desk-forms.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { openDb } from '../../src/platform/db.ts';
import { makeLog } from '../../src/platform/log.ts';
import { setSealSecret } from '../../src/rooms/appeals/store/seal.ts';

export type Who = 'executor' | 'colleague' | 'clerk';
export type Act = { readonly who: Who; readonly act: (number: string, papers: number[]) => Promise<unknown> };
export const outcome = (done: unknown): string => (isRefusal(done) ? done.code : 'done');
export const registration = (papers: readonly number[], key = crypto.randomUUID()) =>
  aRegistration({ key, matters: [{ kind: 'application', text: 'Аулада жарық жанбайды.', publishConsent: false, papers: [...papers] }] });

/** Every act of the office that takes papers by number. Bundled for the control of papers.test.ts with a line replaced. */
export const actsOf = (by: (who: Who) => Promise<Ctx>, branchId: number): Readonly<Record<string, Act>> => ({
  note: { who: 'executor', act: async (number, papers) => note(await by('executor'), noteSchema.parse({ number, text: 'Былтыр да жазған', papers, key: crypto.randomUUID() })) },
  'an answer on the way': { who: 'executor', act: async (number, papers) => answerInterim(await by('executor'), { number, text: 'Шам тапсырылды', papers }) },
  'a draft': { who: 'executor', act: async (number, papers) => draftAnswer(await by('executor'), { number, outcome: 'done', text: 'Шам ауыстырылды.', papers }) },
  'words added': { who: 'clerk', act: async (number, papers) => addSomething(await by('clerk'), { number, text: 'Тағы бір шам сөнді', papers }) },
  'an answer to a question': {
    who: 'clerk',
    act: async (number, papers) => {
      await askClarification(await by('executor'), { number, question: 'Қай үйдің жанында?' });
      return writeClarification(await by('clerk'), { number, text: 'Абай көшесі', papers });
    },
  },
  'a registration': { who: 'clerk', act: async (_number, papers) => register(await by('clerk'), { ...registration(papers), channel: 'desk', branchId }) },
});

/** A copy of the acts has connections of its own: it names its statements itself. */
export const ownDb = (url: string) => {
  setSealSecret(() => 'a secret of tests, longer than thirty-two letters');
  return openDb(url, { size: 2, log: makeLog('silent') });
};
