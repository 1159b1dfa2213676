import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { day } from '../kernel/day.ts';
import { Shares, type Part } from './charts.tsx';
import { Table, Timeline } from './parts.tsx';
import { DeadlineStrip, type Counted } from './strip.tsx';

const strip = (days: readonly Counted[]) => renderToString(<DeadlineStrip lang="ru" days={days} today={day('2026-12-01')} rule="" />);
const counted = (on: string, kind: Counted['kind'], n: number | null = null): Counted => ({ on: day(on), kind, n, why: null, names: null });

test('each day of a term stands under its weekday, and a new month says its name', () => {
  const html = strip([counted('2026-11-28', 'start'), counted('2026-11-29', 'skipped'), counted('2026-11-30', 'counted', 1), counted('2026-12-01', 'due', 2)]);
  const cells = [...html.matchAll(/<li class="([^"]*)" title[^>]*><i[^>]*>([^<]*)<\/i><b[^>]*>(\d+)<\/b>/g)].map(([, name, month, date]) => `${name} ${month} ${date}`.replace('\u00A0', '').replace(/ +/g, ' '));
  expect(cells).toEqual(['sat start gone ноя 28', 'sun skipped gone 29', 'mon counted gone 30', 'tue due today дек 1']);
});

test('a screen reader hears which day it is; what came after closing time says so', () => {
  const html = strip([counted('2026-11-26', 'received'), counted('2026-11-27', 'start'), counted('2026-11-30', 'counted', 1), counted('2026-12-01', 'due', 2)]);
  expect([...html.matchAll(/<span class="hidden">([^<]*)</g)].map(([, said]) => said?.replaceAll('\u00A0', ' '))).toEqual([
    '26 ноября: день поступления, не считается: поступило после окончания рабочего дня', '27 ноября: день начала, не считается', '30 ноября: считается, 1-й день', '1 декабря: день ответа, 2-й день, сегодня',
  ]);
});

test('the legend explains only what the strip shows', () => {
  expect(strip([counted('2026-12-02', 'start'), counted('2026-12-03', 'due', 1)])).not.toMatch(/class="(?:skipped|today)"/);
});

const bar = (values: readonly (number | null)[]) => renderToString(<Shares lang="ru" wholes={[{ label: 'исполнено', parts: values.map((value, at): Part => ({ label: `ключ ${at}`, value, tone: 'fd' })) }]} />);

test('a bar is cut where its numbers cut it', () => {
  expect([...bar([30, 10]).matchAll(/x="([\d.]+)" width="([\d.]+)"/g)].map(([, x, width]) => [x, width])).toEqual([['0.00', '75.00'], ['75.00', '25.00']]);
});

test('a bar with a part that is not given out would lie: its parts are named, and nothing is drawn', () => {
  const html = bar([30, null]);
  expect([html.includes('class="bar"'), html.includes('скрыто'), html.includes('30')]).toEqual([false, true, true]);
});

test('on a telephone every cell knows the name of its column', () => {
  const html = renderToString(<Table columns={[{ title: 'Место' }, { title: 'Поступило', number: true }, { title: 'В работе', number: true }]} rows={[['Орал', '12', '3']]} />);
  expect([...html.matchAll(/data-column="([^"]*)"><span>(\d+)/g)].map(([, column, cell]) => [column, cell])).toEqual([['Поступило', '12'], ['В работе', '3']]);
});

test('of what happened the first sentence carries the weight', () => {
  const html = renderToString(<Timeline happenings={[{ at: new Date(0), title: 'Дан ответ: отдел. Итог: исполнено' }, { at: new Date(0), title: 'Нақтылау сұралды' }]} />);
  expect([...html.matchAll(/<strong>([^<]*)<\/strong>/g)].map(([, text]) => text)).toEqual(['Дан ответ: отдел.', 'Нақтылау сұралды']);
});
