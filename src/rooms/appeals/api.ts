import { z } from 'zod';
import { isDay, today, type Day } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { read } from '../../platform/db.ts';
import { siteUrl } from '../../platform/web.ts';
import { operation, type Operation } from '../../platform/web/api.ts';
import { register } from './acts/register.ts';
import { applicantSchema, matterSchema } from './contract/register.ts';
import { kinds, outcomes, stages, tellWays, verdicts } from './law/stages.ts';
import { anyoneMay, readersMay, readsOf } from './policy.ts';
import { find } from './store/finding.ts';
import { isMoment, publicList, publicOne, type PublicRow } from './store/public.ts';
import { langs } from '../../kernel/words.ts';

/** What another system sends: one matter. Papers come by the form. */
const newAppeal = z.object({ lang: z.enum(langs).default('kk'), applicant: applicantSchema.optional(), tellBy: z.enum(tellWays).optional(), matter: matterSchema.omit({ papers: true }).extend({ publishConsent: z.boolean().default(false) }) });

const registered = z.object({
  number: z.string(), kind: z.enum(kinds), receivedAt: z.iso.datetime(), registeredOn: z.iso.date(), dueOn: z.iso.date(),
  /** give both to the person who asked, and to nobody else */
  followCode: z.string(), followUrl: z.url(),
});

const publicAppeal = z.object({
  number: z.string(), kind: z.enum(kinds), lang: z.enum(langs), text: z.string(), topicCode: z.string().nullable(), territoryPath: z.array(z.string()),
  stage: z.enum(stages), officeOutcome: z.enum(outcomes).nullable(), verdict: z.enum(verdicts).nullable(), registeredOn: z.iso.date(), dueOn: z.iso.date(), answeredOn: z.iso.date().nullable(),
  answer: z.string().nullable(),
});
type PublicAppeal = z.output<typeof publicAppeal>;
const shown = (r: PublicRow): PublicAppeal => ({
  number: r.number, kind: r.kind, lang: r.lang as PublicAppeal['lang'], text: r.text, topicCode: r.topicCode, territoryPath: [...r.territoryPath], stage: r.stage,
  officeOutcome: r.officeOutcome, verdict: r.verdict, registeredOn: r.registeredOn, dueOn: r.dueOn, answeredOn: r.answeredOn, answer: r.answer?.text ?? null,
});
const publicExample = {
  number: 'BQ-2026-000123', kind: 'application', lang: 'kk', text: 'Мектеп жанындағы көше шамдары жанбайды.', topicCode: 'lighting', territoryPath: ['000000000', '270000000'],
  stage: 'answered', officeOutcome: 'done', verdict: null, registeredOn: '2026-11-02', dueOn: '2026-11-23', answeredOn: '2026-11-12', answer: 'Шамдар ауыстырылды.',
};

const foundAppeal = z.object({
  number: z.string(), kind: z.enum(kinds), stage: z.enum(stages), topicCode: z.string().nullable(), territoryPath: z.array(z.string()), registeredOn: z.iso.date(), dueOn: z.iso.date(),
  text: z.string(), answer: z.string().nullable(),
});
const foundExample = {
  number: 'BQ-2026-000123', kind: 'application', stage: 'answered', topicCode: 'lighting', territoryPath: ['000000000', '270000000'], registeredOn: '2026-11-02', dueOn: '2026-11-23',
  text: 'Мектеп жанындағы көше шамдары жанбайды.', answer: 'Шамдар ауыстырылды.',
};

export const operations: readonly Operation[] = [
  operation({
    id: 'registerAppeal', method: 'post', path: '/appeals', may: anyoneMay, idempotent: true,
    summary: 'Registers one matter. The same Idempotency-Key with the same body gives the same number.',
    body: {
      schema: newAppeal,
      example: {
        lang: 'kk', applicant: { kind: 'person', surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 01' },
        matter: { kind: 'application', text: 'Аулада жарық жанбайды, кешке балалар қорқады.', address: 'Абай көшесі, 12', publishConsent: false },
      },
    },
    answer: {
      status: 201, schema: registered,
      example: { number: 'BQ-2026-000124', kind: 'application', receivedAt: '2026-11-20T05:00:00.000Z', registeredOn: '2026-11-20', dueOn: '2026-12-11', followCode: '7KQ2-M4XP', followUrl: 'https://ashyq.example/kk/follow/AAAAAAAAAAAAAAAAAAAAAA' },
    },
    handler: async (asked, body) => {
      // `visit` carries the caller's Idempotency-Key: the act itself is keyed by it
      const done = await register(asked.ctx, { key: `api-${asked.visit}-key`, channel: 'api', lang: body.lang, applicant: body.applicant, tellBy: body.tellBy, matters: [{ ...body.matter, papers: [] }] });
      if (isRefusal(done)) return done;
      const [one] = done.matters;
      if (!one) throw new Error('a registration without a matter');
      return {
        number: one.number, kind: one.kind, receivedAt: one.receivedAt.toISOString(), registeredOn: one.registeredOn, dueOn: one.dueOn,
        followCode: one.followCode, followUrl: `${siteUrl(asked.config)}/${body.lang}/follow/${one.linkToken}`,
      };
    },
  }),
  operation({
    id: 'listPublicAppeals', method: 'get', path: '/appeals', may: anyoneMay, summary: 'Published appeals, newest first, twenty at a time.',
    /** `next` of the page before */
    query: z.object({ after: z.string().optional() }),
    answer: { status: 200, schema: z.object({ appeals: z.array(publicAppeal), next: z.string().nullable() }), example: { appeals: [publicExample], next: null } },
    handler: (asked) => read(asked.ctx, async (q) => {
      const [publishedAt = '', id = ''] = (asked.query.get('after') ?? '').split('~');
      const cursor = isMoment(publishedAt) && /^\d{1,15}$/.test(id) ? { publishedAt, id: Number(id) } : null;
      const { rows, next } = await publicList(q, {}, cursor);
      return { appeals: rows.map(shown), next: next ? `${next.publishedAt}~${next.id}` : null };
    }),
  }),
  operation({
    id: 'readPublicAppeal', method: 'get', path: '/appeals/{number}', may: anyoneMay, summary: 'One published appeal.',
    params: z.object({ number: z.string().max(40) }),
    answer: { status: 200, schema: publicAppeal, example: publicExample },
    handler: (asked) => read(asked.ctx, async (q) => {
      const row = await publicOne(q, asked.param('number'));
      return row ? shown(row) : refuse('appeal_not_found');
    }),
  }),
  operation({
    id: 'searchAppeals', method: 'get', path: '/desk/appeals', may: readersMay,
    summary: 'Appeals the caller may read with every word of `q` in whatever form, newest first, twenty at a time. `insteadOf`: what was searched for when a slip was mended; `q` of the pages after it.',
    /** `after`: `next` of the page before */
    query: z.object({ q: z.string().max(200).optional(), after: z.string().optional() }),
    answer: { status: 200, schema: z.object({ appeals: z.array(foundAppeal), insteadOf: z.string().nullable(), next: z.string().nullable() }), example: { appeals: [foundExample], insteadOf: null, next: null } },
    handler: (asked) => read(asked.ctx, async (q) => {
      const units = readsOf(asked.ctx.actor);
      const [on = '', id = '', by = ''] = (asked.query.get('after') ?? '').split('~');
      const cursor = isDay(on) && /^\d{1,15}$/.test(id) ? { on: on as Day, id: Number(id) } : null;
      const { rows, next, insteadOf, begun } = await find(q, (asked.query.get('q') ?? '').slice(0, 200), {
        scope: units === 'all' ? { of: 'country' } : { of: 'branches', ids: units }, today: today(asked.ctx.clock), order: 'newest',
        since: null, until: null, topicCode: null, kind: null, stage: null, placeCode: null, unitId: null,
      }, { cursor, begun: by === 'begun' });
      return {
        appeals: rows.map((r) => ({
          number: r.number, kind: r.kind, stage: r.stage, topicCode: r.topicCode, territoryPath: [...r.territoryPath], registeredOn: r.registeredOn, dueOn: r.dueOn, text: r.text, answer: r.answer,
        })),
        insteadOf, next: next && 'on' in next ? `${next.on}~${next.id}${begun ? '~begun' : ''}` : null,
      };
    }),
  }),
];
