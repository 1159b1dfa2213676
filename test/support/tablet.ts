import { createHash, randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { planOuting } from '../../src/rooms/reception/acts/outings/plan.ts';
import { beginOuting } from '../../src/rooms/reception/acts/outings/hold.ts';
import type { ArrivalAnswer, ArrivalInput, Kit, OfflineVisit } from '../../src/rooms/reception/contract/offline.ts';
import type { Day } from '../../src/kernel/day.ts';
import { ok, type TestHouse } from './house.ts';
import type { PlainBrowser } from './browser.ts';

/** An outing to Tasqala on the tests' own day: somebody of the housing office receives, two clerks write down. */
export const plannedOuting = async (h: Pick<TestHouse, 'ctx' | 'units' | 'people'>, o: { heldOn?: string; territoryCode?: string; begun?: boolean; official?: 'executor' | 'bodyHead' | null } = {}): Promise<number> => {
  const { outingId } = ok(await planOuting(h.ctx(), {
    branchId: h.units.tasqala, nameKk: 'Тасқала базары', nameRu: 'Рынок в Таскале', nameEn: undefined, territoryCode: o.territoryCode ?? '276000000', address: 'Кіреберіс', heldOn: (o.heldOn ?? '2026-11-20') as Day, from: 540, to: 1080,
    officials: o.official === null ? [] : [{ accountId: h.people[o.official ?? 'executor'], unitId: h.units.lighting }], clerks: [{ accountId: h.people.reception, unitId: h.units.tasqala }, { accountId: h.people.clerk, unitId: h.units.tasqala }],
  }));
  if (o.begun ?? true) ok(await beginOuting(h.ctx(), { outingId }));
  return outingId;
};

export type Said<T> = { readonly status: number; readonly body: T };
export type Tablet = {
  readonly device: { readonly id: number; readonly name: string }; readonly token: string; readonly kit: Kit;
  readonly ask: <T>(method: 'GET' | 'POST', path: string, body?: BodyInit, headers?: Readonly<Record<string, string>>) => Promise<Said<T>>;
  readonly send: (arrival: ArrivalInput) => Promise<Said<ArrivalAnswer & { readonly code?: string; readonly wipe?: boolean }>>;
  readonly sendPaper: (key: string, bytes: Buffer, name: string, o?: { readonly piece?: number; readonly sha256?: string }) => Promise<Said<{ bytes: number; whole: boolean; code?: string }>>;
};

/** Somebody of the team opens the outing's page and presses the button; what stands in the page as data is the tablet's. */
export const installed = async (h: TestHouse, outingId: number, o: { readonly page?: PlainBrowser; readonly name?: string } = {}): Promise<Tablet> => {
  const page = o.page ?? (await h.signedIn('reception'));
  await page.open(`/kk/desk/outings/${outingId}`);
  await page.submit(/Осы планшетті орнату/, { name: o.name ?? 'көк' });
  return tabletFrom(h.app, page.html);
};

export const tabletFrom = (app: Pick<Hono, 'request'>, html: string): Tablet => {
  const text = /<script type="application\/json" id="kit">([\s\S]*?)<\/script>/.exec(html)?.[1];
  if (text === undefined) throw new Error(`no kit on the page: ${html.replace(/<[^>]+>/g, ' ').slice(0, 600)}`);
  const given = JSON.parse(text) as { device: Tablet['device']; token: string; kit: Kit };
  const ask: Tablet['ask'] = async (method, path, body, headers = {}) => {
    const response = await app.request(`http://127.0.0.1:3000/outing-desk/${path}`, { method, headers: { authorization: `Device ${given.token}`, ...headers }, ...(body === undefined ? {} : { body }) });
    return { status: response.status, body: (await response.json()) as never };
  };
  return {
    ...given, ask,
    send: (arrival) => ask('POST', 'arrivals', JSON.stringify(arrival), { 'content-type': 'application/json' }),
    sendPaper: async (key, bytes, name, { piece = 64 * 1024, sha256 } = {}) => {
      const headers = { 'content-type': 'application/octet-stream', 'x-name': encodeURIComponent(name), 'x-bytes': String(bytes.length), 'x-sha256': sha256 ?? createHash('sha256').update(bytes).digest('hex') };
      let last: Said<{ bytes: number; whole: boolean }> = { status: 0, body: { bytes: 0, whole: false } };
      for (let at = 0; at < bytes.length; at += piece) last = await ask('POST', `papers/${key}?at=${at}`, new Uint8Array(bytes.subarray(at, at + piece)), headers);
      return last;
    },
  };
};

/** An outing whose tablet has brought a record that waits for a person: its person's number is wrong. */
export const outingThatWaits = async (h: TestHouse, o: Parameters<typeof plannedOuting>[1] = {}): Promise<{ readonly outingId: number; readonly deviceId: number; readonly place: number }> => {
  const outingId = await plannedOuting(h, { official: null, ...o });
  const tablet = await installed(h, outingId);
  await tablet.send({ place: 1, key: newKey(), act: visitOf(tablet, { nth: 0, officialId: null, person: { surname: 'Үлгібаева', given: 'Сара', iin: '12' }, matters: [registered(numberAt(tablet.kit.blocks.appeal, 0)), advised] }) });
  return { outingId, deviceId: tablet.device.id, place: 1 };
};

export const newKey = (): string => randomBytes(16).toString('hex');
export const numberAt = (block: { readonly prefix: string; readonly from: number }, nth: number): string => `${block.prefix}${String(block.from + nth).padStart(6, '0')}`;

type Matter = OfflineVisit['matters'][number];
/** One person received at the market; which numbers, the tablet knows. */
export const visitOf = (tablet: Pick<Tablet, 'kit'>, o: { readonly nth: number; readonly matters?: readonly Matter[]; readonly surname?: string; readonly beganAt?: string } & Partial<Pick<OfflineVisit, 'quiet' | 'claim' | 'officialId' | 'person' | 'number'>>): OfflineVisit => ({
  what: 'visit', number: o.number ?? numberAt(tablet.kit.blocks.visit, o.nth), lang: 'kk', beganAt: o.beganAt ?? '2026-11-20T09:05:00+05:00', endedAt: o.beganAt ?? '2026-11-20T09:15:00+05:00',
  officialId: o.officialId === undefined ? (tablet.kit.officials[0]?.accountId ?? null) : o.officialId, quiet: o.quiet ?? false, person: o.person ?? { surname: o.surname ?? 'Сәрсенова', given: 'Әлия', phone: '+77010000001' },
  matters: [...(o.matters ?? [advised])], ...(o.claim === undefined ? {} : { claim: o.claim }),
});
export const advised: Matter = { text: 'Жарық ақысын қайда төлеймін?', outcome: 'advised', advice: 'Поштада немесе банк қосымшасында.' };
export const registered = (appealNumber: string, more: Partial<Matter> = {}): Matter => ({ text: 'Көшеде шам жанбайды, үш апта болды.', topicCode: 'lighting', outcome: 'registered', kind: 'application', appealNumber, ...more });
export const promised = (tablet: Pick<Tablet, 'kit'>, dueOn: string, more: Partial<NonNullable<Matter['promise']>> = {}): Matter => {
  const official = tablet.kit.officials[0];
  if (!official) throw new Error('nobody receives');
  return { text: 'Балалар алаңы сынып тұр.', outcome: 'promised', promise: { accountId: official.accountId, unitId: official.unitId, executorUnit: official.unitId, text: 'Алаңды жөндейміз', dueOn, readBack: true, ...more } };
};
