import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { langs, sayLoose } from '../../src/kernel/words.ts';
import { answerInterim } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { forward } from '../../src/rooms/appeals/acts/forward.ts';
import { noticesOfAppeals } from '../../src/rooms/appeals/words/notices.ts';
import { setChannels, smsChannel } from '../../src/rooms/notices/contract.ts';
import { stopToken } from '../../src/rooms/notices/seal.ts';
import { segmentsOf, smsText } from '../../src/rooms/notices/sms-text.ts';
import { ok } from '../support/house.ts';
import { actorsOf, came, openOffice, type Came, type Office } from './office.ts';

const site = 'https://jauap.example.kz';
const phone = '+77010000001';
let o: Office;
let as: Awaited<ReturnType<typeof actorsOf>>;
/** What the gateway was asked to send, as the telephone shows it. */
const texts: string[] = [];
const gateway = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (part: string) => (body += part)).on('end', () => {
    const { to, text } = JSON.parse(body) as { to: string; text: string };
    if (to === phone) texts.push(text);
    response.writeHead(200).end('{}');
  });
});
beforeAll(async () => {
  o = await openOffice();
  as = await actorsOf(o);
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const bound = gateway.address();
  const url = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/`;
  setChannels({ sms: smsChannel({ url, method: 'POST', headers: {}, body: '{"to":"{to}","text":"{text}"}', success: null, gone: null }) }, site);
});
afterAll(async () => {
  gateway.closeAllConnections();
  await new Promise((resolve) => gateway.close(resolve));
  await o.house.end();
});

const given = (m: Came, unitId = o.house.units.lighting) => assign(as('clerk'), { number: m.number, unitId, accountId: unitId === o.house.units.lighting ? o.house.people.executor : undefined, suggested: false });
const linkIn = (text: string): URL => new URL(text.split('\n').at(-1) ?? '');
const stopped = async (m: Came) => (await o.house.t.raw('SELECT stopped_at IS NOT NULL AS stopped FROM notices.way WHERE owner = $1', [`appeal:${m.appealId}`])).map((row) => row['stopped']);

test('a text message that may be stopped brings the button with its one link; whoever presses it gets only what is owed, and may take it back', async () => {
  const m = await came(o, { tellBy: 'sms', lang: 'ru' });
  await o.work();
  // the registration is owed: nothing to stop
  expect(linkIn(texts.at(-1) ?? '').search).toBe(`?number=${m.number}`);
  ok(await given(m));
  await o.work();
  const [, message = ''] = texts;
  expect(message.split('\n')[0]).toBe(`${m.number}: вашим обращением занимаются`);
  const link = linkIn(message);
  // nobody who holds the telephone needs the code of the matter
  const page = await o.house.browser().open(link.pathname + link.search);
  expect(page.text).toContain('Больше не присылать SMS?');
  expect(page.text).not.toContain(phone);
  expect(await stopped(m), 'looking stops nothing').toEqual([false]);
  await page.submit('Отключить SMS');
  expect([page.status, await stopped(m)]).toEqual([200, [true]]);
  expect(page.text).toContain('Отключено.');
  ok(await answerInterim(as('executor'), { number: m.number, text: 'Заказали лампу.', papers: [] }));
  await o.work();
  expect(texts).toHaveLength(2);
  ok(await forward(as('clerk'), { number: m.number, unitId: o.house.units.roads, reason: 'По компетенции' }));
  await o.work();
  expect(texts).toHaveLength(3);
  expect(linkIn(texts[2] ?? '').search).toBe(`?number=${m.number}`);
  await page.submit('Включить снова');
  expect(await stopped(m)).toEqual([false]);
});

test('the matter’s own page says where notices go, with the number hidden, and leads to the same button', async () => {
  const m = await came(o, { tellBy: 'sms' });
  const page = await o.house.browser().open(`/kk/follow/${m.linkToken}`);
  expect(page.text).toContain('Сізге қалай хабарлаймыз');
  expect(page.text).toContain('SMS хабарлама: +77*** ** 01');
  await page.follow('Тоқтату');
  await page.submit('Тоқтату');
  expect(await stopped(m)).toEqual([true]);
  await page.open(`/kk/follow/${m.linkToken}`);
  expect(page.text).toContain('(тоқтатылған)');
});

test('a proof that is none shows no button, and one of another way stops nothing', async () => {
  const m = await came(o, { tellBy: 'sms' });
  const [way] = await o.house.t.raw('SELECT id::int AS id FROM notices.way WHERE owner = $1', [`appeal:${m.appealId}`]);
  const id = Number(way?.['id']);
  for (const proof of ['1', '1.', `${id}.<script>`, '../../admin', `${id}.${'A'.repeat(40)}`, '']) {
    const page = await o.house.browser().open(`/kk/follow?number=${m.number}&s=${encodeURIComponent(proof)}`);
    expect([proof, page.status, page.html.includes('/notices/')]).toEqual([proof, 200, false]);
  }
  const other = stopToken(id + 1_000).split('.')[1];
  const page = await o.house.browser().open(`/kk/follow?number=${m.number}&s=${id}.${other}`);
  await page.submit('SMS-ті тоқтату');
  expect([page.status, await stopped(m)]).toEqual([404, [false]]);
});

test('every subject that may be stopped goes whole with such a link, in two messages, in each language', () => {
  // a matter of the sixth digit and a way of the seventh
  const number = 'BQ01-2026-123456';
  const proof = `${site}/kk/notices/1234567.AbCdEfGhIjK`;
  for (const [code, notice] of Object.entries(noticesOfAppeals)) for (const lang of langs) {
    const subject = sayLoose(lang, notice.subject, { number });
    const text = smsText(subject, `${site}/${lang}/follow?number=${number}`, notice.owed ? null : proof);
    expect([code, lang, segmentsOf(text).count <= 2, text.split('\n')[0]]).toEqual([code, lang, true, subject]);
    expect([code, lang, text.includes('s=1234567.AbCdEfGhIjK')]).toEqual([code, lang, !notice.owed]);
  }
  // where the site's own name is so long that nothing of the words would be left, the link goes without it
  const long = `https://${'x'.repeat(60)}.example.kz`;
  expect(smsText('Жауап дайын', `${long}/kk/follow?number=${number}`, proof)).toBe(`Жауап дайын\n${long}/kk/follow?number=${number}`);
});
