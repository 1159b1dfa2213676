import type { VNode } from 'preact';
import { langs, say, sayLoose, type Lang } from '../../../kernel/words.ts';
import { siteUrl, type Asked } from '../../../platform/web.ts';
import { uiWords } from '../../../ui/words.ts';
import { Fold } from '../../../ui/parts.tsx';
import type { Channel, Template, Worded } from '../law.ts';
import { segmentsOf, smsText } from '../sms-text.ts';
import { channelWords } from '../words/fates.ts';
import { adminWords as w } from '../words/pages.ts';
import { madeUp, madeUpNumber } from './kinds.tsx';

/** How somebody outside may get it, and how the staff does. */
const channelsOf = (template: Template): readonly Channel[] => (template.to === 'holder' ? ['email', 'sms', 'telegram'] : ['email', 'push']);

/** The wording as each channel would send it, in each language, with nobody's data. */
export const Preview = ({ asked, template, worded, open }: { asked: Asked; template: Template; worded: Worded; open: boolean }): VNode => {
  const { lang } = asked;
  return (
    <Fold title={say(lang, w.previewTitle)} open={open}>
      <div class="three">
        {langs.map((one) => (
          <div key={one} lang={one}>
            <h3>{uiWords[one][one]}</h3>
            {channelsOf(template).map((channel) => <Shown key={channel} lang={lang} channel={channel} {...filled(asked, template, worded, one)} />)}
          </div>
        ))}
      </div>
    </Fold>
  );
};

type Filled = { readonly subject: string; readonly text: string; readonly link: string; readonly stop: string | null };
/** As long as those of a house of some years. */
const sampleProof = '12345.AbCdEfGhIjK';
const filled = (asked: Asked, template: Template, worded: Worded, one: Lang): Filled => {
  const slots = madeUp(one, template);
  const site = `${siteUrl(asked.config)}/${one}`;
  return {
    subject: sayLoose(one, worded.subject, slots), text: sayLoose(one, worded.text, slots), link: `${site}${template.to === 'staff' ? '/desk' : `/follow?number=${madeUpNumber}`}`,
    stop: template.owed || template.to === 'staff' ? null : `${site}/notices/${sampleProof}`,
  };
};

const Shown = ({ lang, channel, subject, text, link, stop }: Filled & { lang: Lang; channel: Channel }): VNode => {
  const sms = smsText(subject, link, stop);
  const { count, used } = segmentsOf(sms);
  return (
    <div>
      <p class="quiet small" lang={lang}>{say(lang, channelWords[channel])}{channel === 'sms' && `: ${say(lang, w.segments, { count, used })}`}</p>
      <div class="words">
        {channel === 'email' && <><strong>{subject}</strong>{'\n\n'}{text}{'\n\n'}{link}</>}
        {channel === 'telegram' && <>{text}{'\n\n'}{link}</>}
        {channel === 'sms' && sms}
        {channel === 'push' && subject}
      </div>
    </div>
  );
};
