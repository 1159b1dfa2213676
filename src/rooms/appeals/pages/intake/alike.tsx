import type { VNode } from 'preact';
import { today } from '../../../../kernel/day.ts';
import { longDay } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import { read, write, type Read } from '../../../../platform/db.ts';
import { page, seeOther, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { Form } from '../../../../ui/fields.tsx';
import { Back } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { territoriesByCodes } from '../../../units/contract.ts';
import { publicProposals, type PublicProposal } from '../../acts/likeness.ts';
import { anyoneMay } from '../../policy.ts';
import { draftOf, keepDraft, type Draft } from '../../store/draft.ts';
import { causeWords as w } from '../../words/causes.ts';
import { beginningOf, reasonsText } from '../alike.ts';
import { checked, firstOpen, type Fields } from './fields.ts';
import { pointOf } from './point.ts';

const alikePath = (lang: string): string => `/${lang}/appeals/new/alike`;

/** What is published nearby and open, once the words and the place are known. */
export const alikeTo = async (q: Read, asked: Asked, fields: Fields): Promise<readonly PublicProposal[]> => {
  const [text, territoryCode] = [fields['text'] ?? '', fields['territory'] ?? ''];
  if (text.trim() === '' || territoryCode === '') return [];
  const path = (await territoriesByCodes(q, [territoryCode])).get(territoryCode)?.path;
  return path ? publicProposals(q, { text, address: fields['address'] ?? null, territoryCode, territoryPath: path, point: pointOf(fields), on: today(asked.ctx.clock) }) : [];
};

/** Where the words or the place have just been answered: this page, or null when there is nothing to propose. */
export const toAlike = async (asked: Asked, step: string, fields: Fields): Promise<string | null> =>
  step !== 'where' && (step !== 'what' || !fields['territory']) ? null : (await read(asked.ctx, (q) => alikeTo(q, asked, fields))).length > 0 ? alikePath(asked.lang) : null;

const onward = (asked: Asked, draft: Pick<Draft, 'key' | 'fields' | 'papers'>): string =>
  `/${asked.lang}/appeals/new/${firstOpen(checked(draft.fields, { key: 'looked-at-only-here', lang: asked.lang, papers: draft.papers }).errors)}`;

const found = (asked: Asked) => read(asked.ctx, async (q) => {
  const draft = await draftOf(q, asked.visit);
  return { draft, alike: draft && draft.sentAppealId === null ? await alikeTo(q, asked, draft.fields) : [] };
});

/** One question: is it the same? Nothing to ask, and the next one is asked. */
const alikePage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const { draft, alike } = await found(asked);
  if (!draft || draft.sentAppealId !== null) return seeOther(`/${lang}/appeals/new`);
  if (alike.length === 0) return seeOther(onward(asked, draft));
  return (
    <Page asked={asked} title={say(lang, w.publicTitle)} noindex>
      <Back lang={lang} href={`/${lang}/appeals/new/where`} />
      <h1>{say(lang, w.publicTitle)}</h1>
      <p class="lead">{say(lang, w.publicLead)}</p>
      <Form csrf={asked.csrf} action={alikePath(lang)}>
        <div class="stack">
          {alike.map((one) => <Alike key={one.number} asked={asked} one={one} />)}
          <p><button class="button second" name="joinTo" value="">{say(lang, w.publicOther)}</button></p>
        </div>
      </Form>
    </Page>
  );
};

const Alike = ({ asked: { lang }, one }: { asked: Asked; one: PublicProposal }): VNode => (
  <section class="box" aria-labelledby={one.number}>
    <h2 id={one.number} class="number">{one.number}</h2>
    <p class="plain" lang={one.lang}>{beginningOf(one.text)}</p>
    <p class="quiet small">{[say(lang, w.publicDay, { day: longDay(lang, one.on) }), reasonsText(lang, one.reasons)].filter(Boolean).join(' · ')}</p>
    <p><a href={`/${lang}/appeals/${one.number}`}>{say(lang, w.publicOpen, { number: one.number })}</a></p>
    <p><button class="button" name="joinTo" value={one.number}>{say(lang, w.publicJoin)}<span class="hidden"> {one.number}</span></button></p>
  </section>
);

/** Only what was proposed may be chosen; anything else is "mine is different". */
const answerAlike = async (asked: Asked): Promise<Answer> => {
  const { draft, alike } = await found(asked);
  if (!draft || draft.sentAppealId !== null) return seeOther(`/${asked.lang}/appeals/new`);
  const chosen = (await asked.form()).get('joinTo');
  const fields = { ...draft.fields, joinTo: alike.some((one) => one.number === chosen) ? chosen : '' };
  await write(asked.ctx, (tx) => keepDraft(tx, asked.visit, fields, draft.papers, new Date(asked.ctx.clock.now())));
  return seeOther(onward(asked, { ...draft, fields }));
};

export const alikeRoutes: readonly Route[] = [
  page({ method: 'get', path: '/appeals/new/alike', may: anyoneMay, handler: alikePage }),
  page({ method: 'post', path: '/appeals/new/alike', may: anyoneMay, handler: answerAlike }),
];
