import QRCode from 'qrcode';
import type { VNode } from 'preact';
import { say, type Lang } from '../../../kernel/words.ts';
import { Button, Form } from '../../../ui/fields.tsx';
import { Note } from '../../../ui/parts.tsx';
import { botLink, channelWords, isOffered, masked, stopPath, type Chat, type Way } from '../../notices/contract.ts';
import { followWords as w } from '../words/follow.ts';

/** The bot's own link for this matter, and its picture for whoever sits at a computer; null where nobody asked for it or there is no bot. */
export type ChatOffer = { readonly chat: Chat; readonly link: string | null; readonly qr: string | null };
export const chatOffer = async (chat: Chat, linkToken: string): Promise<ChatOffer | null> => {
  if (chat === 'none' || !isOffered('telegram')) return null;
  const link = chat === 'wanted' ? botLink(linkToken) : null;
  return { chat, link, qr: link === null ? null : await QRCode.toDataURL(link, { margin: 0, scale: 4, errorCorrectionLevel: 'M' }) };
};

export const ChatNote = ({ lang, offer }: { lang: Lang; offer: ChatOffer | null }): VNode | null => {
  if (!offer) return null;
  if (offer.chat === 'bound') return <Note tone="done"><p>{say(lang, w.chatBound)}</p></Note>;
  if (offer.link === null || offer.qr === null) return <Note tone="warn"><p>{say(lang, w.chatAway)}</p></Note>;
  return (
    <div class="noprint">
      <Note tone="warn">
        <p>{say(lang, w.chatLead)}</p>
        <p><a class="button" href={offer.link} rel="noreferrer">{say(lang, w.chatOpen)}</a></p>
        <p class="small">{say(lang, w.chatScan)}</p>
        <img class="qr" src={offer.qr} alt={say(lang, w.chatOpen)} width="136" height="136" />
      </Note>
    </div>
  );
};

/** Where the notices of this matter go, and how each is stopped: whoever has the page needs no letter for it. */
export const Ways = ({ lang, ways }: { lang: Lang; ways: readonly Way[] }): VNode | null => {
  const live = ways.filter((way) => way.bounceCode === null);
  return live.length === 0 ? null : (
    <>
      <h2>{say(lang, w.waysTitle)}</h2>
      <ul>
        {live.map((way) => (
          <li key={way.id}>
            {[say(lang, channelWords[way.channel]), masked(way.channel, way.address)].filter(Boolean).join(': ')}{way.stopped && <span class="quiet"> ({say(lang, w.wayStopped)})</span>}
            {' '}<a class="noprint" href={`/${lang}${stopPath(way.id)}`}>{say(lang, way.stopped ? w.wayStart : w.wayStop)}</a>
          </li>
        ))}
      </ul>
    </>
  );
};

/** The proof that a text message brought, as seal.ts of notices makes it; whether it is one is asked when the button is pressed. */
const stopProof = /^\d{1,15}\.[\w-]{11}$/;

/** Also for somebody whose number was typed by mistake: no code of the matter is asked. */
export const StopMessages = ({ lang, csrf, proof }: { lang: Lang; csrf: string; proof: string }): VNode | null => stopProof.test(proof) ? (
  <section class="box">
    <h2>{say(lang, w.stopTitle)}</h2>
    <Form csrf={csrf} action={`/${lang}/notices/${proof}`}><p>{say(lang, w.stopLead)}</p><Button kind="second" name="do" value="stop">{say(lang, w.stopSend)}</Button></Form>
  </section>
) : null;
