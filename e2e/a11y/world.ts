import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setupToken } from '../../src/app/setup/token.ts';
import { makeServer } from '../../src/app/server.tsx';
import { house } from '../../src/app/house.ts';
import { openDb, read, write } from '../../src/platform/db.ts';
import { makeLog } from '../../src/platform/log.ts';
import { readConfig, type Config } from '../../src/platform/config.ts';
import { system } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { answerInterim, approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { askClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { requestExtension } from '../../src/rooms/appeals/acts/extend.ts';
import { addSomething, giveVerdict } from '../../src/rooms/appeals/acts/holder.ts';
import { indexAll } from '../../src/rooms/appeals/acts/indexing.ts';
import { join as joinTo } from '../../src/rooms/appeals/acts/join.ts';
import { refuseLetter } from '../../src/rooms/appeals/acts/letter.ts';
import { note } from '../../src/rooms/appeals/acts/note.ts';
import { publish, redact } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { split } from '../../src/rooms/appeals/acts/split.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { finalAnswer } from '../../src/rooms/appeals/store/matter.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import type { RegisteredMatter } from '../../src/rooms/appeals/contract.ts';
import { takeUpload } from '../../src/rooms/files/contract.ts';
import { setWay, waysOf } from '../../src/rooms/notices/contract.ts';
import { stopToken } from '../../src/rooms/notices/seal.ts';
import { invite } from '../../src/rooms/people/contract.ts';
import { bookedAt, dayAfter, planned } from '../../test/support/bookings.ts';
import { withDuty } from '../../test/support/duties.ts';
import { visited, type Visited } from '../../test/support/visits.ts';
import { serveApp } from '../../test/support/chromium.ts';
import { fixedClock, freshDb } from '../../test/support/database.ts';
import { busyHall } from '../../test/support/hall.ts';
import { ok, type TestHouse } from '../../test/support/house.ts';
import { outingThatWaits } from '../../test/support/tablet.ts';
import { announceOuting } from '../../src/rooms/reception/acts/outings/plan.ts';

type Beside = { readonly address: string; readonly end: () => Promise<void> };

/** Everything a page of the house can need to exist. */
export type World = {
  readonly h: TestHouse;
  readonly fresh: RegisteredMatter; readonly urgent: RegisteredMatter; readonly busy: RegisteredMatter; readonly waiting: RegisteredMatter; readonly asked: RegisteredMatter; readonly answered: RegisteredMatter; readonly back: RegisteredMatter; readonly ended: RegisteredMatter;
  /** what the drafted letter is like, published, with one joined to it and one that may be */
  readonly alike: { readonly main: string; readonly letter: string };
  readonly invitation: string;
  /** the one-click stop of `busy`’s letters */
  readonly stop: string;
  /** a task beside `busy`, by its id */
  readonly task: number;
  /** a duty to receive, of the head of the district office */
  readonly dutyId: number;
  /** a reception with people booked for it, and one of them */
  readonly booked: { readonly receptionId: number; readonly token: string };
  /** announced, with a tablet that brought a record which waits for a person */
  readonly outing: { readonly outingId: number; readonly deviceId: number; readonly place: number };
  /** a visit that goes on, one that is over, and a quiet one */
  readonly visits: { readonly begun: Visited; readonly over: Visited; readonly quiet: Visited };
  /** a waiting room with somebody called and others waiting */
  readonly hall: { readonly kiosk: string; readonly display: string; readonly called: string; readonly ticket: string };
  readonly away: Beside;
  readonly empty: Beside & { readonly token: string };
  readonly end: () => Promise<void>;
};

// people paste addresses, and names of bodies are long: neither may push a page aside
const pasted = `https://qala.example/${'kommunaldyq-sharuashylyq-'.repeat(6)}2026`;
const text = `Мектептің жанындағы көше шамдары екі аптадан бері жанбайды, балалар қараңғыда жүр. Сурет мұнда: ${pasted}\n\nМенің нөмірім 8 701 000 00 01.`;

/** `few`: without the letters that only fill the inbox. */
export const makeWorld = async (h: TestHouse, o: { readonly few?: boolean } = {}): Promise<World> => {
  const ctx = h.ctx();
  const { default: sharp } = await import('sharp');
  const photograph = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#35557f' } }).jpeg().toBuffer();
  const upload = async (name: string, bytes: Uint8Array<ArrayBuffer>) => ok(await takeUpload(ctx, new File([bytes], name), { by: 'account:0' })).fileId;
  const papers = async () => [await upload('шам.jpg', new Uint8Array(photograph)), await upload(`${'өте-ұзын-атау-'.repeat(8)}.txt`, new TextEncoder().encode('Акт'))];
  const received = async (o: Partial<Parameters<typeof aRegistration>[0]> & { topicCode?: string } = {}): Promise<RegisteredMatter> => {
    const { topicCode = 'lighting', ...rest } = o;
    const matter = { kind: 'application' as const, text, territoryCode: '276000000', address: 'Абай көшесі, 12', topicCode, publishConsent: true, papers: await papers() };
    const [one] = ok(await register(ctx, aRegistration({ matters: [matter], ...rest }))).matters;
    if (!one) throw new Error('nothing was registered');
    return one;
  };
  const given = async (accountId?: number): Promise<RegisteredMatter> => {
    const one = await received();
    ok(await assign(ctx, { number: one.number, unitId: h.units.lighting, accountId, instruction: 'Бүгін барып көріңіз', suggested: true }));
    return one;
  };
  const drafted = async (): Promise<{ one: RegisteredMatter; answerId: number }> => {
    const one = await given(h.people.executor);
    return { one, answerId: ok(await draftAnswer(ctx, { number: one.number, outcome: 'done', text: `Шам ауыстырылды. ${pasted}`, papers: await papers() })).answerId };
  };
  const sent = async (): Promise<RegisteredMatter> => {
    const { one, answerId } = await drafted();
    ok(await approveAndSend(ctx, { number: one.number, answerId }));
    return one;
  };
  const say = (one: RegisteredMatter, verdict: 'solved' | 'not_solved') => giveVerdict(h.ctx({ kind: 'holder', appealId: one.appealId }), { verdict, comment: 'Бір шам әлі жанбайды' });

  const fresh = await received();
  // a group with a representative; a repeat of another, a part split off, more time asked, notes and papers
  const busy = await received({
    applicant: { kind: 'group', surname: 'Сыналмалы', given: 'Әлия', phone: '8 701 000 00 01', email: 'aliya@example.kz', address: 'Тасқала ауылы, Абай көшесі, 12', representative: { name: 'Үлгібаев Әсет', authority: 'сенімхат' }, signatories: [{ surname: 'Үлгібаева', given: 'Сара' }, { surname: 'Сыналған', given: 'Дәулет' }] },
  });
  ok(await assign(ctx, { number: busy.number, unitId: h.units.roads, suggested: false }));
  ok(await assign(ctx, { number: busy.number, unitId: h.units.lighting, accountId: h.people.colleague, suggested: false }));
  ok(await assign(ctx, { number: busy.number, unitId: h.units.lighting, accountId: h.people.executor, suggested: false }));
  ok(await note(ctx, { number: busy.number, text: 'Былтыр да жазған', papers: await papers() }));
  ok(await answerInterim(ctx, { number: busy.number, text: 'Шам тапсырылды', papers: [] }));
  ok(await joinTo(ctx, { number: busy.number, mainNumber: fresh.number, as: 'repeat' }));
  ok(await split(ctx, { number: busy.number, text: 'Жолдағы шұңқырлар туралы бөлек', topicCode: 'roads' }));
  const task = ok(await giveTask(ctx, { number: busy.number, task: 'Бағанның іргетасын тексеріңіз', unitId: h.units.lighting, accountId: h.people.colleague, controllerAccountId: h.people.controller, dueOn: day('2026-11-27') })).assignmentId;
  ok(await addSomething(h.ctx({ kind: 'holder', appealId: busy.appealId }), { text: 'Тағы бір шам сөнді', papers: [] }));
  ok(await requestExtension(ctx, { number: busy.number, toOn: day('2026-12-25'), reason: 'Мердігер іздеп жатырмыз' }));
  const asked = await given();
  ok(await askClarification(ctx, { number: asked.number, question: 'Қай қақпаның жанында?' }));
  const back = await sent();
  ok(await say(back, 'not_solved'));
  const ended = await sent();
  ok(await say(ended, 'solved'));
  const answerId = (await read(ctx, (q) => finalAnswer(q, ended.appealId)))?.id;
  ok(await redact(ctx, { number: ended.number, publicText: `Мектептің жанындағы көше шамдары жанбайды. ${pasted}`, answerId, publicAnswer: `Шам ауыстырылды. ${pasted}` }));
  ok(await publish(ctx, { number: ended.number }));
  // fifty and more stand in the inbox's first page, so that it has a next one, and the figures have something to show
  for (let n = 0; n < (o.few ? 0 : 10); n += 1) ok(await register(ctx, aRegistration({ matters: Array.from({ length: 5 }, () => ({ kind: 'complaint' as const, text, territoryCode: '276000000', topicCode: 'lighting', publishConsent: false })) })));
  await refuseLetter(h.ctx(system('mail')), { name: '<list@mail.example>', from: { name: 'Хатшы Дина', address: 'dina@mail.example' }, subject: 'Тізімнен келген хат' }, 'mailing_list');
  await refuseLetter(h.ctx(system('mail')), { name: '<noise@mail.example>', from: null, subject: '' }, 'letter_broken');
  // of danger, without a topic, and its place only in its words
  const [urgent] = ok(await register(ctx, aRegistration({ branchId: h.units.tasqala, matters: [{ kind: 'application', text: 'Тасқала ауданында Абай көшесі, 12, подъезде газ иісі шығып тұр, ауладағы құдық ашық, балалар ойнап жүр', publishConsent: false }] }))).matters;
  if (!urgent) throw new Error('nothing was registered');
  const near = async (street: string, lat: number): Promise<string> => (await received({ matters: [{ kind: 'application', text: `${street} көшесінде шам екі аптадан бері жанбайды`, territoryCode: '276000000', topicCode: 'lighting', address: `${street} көшесі, 12`, point: { lat, lon: 50.3 }, publishConsent: true }] })).number;
  const [main, member, letter] = [await near('Абай', 51.2), await near('Абай', 51.201), await near('Абай', 51.202)];
  ok(await redact(ctx, { number: main, publicText: `Абай көшесінде шам екі аптадан бері жанбайды. ${pasted}` }));
  ok(await publish(ctx, { number: main }));
  ok(await joinTo(ctx, { number: member, mainNumber: main, as: 'common' }));
  await indexAll(ctx);
  const { token } = ok(await invite(ctx, { accountId: h.people.colleague }));
  const [away, empty] = [await withoutDatabase(), await unfurnished()];
  await write(ctx, (tx) => setWay(ctx, tx, { owner: `appeal:${busy.appealId}`, channel: 'email', address: 'aliya@example.com', lang: 'kk' }));
  return {
    h, dutyId: await withDuty(h), hall: await busyHall(h.ctx(), h.units.tasqala), outing: await withOuting(h), booked: await withBooked(h), visits: { begun: await visited(h, { text }), over: await visited(h, { over: true }), quiet: await visited(h, { quiet: true }) }, alike: { main, letter }, fresh, urgent, busy, waiting: (await drafted()).one, asked, answered: await sent(), back, ended, task, stop: stopToken((await read(ctx, (q) => waysOf(q, `appeal:${busy.appealId}`)))[0]?.id ?? 0), invitation: token, away, empty,
    end: async () => { await away.end(); await empty.end(); },
  };
};

const withOuting = async (h: TestHouse): Promise<World['outing']> => {
  const one = await outingThatWaits(h);
  ok(await announceOuting(h.ctx(), { outingId: one.outingId, kk: `Базардың кіреберісінде күтеміз. ${pasted}`, ru: 'Ждём у входа на рынок.' }));
  return one;
};

const withBooked = async (h: TestHouse): Promise<World['booked']> => {
  const receptionId = await planned(h);
  await planned(h, { on: dayAfter(4) });
  const { linkToken } = await bookedAt(h, receptionId, 600);
  await bookedAt(h, receptionId, 620);
  return { receptionId, token: linkToken };
};

const bare = (dataDir: string): Config => readConfig({ JAUAP_DATA: dataDir, JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent' });

/** The same house with its database gone: nothing listens on port 1. */
const withoutDatabase = async (): Promise<Beside> => {
  const log = makeLog('silent');
  const db = openDb('postgres://nobody@127.0.0.1:1/nothing', { size: 1, log });
  const served = await serveApp(() => ({ app: makeServer({ ctx: { db, clock: { now: Date.now }, log }, config: bare(tmpdir()), house }) }));
  return { address: served.address, end: async () => { await served.end(); await db.close(); } };
};

/** A house nobody has set up yet. */
const unfurnished = async (): Promise<Beside & { token: string }> => {
  const t = await freshDb();
  const dataDir = await mkdtemp(join(tmpdir(), 'jauap-empty-'));
  const config = bare(dataDir);
  const served = await serveApp(() => ({ app: makeServer({ ctx: { db: t.db, clock: fixedClock(), log: makeLog('silent') }, config, house }) }));
  return { address: served.address, token: setupToken(config), end: async () => { await served.end(); await t.drop(); await rm(dataDir, { recursive: true, force: true }); } };
};
