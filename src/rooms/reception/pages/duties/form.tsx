import type { VNode } from 'preact';
import { clockTime } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { Checkbox, Radios, Select, TextField, type Errors } from '../../../../ui/fields.tsx';
import { onDaysOff, rhythms } from '../../law/duties.ts';
import type { Duty } from '../../store/duties.ts';
import { adminWords as w, dayOffWords, everyWeekday, rhythmWords } from '../../words/duties-admin.ts';
import type { Typed } from './around.ts';

const minutes = (at: number | null): string => (at === null ? '' : clockTime(at));
export const typedOf = (d: Duty): Typed => ({
  nameKk: d.names.kk, nameRu: d.names.ru, nameEn: d.names.en, source: d.source, sourceOn: d.sourceOn ?? '', rhythm: d.rhythm, times: String(d.times), weekday: d.weekday === null ? '' : String(d.weekday), onDayOff: d.onDayOff,
  from: minutes(d.fromMinute), to: minutes(d.toMinute), place: d.place ?? '', ...(d.public ? { public: 'yes' } : {}),
});

/** What a duty says: its names, its source, how often, where. */
export const DutyFields = ({ lang, typed, errors }: { lang: Lang; typed: Typed; errors: Errors }): VNode => {
  const field = { lang, errors };
  return (
    <>
      <div class="pair">
        <TextField {...field} name="nameKk" label={say(lang, w.nameKk)} value={typed['nameKk']} max={200} />
        <TextField {...field} name="nameRu" label={say(lang, w.nameRu)} value={typed['nameRu']} max={200} />
        <TextField {...field} name="nameEn" label={say(lang, w.nameEn)} value={typed['nameEn']} max={200} />
      </div>
      <div class="pair">
        <TextField {...field} name="source" label={say(lang, w.source)} hint={say(lang, w.sourceHint)} value={typed['source']} max={500} />
        <TextField {...field} name="sourceOn" type="date" label={say(lang, w.sourceOn)} value={typed['sourceOn']} />
      </div>
      <Radios {...field} name="rhythm" label={say(lang, w.rhythm)} value={typed['rhythm'] ?? 'month'} choices={rhythms.map((one) => ({ value: one, text: say(lang, rhythmWords[one]) }))} />
      <div class="pair">
        <TextField {...field} name="times" label={say(lang, w.times)} value={typed['times'] ?? '1'} inputmode="numeric" max={2} short />
        <Select {...field} name="weekday" label={say(lang, w.weekday)} hint={say(lang, w.weekdayHint)} empty="–" value={typed['weekday']} choices={([1, 2, 3, 4, 5, 6, 7] as const).map((n) => ({ value: String(n), text: say(lang, everyWeekday[`d${n}`]) }))} />
        <Select {...field} name="onDayOff" label={say(lang, w.onDayOff)} value={typed['onDayOff'] ?? 'next'} choices={onDaysOff.map((one) => ({ value: one, text: say(lang, dayOffWords[one]) }))} />
      </div>
      <div class="pair">
        <TextField {...field} name="from" label={say(lang, w.from)} value={typed['from']} max={5} short />
        <TextField {...field} name="to" label={say(lang, w.to)} value={typed['to']} max={5} short />
        <TextField {...field} name="place" label={say(lang, w.place)} value={typed['place']} max={200} />
      </div>
      <Checkbox name="public" text={say(lang, w.public)} checked={typed['public'] === 'yes'} />
    </>
  );
};
