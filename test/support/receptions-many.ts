import { fold } from '../../src/kernel/fold.ts';

/** A register of receptions made of whole cloth, for plans and measurements: `receptions` sittings and `visits` people over two years before `on`. */
export const fillReceptions = async (raw: (text: string) => Promise<unknown>, o: { branches: readonly number[]; accounts: readonly number[]; on: string; receptions: number; visits: number; surnames?: readonly string[] }): Promise<void> => {
  const surnames = `ARRAY[${(o.surnames ?? ['Үлгі']).map((one) => `'${one}'`).join(',')}]`;
  const searched = `ARRAY[${(o.surnames ?? ['Үлгі']).map((one) => `'${fold(one)} адам'`).join(',')}]`;
  const [branches, accounts] = [o.branches, o.accounts].map((ids) => `ARRAY[${ids.join(',')}]::bigint[]`);
  const of = (ids: string | undefined, n: string, shift = 1) => `(${ids})[1 + (${n} / ${shift}) % array_length(${ids}, 1)]`;
  const on = (n: string) => `('${o.on}'::date - (${n}) % 730)`;
  const at = (n: string, minute: string) => `(${on(n)} + make_interval(mins => 540 + ${minute})) AT TIME ZONE 'Asia/Almaty'`;
  await raw(`INSERT INTO reception.duty (branch_id, name_kk, name_ru, name_en, source, rhythm, times, public, from_on, made_at) SELECT b, 'Міндет', 'Обязанность', 'Duty', 'a made-up rule', 'week', 1, true, '2020-01-01', now() FROM unnest(${branches}) b`);
  await raw(`INSERT INTO reception.duty_person (duty_id, account_id, unit_id, from_on) SELECT d.id, a, d.branch_id, '2020-01-01' FROM reception.duty d CROSS JOIN unnest(${accounts}) a`);
  await raw(`INSERT INTO reception.outing (branch_id, name_kk, name_ru, name_en, territory_code, held_on, from_minute, to_minute, state, calendar_version, made_at)
    SELECT ${of(branches, 'n')}, 'Базар', 'Рынок', 'Market', '270000000', ${on('n * 7')}, 600, 900, 'closed', 'kz5', now() FROM generate_series(1, 400) n`);
  await raw(`INSERT INTO reception.reception (branch_id, account_id, unit_id, kind, held_on, from_minute, to_minute, state, received, calendar_version, made_at)
    SELECT ${of(branches, 'n')}, ${of(accounts, 'n', 3)}, ${of(branches, 'n')}, 'open', ${on('n')}, 540, 720, CASE WHEN n % 11 = 0 THEN 'missed' ELSE 'held' END, 2, 'kz5', now() FROM generate_series(1, ${o.receptions}) n`);
  await raw(`INSERT INTO reception.expected (duty_id, account_id, unit_id, branch_id, public, period_from, period_to, nth, opens_on, due_on, rule_version, calendar_version, state, decided_at)
    SELECT d.id, ${of(accounts, 'n', 3)}, d.branch_id, d.branch_id, true, ${on('n')}, ${on('n')}, n, ${on('n')}, ${on('n')}, 'r', 'kz5', (ARRAY['met','met','met','empty','missed','excused'])[1 + n % 6], now()
    FROM generate_series(1, ${o.receptions}) n JOIN reception.duty d ON d.branch_id = ${of(branches, 'n')}`);
  await raw(`INSERT INTO reception.lane (branch_id, letter, name_kk, name_ru, name_en) SELECT b, 'A', 'Кезек', 'Очередь', 'Queue' FROM unnest(${branches}) b`);
  await raw(`INSERT INTO reception.ticket (branch_id, on_day, label, lane_id, lang, state, order_at, made_at, waits_since, by_kind, door, account_id, began_at, ended_at, link_hash)
    SELECT b, day, 'A' || n, l.id, 'kk', 'finished', made, made, made, 'visitor', 'kiosk', ${of(accounts, 'n', 3)}, made + make_interval(mins => n % 40), made + make_interval(mins => 10 + n % 40), sha256(('ticket ' || n)::bytea)
    FROM (SELECT n, ${of(branches, 'n')} AS b, ${on('n')} AS day, ${at('n', 'n % 400')} AS made FROM generate_series(1, ${o.visits}) n) x JOIN reception.lane l ON l.branch_id = x.b`);
  await raw(`INSERT INTO reception.visit (number, branch_id, account_id, outing_id, unit_id, lang, surname, given, search, state, began_at, ended_at, held_on, link_hash, code_hash, seen_by)
    SELECT 'X-V-2026-' || n, ${of(branches, 'n')}, ${of(accounts, 'n', 3)}, CASE WHEN n % 29 = 0 THEN 1 + n % 400 END, ${of(branches, 'n')}, 'kk', ${of(surnames, 'n', 7)}, 'Адам', ${of(searched, 'n', 7)}, CASE WHEN n % 31 = 0 THEN 'left' ELSE 'finished' END,
      ${at('n', 'n % 400')}, ${at('n', 'n % 400 + 3 + n % 25')}, ${on('n')}, sha256(('visit ' || n)::bytea), '\\x00', ARRAY[${of(branches, 'n')}] FROM generate_series(1, ${o.visits}) n`);
  await raw(`INSERT INTO reception.matter (visit_id, branch_id, nth, text, outcome, advice, appeal_id, appeal_number, verdict, made_at)
    SELECT v.id, v.branch_id, 1, 'мәселе', o, CASE WHEN o = 'advised' THEN 'кеңес' END, CASE WHEN o = 'registered' THEN v.id END, CASE WHEN o = 'registered' THEN 'N' END, CASE WHEN o <> 'registered' THEN (ARRAY['solved','partly','not_solved','silent',NULL])[1 + (v.id % 5)::int] END, v.began_at
    FROM (SELECT v.*, (ARRAY['advised','promised','registered'])[1 + (v.id % 3)::int] AS o FROM reception.visit v) v`);
  await raw(`INSERT INTO reception.promise (matter_id, branch_id, account_id, assignment_id, text, due_on, given_at, open, ended_at, kept, executor_unit, original_due_on, given_on, calendar_version)
    SELECT m.id, m.branch_id, coalesce(v.account_id, 1), m.id, 'уәде', v.held_on + 7, v.began_at, m.id % 20 = 0, CASE WHEN m.id % 20 <> 0 THEN v.began_at + make_interval(days => (m.id % 12)::int) END, CASE WHEN m.id % 20 <> 0 THEN m.id % 9 <> 0 END,
      v.unit_id, v.held_on + 7, v.held_on, 'kz5' FROM reception.matter m JOIN reception.visit v ON v.id = m.visit_id WHERE m.outcome = 'promised'`);
  await raw('ANALYZE');
};
