import type { VNode } from 'preact';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { moment } from '../../../../kernel/show.ts';
import { say, sayLoose, type Lang } from '../../../../kernel/words.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Button, Form, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Note, Tag } from '../../../../ui/parts.tsx';
import { channelWords, fateActs, isSendable, masked, reasonOf, stateWords, templateOf, type Fate } from '../../../notices/contract.ts';
import { mayRegister } from '../../policy.ts';
import { fateWords as w } from '../../words/fates.ts';
import type { Typed } from './fields.ts';
import { matterHref } from './form.tsx';
import type { View } from './view.ts';

const aboutOf = (lang: Lang, { code }: Fate): string => {
  const template = templateOf(code);
  return template.about ? template.about[lang] : sayLoose(lang, template.subject, { number: '', day: '', unit: '', main: '', code: '' }).replace(/^[:\s]+/, '');
};

/** What was told to the person and what became of it; a letter that came back asks for another address. */
export const Fates = ({ asked, view, typed, errors }: { asked: Asked; view: View; typed: Typed; errors: Errors }): VNode => {
  const { lang, ctx } = asked;
  const { appeal } = view.whole;
  const dead = view.ways.filter((way) => way.bounceCode !== null && way.bounceCode !== 'replaced');
  const mayReach = !isRefusal(mayRegister(ctx.actor, appeal.branchId, 'desk'));
  return (
    <section aria-labelledby="fates">
      <h2 id="fates">{say(lang, w.title)}</h2>
      {dead.map((way) => <Note key={way.id} tone="warn">{say(lang, w.bounced, { way: [say(lang, channelWords[way.channel]), masked(way.channel, way.address)].filter(Boolean).join(': ') })}</Note>)}
      {view.fates.length === 0 ? <p class="quiet">{say(lang, view.ways.length === 0 ? w.noWay : w.none)}</p> : (
        <table class="list">
          <thead><tr><th>{say(lang, w.what)}</th><th>{say(lang, w.where)}</th><th>{say(lang, w.state)}</th></tr></thead>
          <tbody>
            {view.fates.map((fate) => (
              <tr key={fate.id}>
                <td>{aboutOf(lang, fate)}</td>
                <td>{say(lang, channelWords[fate.channel])}{fate.address !== null && <div class="quiet small">{masked(fate.channel, fate.address)}</div>}</td>
                <td>
                  <Tag tone={fate.state === 'bounced' || fate.state === 'failed' ? 'late' : 'plain'}>{say(lang, stateWords[fate.state])}</Tag> <span class="quiet small">{moment(fate.sentAt ?? fate.sendAt)}</span>
                  {fate.state !== 'sent' && fate.tries > 0 && <div class="small">{say(lang, w.tries, { count: fate.tries })}</div>}
                  {fate.state !== 'sent' && fate.errorCode !== null && <div class="small">{reasonOf(lang, fate.errorCode)}</div>}
                  {mayReach && isSendable(fate) && (
                    <Form csrf={asked.csrf} action={`/${lang}/desk/notices/${fate.id}/sendings`}><input type="hidden" name="from" value="matter" /><div><Button kind="link">{say(lang, fateActs.again)}</Button></div></Form>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {view.ways.length > 0 && mayReach && (
        <Form csrf={asked.csrf} action={`${matterHref(lang, appeal.number)}/addresses`}>
          <TextField lang={lang} name="address.email" type="email" label={say(lang, w.newEmail)} value={typed['address.email'] ?? ''} errors={errors} max={200} />
          <Button kind="second">{say(lang, w.change)}</Button>
        </Form>
      )}
    </section>
  );
};
