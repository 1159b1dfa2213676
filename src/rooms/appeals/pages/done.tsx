import QRCode from 'qrcode';
import { refuse } from '../../../kernel/refusal.ts';
import { untilDay } from '../../../kernel/show.ts';
import { say } from '../../../kernel/words.ts';
import { as } from '../../../platform/ctx.ts';
import { read } from '../../../platform/db.ts';
import { page, seeOther, siteUrl, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { Button, Form } from '../../../ui/fields.tsx';
import { Note } from '../../../ui/parts.tsx';
import { Page } from '../../../ui/shell.tsx';
import { chatOf, waysOf } from '../../notices/contract.ts';
import { nameOf, unitById } from '../../units/contract.ts';
import { anyoneMay } from '../policy.ts';
import { draftOf } from '../store/draft.ts';
import { registeredOf } from '../store/intake.ts';
import { appealById, timeline } from '../store/matter.ts';
import { causeWords } from '../words/causes.ts';
import { followWords } from '../words/follow.ts';
import { intakeWords as w } from '../words/intake.ts';
import { Advice, dangersNow } from './intake/urgent.tsx';
import { Term, unfold } from './term.tsx';
import { ChatNote, chatOffer } from './told.tsx';
import { today } from '../../../kernel/day.ts';

/** A library's computer is somebody else's after a while: from then on the link or the number with its code is asked for. */
const shownForMs = 2 * 60 * 60_000;

/** Shown to the very browser that sent it, as often as it asks for two hours: number, day, who has it, what happens next. */
const donePage = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const draft = await read(asked.ctx, (q) => draftOf(q, asked.visit));
  const appealId = draft?.sentAppealId ?? null;
  if (appealId === null) return seeOther(`/${lang}/appeals/new`);
  if (asked.ctx.clock.now() - (draft?.touchedAt?.getTime() ?? 0) > shownForMs) return seeOther(`/${lang}/follow`);
  const found = await read(as(asked.ctx, { kind: 'holder', appealId }), async (q) => {
    const [own] = await registeredOf(q, appealId);
    const whole = own && (await appealById(q, appealId));
    return whole && { own, whole, unit: await unitById(q, whole.appeal.holderUnit), unfolded: await unfold(q, whole.appeal), wish: (await timeline(q, appealId, true)).find((row) => row.act === 'join'), chat: await chatOf(q, `appeal:${appealId}`), ways: await waysOf(q, `appeal:${appealId}`) };
  });
  if (!found) return refuse('appeal_not_found');
  const { own, whole, unit, unfolded, wish, chat, ways } = found;
  const joinedTo = typeof wish?.facts['number'] === 'string' ? wish.facts['number'] : '';
  const path = `/${lang}/follow/${own.linkToken}`;
  const link = `${siteUrl(asked.config)}${path}`;
  const qr = await QRCode.toDataURL(link, { margin: 0, scale: 4, errorCorrectionLevel: 'M' });
  const offer = await chatOffer(chat, own.linkToken);
  return (
    <Page asked={asked} title={say(lang, w.doneTitle)} noindex>
      <div class="panel">
        <h1>{say(lang, w.doneTitle)}</h1>
        <p>{say(lang, w.doneNumber)}</p>
        <p class="big">{own.number}</p>
        <p>{say(lang, w.doneCode)}: <strong class="number">{own.followCode}</strong></p>
      </div>
      <Advice asked={asked} dangers={dangersNow(asked, whole.text)} />
      <p class="lead"><strong>{say(lang, w.doneDue, { on: untilDay(lang, own.dueOn) })}</strong></p>
      {wish && <Note tone={wish.code === 'join_missed' ? 'warn' : 'done'}><p>{say(lang, wish.code === 'join_missed' ? causeWords.doneMissed : causeWords.doneJoined, { number: joinedTo })}</p></Note>}
      {unit && <p>{say(lang, w.doneHolder, { unit: nameOf(unit, lang) })}</p>}
      <Term lang={lang} appeal={whole.appeal} unfolded={unfolded} today={today(asked.ctx.clock)} />
      <ChatNote lang={lang} offer={offer} />
      <p class="row noprint"><a class={offer?.link ? 'button second' : 'button'} href={path}>{say(lang, w.doneFollow)}</a><a class="button second" href={`${path}/talon.pdf`}>{say(lang, w.doneTalon)}</a></p>
      <h2>{say(lang, w.doneNext)}</h2>
      <ol><li>{say(lang, w.doneNext1)}</li><li>{say(lang, w.doneNext2)}</li><li>{say(lang, w.doneNext3)}</li></ol>
      <Note>{ways.length === 0 && chat === 'none' && <p><strong>{say(lang, w.doneLook)}</strong></p>}<p>{say(lang, w.doneKeep)}</p><p class="small">{link}</p><img class="qr" src={qr} alt={say(lang, followWords.talonScan)} width="136" height="136" /></Note>
      <Form csrf={asked.csrf} action={`/${lang}/appeals/new`}><Button kind="second">{say(lang, w.another)}</Button></Form>
    </Page>
  );
};

/** The paper twin: the same questions to fill in by hand (product.md, rule 8). */
const paperPage = (asked: Asked): Answer => {
  const { lang } = asked;
  const blank = (label: string, lines = 1) => (
    <div class="field"><strong>{label}</strong>{Array.from({ length: lines }, (_, at) => <p key={at} class="rule" aria-hidden="true" />)}</div>
  );
  return (
    <Page asked={asked} title={say(lang, w.paperTwin)}>
      <h1>{say(lang, w.startTitle)}</h1>
      <p>{asked.org[lang]}</p>
      {blank(say(lang, w.textTitle), 9)}
      {blank(say(lang, w.placeTitle), 2)}
      <p><strong>{say(lang, w.kindTitle)}</strong></p>
      <p>{[w.kindApplication, w.kindComplaint, w.kindProposal, w.kindInformationRequest, w.kindMessage, w.kindResponse].map((one) => <span class="nowrap" key={one.en}>☐ {say(lang, one)}&emsp;</span>)}</p>
      {blank(`${say(lang, w.surname)}, ${say(lang, w.given)}, ${say(lang, w.patronymic)} / ${say(lang, w.organisation)}`, 2)}
      {blank(`${say(lang, w.phone)}, ${say(lang, w.email)}, ${say(lang, w.postal)}`, 2)}
      {blank(say(lang, w.iin))}
      <p><strong>{say(lang, w.publishTitle)}</strong></p>
      <p>☐ {say(lang, w.publishNo)}<br />☐ {say(lang, w.publishYes)}</p>
      {blank(say(lang, w.paperSigned))}
    </Page>
  );
};

export const doneRoutes: readonly Route[] = [
  page({ method: 'get', path: '/appeals/new/done', may: anyoneMay, handler: donePage }),
  page({ method: 'get', path: '/appeals/new/paper', may: anyoneMay, handler: paperPage }),
];
