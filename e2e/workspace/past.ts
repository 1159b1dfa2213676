import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { giveVerdict } from '../../src/rooms/appeals/acts/holder.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { ok, type TestHouse } from '../../test/support/house.ts';

/** Enough of every kind that no count is hidden for being small, nor another hidden to guard it. */
const ofEach = 12;

const registered = async (h: TestHouse) => {
  const matters = [{ kind: 'application' as const, text: 'Көшедегі шам жанбайды, кешке қараңғы.', territoryCode: '276000000', topicCode: 'lighting', publishConsent: false }];
  const [one] = ok(await register(h.ctx(), aRegistration({ matters }))).matters;
  if (!one) throw new Error('nothing was registered');
  return one;
};

const answered = async (h: TestHouse): Promise<number> => {
  const { number, appealId } = await registered(h);
  ok(await assign(h.ctx(), { number, unitId: h.units.lighting, suggested: false }));
  const { answerId } = ok(await draftAnswer(h.ctx(), { number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
  ok(await approveAndSend(h.ctx(), { number, answerId }));
  return appealId;
};

/** What the branch did before this story: open, answered, called solved, called not solved; `ofEach` of each. */
export const aPast = async (h: TestHouse): Promise<void> => {
  for (let n = 0; n < ofEach; n += 1) {
    await registered(h);
    await answered(h);
    const [glad, sorry] = [await answered(h), await answered(h)];
    ok(await giveVerdict(h.ctx({ kind: 'holder', appealId: glad }), { verdict: 'solved' }));
    ok(await giveVerdict(h.ctx({ kind: 'holder', appealId: sorry }), { verdict: 'not_solved', comment: 'Бір күннен кейін қайта сөнді.' }));
  }
};
