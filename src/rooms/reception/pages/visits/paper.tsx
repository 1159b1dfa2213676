import type { VNode } from 'preact';
import QRCode from 'qrcode';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { longDay, untilDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { as } from '../../../../platform/ctx.ts';
import { read } from '../../../../platform/db.ts';
import { html, siteUrl, type Answer, type Asked } from '../../../../platform/web.ts';
import { Back } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { today } from '../../../../kernel/day.ts';
import { system } from '../../../../kernel/actor.ts';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, unitById } from '../../../units/contract.ts';
import { printVisit } from '../../acts/visits/follow.ts';
import { mattersOf, promisesOfMatters, visitBy, visitCode, visitLink, type Visit } from '../../store/visits.ts';
import { outcomeWords, visitPaperWords as w, visitWords } from '../../words/visits.ts';
import { whoKeeps } from './promise.tsx';
import { hrefOf } from './settle.tsx';
import { nameOfVisitor, secretOf, shownPromises, type One } from './view.ts';

type Sheet = { readonly visit: Visit; readonly branch: string; readonly by: string; readonly matters: readonly Omit<One, 'suggested'>[]; readonly code: string; readonly qr: string; readonly roll: boolean };

/** Drawn with the program's eyes once the act is written; in the language of whoever takes it home. */
export const paperPage = async (asked: Asked): Promise<Answer> => {
  const printed = await printVisit(asked.ctx, { number: asked.param('number') });
  if (isRefusal(printed)) return printed;
  const clerk = as(asked.ctx, system('reception.paper'));
  const sheet = await read(clerk, async (q) => {
    const visit = await visitBy(q, { id: printed.visitId });
    if (!visit) return null;
    const matters = await mattersOf(q, [visit.id]);
    const promises = await shownPromises(q, await promisesOfMatters(q, matters.map((one) => one.id)), today(asked.ctx.clock));
    const who = visit.accountId ?? visit.clerkId;
    const unit = await unitById(q, visit.branchId);
    return {
      visit, branch: unit ? nameOf(unit, visit.lang) : '', by: who === null ? '' : ((await peopleByIds(q, [who])).get(who)?.name ?? ''),
      matters: await Promise.all(matters.map(async (matter) => ({ matter, promises: promises.filter((one) => one.matterId === matter.id), appeal: await secretOf(q, matter) }))),
    };
  });
  if (!sheet) return refuse('visit_not_found');
  const link = `${siteUrl(asked.config)}/${sheet.visit.lang}/visits/${visitLink(sheet.visit)}`;
  const qr = await QRCode.toDataURL(link, { margin: 0, scale: 4, errorCorrectionLevel: 'M' });
  return html(<Paper asked={{ ...asked, here: `/desk/visits/${sheet.visit.number}/paper` }} sheet={{ ...sheet, code: visitCode(sheet.visit), qr, roll: asked.query.get('on') === 'roll' }} />, 200, { 'cache-control': 'private, no-store' });
};

const Paper = ({ asked, sheet }: { asked: Asked; sheet: Sheet }): VNode => {
  const { lang } = asked;
  const at = `${hrefOf(lang, sheet.visit.number)}/paper`;
  return (
    <Desk asked={asked} title={say(lang, w.title)}>
      <div class="stack noprint">
        <Back lang={lang} href={hrefOf(lang, sheet.visit.number)} />
        <p class="row"><span>{say(lang, w.print)}</span> <a href={at} aria-current={sheet.roll ? undefined : 'page'}>{say(lang, w.sheet)}</a> <a href={`${at}?on=roll`} aria-current={sheet.roll ? 'page' : undefined}>{say(lang, w.strip)}</a></p>
      </div>
      <Written sheet={sheet} org={asked.org[sheet.visit.lang]} />
    </Desk>
  );
};

/** What stands on the paper. Of a quiet visit no word of the matter: others read what lies on a table. */
const Written = ({ sheet: { visit, branch, by, matters, code, qr, roll }, org }: { sheet: Sheet; org: string }): VNode => {
  const { lang } = visit;
  return (
    <article class={roll ? 'visit-paper roll' : 'visit-paper'} lang={lang}>
      <p class="small">{org}<br />{branch}</p>
      <h1>{say(lang, w.title)}</h1>
      <p><strong class="number">{visit.number}</strong></p>
      <p>{say(lang, w.received, { day: longDay(lang, visit.heldOn) })}{by !== '' && <><br />{say(lang, w.by)}: {by}</>}{!visit.quiet && nameOfVisitor(visit) !== '' && <><br />{nameOfVisitor(visit)}</>}</p>
      {visit.quiet && <p>{say(lang, w.quietMatter)}</p>}
      <ol>{matters.map((one) => <li key={one.matter.id}><PaperMatter lang={lang} quiet={visit.quiet} one={one} /></li>)}</ol>
      <div class="visit-secret">
        <img src={qr} alt="" width={132} height={132} />
        <p>{say(lang, w.number)}: <strong class="number">{visit.number}</strong><br />{say(lang, w.code)}: <strong class="number">{code}</strong><br /><span class="small">{say(lang, w.scan)}</span></p>
      </div>
      <p class="small">{say(lang, w.notKept)}</p>
    </article>
  );
};

const PaperMatter = ({ lang, quiet, one: { matter, promises, appeal } }: { lang: Lang; quiet: boolean; one: Omit<One, 'suggested'> }): VNode => (
  <>
    {quiet ? <strong>{say(lang, visitWords.matter, { nth: matter.nth })}</strong> : <strong class="plain">{matter.text}</strong>}
    {matter.outcome === null && <p>{say(lang, w.open)}</p>}
    {matter.outcome !== null && quiet && <p>{say(lang, outcomeWords[matter.outcome])}</p>}
    {!quiet && matter.advice !== null && <p class="plain">{say(lang, w.advised, { text: matter.advice })}</p>}
    {appeal && <p>{say(lang, w.registered, { number: appeal.number, day: untilDay(lang, appeal.dueOn), code: appeal.code })}</p>}
    {promises.map((promise) => (
      <p key={promise.id}>{!quiet && <span class="plain">{say(lang, w.promised, { text: promise.text })}<br /></span>}<strong>{quiet ? say(lang, visitWords.until, { day: untilDay(lang, promise.dueOn) }) : say(lang, w.keeps, { who: whoKeeps(lang, promise), day: untilDay(lang, promise.dueOn) })}</strong></p>
    ))}
  </>
);
