import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { system, type Actor } from '../../src/kernel/actor.ts';
import type { Clock, Day } from '../../src/kernel/day.ts';
import { isRefusal, type Refusal } from '../../src/kernel/refusal.ts';
import type { Lang } from '../../src/kernel/words.ts';
import { house } from '../../src/app/house.ts';
import { furnish } from '../../src/app/secrets.ts';
import { makeServer } from '../../src/app/server.tsx';
import { readConfig } from '../../src/platform/config.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { makeLog } from '../../src/platform/log.ts';
import { createAccount, givePost } from '../../src/rooms/people/contract.ts';
import { importTerritories, openUnit, setCompetence } from '../../src/rooms/units/contract.ts';
import { fixedClock, freshDb, testNow, type Beginning, type TestDb } from './database.ts';
import { PlainBrowser } from './browser.ts';
import { patient } from './patient.ts';

/** The whole application on a database of its own, with one small organisation: a region, two districts, two bodies, and staff of every role. */
export type TestHouse = {
  readonly t: TestDb;
  readonly app: Hono;
  /** where its attachments are */
  readonly dataDir: string;
  readonly clock: { now: number };
  readonly ctx: (actor?: Actor) => Ctx;
  readonly browser: () => PlainBrowser;
  /** how often its browsers were told to come again, and did */
  readonly cameAgain: () => number;
  /** a browser of somebody who signed in by the page, in `lang` */
  readonly signedIn: (who: keyof House['people'], lang?: Lang) => Promise<PlainBrowser>;
  readonly units: House['units'];
  readonly people: House['people'];
  readonly end: () => Promise<void>;
};
type Units = { region: number; tasqala: number; aqzhaiyq: number; roads: number; lighting: number };
type People = { reception: number; clerk: number; controller: number; head: number; administrator: number; executor: number; colleague: number; bodyHead: number; sibling: number };
type House = { units: Units; people: People };

export const password = 'Тасқала-қайың-2026';
export const loginOf = (who: string): string => `${who}@ashyq.example`;

export const ok = <T>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};

/** `patient`: its browsers come again when they are told to, for tests of something else than how busy the machine is. */
export const openHouse = async (o: { mode?: 'test' | 'demo'; url?: string; patient?: boolean } = {}): Promise<TestHouse> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'jauap-house-'));
  const config = readConfig({ JAUAP_DATA: dataDir, JAUAP_MODE: o.mode ?? 'test', JAUAP_URL: o.url, JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent' });
  furnish(config);
  const t = await freshDb(organisation);
  const clock = { now: testNow };
  const moving: Clock = { now: () => clock.now };
  const ctx = (actor: Actor = system('test')) => t.ctx(actor, moving);
  const app = makeServer({ ctx: { db: t.db, clock: moving, log: t.ctx().log }, config, house });
  const { units, people } = await found(t);
  const again = patient(app);
  const browser = () => new PlainBrowser(o.patient ? again : app);
  return {
    t, app, dataDir, clock, ctx, browser, units, people, cameAgain: again.told,
    signedIn: async (who, lang = 'kk') => {
      const page = await browser().open(`/${lang}/sign-in`);
      await page.submit(/Кіру|Войти|Sign in/, { login: loginOf(who), password });
      if (!page.address.includes('/desk') && !page.address.includes('/admin')) throw new Error(`${who} could not sign in: ${page.address} ${page.text.slice(0, 300)}`);
      return page;
    },
    end: async () => {
      await t.drop();
      // what somebody was sending when they were cut off may still be written down
      await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
};

/** The organisation is the same in every house: it is made once, and cloned. */
const organisation: Beginning = { name: 'house', fill: (db) => furnished({ db, clock: fixedClock(), actor: system('test'), log: makeLog('silent') }) };

type Opened = { readonly code: string; readonly kind: 'branch' | 'body'; readonly level: 'region' | 'district'; readonly parent?: keyof Units; readonly place: string; readonly names: { readonly kk: string; readonly ru: string; readonly en: string } };
const unitList: Readonly<Record<keyof Units, Opened>> = {
  region: { code: 'BQ', kind: 'branch', level: 'region', place: '270000000', names: { kk: 'Ашық филиал', ru: 'Открытый филиал', en: 'Open Branch' } },
  tasqala: { code: 'BQ01', kind: 'branch', level: 'district', parent: 'region', place: '276000000', names: { kk: 'Тасқала аудандық филиалы', ru: 'Таскалинский районный филиал', en: 'Taskala District Branch' } },
  aqzhaiyq: { code: 'BQ02', kind: 'branch', level: 'district', parent: 'region', place: '273600000', names: { kk: 'Ақжайық аудандық филиалы', ru: 'Акжаикский районный филиал', en: 'Akzhaik District Branch' } },
  roads: { code: 'ROADS', kind: 'body', level: 'region', place: '270000000', names: { kk: 'Жолаушылар көлігі және автожолдар басқармасы', ru: 'Управление пассажирского транспорта и автодорог', en: 'Department of Transport and Roads' } },
  lighting: { code: 'LIGHT', kind: 'body', level: 'district', place: '276000000', names: { kk: 'Тасқала тұрғын үй бөлімі', ru: 'Таскалинский отдел ЖКХ', en: 'Taskala Housing Office' } },
};
const staffList: Readonly<Record<keyof People, readonly [name: string, unit: keyof Units, role: string]>> = {
  reception: ['Қабылдаушы Гүлнар', 'tasqala', 'reception_clerk'], clerk: ['Тіркеуші Айжан', 'tasqala', 'appeals_clerk'], controller: ['Бақылаушы Ерлан', 'tasqala', 'controller'], head: ['Басшы Нұрлан', 'region', 'branch_head'],
  administrator: ['Әкімші Дәурен', 'region', 'administrator'], executor: ['Орындаушы Бауыржан', 'lighting', 'executor'], colleague: ['Әріптес Светлана', 'lighting', 'executor'], bodyHead: ['Бөлім басшысы Қайрат', 'lighting', 'body_head'],
  sibling: ['Көрші Мәдина', 'aqzhaiyq', 'appeals_clerk'],
};
const keysOf = <K extends string>(list: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(list) as K[];
const numbered = <K extends string>(list: Readonly<Record<K, unknown>>, idOf: (key: K) => unknown): Record<K, number> => Object.fromEntries(keysOf(list).map((key) => [key, Number(idOf(key))])) as Record<K, number>;

const found = async (t: TestDb): Promise<House> => {
  const units = new Map((await t.raw('SELECT code, id FROM units.unit')).map((row) => [row['code'], row['id']]));
  const people = new Map((await t.raw('SELECT login, id FROM people.account')).map((row) => [row['login'], row['id']]));
  return { units: numbered(unitList, (key) => units.get(unitList[key].code)), people: numbered(staffList, (who) => people.get(loginOf(who).toLowerCase())) };
};

const furnished = async (ctx: Ctx): Promise<void> => {
  ok(await importTerritories(ctx, [
    { code: '270000000', kind: 'region', names: { kk: 'Батыс Қазақстан облысы', ru: 'Западно-Казахстанская область', en: 'West Kazakhstan Region' } },
    { code: '276000000', kind: 'district', names: { kk: 'Тасқала ауданы', ru: 'Таскалинский район', en: 'Taskala District' } },
    { code: '273600000', kind: 'district', names: { kk: 'Ақжайық ауданы', ru: 'Акжаикский район', en: 'Akzhaik District' } },
  ]));
  const opened = new Map<keyof Units, number>();
  for (const key of keysOf(unitList)) {
    const { parent, place, ...unit } = unitList[key];
    opened.set(key, ok(await openUnit(ctx, { ...unit, parentId: parent === undefined ? null : (opened.get(parent) ?? null), territoryCode: place })).unitId);
  }
  const unit = (key: keyof Units): number => opened.get(key) ?? 0;
  ok(await setCompetence(ctx, { topicCode: 'roads', territoryCode: '270000000', unitId: unit('roads') }));
  ok(await setCompetence(ctx, { topicCode: 'lighting', territoryCode: '276000000', unitId: unit('lighting') }));
  for (const who of keysOf(staffList)) {
    const [name, of, role] = staffList[who];
    const { accountId } = ok(await createAccount(ctx, { login: loginOf(who), name, lang: 'kk', password }));
    ok(await givePost(ctx, { accountId, unitId: unit(of), role, fromOn: '2026-01-01' as Day }));
  }
};
