import type { z } from 'zod';
import { isRefusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { page, seeOther, statusOf, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { hasErrors, type Errors } from '../../../../ui/fields.tsx';
import { accept, askHelp, askTime, contribute, decideTime, endHelp, handOver, remind, report, returnForRework, setController, settle, withdraw } from '../../acts/task.ts';
import {
  acceptSchema, askTimeSchema, controllerSchema, decideTimeSchema, handOverSchema, helpSchema, remindSchema, reportSchema, returnSchema, settleSchema, withdrawSchema,
} from '../../contract/task-forms.ts';
import { readersMay } from '../../policy.ts';
import { readWith, refusalSentence, takenFrom, typedIn, under, type Typed } from './fields.ts';
import { taskHref } from './forms.tsx';
import { taskPage } from './page.tsx';
import { idOf, receivePapers, taskPaper } from './papers.tsx';
import { taskPaths, type TaskAct } from './possible.ts';

type Fields = Readonly<Record<string, unknown>>;
type Posted = {
  readonly act: TaskAct; readonly schema: z.ZodType; readonly papers: boolean;
  /** what the form has beside the schema, made into what the schema asks */
  readonly prepare: (fields: Readonly<Record<string, string>>) => Fields;
  readonly run: (ctx: Ctx, input: unknown) => Promise<Result<unknown>>;
};
const posted = <S extends z.ZodType>(act: TaskAct, schema: S, run: (ctx: Ctx, input: z.output<S>) => Promise<Result<unknown>>, more: Partial<Pick<Posted, 'papers' | 'prepare'>> = {}): Posted =>
  ({ act, schema, run: run as Posted['run'], papers: more.papers ?? false, prepare: more.prepare ?? ((fields) => fields) });

const proofs = { papers: true, prepare: takenFrom } as const;
/** A helper is chosen as `unit` or `unit.person`. */
const whoFrom = ({ who = '', ...fields }: Readonly<Record<string, string>>): Fields => {
  const [unitId = '', accountId = ''] = who.split('.');
  return { ...fields, unitId, accountId };
};

const all: readonly Posted[] = [
  posted('accept', acceptSchema, accept),
  posted('report', reportSchema, report, proofs),
  posted('ask_time', askTimeSchema, askTime),
  posted('contribute', reportSchema, contribute, proofs),
  posted('settle', settleSchema, settle),
  posted('return', returnSchema, returnForRework),
  posted('decide_time', decideTimeSchema, decideTime),
  posted('remind', remindSchema, remind),
  posted('hand_over', handOverSchema, handOver),
  posted('add_co_executor', helpSchema, askHelp),
  posted('end_co_executor', helpSchema, endHelp, { prepare: whoFrom }),
  posted('set_controller', controllerSchema, setController),
  posted('withdraw', withdrawSchema, withdraw),
];

const send = async (asked: Asked, p: Posted): Promise<Answer> => {
  const assignmentId = idOf(asked.param('id'));
  const form = await asked.form();
  const sent = typedIn(form);
  // a button that only asks to see more of the form does nothing
  if (form.has('show')) return taskPage(asked, { open: p.act, typed: sent });
  const received = p.papers ? await receivePapers(asked, form, sent, p.act) : { kept: [], errors: {} };
  const typed: Typed = received.kept.length === 0 ? sent : { ...sent, [`${p.act}.kept`]: JSON.stringify(received.kept) };
  const given = readWith(asked.lang, p.schema, { ...p.prepare(under(sent, p.act)), assignmentId, ...(p.papers ? { papers: received.kept.map((one) => one.id) } : {}) }, p.act);
  const wrong: Errors = { ...(given.ok ? {} : given.errors), ...received.errors };
  if (!given.ok || hasErrors(wrong)) return taskPage(asked, { open: p.act, typed, errors: wrong, status: 422 });
  const result = await p.run(asked.ctx, given.value);
  if (!isRefusal(result)) return seeOther(`${taskHref(asked.lang, assignmentId)}?done=${p.act}#acts`);
  const status = statusOf(result);
  return status === 404 ? result : taskPage(asked, { open: p.act, typed, errors: { '': refusalSentence(asked.lang, result) }, status });
};

const at = '/desk/control/assignments/:id{[0-9]{1,15}}';

export const taskRoutes: readonly Route[] = [
  page({ method: 'get', path: at, may: readersMay, handler: (asked) => taskPage(asked) }),
  page({ method: 'get', path: `${at}/papers/:paper{[0-9]{1,16}}`, may: readersMay, handler: taskPaper }),
  ...all.map((p) => page({ method: 'post', path: `${at}/${taskPaths[p.act]}`, may: readersMay, handler: (asked) => send(asked, p) })),
];
