import type { VNode } from 'preact';
import { today } from '../../kernel/day.ts';
import { say } from '../../kernel/words.ts';
import { read, type Read } from '../../platform/db.ts';
import type { Answer, Asked } from '../../platform/web.ts';
import { holdersIn } from '../../rooms/people/contract.ts';
import { answeringIn, branchFor, country, openTopics, openUnits, territoryChildren, topics } from '../../rooms/units/contract.ts';
import { Note, Tag } from '../../ui/parts.tsx';
import { Desk } from '../../ui/shell.tsx';
import { setupWords as w } from './words.ts';

type Counts = { readonly places: boolean; readonly branches: number; readonly bodies: number; readonly unanswered: number; readonly staff: boolean };
/** Enough to see that somebody was hired besides the administrator. */
const unitsLookedAt = 20;

const counted = async (q: Read, asked: Asked): Promise<Counts> => {
  const [branches, bodies, root] = [await openUnits(q, 'branch'), await openUnits(q, 'body'), await branchFor(q, undefined)];
  const region = root?.territoryCode === country ? (await territoryChildren(q, country))[0]?.code : root?.territoryCode;
  const answering = await answeringIn(q, region ?? country);
  const all = openTopics(await topics(q));
  const holders = await holdersIn(q, [...branches, ...bodies].slice(0, unitsLookedAt).map((unit) => unit.id), today(asked.ctx.clock));
  const staff = [...holders.values()].flat().some((holder) => holder.roles.some((role) => role !== 'administrator'));
  return {
    places: region !== undefined && (await territoryChildren(q, region)).length > 0, branches: branches.length - 1, bodies: bodies.length,
    unanswered: all.filter((topic) => !answering.has(topic.code)).length, staff,
  };
};

type Step = { readonly href: string | null; readonly title: string; readonly about: string; readonly command?: string; readonly done: boolean };

/** From the empty house to the first appeal: what stands already and what comes next. */
export const stepsPage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const have = await read(asked.ctx, (q) => counted(q, asked));
  const steps: readonly Step[] = [
    { href: null, title: say(lang, w.stepPlaces), about: say(lang, w.stepPlacesAbout), command: 'script/jauap kato FILE.csv', done: have.places },
    { href: '/admin/units', title: say(lang, w.stepBranches), about: say(lang, w.stepBranchesAbout), done: have.branches > 0 },
    { href: '/admin/units', title: say(lang, w.stepBodies), about: say(lang, w.stepBodiesAbout), done: have.bodies > 0 },
    { href: '/admin/competences', title: say(lang, w.stepCompetences), about: say(lang, w.stepCompetencesAbout), done: have.bodies > 0 && have.unanswered === 0 },
    { href: '/admin/people', title: say(lang, w.stepPeople), about: say(lang, w.stepPeopleAbout), done: have.staff },
    { href: '/admin/calendar', title: say(lang, w.stepCalendar), about: say(lang, w.stepCalendarAbout), done: false },
    { href: '', title: say(lang, w.stepPublish), about: say(lang, w.stepPublishAbout), done: false },
  ];
  return (
    <Desk asked={asked} title={say(lang, w.stepsTitle)}>
      <div class="column">
        <h1>{say(lang, w.stepsTitle)}</h1>
        <p class="lead">{say(lang, w.stepsLead)}</p>
        <ol class="steps">{steps.map((step) => <StepLine key={step.title} asked={asked} step={step} />)}</ol>
        <Note>{say(lang, w.stepSafe)} <a href={`/${lang}/me`}>{say(lang, w.stepSafeLink)}</a></Note>
      </div>
    </Desk>
  );
};

const StepLine = ({ asked: { lang }, step }: { asked: Asked; step: Step }): VNode => (
  <li>
    <p><strong>{step.href === null ? step.title : <a href={`/${lang}${step.href}`}>{step.title}</a>}</strong> {step.done && <Tag tone="done">{say(lang, w.stepDone)}</Tag>}</p>
    <p class="quiet">{step.about} {step.command && <code>{step.command}</code>}</p>
  </li>
);
