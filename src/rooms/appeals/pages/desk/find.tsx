import type { VNode } from 'preact';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { normalIin } from '../../../../kernel/iin.ts';
import { fromLatin } from '../../../../kernel/latin.ts';
import { normalPhone, showPhone } from '../../../../kernel/phone.ts';
import { fullName, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read, type Read } from '../../../../platform/db.ts';
import { seeOther, type Asked } from '../../../../platform/web.ts';
import { TextField } from '../../../../ui/fields.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { numberField } from '../../contract.ts';
import { mayRead } from '../../policy.ts';
import { appealByNumber } from '../../store/matter.ts';
import { findPeople, type KnownPerson } from '../../store/person.ts';
import { deskWords } from '../../words/desk.ts';
import { commonWords } from '../../words/labels.ts';

/** One box for everything: a number leads to its matter, anything else finds people. */
export const SearchBox = ({ lang, text = '' }: { lang: Lang; text?: string }): VNode => (
  <form class="filters" role="search" action={`/${lang}/desk/search`}>
    <TextField lang={lang} name="q" type="search" label={say(lang, deskWords.search)} value={text} max={200} />
    <button class="button second">{say(lang, deskWords.find)}</button>
  </form>
);

/** A whole personal number, a telephone, or a part of the name in either script. */
export const peopleLike = async (q: Read, text: string): Promise<readonly KnownPerson[]> => {
  const iin = normalIin(text);
  if (iin !== null) return findPeople(q, { iin });
  const phone = normalPhone(text);
  const found = await findPeople(q, phone !== null ? { phone } : { text });
  const cyrillic = fromLatin(text);
  return found.length > 0 || cyrillic === null ? found : findPeople(q, { text: cyrillic });
};

export const nameOfPerson = (person: { readonly organisation: string | null; readonly surname: string | null; readonly given: string | null; readonly patronymic: string | null }): string => person.organisation ?? fullName(person);

export const searchPage = async (asked: Asked): Promise<VNode | Response> => {
  const { lang, ctx } = asked;
  const text = (asked.query.get('q') ?? '').slice(0, 200).trim();
  const number = numberField.safeParse(text);
  const known = number.success ? await read(ctx, (q) => appealByNumber(q, number.data)) : undefined;
  if (known && !isRefusal(mayRead(ctx.actor, known.appeal))) return seeOther(`/${lang}/desk/appeals/${known.appeal.number}`);
  const people = text === '' ? [] : await read(ctx, (q) => peopleLike(q, text));
  const title = say(lang, deskWords.foundTitle, { text });
  return (
    <Desk asked={asked} title={title}>
      <div class="stack">
        <h1>{title}</h1>
        <SearchBox lang={lang} text={text} />
        {people.length === 0 ? <p>{say(lang, deskWords.foundNone)}</p> : (
          <table class="list">
            <thead><tr><th scope="col">{say(lang, commonWords.applicant)}</th><th scope="col">{say(lang, deskWords.phone)}</th><th scope="col">{say(lang, deskWords.lastAppeal)}</th></tr></thead>
            <tbody>
              {people.map((person) => (
                <tr key={person.appealId}>
                  <td class="whole"><strong>{nameOfPerson(person)}</strong><div class="quiet small">{say(lang, deskWords.foundAppeals, { count: person.appeals })}</div></td>
                  <td class="nowrap">{person.phone === null ? '–' : showPhone(person.phone)}</td>
                  <td class="nowrap"><a href={`/${lang}/desk/appeals/${person.lastNumber}`}>{person.lastNumber}</a><div class="quiet small">{shortDay(person.lastOn)}</div></td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Desk>
  );
};
