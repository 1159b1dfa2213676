import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system, visitor, type Staff } from '../../../kernel/actor.ts';
import { today } from '../../../kernel/day.ts';
import { read, sql, view, write } from '../../../platform/db.ts';
import { reindex } from '../../../app/reindex.ts';
import { openHouse, ok, type TestHouse } from '../../../../test/support/house.ts';
import { register } from '../acts/register.ts';
import { index, indexAll, indexDue } from '../acts/indexing.ts';
import { sort } from '../acts/sort.ts';
import { aRegistration, aStaff } from '../make.ts';
import { find } from './finding.ts';
import { madeWith } from './searched.ts';
import { hits, type Find } from './search.ts';

let h: TestHouse;
let clerk: Staff;
let sibling: Staff;
beforeAll(async () => {
  h = await openHouse();
  clerk = aStaff(901, [{ unitId: h.units.tasqala }]);
  sibling = aStaff(902, [{ unitId: h.units.aqzhaiyq }]);
});
afterAll(() => h.end());

const add = async (text: string, o: { branchId?: number; address?: string; surname?: string; given?: string; phone?: string } = {}): Promise<string> => {
  const input = aRegistration({ branchId: o.branchId ?? h.units.tasqala, applicant: { kind: 'person', surname: o.surname ?? 'Сыналмалы', given: o.given ?? 'Әлия', phone: o.phone } });
  const done = ok(await register(h.ctx(system('test')), { ...input, matters: input.matters.map((m) => ({ ...m, text, address: o.address })) }));
  const [matter] = done.matters;
  if (!matter) throw new Error('no matter');
  ok(await index(h.ctx(), [matter.appealId]));
  return matter.number;
};
const whole = (who: Staff, o: Partial<Find> = {}): Find => ({
  scope: { of: 'branches', ids: who.sight === 'all' ? [] : who.sight }, today: today(h.ctx().clock), order: 'newest', since: null, until: null, topicCode: null, kind: null, stage: null, placeCode: null, unitId: null, ...o,
});
const found = (who: Staff, typed: string, o: Partial<Find> = {}, more: Parameters<typeof find>[3] = {}) => read(h.ctx(who), (q) => find(q, typed, whole(who, o), more));
const numbers = async (...args: Parameters<typeof found>) => (await found(...args)).rows.map((row) => row.number);

describe('a clerk searches', () => {
  let lamp: string;
  let water: string;
  beforeAll(async () => {
    lamp = await add('Ауламызда көше шамдары екі аптадан бері жанбайды.', { address: 'Абай көшесі, 12', surname: 'Қайыңбаева', phone: '8 701 000 00 17' });
    water = await add('В подвале прорвало трубу, горячей воды нет третий день.', { address: 'ул. Мира, 45', surname: 'Осинкин', given: 'Демьян' });
    await add('Өзен жағасында қоқыс үйіліп жатыр.', { branchId: h.units.aqzhaiyq });
  });

  it.each([
    ['көше шамы', 'lamp'], ['шамдардың', 'lamp'], ['koshe shamdary', 'lamp'], ['кайынбаева', 'lamp'], ['Qaiyngbaeva', 'lamp'], ['абай 12', 'lamp'], ['87010000017', 'lamp'], ['трубы подвал', 'water'], ['горячая вода', 'water'], ['осинкину', 'water'], ['мира 45', 'water'], ['truba', 'water'],
    ['«көше шамдары»', 'lamp'], ['«шамдары көше»', 'none'], ["d'ивуар о'шам", 'none'], ['a\\b:c|d&e!(f) <-> \'x\':*', 'none'], ['§u1 §a1', 'none'], ['\u0000', 'none'],
  ])('%s', async (typed, which) => {
    expect(await numbers(clerk, typed)).toEqual(which === 'lamp' ? [lamp] : which === 'water' ? [water] : []);
  });

  it('finds a matter by the end of its number', async () => {
    expect(await numbers(clerk, String(Number(lamp.slice(-6))))).toContain(lamp);
  });

  it('takes a last word for a beginning when nothing else is found', async () => {
    const by = await found(clerk, 'прорв');
    expect([by.rows.map((row) => row.number), by.begun]).toEqual([[water], true]);
  });

  it('mends a slip and says what was asked instead', async () => {
    const by = await found(clerk, 'подвла');
    expect([by.rows.map((row) => row.number), by.insteadOf]).toEqual([[water], 'подвале']);
  });

  it('finds nothing of another branch, and mends no slip by its words', async () => {
    for (const typed of ['қоқыс', 'коқис', 'қоқ', 'өзен жағасында']) {
      expect(await found(clerk, typed)).toMatchObject({ rows: [], next: null, insteadOf: null });
    }
    expect(await numbers(sibling, 'қоқыс')).toHaveLength(1);
    expect((await found(sibling, 'коқис')).insteadOf).toBe('қоқыс');
  });

  it('finds nothing beyond its sight, whatever scope is asked for', async () => {
    const everywhere: Partial<Find> = { scope: { of: 'country' } };
    expect(await numbers(clerk, 'қоқыс', everywhere)).toEqual([]);
    expect(await numbers(clerk, 'қоқыс', { scope: { of: 'branches', ids: [h.units.aqzhaiyq] } })).toEqual([]);
    expect(await numbers(clerk, 'қоқыс', { ...everywhere, order: 'fitting' })).toEqual([]);
    // the function itself keeps the lock: ids are not given out for row-level security to drop them afterwards
    expect((await read(h.ctx(clerk), (q) => hits(q, `'кокыс'`, whole(clerk, everywhere), null))).ids).toEqual([]);
    expect((await read(h.ctx(sibling), (q) => hits(q, `'кокыс'`, whole(sibling, everywhere), null))).ids).toHaveLength(1);
    for (const actor of [visitor, { kind: 'holder', appealId: 1 } as const]) expect((await read(h.ctx(actor), (q) => find(q, 'шам', whole(clerk, everywhere)))).rows).toEqual([]);
  });

  it('and the rows themselves are read by nobody but the program', async () => {
    const seen = await read(h.ctx(clerk), async (q) => (await sql<{ n: number }>`SELECT (SELECT count(*) FROM appeals.search)::int + (SELECT count(*) FROM appeals.search_word)::int AS n`.execute(view(q))).rows[0]?.n);
    expect(seen).toBe(0);
  });
});

describe('what is searched is kept beside what is acknowledged', () => {
  it('an act leaves what is due in its own transaction, and a refused one leaves nothing', async () => {
    const due = async () => Number((await h.t.raw('SELECT count(*) AS n FROM appeals.search_due'))[0]?.['n']);
    await indexAll(h.ctx());
    expect(await due()).toBe(0);
    const input = aRegistration({ branchId: h.units.tasqala, text: 'Құдық қоршалмаған.' });
    const number = ok(await register(h.ctx(), input)).matters[0]?.number ?? '';
    expect([await due(), await numbers(clerk, 'құдық')]).toEqual([1, []]);
    await register(h.ctx(), aRegistration({ branchId: 999_999 }));
    expect(await due()).toBe(1);
    ok(await sort(h.ctx(), { number, topicCode: 'roads', suggested: false }));
    ok(await indexDue(h.ctx()));
    expect([await due(), await numbers(clerk, 'құдық', { topicCode: 'roads' })]).toEqual([0, [number]]);
  });

  it('what two processes take is taken once, and what one of them drops is due again', async () => {
    for (let nth = 0; nth < 5; nth += 1) await register(h.ctx(), aRegistration({ branchId: h.units.tasqala, text: `Шатыр құлады, ${nth}.` }));
    await expect(write(h.ctx(), async (tx) => {
      await sql`DELETE FROM appeals.search_due`.execute(view(tx));
      throw new Error('cut off');
    })).rejects.toThrow('cut off');
    await Promise.all(Array.from({ length: 4 }, () => indexDue(h.ctx())));
    expect(await numbers(clerk, 'шатыр')).toHaveLength(5);
  });

  it('everything that was there before is written part by part, and a run that was cut off is gone on with', async () => {
    const known = async () => Number((await h.t.raw('SELECT count(*) AS n FROM appeals.search'))[0]?.['n']);
    const all = Number((await h.t.raw('SELECT count(*) AS n FROM appeals.appeal'))[0]?.['n']);
    await h.t.raw('DELETE FROM appeals.search');
    await h.t.raw(`INSERT INTO appeals.search_progress SELECT ${madeWith}, min(id) FROM appeals.appeal ON CONFLICT (made_with) DO UPDATE SET through = excluded.through, done = false`);
    const said: string[] = [];
    expect(await reindex(h.ctx(), { anew: false, print: (line) => void said.push(line), progress: () => {} })).toBe(0);
    expect([await known(), said.length]).toEqual([all - 1, 1]);
    await reindex(h.ctx(), { anew: true, print: () => {}, progress: () => {} });
    expect(await known()).toBe(all);
  });

  it('written twice it is one row, and its words are counted once', async () => {
    const number = await add('Ерекшесөз тұрғын.');
    const [row] = await h.t.raw('SELECT id FROM appeals.appeal WHERE number = $1', [number]);
    ok(await index(h.ctx(), [Number(row?.['id'])]));
    expect(await h.t.raw(`SELECT matters FROM appeals.search_word WHERE word = 'ерекшесоз'`)).toEqual([{ matters: 1 }]);
  });

  it('nobody of the staff writes it by hand', async () => {
    expect(await index(h.ctx(clerk), [1])).toMatchObject({ code: 'not_allowed' });
  });
});
