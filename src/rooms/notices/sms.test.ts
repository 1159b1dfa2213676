import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../platform/config.ts';
import { smsChannels } from '../../app/doors/ways.ts';
import type { Outgoing } from './port.ts';
import { smsChannel, type Gateway } from './sms.ts';
import { segmentsOf, smsText } from './sms-text.ts';

type Got = { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, unknown>>; readonly body: string };
const got: Got[] = [];
let answer: { status: number; body: string; headers?: Record<string, string> } = { status: 200, body: '' };
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (part: string) => (body += part)).on('end', () => {
    got.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
});
let root = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  root = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
});
afterAll(() => new Promise<void>((resolve) => {
  server.closeAllConnections();
  server.close(() => resolve());
}));
beforeEach(() => {
  got.length = 0;
  answer = { status: 200, body: '' };
});

const link = 'https://jauap.example.kz/kk/follow';
const message = (o: Partial<Outgoing> = {}): Outgoing => ({ name: '<notice.7.0123456789abcdef0123@jauap.example.kz>', to: '+77010000001', lang: 'kk', subject: 'Өтінішіңізге "жауап" & <дайын>', text: 'Ұзақ мәтін', link, stop: null, ...o });
const gateway = (o: Partial<Gateway> = {}): Gateway => ({ url: `${root}/send`, method: 'POST', headers: {}, body: '{"phone":"{to}","text":"{text}","id":"{id}"}', success: null, gone: null, ...o });

describe('what is asked of the gateway is what its manual says', () => {
  test('a JSON body, written as JSON', async () => {
    expect(await smsChannel(gateway({ headers: { authorization: 'Bearer abc', 'idempotency-key': '{id}' } }))(message())).toEqual({ sent: true, as: null });
    const body = JSON.parse(got[0]?.body ?? '') as { phone: string; text: string; id: string };
    expect(body).toEqual({ phone: '+77010000001', text: `Өтінішіңізге "жауап" & <дайын>\n${link}`, id: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(got[0]?.headers).toMatchObject({ 'content-type': 'application/json', authorization: 'Bearer abc', 'idempotency-key': body.id });
  });
  test('an address with everything in it', async () => {
    await smsChannel(gateway({ method: 'GET', url: `${root}/send?to={digits}&mes={text}&id={id}`, body: null }))(message());
    const url = new URL(got[0]?.url ?? '', root);
    expect([got[0]?.method, url.searchParams.get('to'), url.searchParams.get('mes')]).toEqual(['GET', '77010000001', `Өтінішіңізге "жауап" & <дайын>\n${link}`]);
  });
  test('a form, and XML', async () => {
    await smsChannel(gateway({ body: 'to={digits}&text={text}' }))(message());
    expect(new URLSearchParams(got[0]?.body).get('text')).toContain('"жауап" & <дайын>');
    await smsChannel(gateway({ body: '<m to="{digits}">{text}</m>', headers: { 'content-type': 'text/xml' } }))(message());
    expect(got[1]?.body).toContain('&#34;жауап&#34; &#38; &#60;дайын&#62;');
  });
  test('the same message has the same name at every try, and it is not the one that proves a reply', async () => {
    for (let tries = 0; tries < 2; tries += 1) await smsChannel(gateway())(message());
    await smsChannel(gateway())(message({ name: '<notice.8.0123456789abcdef0123@jauap.example.kz>' }));
    const ids = got.map((one) => (JSON.parse(one.body) as { id: string }).id);
    expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false]);
    expect(JSON.stringify(got)).not.toContain('0123456789abcdef0123');
  });
});

describe('what the gateway answers', () => {
  test('taken, under a name of its own', async () => {
    answer = { status: 200, body: '{"code":0,"data":{"messageId":"9912"}}' };
    expect(await smsChannel(gateway({ success: /"code":0.*"messageId":"(\d+)"/u }))(message())).toEqual({ sent: true, as: '9912' });
  });
  test('200 without the word of success is no success', async () => {
    answer = { status: 200, body: '{"code":1,"message":"no money"}' };
    expect(await smsChannel(gateway({ success: /"code":0/u }))(message())).toEqual({ sent: false, gone: false, code: 'not_accepted' });
  });
  test.each([400, 401, 402, 429, 500, 503])('%i is tried again', async (status) => {
    answer = { status, body: '' };
    expect(await smsChannel(gateway())(message())).toEqual({ sent: false, gone: false, code: `http_${status}` });
  });
  test('only its own word for a number that nobody has silences the number', async () => {
    answer = { status: 422, body: '{"error":"invalid_msisdn"}' };
    expect(await smsChannel(gateway({ gone: /invalid_msisdn/u }))(message())).toEqual({ sent: false, gone: true, code: 'no_such_number' });
  });
  test('what is no telephone number is not asked about', async () => {
    expect(await smsChannel(gateway())(message({ to: 'aliya@mail.example' }))).toEqual({ sent: false, gone: true, code: 'address' });
    expect(got).toEqual([]);
  });
  test('a message is not carried on to wherever the answer points, and a gateway that is away is tried again', async () => {
    answer = { status: 302, body: '', headers: { location: `${root}/elsewhere` } };
    expect(await smsChannel(gateway())(message())).toMatchObject({ sent: false, gone: false });
    expect(got.map((one) => one.url)).toEqual(['/send']);
    expect(await smsChannel(gateway({ url: 'http://127.0.0.1:1/' }))(message())).toEqual({ sent: false, gone: false, code: 'unreachable' });
  });
});

describe('a message fits', () => {
  test('in as many parts as the network makes of it', () => {
    expect(segmentsOf('ә'.repeat(70))).toEqual({ count: 1, used: 70, wide: true });
    expect(segmentsOf('ә'.repeat(71)).count).toBe(2);
    expect([segmentsOf('ә'.repeat(134)).count, segmentsOf('ә'.repeat(135)).count]).toEqual([2, 3]);
    expect([segmentsOf('a'.repeat(160)).count, segmentsOf('a'.repeat(161)).count, segmentsOf(`${'a'.repeat(159)}{`).count]).toEqual([1, 2, 2]);
  });
  test.each([1, 40, 70, 99, 100, 134, 400])('a subject of %i letters goes with its whole link in at most two', (length) => {
    const text = smsText(`${'ә'.repeat(length)}`, link);
    expect(segmentsOf(text).count).toBeLessThanOrEqual(2);
    expect(text.endsWith(`\n${link}`)).toBe(true);
    expect(text.includes('…')).toBe(length > 134 - link.length - 1);
  });
  test('a link longer than two messages is left out, the words stay', () => {
    expect(smsText('Жауап дайын', `https://jauap.example.kz/${'x'.repeat(200)}`)).toBe('Жауап дайын');
  });
});

test('the configuration makes the channel; a mistake in it is named at the start', async () => {
  const config = (o: Record<string, string>) => readConfig({ JAUAP_MODE: 'test', ...o });
  expect(smsChannels(config({}))).toEqual({});
  const made = smsChannels(config({ SMS_URL: `${root}/v1`, SMS_HEADERS: '{"Authorization":"Key 1","Content-Type":"application/json"}', SMS_BODY: '{"to":"{digits}","m":"{text}"}', SMS_SUCCESS: 'ok:(\\d+)' }));
  answer = { status: 200, body: 'ok:17' };
  expect(await made.sms?.(message())).toEqual({ sent: true, as: '17' });
  expect(got[0]?.headers).toMatchObject({ authorization: 'Key 1', 'content-type': 'application/json' });
  for (const [name, value] of [['SMS_URL', 'ftp://x'], ['SMS_HEADERS', '[1]'], ['SMS_HEADERS', '{"a":"b\\nc: d"}'], ['SMS_SUCCESS', '('], ['SMS_METHOD', 'PUT']] as const) expect(() => config({ [name]: value }), name).toThrow(name);
});
