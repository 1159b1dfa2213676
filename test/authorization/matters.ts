import { system, visitor, type Actor } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { fixedClock, testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { askClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { requestExtension } from '../../src/rooms/appeals/acts/extend.ts';
import { giveVerdict } from '../../src/rooms/appeals/acts/holder.ts';
import { join } from '../../src/rooms/appeals/acts/join.ts';
import { publish, redact } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration, madeUpIin } from '../../src/rooms/appeals/make.ts';
import { accountOf, type World } from './world.ts';

/** Words that stand in every letter, and must not reach whoever may not read it. */
export const secret = { surname: 'Құпияев', text: 'Құпия әңгіме: қақпаның жанында шам жанбайды', phone: '+77010000077' };

export type Made = { readonly id: number; readonly number: string; readonly link: string; readonly draft: number; readonly extension: number };
export type Matters = Readonly<Record<'new' | 'unit' | 'person' | 'clarifying' | 'extension' | 'draft' | 'answered' | 'closed' | 'redacted' | 'published' | 'joined' | 'main' | 'head' | 'asking', Made>>;

/** One matter in every stage, brought there by the acts themselves. All but the new one were with the former body, and are with the district body now. */
export const makeMatters = async (w: World): Promise<Matters> => {
  const by = (actor: Actor) => w.t.ctx(actor, fixedClock(testNow));
  const clerk = by(w.one('appeals_clerk', 'own branch').actor);
  const controller = by(w.one('controller', 'own branch').actor);
  const executor = w.one('executor', 'given to them');
  const head = w.one('branch_head', 'own branch');
  const received = async (publishConsent = true): Promise<Made> => {
    const done = ok(await register(by(visitor), aRegistration({
      branchId: w.units['own branch'], text: secret.text, publishConsent, applicant: { kind: 'person', surname: secret.surname, given: 'Әлия', phone: secret.phone, iin: madeUpIin(77) },
    })));
    const [one] = done.matters;
    if (!one) throw new Error('nothing registered');
    return { id: one.appealId, number: one.number, link: one.linkToken, draft: 0, extension: 0 };
  };
  const given = async (accountId: number | undefined): Promise<Made> => {
    const made = await received();
    ok(await assign(clerk, { number: made.number, unitId: w.units['body before'], suggested: false }));
    ok(await assign(clerk, { number: made.number, unitId: w.units['same body'], accountId, suggested: false }));
    return made;
  };
  const mine = () => given(accountOf(executor));
  const drafted = async (): Promise<Made> => {
    const made = await mine();
    return { ...made, draft: ok(await draftAnswer(by(executor.actor), { number: made.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] })).answerId };
  };
  const answered = async (): Promise<Made> => {
    const made = await drafted();
    ok(await approveAndSend(controller, { number: made.number, answerId: made.draft }));
    return made;
  };
  const redacted = async (): Promise<Made> => {
    const made = await mine();
    ok(await redact(clerk, { number: made.number, publicText: 'Қақпаның жанында шам жанбайды.' }));
    return made;
  };
  const extension = await mine();
  const extensionId = ok(await requestExtension(by(executor.actor), { number: extension.number, toOn: day('2026-12-15'), reason: 'Шам жолда' })).extensionId;
  const clarifying = await mine();
  ok(await askClarification(by(executor.actor), { number: clarifying.number, question: 'Қай қақпа?' }));
  const closed = await answered();
  ok(await giveVerdict(by({ kind: 'holder', appealId: closed.id }), { verdict: 'solved' }));
  const published = await redacted();
  ok(await publish(clerk, { number: published.number }));
  const [main, joined] = [await mine(), await mine()];
  ok(await join(clerk, { number: joined.number, mainNumber: main.number, as: 'common' }));
  // the head of the branch answers this one: who works on it may not accept it
  const own = await received();
  ok(await assign(by(system('test')), { number: own.number, unitId: w.units['own branch'], accountId: accountOf(head), suggested: false }));
  const ownDraft = ok(await draftAnswer(by(head.actor), { number: own.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] })).answerId;
  const asking = await mine();
  const ownAsking = ok(await requestExtension(by(head.actor), { number: asking.number, toOn: day('2026-12-15'), reason: 'Шам жолда' })).extensionId;
  return {
    new: await received(), unit: await given(undefined), person: await mine(), clarifying, extension: { ...extension, extension: extensionId }, draft: await drafted(),
    answered: await answered(), closed, redacted: await redacted(), published, joined, main, head: { ...own, draft: ownDraft }, asking: { ...asking, extension: ownAsking },
  };
};
