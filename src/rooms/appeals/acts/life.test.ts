import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { system, visitor, type Actor } from '../../../kernel/actor.ts';
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { read } from '../../../platform/db.ts';
import { fixedClock, freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { day } from '../../../kernel/day.ts';
import { createAccount, givePost } from '../../people/contract.ts';
import { openUnit } from '../../units/contract.ts';
import { aRegistration, aStaff } from '../make.ts';
import { setSealSecret } from '../store/seal.ts';
import { appealByNumber, answersSent, timeline } from '../store/matter.ts';
import { answerInterim, approveAndSend, draftAnswer, returnDraft } from './answer.ts';
import { assign, take } from './assign.ts';
import { closeAllSilent } from './clock.ts';
import { addSomething, giveVerdict, withdraw } from './holder.ts';
import { register } from './register.ts';

let t: TestDb;
let branch = 0;
let sibling = 0;
let body = 0;
let clock = testNow;
const days = (n: number) => n * 86_400_000;
const ctx = (actor: Actor) => t.ctx(actor, fixedClock(clock));
const people = { clerk: 0, head: 0, executor: 0, colleague: 0, both: 0 };
const clerk = () => aStaff(people.clerk, [{ unitId: branch }]);
const head = () => aStaff(people.head, [{ unitId: branch }]);
const executor = () => aStaff(people.executor, [{ unitId: body, kind: 'body' }]);
const colleague = () => aStaff(people.colleague, [{ unitId: body, kind: 'body' }]);

const ok = <T>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};
const code = (value: unknown) => (isRefusal(value) ? value.code : 'done');

beforeAll(async () => {
  setSealSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
  const open = async (name: string, kind: 'branch' | 'body', parentId: number | null) =>
    ok(await openUnit(t.ctx(system('test')), { kind, level: 'region', code: name, parentId, territoryCode: '000000000', names: { kk: name, ru: name, en: name } })).unitId;
  branch = await open('WK', 'branch', null);
  sibling = await open('EK', 'branch', null);
  body = await open('ROADS', 'body', null);
  const hire = async (name: string, unitId: number, role: string) => {
    const { accountId } = ok(await createAccount(t.ctx(system('test')), { login: `${name}@example.kz`, name, lang: 'kk' }));
    ok(await givePost(t.ctx(system('test')), { accountId, unitId, role, fromOn: day('2026-01-01') }));
    return accountId;
  };
  people.clerk = await hire('clerk', branch, 'appeals_clerk');
  people.head = await hire('head', branch, 'branch_head');
  people.executor = await hire('executor', body, 'executor');
  people.colleague = await hire('colleague', body, 'executor');
  people.both = await hire('both', branch, 'branch_head');
});
afterAll(() => t.drop());

const received = async (o: Parameters<typeof aRegistration>[0] = {}) => {
  const done = ok(await register(ctx(visitor), aRegistration({ branchId: branch, ...o })));
  const one = done.matters[0];
  if (!one) throw new Error('nothing registered');
  return { ...one, holder: { kind: 'holder', appealId: one.appealId } as const };
};
const whole = async (number: string, actor: Actor = clerk()) => {
  const found = await read(ctx(actor), (q) => appealByNumber(q, number));
  if (!found) throw new Error('not found');
  return found;
};
const answered = async (number: string, by: Actor = executor()) => {
  const { answerId } = ok(await draftAnswer(ctx(by), { number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
  return ok(await approveAndSend(ctx(head()), { number, answerId }));
};

describe('the whole life of an appeal', () => {
  test('registered on Friday it is due in fifteen working days, answered, not solved, opened again for somebody else, and solved', async () => {
    const a = await received();
    expect(a.number).toMatch(/^WK-2026-\d{6}$/);
    expect([a.registeredOn, a.dueOn]).toEqual(['2026-11-20', '2026-12-11']);

    ok(await assign(ctx(clerk()), { number: a.number, unitId: body, accountId: people.executor, suggested: false }));
    ok(await answerInterim(ctx(executor()), { number: a.number, text: 'Бүгін барып көреміз.', papers: [] }));
    const first = ok(await draftAnswer(ctx(executor()), { number: a.number, outcome: 'done', text: 'Жөнделді', papers: [] }));
    ok(await returnDraft(ctx(head()), { number: a.number, answerId: first.answerId, reason: 'Қашан екені жазылмаған' }));
    expect((await whole(a.number)).appeal.cameBack).toBe(true);
    await answered(a.number);
    expect(code(await giveVerdict(ctx(a.holder), { verdict: 'not_solved', comment: 'Әлі қараңғы' }))).toBe('done');

    const again = await whole(a.number);
    expect(again.appeal).toMatchObject({ stage: 'registered', verdict: 'not_solved', officeOutcome: 'done', reopenedCount: 1, cameBack: true, holderUnit: branch, originalDueOn: '2026-12-11' });
    expect(code(await assign(ctx(clerk()), { number: a.number, unitId: body, accountId: people.executor, suggested: false }))).toBe('same_person_again');
    ok(await assign(ctx(clerk()), { number: a.number, unitId: body, suggested: false }));
    expect(code(await take(ctx(executor()), { number: a.number }))).toBe('same_person_again');
    ok(await take(ctx(colleague()), { number: a.number }));
    await answered(a.number, colleague());
    ok(await giveVerdict(ctx(a.holder), { verdict: 'solved' }));
    expect((await whole(a.number)).appeal).toMatchObject({ stage: 'closed', verdict: 'solved', officeOutcome: 'done' });
    expect(code(await giveVerdict(ctx(a.holder), { verdict: 'partly' }))).toBe('verdict_given');

    const seen = await read(ctx(a.holder), (q) => timeline(q, a.appealId, true));
    expect(seen.map((row) => row.code)).toEqual(['registered', 'assigned', 'interim_answered', 'answered', 'reopened', 'assigned', 'answered', 'verdict_solved']);
    expect(seen.find((row) => row.code === 'reopened')?.text).toBe('Әлі қараңғы');
    expect(await read(ctx(a.holder), (q) => answersSent(q, a.appealId))).toHaveLength(3);
    const leaves = await t.raw(`SELECT count(*)::int AS n FROM journal.leaf WHERE subject = 'appeal:${a.appealId}'`);
    const acts = await t.raw(`SELECT count(*)::int AS n FROM appeals.act WHERE appeal_id = ${a.appealId}`);
    expect(leaves).toEqual(acts);
  });

  test('the executor never approves, though the role would allow it', async () => {
    const a = await received();
    const both = aStaff(people.both, [{ unitId: branch }]);
    ok(await assign(ctx(clerk()), { number: a.number, unitId: branch, accountId: people.both, suggested: false }));
    const { answerId } = ok(await draftAnswer(ctx(both), { number: a.number, outcome: 'explained', text: 'Түсіндірілді', papers: [] }));
    expect(code(await approveAndSend(ctx(both), { number: a.number, answerId }))).toBe('executor_cannot_approve');
    expect((await whole(a.number)).appeal.stage).toBe('awaiting_approval');
    // explained, and no word of where to complain: sent only with a reason
    expect(code(await approveAndSend(ctx(head()), { number: a.number, answerId }))).toBe('check_word_required');
    expect(code(await approveAndSend(ctx(head()), { number: a.number, answerId, anyway: 'Адамға ауызша айтылды' }))).toBe('done');
  });

  test('twenty days of silence close it as silent, not a day earlier; the person may still speak', async () => {
    const a = await received();
    ok(await assign(ctx(clerk()), { number: a.number, unitId: body, accountId: people.executor, suggested: false }));
    await answered(a.number);
    clock = testNow + days(19);
    await closeAllSilent(ctx(system('clock')));
    expect((await whole(a.number)).appeal.stage).toBe('answered');
    clock = testNow + days(20);
    expect(await closeAllSilent(ctx(system('clock')))).toBe(2);
    expect((await whole(a.number)).appeal).toMatchObject({ stage: 'closed', verdict: 'silent', officeOutcome: 'done' });
    expect(code(await giveVerdict(ctx(a.holder), { verdict: 'not_solved', comment: 'Мен ауырып жаттым' }))).toBe('done');
    expect((await whole(a.number)).appeal).toMatchObject({ stage: 'registered', dueOn: '2027-01-05' });
    clock = testNow;
  });

  test('a person may add to an open matter and withdraw it; what is withdrawn has no verdict', async () => {
    const a = await received();
    ok(await assign(ctx(clerk()), { number: a.number, unitId: body, accountId: people.executor, suggested: false }));
    ok(await addSomething(ctx(a.holder), { text: 'Үй нөмірі 5', papers: [] }));
    ok(await withdraw(ctx(a.holder), {}));
    expect((await whole(a.number)).appeal).toMatchObject({ stage: 'closed', officeOutcome: 'withdrawn', verdict: null });
    expect(code(await giveVerdict(ctx(a.holder), { verdict: 'solved' }))).toBe('no_answer_yet');
    expect(await t.raw(`SELECT stage FROM assignments.assignment WHERE source_id = ${a.appealId}`)).toEqual([{ stage: 'withdrawn' }]);
  });

  test('a sibling branch finds nothing to act on', async () => {
    const a = await received();
    const stranger = aStaff(41, [{ unitId: sibling }]);
    expect(code(await assign(ctx(stranger), { number: a.number, unitId: body, suggested: false }))).toBe('appeal_not_found');
    expect(await read(ctx(stranger), (q) => appealByNumber(q, a.number))).toBeUndefined();
    expect(code(await giveVerdict(ctx({ kind: 'holder', appealId: a.appealId + 1 }), { verdict: 'solved' }))).toBe('appeal_not_found');
    expect(code(await giveVerdict(ctx(clerk()), { verdict: 'solved' }))).toBe('appeal_not_found');
  });
});
