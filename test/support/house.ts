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
import { createAccount, givePost } from '../../src/rooms/people/contract.ts';
import { importTerritories, openUnit, setCompetence } from '../../src/rooms/units/contract.ts';
import { freshDb, testNow, type TestDb } from './database.ts';
import { PlainBrowser } from './browser.ts';

/** The whole application on a database of its own, with one small organisation: a region, two districts, two bodies, and staff of every role. */
export type TestHouse = {
  readonly t: TestDb;
  readonly app: Hono;
  readonly clock: { now: number };
  readonly ctx: (actor?: Actor) => Ctx;
  readonly browser: () => PlainBrowser;
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

export const openHouse = async (o: { mode?: 'test' | 'demo'; url?: string } = {}): Promise<TestHouse> => {
  const t = await freshDb();
  const dataDir = await mkdtemp(join(tmpdir(), 'jauap-house-'));
  const config = readConfig({ JAUAP_DATA: dataDir, JAUAP_MODE: o.mode ?? 'test', JAUAP_URL: o.url, JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent' });
  furnish(config);
  const clock = { now: testNow };
  const moving: Clock = { now: () => clock.now };
  const ctx = (actor: Actor = system('test')) => t.ctx(actor, moving);
  const app = makeServer({ ctx: { db: t.db, clock: moving, log: t.ctx().log }, config, house });
  const { units, people } = await furnished(ctx());
  const browser = () => new PlainBrowser(app);
  return {
    t, app, clock, ctx, browser, units, people,
    signedIn: async (who, lang = 'kk') => {
      const page = await browser().open(`/${lang}/sign-in`);
      await page.submit(/Кіру|Войти|Sign in/, { login: loginOf(who), password });
      if (!page.address.includes('/desk') && !page.address.includes('/admin')) throw new Error(`${who} could not sign in: ${page.address} ${page.text.slice(0, 300)}`);
      return page;
    },
    end: async () => {
      await t.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const furnished = async (ctx: Ctx): Promise<House> => {
  ok(await importTerritories(ctx, [
    { code: '270000000', kind: 'region', names: { kk: 'Батыс Қазақстан облысы', ru: 'Западно-Казахстанская область', en: 'West Kazakhstan Region' } },
    { code: '276000000', kind: 'district', names: { kk: 'Тасқала ауданы', ru: 'Таскалинский район', en: 'Taskala District' } },
    { code: '273600000', kind: 'district', names: { kk: 'Ақжайық ауданы', ru: 'Акжаикский район', en: 'Akzhaik District' } },
  ]));
  const open = async (code: string, kind: 'branch' | 'body', level: 'region' | 'district', parentId: number | null, territoryCode: string, names: { kk: string; ru: string; en: string }) =>
    ok(await openUnit(ctx, { kind, level, code, parentId, territoryCode, names })).unitId;
  const region = await open('BQ', 'branch', 'region', null, '270000000', { kk: 'Ашық филиал', ru: 'Открытый филиал', en: 'Open Branch' });
  const tasqala = await open('BQ01', 'branch', 'district', region, '276000000', { kk: 'Тасқала аудандық филиалы', ru: 'Таскалинский районный филиал', en: 'Taskala District Branch' });
  const aqzhaiyq = await open('BQ02', 'branch', 'district', region, '273600000', { kk: 'Ақжайық аудандық филиалы', ru: 'Акжаикский районный филиал', en: 'Akzhaik District Branch' });
  const roads = await open('ROADS', 'body', 'region', null, '270000000', { kk: 'Жолаушылар көлігі және автожолдар басқармасы', ru: 'Управление пассажирского транспорта и автодорог', en: 'Department of Transport and Roads' });
  const lighting = await open('LIGHT', 'body', 'district', null, '276000000', { kk: 'Тасқала тұрғын үй бөлімі', ru: 'Таскалинский отдел ЖКХ', en: 'Taskala Housing Office' });
  ok(await setCompetence(ctx, { topicCode: 'roads', territoryCode: '270000000', unitId: roads }));
  ok(await setCompetence(ctx, { topicCode: 'lighting', territoryCode: '276000000', unitId: lighting }));
  const hire = async (who: string, name: string, unitId: number, role: string) => {
    const { accountId } = ok(await createAccount(ctx, { login: loginOf(who), name, lang: 'kk', password }));
    ok(await givePost(ctx, { accountId, unitId, role, fromOn: '2026-01-01' as Day }));
    return accountId;
  };
  return {
    units: { region, tasqala, aqzhaiyq, roads, lighting },
    people: {
      reception: await hire('reception', 'Қабылдаушы Гүлнар', tasqala, 'reception_clerk'), clerk: await hire('clerk', 'Тіркеуші Айжан', tasqala, 'appeals_clerk'),
      controller: await hire('controller', 'Бақылаушы Ерлан', tasqala, 'controller'), head: await hire('head', 'Басшы Нұрлан', region, 'branch_head'),
      administrator: await hire('administrator', 'Әкімші Дәурен', region, 'administrator'), executor: await hire('executor', 'Орындаушы Бауыржан', lighting, 'executor'),
      colleague: await hire('colleague', 'Әріптес Светлана', lighting, 'executor'), bodyHead: await hire('bodyHead', 'Бөлім басшысы Қайрат', lighting, 'body_head'),
      sibling: await hire('sibling', 'Көрші Мәдина', aqzhaiyq, 'appeals_clerk'),
    },
  };
};
