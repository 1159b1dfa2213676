import type { VNode } from 'preact';
import { say } from '../../../../kernel/words.ts';
import type { Read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Button, ErrorSummary, Form, type Choice, type Errors } from '../../../../ui/fields.tsx';
import { Back } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { bookWords as w } from '../../words/bookings.ts';
import { aboutOf, asksSteps, hostsOf, type Journey } from './journey.ts';
import { DayQuestion, How, Time, What, Where, Who, You } from './questions.tsx';
import type { Fields, Step } from './steps.ts';

const here = (asked: Asked, rest = ''): string => `/${asked.lang}/receptions/book${rest}`;

type Shown = { readonly fields: Fields; readonly errors: Errors; readonly choices?: readonly Choice[]; readonly fromText?: boolean };
/** One question. `again`: shown once more, with what was wrong. */
export const question = async (asked: Asked, q: Read, step: Step, j: Journey, s: Shown): Promise<VNode> => {
  const { lang } = asked;
  const asks = asksSteps(j);
  const p = { lang, fields: s.fields, errors: s.errors };
  const body = step === 'what' ? <What {...p} /> : step === 'where' ? <Where {...p} choices={s.choices ?? []} fromText={s.fromText ?? false} />
    : step === 'who' ? <Who {...p} j={j} hosts={await hostsOf(asked, q, j, await aboutOf(q, asked, s.fields))} /> : step === 'how' ? <How {...p} />
    : step === 'day' ? <DayQuestion {...p} j={j} /> : step === 'time' ? <Time {...p} j={j} names={await peopleByIds(q, j.fitting.map((place) => place.sitting.accountId))} /> : <You {...p} />;
  const before = asks[asks.indexOf(step) - 1];
  return (
    <Page asked={asked} title={`${Object.keys(s.errors).length > 0 ? '! ' : ''}${say(lang, w.title)}: ${asks.indexOf(step) + 1}/${asks.length}`} noindex>
      <Back lang={lang} href={before ? here(asked, `/${before}`) : here(asked)} />
      <p class="quiet">{say(lang, w.progress, { step: asks.indexOf(step) + 1, all: asks.length })}</p>
      <ErrorSummary lang={lang} errors={s.errors} />
      <Form csrf={asked.csrf} action={here(asked, `/${step}`)} class="rec-form">{body}{step !== 'day' && <Button>{say(lang, w.goOn)}</Button>}</Form>
    </Page>
  );
};
