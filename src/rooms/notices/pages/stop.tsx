import type { VNode } from 'preact';
import { isRefusal } from '../../../kernel/refusal.ts';
import { say } from '../../../kernel/words.ts';
import { html, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, Form } from '../../../ui/fields.tsx';
import { Note } from '../../../ui/parts.tsx';
import { Page } from '../../../ui/shell.tsx';
import { startWay, stopWay, wayBehind, type WayBehind } from '../acts/ways.ts';
import { allTemplates } from '../templates.ts';
import { channelWords } from '../words/fates.ts';
import { stopWords as w } from '../words/pages.ts';
import { Kinds } from './kinds.tsx';

/** Looking stops nothing: programs that check links open them too. */
export const stopPage = async (asked: Asked): Promise<Answer> => {
  const way = await wayBehind(asked.ctx, asked.param('token'));
  return isRefusal(way) ? way : html(<Stop asked={asked} way={way} said={null} />);
};

/** The page's button, and the mail program's own (RFC 8058), which knows neither a page nor a session. */
export const stopPost = async (asked: Asked): Promise<Answer> => {
  const token = asked.param('token');
  const again = (await asked.form()).get('do') === 'start';
  const done = again ? await startWay(asked.ctx, token) : await stopWay(asked.ctx, token);
  if (isRefusal(done)) return done;
  const way = await wayBehind(asked.ctx, token);
  return isRefusal(way) ? way : html(<Stop asked={asked} way={way} said={again ? 'undone' : 'done'} />);
};

const Stop = ({ asked, way, said }: { asked: Asked; way: WayBehind; said: 'done' | 'undone' | null }): VNode => {
  const { lang } = asked;
  const own = allTemplates().filter((one) => one.to === 'holder');
  const [stops, stays] = [own.filter((one) => !one.owed), own.filter((one) => one.owed && !one.secret)];
  return (
    <Page asked={asked} title={say(lang, w.title)} noindex>
      <h1>{say(lang, w.title)}</h1>
      {said ? <div role="status"><Note tone="done">{say(lang, w[said])}</Note></div> : way.stopped && <Note>{say(lang, w.done)}</Note>}
      <p>
        {say(lang, w.which, { channel: say(lang, channelWords[way.channel]), address: way.address })}
        {way.number !== null && <><br />{say(lang, w.about, { number: way.number })}</>}
      </p>
      <Form csrf={asked.csrf} action={`/${lang}/notices/${asked.param('token')}`}>
        {way.stopped ? <Button kind="second" name="do" value="start">{say(lang, w.undo)}</Button> : <Button name="do" value="stop">{say(lang, w.button)}</Button>}
      </Form>
      <h2>{say(lang, w.stops)}</h2>
      {stops.length === 0 ? <p>{say(lang, w.stopsAll)}</p> : <Kinds lang={lang} templates={stops} />}
      <h2>{say(lang, w.stays)}</h2>
      {stays.length === 0 ? <p>{say(lang, w.staysAll)}</p> : <Kinds lang={lang} templates={stays} />}
      <p class="quiet">{say(lang, w.staysWhy)}</p>
    </Page>
  );
};
