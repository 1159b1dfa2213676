import { createHash, timingSafeEqual } from 'node:crypto';
import type { VNode } from 'preact';
import { system } from '../../kernel/actor.ts';
import { able, anyone } from '../../kernel/gate.ts';
import { refuse } from '../../kernel/refusal.ts';
import { moment } from '../../kernel/show.ts';
import { say, sayLoose, type Lang, type Sentence } from '../../kernel/words.ts';
import { as } from '../../platform/ctx.ts';
import { exposition, expositionType } from '../../platform/metrics.ts';
import { bare, html, page, type Answer, type Asked, type Route } from '../../platform/web.ts';
import { Note, Table, Tag, type Tone } from '../../ui/parts.tsx';
import { Desk } from '../../ui/shell.tsx';
import { judge, type Finding, type State } from './judge.ts';
import { lookNow, toldNow } from './look.ts';
import { checkWords, healthWords as w, standsWords as stands, todoWords } from './words.ts';

const tones: Readonly<Record<State, Tone>> = { act: 'late', look: 'soon', well: 'done' };
const againS = 60;
/** As they are typed. */
const names = {
  ntp: 'NTP', worker: 'JAUAP_WORKER=on', failed: 'job.failed', roots: 'journal-roots', reindex: 'jauap reindex', mailUrl: 'MAIL_URL', mailFrom: 'MAIL_FROM', mailCa: 'MAIL_CA', smtp: 'smtp', smtps: 'smtps',
  imap: 'MAIL_IMAP_URL', interrupted: 'mail.interrupted', clamd: 'clamd', scanner: 'CLAMD', backup: 'jauap backup', job: 'years:keep', https: 'https', url: 'JAUAP_URL', telegramApi: 'TELEGRAM_API', telegramToken: 'TELEGRAM_TOKEN', issuer: 'OIDC_ISSUER',
  s3: 'S3_ENDPOINT', s3Id: 'S3_ACCESS_KEY_ID', s3Key: 'S3_SECRET_ACCESS_KEY', s3Region: 'S3_REGION', s3Bucket: 'S3_BUCKET',
} as const;

/** The sentence for just this, or the one for all of its kind. */
const ofWhy = (sentences: Readonly<Record<string, Sentence>>, { check, why }: Finding): Sentence | undefined => sentences[`${check}_${why ?? ''}`];

const standing = (lang: Lang, finding: Finding): string => {
  const { check, state, n, why } = finding;
  if (why !== undefined) return sayLoose(lang, ofWhy(stands, finding) ?? (why === 'slow' || why === 'foreign' ? stands[why] : stands.silent), { n });
  switch (check) {
    case 'https': return say(lang, state === 'well' ? stands.httpsWell : stands.httpsNone);
    case 'scanner': return state === 'act' ? say(lang, stands.scannerSilent, { n }) : say(lang, state === 'well' ? stands.scannerWell : stands.scannerNone);
    case 'worker': return state === 'well' ? say(lang, stands.workerWell) : say(lang, stands.worker, { n });
    case 'years': return state === 'well' ? say(lang, stands.yearsWell) : say(lang, stands.years, { n });
    case 'database': return n === 0 ? say(lang, stands.databaseSilent) : say(lang, stands.database, { n });
    case 'mailbox': return state === 'well' ? say(lang, stands.mailboxWell) : say(lang, stands.mailbox, { n });
    case 'disk': return say(lang, stands.disk, { n: String(n).replace('.', lang === 'en' ? '.' : ',') });
    default: return say(lang, stands[check], { n });
  }
};

const todo = (finding: Finding): Sentence => ofWhy(todoWords, finding) ?? (finding.why === 'slow' ? todoWords.slow : todoWords[finding.check]);

const HealthPage = ({ asked, findings, at }: { asked: Asked; findings: readonly Finding[]; at: Date }): VNode => {
  const { lang } = asked;
  const wrong = findings.filter((one) => one.state !== 'well');
  const [act, look] = (['act', 'look'] as const).map((state) => findings.filter((one) => one.state === state).length);
  return (
    <Desk asked={asked} title={say(lang, w.title)}>
      <h1>{say(lang, w.title)}</h1>
      {act ? <Note tone="late">{say(lang, w.actCount, { n: act })} {look ? say(lang, w.lookCount, { n: look }) : ''}</Note>
        : look ? <Note tone="warn">{say(lang, w.lookCount, { n: look })}</Note> : <Note tone="done">{say(lang, w.allWell)}</Note>}
      {wrong.length > 0 && <Table label={say(lang, w.wrong)} columns={[{ title: say(lang, w.what) }, { title: say(lang, w.state), text: true }, { title: say(lang, w.todo), text: true }]}
        rows={wrong.map((one) => [
          say(lang, checkWords[one.check]),
          <><Tag tone={tones[one.state]}>{say(lang, w[one.state === 'act' ? 'act' : 'look'])}</Tag> {standing(lang, one)}</>,
          sayLoose(lang, todo(one), names),
        ])} />}
      <h2>{say(lang, w.wellTitle)}</h2>
      <Table label={say(lang, w.wellTitle)} columns={[{ title: say(lang, w.what) }, { title: say(lang, w.state) }]}
        rows={findings.filter((one) => one.state === 'well').map((one) => [say(lang, checkWords[one.check]), standing(lang, one)])} />
      <p class="quiet small">{say(lang, w.seenAt, { at: moment(at) })}</p>
    </Desk>
  );
};

const healthPage = async (asked: Asked): Promise<Answer> => {
  const facts = await lookNow(as(asked.ctx, system('health')), asked.config);
  return html(<HealthPage asked={asked} findings={judge(facts)} at={facts.now} />, 200, { refresh: String(againS) });
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** For Prometheus: only with the token of the configuration; without one there is no such page. */
const metricsPage = async (asked: Asked): Promise<Answer> => {
  const token = asked.config.METRICS_TOKEN;
  const shown = /^Bearer (.+)$/.exec(asked.raw.req.header('authorization') ?? '')?.[1];
  if (token === undefined || shown === undefined || !timingSafeEqual(digest(shown), digest(token))) return refuse('page_not_found');
  const told = await toldNow(as(asked.ctx, system('metrics'))).catch(() => null);
  return new Response(await exposition(told, Date.now()), { headers: { 'content-type': expositionType, 'cache-control': 'no-store' } });
};

export const healthRoutes: readonly Route[] = [
  page({ method: 'get', path: '/admin/health', may: able('health.see'), handler: healthPage }),
  bare({ method: 'get', path: '/metrics', may: anyone, handler: metricsPage }),
];
