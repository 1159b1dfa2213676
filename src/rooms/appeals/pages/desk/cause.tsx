import type { VNode } from 'preact';
import { today } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import type { Answer, Asked } from '../../../../platform/web.ts';
import { Form, TextField } from '../../../../ui/fields.tsx';
import { Back, Fold, Note } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { streetsOf } from '../../acts/likeness.ts';
import { mayDetach, mayRead } from '../../policy.ts';
import { appealBy, appealsByIds } from '../../store/change.ts';
import { candidates, joinedThemselves, membersOf, type Candidate } from '../../store/likeness.ts';
import type { Appeal } from '../../store/tables.ts';
import { causeWords as w } from '../../words/causes.ts';
import { commonWords } from '../../words/labels.ts';
import { beginningOf } from '../alike.ts';
import { DueTag, StageTag } from '../tags.tsx';
import { actPaths, matterHref } from './form.tsx';
import { numberOf } from './matter.tsx';
import { PlacesPicture } from './places-picture.tsx';

type Letter = { readonly of: Candidate; readonly appeal: Appeal };

/** One cause with its letters, from whichever of them it was opened; within the reader's sight. */
export const causePage = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx } = asked;
  const found = await read(ctx, async (q) => {
    const opened = await appealBy(q, { number: numberOf(asked) });
    if (!opened || isRefusal(mayRead(ctx.actor, opened))) return null;
    const mainId = opened.joinedTo ?? opened.id;
    const all = [...await candidates(q, [mainId]), ...await membersOf(q, [mainId])];
    const ids = all.map((one) => one.id);
    const [appeals, own] = await Promise.all([appealsByIds(q, ids), joinedThemselves(q, ids)]);
    const letters = all.flatMap((of): Letter[] => { const appeal = appeals.get(of.id); return appeal ? [{ of, appeal }] : []; });
    return { mainId, letters, own };
  });
  const main = found?.letters.find((one) => one.of.id === found.mainId);
  if (!found || !main) return refuse('appeal_not_found');
  const { letters, own } = found;
  const here = { ...asked, here: `/desk/appeals/${main.appeal.number}/cause` };
  const streets = streetsOf(letters.map((one) => one.of));
  const since = letters.map((one) => one.of.on).toSorted()[0] ?? main.of.on;
  return (
    <Desk asked={here} title={say(lang, w.causeTitle, { number: main.appeal.number })}>
      <div class="stack">
        <Back lang={lang} href={matterHref(lang, main.appeal.number)} />
        <h1>{say(lang, w.causeTitle, { number: main.appeal.number })}</h1>
        <p>{[say(lang, w.letters, { count: letters.length }), streets > 1 ? say(lang, w.ofStreets, { count: streets }) : '', say(lang, w.since, { day: shortDay(since) })].filter(Boolean).join(', ')}</p>
        <Note>{say(lang, w.causeLead)}</Note>
        <p><a class="button" href={`${matterHref(lang, main.appeal.number)}#acts`}>{say(lang, w.answerAll)}</a></p>
        <PlacesPicture lang={lang} points={letters.flatMap(({ of }) => (of.point ? [{ ...of.point, label: of.number, main: of.id === main.of.id }] : []))} />
        <table class="list">
          <thead><tr><th scope="col">{say(lang, commonWords.number)}</th><th scope="col">{say(lang, commonWords.dueOn)}</th><th scope="col">{say(lang, commonWords.place)}</th><th /></tr></thead>
          <tbody>{letters.map((one) => <Row key={one.of.id} asked={asked} letter={one} main={one.of.id === main.of.id} themselves={own.has(one.of.id)} />)}</tbody>
        </table>
      </div>
    </Desk>
  );
};

const Row = ({ asked, letter: { of, appeal }, main, themselves }: { asked: Asked; letter: Letter; main: boolean; themselves: boolean }): VNode => {
  const { lang } = asked;
  return (
    <tr>
      <td class="whole"><a class="nowrap" href={matterHref(lang, appeal.number)}>{appeal.number}</a><div class="quiet small">{say(lang, main ? w.main : w.member)}{themselves && <>, {say(lang, w.byThemselves)}</>}</div></td>
      <td class="whole">{shortDay(appeal.dueOn)} <DueTag lang={lang} dueOn={appeal.dueOn} today={today(asked.ctx.clock)} stage={appeal.stage} /><div><StageTag lang={lang} stage={appeal.stage} /></div></td>
      <td class="whole">{of.address !== null && <strong>{of.address}</strong>}<div class="plain small">{beginningOf(of.text)}</div></td>
      <td>{!main && !isRefusal(mayDetach(asked.ctx.actor, appeal)) && ['registered', 'in_work'].includes(appeal.stage) && <TakeOut asked={asked} lang={lang} number={appeal.number} />}</td>
    </tr>
  );
};

/** The act of the matter's own page, with its reason. */
const TakeOut = ({ asked, lang, number }: { asked: Asked; lang: Lang; number: string }): VNode => (
  <Fold title={say(lang, w.takeOut)}>
    <Form csrf={asked.csrf} action={`${matterHref(lang, number)}/${actPaths.detach}`}>
      <TextField lang={lang} name="detach.reason" label={say(lang, w.takeOutWhy)} max={2_000} />
      <button class="button second">{say(lang, w.takeOut)}<span class="hidden"> {number}</span></button>
    </Form>
  </Fold>
);
