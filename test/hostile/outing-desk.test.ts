import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import { makeServer } from '../../src/app/server.tsx';
import { house } from '../../src/app/house.ts';
import { readConfig } from '../../src/platform/config.ts';
import { makeLog } from '../../src/platform/log.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { advised, installed, newKey, plannedOuting, registered, tabletFrom, visitOf, type Tablet } from '../support/tablet.ts';

let h: TestHouse;
let outingId = 0;
let tablet: Tablet;
beforeAll(async () => {
  h = await openHouse();
  outingId = await plannedOuting(h);
  tablet = await installed(h, outingId);
});
afterAll(() => h?.end());

const ask = (path: string, init: RequestInit = {}) => h.app.request(`http://127.0.0.1:3000/outing-desk/${path}`, init);
const arrival = (nth: number, place: number) => JSON.stringify({ place, key: newKey(), act: visitOf(tablet, { nth }) });

describe('whoever is not the tablet', () => {
  test('without its secret, with a wrong one, with another tablet\'s id: one and the same answer, and nothing is kept', async () => {
    const [id = '', secret = ''] = tablet.token.split('.');
    const wrong = [undefined, '', 'Device', `Device ${id}.`, `Device ${id}.${secret.slice(0, -1)}A`, `Device ${Number(id) + 1}.${secret}`, `Device 0.${secret}`, `Device -1.${secret}`, `Bearer ${tablet.token}`, `Device ${id}.${'A'.repeat(5_000)}`, `Device 999999999999999.${secret}`];
    for (const authorization of wrong) {
      for (const [method, path] of [['GET', 'kit'], ['GET', `papers/${newKey()}`], ['POST', 'arrivals'], ['POST', 'wiped'], ['POST', `papers/${newKey()}?at=0`]] as const) {
        const response = await ask(path, { method, headers: { ...(authorization === undefined ? {} : { authorization }), 'content-type': 'application/json' }, ...(method === 'POST' ? { body: arrival(1, 1) } : {}) });
        // a header that no fetch lets through is no header; without one a form of another site is asked for its token first
        expect([401, 403], `${method} ${path} ${authorization?.slice(0, 30)}`).toContain(response.status);
      }
    }
    expect(await h.t.raw('SELECT (SELECT count(*)::int FROM reception.arrival) AS arrivals, (SELECT count(*)::int FROM reception.paper) AS papers')).toEqual([{ arrivals: 0, papers: 0 }]);
  });

  test('a page of another site, with the clerk\'s own cookies, reaches nothing', async () => {
    const page = await h.signedIn('reception');
    const cookie = page.cookies.map((one) => `${one.name}=${one.value}`).join('; ');
    for (const path of ['arrivals', 'wiped', `papers/${newKey()}?at=0`]) {
      const response = await ask(path, { method: 'POST', headers: { cookie, origin: 'https://evil.example', 'content-type': 'text/plain' }, body: arrival(1, 1) });
      expect(response.status).toBe(403);
    }
    expect((await ask('kit', { headers: { cookie } })).status).toBe(401);
  });

  test('a clerk of another branch neither sees, revokes nor installs; the visitor is sent to sign in', async () => {
    const sibling = await h.signedIn('sibling');
    for (const path of [`/kk/desk/outings/${outingId}`, `/kk/desk/outings/${outingId}/changes`, `/kk/desk/outings/arrivals/${tablet.device.id}/1`]) {
      await sibling.open(path);
      expect([path, sibling.status]).toEqual([path, 404]);
    }
    await sibling.open('/kk/desk/outings');
    expect(sibling.text).not.toContain('Тасқала базары');
    await sibling.open('/kk/desk/outings/arrivals');
    expect(sibling.text).toContain('Қарайтын ештеңе жоқ');
  });
});

describe('a tablet in the wrong hands', () => {
  test('a place that is not its next, a body that is no act, five megabytes, half a JSON', async () => {
    expect((await tablet.send({ place: 900, key: newKey(), act: visitOf(tablet, { nth: 1 }) })).status).toBe(409);
    for (const body of ['', '{', '[]', 'null', '{"place":1}', JSON.stringify({ place: 0, key: newKey(), act: visitOf(tablet, { nth: 1 }) }), JSON.stringify({ place: 1, key: 'short', act: {} })])
      expect((await tablet.ask('POST', 'arrivals', body, { 'content-type': 'application/json' })).status).toBe(422);
    expect(await h.t.raw('SELECT count(*)::int AS n FROM reception.arrival')).toEqual([{ n: 0 }]);
    // whose act it is can be read, and its place: what it says is looked at by a person
    expect((await tablet.send({ place: 1, key: newKey(), act: { what: 'drop' } as unknown as ReturnType<typeof visitOf> })).body).toMatchObject({ state: 'conflict', code: 'unreadable' });
    expect((await tablet.ask('POST', 'arrivals', `{"place":1,"x":"${'a'.repeat(5 * 1024 * 1024)}"}`, { 'content-type': 'application/json' })).status).toBe(413);
    const endless = new ReadableStream<Uint8Array>({ pull: (c) => c.enqueue(new Uint8Array(65_536)) });
    const response = await ask('arrivals', { method: 'POST', body: endless, duplex: 'half', headers: { authorization: `Device ${tablet.token}`, 'content-type': 'application/json' } } as RequestInit);
    expect(response.status).toBe(413);
    expect((await tablet.ask('POST', `papers/${newKey()}?at=0`, new Uint8Array(70_000), { 'x-name': 'a.jpg', 'x-bytes': '70000', 'x-sha256': 'a'.repeat(64) })).status).toBe(413);
    for (const headers of [{}, { 'x-name': '%', 'x-bytes': '10', 'x-sha256': 'a'.repeat(64) }, { 'x-name': 'a', 'x-bytes': '-1', 'x-sha256': 'a'.repeat(64) }, { 'x-name': 'a', 'x-bytes': '10', 'x-sha256': 'zz' }])
      expect((await tablet.ask('POST', `papers/${newKey()}?at=0`, 'abc', headers as Record<string, string>)).status).toBe(422);
    expect((await tablet.ask('POST', `papers/${newKey()}?at=0`, 'abc', { 'x-name': 'a', 'x-bytes': '999999999', 'x-sha256': 'a'.repeat(64) })).status).toBe(413);
    expect((await tablet.ask('POST', `papers/..%2f..%2fetc?at=0`, 'abc', { 'x-name': 'a', 'x-bytes': '3', 'x-sha256': 'a'.repeat(64) })).status).toBe(422);
    expect(await h.t.raw('SELECT count(*)::int AS n FROM reception.arrival')).toEqual([{ n: 1 }]);
  });

  test('words that PostgreSQL does not take, and that turn a line round, are cleaned or looked at by a person; nothing breaks', async () => {
    const bad = 'Қараңыз\u0000 \u202Eкері\u202C \uD800 <script>alert(1)</script> \'; DROP TABLE reception.visit; --';
    const act = visitOf(tablet, { nth: 2, person: { surname: bad.slice(0, 90), given: 'Ә' }, matters: [{ ...advised, text: bad, advice: bad }] });
    const sent = await tablet.send({ place: 2, key: newKey(), act });
    expect([200, sent.body.state === 'taken' || sent.body.state === 'conflict']).toEqual([sent.status, true]);
    expect((await h.t.raw(`SELECT count(*)::int AS n FROM reception.matter WHERE text LIKE '%' || chr(8238) || '%'`))[0]).toEqual({ n: 0 });
  });

  test('a number of another branch and of a sibling tablet is no use to it', async () => {
    const other = await installed(h, outingId, { page: await h.signedIn('clerk') });
    const stolen = `${other.kit.blocks.appeal.prefix}${String(other.kit.blocks.appeal.from).padStart(6, '0')}`;
    const sent = await tablet.send({ place: 3, key: newKey(), act: visitOf(tablet, { nth: 3, matters: [registered(stolen)] }) });
    expect(sent.body).toMatchObject({ state: 'conflict', code: 'number_not_of_device' });
    expect(await h.t.raw('SELECT count(*)::int AS n FROM appeals.appeal')).toEqual([{ n: 0 }]);
  });
});

describe('what must not be found', () => {
  test('the secret stands in no table, no log and no address; the page with the kit is kept by nobody', async () => {
    const lines: string[] = [];
    const log = makeLog('debug', (line) => lines.push(line));
    const config = readConfig({ JAUAP_DATA: '/tmp/none', JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'debug' });
    const app = makeServer({ ctx: { db: h.t.db, clock: { now: () => h.clock.now }, log }, config, house });
    const page = await h.signedIn('clerk');
    await page.open(`/kk/desk/outings/${outingId}`);
    await page.submit(/Осы планшетті орнату/, { name: 'сары' });
    expect(page.headers.get('cache-control')).toBe('no-store');
    const mine = tabletFrom(app, page.html);
    await mine.send({ place: 1, key: newKey(), act: visitOf(mine, { nth: 0, surname: 'Құпиябаева' }) });
    await mine.send({ place: 2, key: newKey(), act: visitOf(mine, { nth: 1, person: { surname: 'Құпиябаева', given: 'Қ', iin: '1' } }) });
    await mine.ask('GET', 'kit');
    const said = lines.join('\n');
    expect(lines.length).toBeGreaterThan(2);
    const secret = mine.token.split('.')[1] ?? '';
    expect(said).not.toContain(secret);
    expect(said).not.toContain('Құпиябаева');
    expect(JSON.stringify(await h.t.raw('SELECT d::text AS row FROM reception.device d'))).not.toContain(secret);
    expect(JSON.stringify(await h.t.raw('SELECT facts::text AS facts FROM journal.leaf'))).not.toContain('Құпиябаева');
  });

  test('the second lock: a connection without a person sees no arrival and no piece, and staff of elsewhere none of theirs', async () => {
    const client = new pg.Client({ connectionString: h.t.url });
    await client.connect();
    try {
      const count = async (settings: string) => {
        await client.query('BEGIN');
        await client.query(`SET LOCAL ROLE jauap_app; ${settings}`);
        const { rows } = await client.query('SELECT (SELECT count(*)::int FROM reception.arrival) AS arrivals, (SELECT count(*)::int FROM reception.paper_piece) AS pieces, (SELECT count(*)::int FROM reception.paper) AS papers');
        await client.query('ROLLBACK');
        return rows[0] as unknown;
      };
      await tablet.ask('POST', `papers/${newKey()}?at=0`, 'abc', { 'content-type': 'application/octet-stream', 'x-name': 'a', 'x-bytes': '10', 'x-sha256': 'a'.repeat(64) });
      const nothing = { arrivals: 0, pieces: 0, papers: 0 };
      expect(await count('')).toEqual(nothing);
      expect(await count(`SET LOCAL jauap.kind = 'visitor'; SET LOCAL jauap.sight = '{}'`)).toEqual(nothing);
      expect(await count(`SET LOCAL jauap.kind = 'staff'; SET LOCAL jauap.sight = '{${h.units.aqzhaiyq}}'`)).toEqual(nothing);
      expect(await count(`SET LOCAL jauap.kind = 'staff'; SET LOCAL jauap.sight = '{${h.units.tasqala}}'`)).toMatchObject({ pieces: 0, papers: 0 });
      // the control: the house itself sees them
      expect(await count(`SET LOCAL jauap.kind = 'system'; SET LOCAL jauap.sight = 'all'`)).toMatchObject({ pieces: 1, papers: 1 });
    } finally {
      await client.end();
    }
  });
});
