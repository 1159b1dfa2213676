import { system, visitor, type Actor, type Staff } from '../../kernel/actor.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { answerInterim, approveAndSend, draftAnswer, returnDraft } from '../../rooms/appeals/acts/answer.ts';
import { assign, take } from '../../rooms/appeals/acts/assign.ts';
import { askClarification, answerClarification, endClarification } from '../../rooms/appeals/acts/clarify.ts';
import { closeSilent } from '../../rooms/appeals/acts/clock.ts';
import { decideExtension, requestExtension } from '../../rooms/appeals/acts/extend.ts';
import { forward } from '../../rooms/appeals/acts/forward.ts';
import { addSomething, giveVerdict, withdraw } from '../../rooms/appeals/acts/holder.ts';
import { join } from '../../rooms/appeals/acts/join.ts';
import { note } from '../../rooms/appeals/acts/note.ts';
import { publish, redact } from '../../rooms/appeals/acts/publish.ts';
import { register } from '../../rooms/appeals/acts/register.ts';
import { sort } from '../../rooms/appeals/acts/sort.ts';
import { giveTask } from '../../rooms/appeals/acts/task.ts';
import { registerSchema } from '../../rooms/appeals/contract.ts';
import { hide } from '../../rooms/appeals/law/redaction.ts';
import { reportTask, settleTask } from '../../rooms/assignments/contract.ts';
import { personalIn } from '../../rooms/recognition/contract.ts';
import type { Step, Story } from './plan.ts';
import type { Crew } from './staff.ts';
import { around } from './plan/letters.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { ok, type DemoUnit, type DemoUnits } from './units.ts';

/** What is known of a matter while it is lived. */
export type Matter = { readonly appealId: number; readonly number: string; readonly body: DemoUnit; executor: Staff | null; helper: Staff | null; answerId: number; extensionId: number; taskId: number };
export type World = { readonly ctx: Omit<Ctx, 'actor'>; readonly units: DemoUnits; readonly crew: Crew; readonly matters: Map<number, Matter> };

const papers: number[] = [];

const branchId = (world: World, story: Story): number => world.units.byCode.get(story.branch)?.id ?? 0;

/** One step by the very act of the room, at its moment, by whoever does such things. */
export const liveStep = async (world: World, story: Story, step: Step): Promise<void> => {
  const as = (actor: Actor): Ctx => ({ ...world.ctx, actor, clock: { now: () => step.at } });
  const what = `${story.serial} ${step.act} ${new Date(step.at).toISOString()}`;
  if (step.act === 'register') {
    world.matters.set(story.serial, await come(world, story, as, what));
    return;
  }
  const matter = world.matters.get(story.serial);
  if (!matter) throw new Error(`${what}: not registered yet`);
  await act({ world, story, matter, as, what }, step);
};

const come = async (world: World, story: Story, as: (actor: Actor) => Ctx, what: string): Promise<Matter> => {
  const { person, signatories } = story;
  const name = { surname: person.surname, given: person.given, ...(person.patronymic === null ? {} : { patronymic: person.patronymic }) };
  // every seventh leaves no telephone, every third no personal number
  const reach = { address: story.address, ...(story.serial % 7 === 3 ? {} : { phone: person.phone }) };
  const input = registerSchema.parse({
    key: `demo-${story.serial}-${story.receivedAt}`, channel: story.channel, lang: story.lang, branchId: branchId(world, story), receivedAt: new Date(story.receivedAt).toISOString(),
    applicant: signatories.length > 0
      ? { kind: 'group', ...name, ...reach, signatories: signatories.map((one) => ({ surname: one.surname, given: one.given, ...(one.patronymic === null ? {} : { patronymic: one.patronymic }) })) }
      : { kind: 'person', ...name, ...reach, ...(story.serial % 3 === 1 ? {} : { iin: person.iin }) },
    matters: [{
      kind: story.kind, text: story.text, address: story.address.slice(story.address.indexOf(', ') + 2), publishConsent: story.consent,
      ...(story.placeCode === null ? {} : { territoryCode: story.placeCode }), ...(story.topicGiven ? { topicCode: story.topic } : {}),
    }],
  });
  const actor = story.channel === 'web' ? visitor : world.crew.of(story.branch, 'reception_clerk');
  const one = ok(await register(as(actor), input), what).matters[0];
  if (!one) throw new Error(`${what}: no number`);
  const body = world.units.bodyFor(story.topic, story.branch === 'BQ' ? null : story.districtCode);
  return { appealId: one.appealId, number: one.number, body, executor: null, helper: null, answerId: 0, extensionId: 0, taskId: 0 };
};

type Doing = { readonly world: World; readonly story: Story; readonly matter: Matter; readonly as: (actor: Actor) => Ctx; readonly what: string };

const act = async ({ world, story, matter, as, what }: Doing, step: Exclude<Step, { act: 'register' }> | Step): Promise<void> => {
  const { number, body } = matter;
  const one = { number };
  const clerk = world.crew.of(story.branch, 'appeals_clerk');
  const controller = world.crew.of(story.branch, 'controller');
  const head = world.crew.of(story.branch, 'branch_head');
  const person: Actor = { kind: 'holder', appealId: matter.appealId };
  const executorNow = () => matter.executor ?? head;
  const ofBody = (to: 'first' | 'second') => world.crew.of(body.code, 'executor', to === 'first' ? 0 : 1);
  switch (step.act) {
    case 'register': return;
    case 'sort': return void ok(await sort(as(clerk), { ...one, topicCode: story.topic, suggested: story.serial % 3 > 0 }), what);
    case 'assign': {
      const own = step.to === 'branch_head';
      matter.executor = own ? head : step.to === 'body' ? null : ofBody(step.to);
      return void ok(await assign(as(clerk), {
        ...one, unitId: own ? branchId(world, story) : body.id, accountId: matter.executor?.accountId, controllerAccountId: controller.accountId,
        ...(step.text === null ? {} : { instruction: step.text }), suggested: story.serial % 3 > 0,
      }), what);
    }
    case 'give':
      matter.executor = ofBody(step.to);
      return void ok(await assign(as(world.crew.of(body.code, 'body_head')), { ...one, unitId: body.id, accountId: matter.executor.accountId, controllerAccountId: controller.accountId, suggested: false }), what);
    case 'take':
      matter.executor = ofBody(step.to);
      return void ok(await take(as(matter.executor), one), what);
    case 'forward': return void ok(await forward(as(clerk), { ...one, unitId: body.id, reason: step.text }), what);
    case 'ask': return void ok(await askClarification(as(matter.executor === head ? clerk : executorNow()), { ...one, question: step.text }), what);
    case 'reply': return void ok(await answerClarification(as(person), { text: step.text, papers }), what);
    case 'end_clarification': return void ok(await endClarification(as(clerk), one), what);
    case 'interim': return void ok(await answerInterim(as(executorNow()), { ...one, text: step.text, papers }), what);
    case 'task': {
      const akimat = (body.parent === null ? undefined : world.units.byCode.get(body.parent)) ?? body;
      matter.helper = world.crew.of(akimat.code, 'executor', 1);
      matter.taskId = ok(await giveTask(as(clerk), { ...one, task: step.text, unitId: akimat.id, accountId: matter.helper.accountId, controllerAccountId: controller.accountId, dueOn: step.dueOn }), what).assignmentId;
      return;
    }
    case 'task_report': return void ok(await reportTask(as(matter.helper ?? executorNow()), { assignmentId: matter.taskId, text: step.text, taken: undefined, papers }), what);
    case 'task_settle': return void ok(await settleTask(as(controller), { assignmentId: matter.taskId }), what);
    case 'note': return void ok(await note(as(clerk), { ...one, text: step.text, papers }), what);
    case 'add': return void ok(await addSomething(as(person), { text: step.text, papers }), what);
    case 'extend':
      matter.extensionId = ok(await requestExtension(as(matter.executor === head ? clerk : executorNow()), { ...one, toOn: step.toOn, reason: step.text }), what).extensionId;
      return;
    case 'decide': return void ok(await decideExtension(as(matter.executor === head ? world.crew.of(story.branch, 'branch_head', 1) : head), { ...one, extensionId: matter.extensionId, granted: step.granted }), what);
    case 'draft':
      matter.answerId = ok(await draftAnswer(as(executorNow()), { ...one, outcome: step.outcome, text: step.text, papers }), what).answerId;
      return;
    case 'return': return void ok(await returnDraft(as(controller), { ...one, answerId: matter.answerId, reason: step.text }), what);
    case 'approve': {
      // what the check warns of is looked at, and said
      const sent = await approveAndSend(as(controller), { ...one, answerId: matter.answerId });
      return void (isRefusal(sent) && sent.code === 'check_word_required' ? ok(await approveAndSend(as(controller), { ...one, answerId: matter.answerId, anyway: around[story.lang].anyway[0] ?? '' }), what) : ok(sent, what));
    }
    case 'withdraw': return void ok(await withdraw(as(person), { reason: step.text }), what);
    case 'verdict': return void ok(await giveVerdict(as(person), { verdict: step.verdict, ...(step.text === null ? {} : { comment: step.text }) }), what);
    case 'silence': return void ok(await closeSilent(as(system('clock')), { appealId: matter.appealId }), what);
    case 'join': return void ok(await join(as(clerk), { ...one, mainNumber: world.matters.get(step.main)?.number ?? '', as: step.as }), what);
    case 'publish': {
      const open = (text: string): string => hide(text, personalIn(text, [story.person.surname, story.person.given]));
      // what was answered with another letter waits for a clerk to look its answer through
      const draft = story.steps.findLast((before) => before.act === 'draft' && before.at <= step.at);
      ok(await redact(as(clerk), { ...one, publicText: open(story.text), ...(draft?.act === 'draft' ? { answerId: matter.answerId, publicAnswer: open(draft.text) } : {}) }), what);
      return void ok(await publish(as(clerk), one), what);
    }
  }
};
