import type { VNode } from 'preact';
import { clockTime } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { Radios, Select, TextField, type Errors } from '../../../ui/fields.tsx';
import { profiles, unitLevels, type Unit, type UnitLevel } from '../law.ts';
import { levelWords, pageWords as w, profileWords, weekWords } from '../words.ts';

/** What stands in a form: typed, or as it is now. */
export type Typed = Readonly<Record<string, string>>;
type P = { readonly lang: Lang; readonly typed: Typed; readonly errors: Errors };

export const NameFields = ({ lang, typed, errors }: P): VNode => (
  <>
    <TextField lang={lang} name="name_kk" label={say(lang, w.nameKk)} value={typed['name_kk']} errors={errors} max={200} />
    <TextField lang={lang} name="name_ru" label={say(lang, w.nameRu)} value={typed['name_ru']} errors={errors} max={200} />
    <TextField lang={lang} name="name_en" label={say(lang, w.nameEn)} value={typed['name_en']} errors={errors} max={200} />
  </>
);

export const CodeFields = ({ lang, typed, errors, above }: P & { above: UnitLevel | null }): VNode => (
  <div class="pair">
    <TextField lang={lang} name="code" label={say(lang, w.code)} hint={say(lang, w.codeHint, { code: typed['code'] || 'BQ01' })} value={typed['code']} errors={errors} max={10} short />
    <Select lang={lang} name="level" label={say(lang, w.level)} value={typed['level']} errors={errors}
      choices={unitLevels.slice(above === null ? 0 : unitLevels.indexOf(above)).map((level) => ({ value: level, text: say(lang, levelWords[level]) }))} />
  </div>
);

export const DetailFields = ({ lang, typed, errors }: P): VNode => (
  <>
    <TextField lang={lang} name="address" label={say(lang, w.address)} value={typed['address']} errors={errors} max={300} />
    <TextField lang={lang} name="phone" label={say(lang, w.phone)} type="tel" value={typed['phone']} errors={errors} max={40} short />
    <Radios lang={lang} name="profile" label={say(lang, w.profile)} value={typed['profile']} errors={errors}
      choices={profiles.map((profile) => ({ value: profile, text: say(lang, profileWords[profile]), hint: say(lang, profileWords[`${profile}About`]) }))} />
    <div class="pair">
      <Select lang={lang} name="calendar" label={say(lang, w.calendar)} value={typed['calendar']} errors={errors} choices={[{ value: 'kz5', text: say(lang, weekWords.kz5) }, { value: 'kz6', text: say(lang, weekWords.kz6) }]} />
      <TextField lang={lang} name="closing" label={say(lang, w.closing)} hint={say(lang, w.closingHint)} value={typed['closing']} errors={errors} max={5} short />
    </div>
  </>
);

export const namesOf = (unit: Unit): Typed => ({ name_kk: unit.names.kk, name_ru: unit.names.ru, name_en: unit.names.en });
export const detailsOf = (unit: Unit): Typed => ({ address: unit.address ?? '', phone: unit.phone ?? '', profile: unit.profile, calendar: unit.calendar, closing: clockTime(unit.closingMinute) });
