import { day } from '../../src/kernel/day.ts';
import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { askClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { requestExtension } from '../../src/rooms/appeals/acts/extend.ts';
import { join } from '../../src/rooms/appeals/acts/join.ts';
import { publish, redact } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import type { RegisteredMatter } from '../../src/rooms/appeals/contract.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { ok, type TestHouse } from '../../test/support/house.ts';

export const said = 'Мектептің жанындағы көше шамдары жанбайды. Телефоным 8 701 000 00 51.';

/** A matter brought by the acts to where a page needs it. */
export const mattersOf = (h: TestHouse) => {
  const ctx = () => h.ctx();
  const fresh = async (): Promise<RegisteredMatter> => {
    const matters = [{ kind: 'application' as const, text: said, territoryCode: '276000000', topicCode: 'lighting', publishConsent: true }];
    const [one] = ok(await register(ctx(), aRegistration({ matters }))).matters;
    if (!one) throw new Error('nothing was registered');
    return one;
  };
  const given = async (accountId?: number): Promise<RegisteredMatter> => {
    const one = await fresh();
    ok(await assign(ctx(), { number: one.number, unitId: h.units.lighting, accountId, suggested: false }));
    return one;
  };
  const after = async (one: RegisteredMatter, act: (number: string) => Promise<unknown>): Promise<RegisteredMatter> => { ok(await act(one.number)); return one; };
  const drafted = async (outcome: 'done' | 'refused' = 'done'): Promise<RegisteredMatter> =>
    after(await given(h.people.executor), (number) => draftAnswer(ctx(), { number, outcome, text: 'Шам ауыстырылды.', papers: [] }));
  const answered = async (): Promise<RegisteredMatter> => {
    const one = await given(h.people.executor);
    const { answerId } = ok(await draftAnswer(ctx(), { number: one.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
    return after(one, (number) => approveAndSend(ctx(), { number, answerId }));
  };
  const redacted = async (): Promise<RegisteredMatter> => after(await fresh(), (number) => redact(ctx(), { number, publicText: 'Мектептің жанындағы көше шамдары жанбайды.' }));
  return {
    fresh, given, drafted, answered, redacted,
    asked: async () => after(await fresh(), (number) => askClarification(ctx(), { number, question: 'Қай көше?' })),
    waiting: async () => after(await given(), (number) => requestExtension(ctx(), { number, toOn: day('2026-12-25'), reason: 'Мердігер іздеп жатырмыз' })),
    joined: async () => { const main = await fresh(); return { main, letter: await after(await fresh(), (number) => join(ctx(), { number, mainNumber: main.number, as: 'common' })) }; },
    published: async () => after(await redacted(), (number) => publish(ctx(), { number })),
  };
};

export const rowOf = async (h: TestHouse, number: string): Promise<Record<string, unknown>> =>
  (await h.t.raw('SELECT stage, office_outcome AS outcome, verdict, topic_code AS topic, territory_path[3] AS place, holder_unit::int AS unit, holder_account::int AS account, due_on::text AS due, published_at IS NOT NULL AS published, publish_consent AS consent, joined_to IS NOT NULL AS joined, reopened_count AS reopened, urgency FROM appeals.appeal WHERE number = $1', [number]))[0] ?? {};
