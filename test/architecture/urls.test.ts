import { describe, expect, test } from 'vitest';
import { house, operations } from '../../src/app/house.ts';
import { expectCommitted } from './committed.ts';
import { addresses, verbAtTheEnd } from './urls.ts';

test('every address and its gate is as committed', () => {
  expectCommitted('test/architecture/snapshots/urls.txt', addresses(house.routes, operations));
});

test('no address is declared twice', () => {
  const all = [...house.routes.map((r) => `${r.skin} ${r.method} ${r.path.replaceAll(/:\w+/g, ':')}`), ...operations.map((o) => `api ${o.method} ${o.path.replaceAll(/\{\w+\}/g, ':')}`)];
  expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([]);
});

test('what is sent is named by a noun', () => {
  expect(house.routes.filter((r) => r.method === 'post').map((r) => r.path).filter(verbAtTheEnd)).toEqual([]);
  expect(operations.filter((o) => o.method === 'post').map((o) => o.path).filter(verbAtTheEnd)).toEqual([]);
});

describe('a verb at the end is found', () => {
  test.each(['/desk/appeals/:number/forward', '/drafts/delete', '/x/send', '/x/sign-in/update'])('%s', (path) => expect(verbAtTheEnd(path)).toBe(true));
  test.each(['/desk/appeals/:number/forwardings', '/appeals', '/appeals/:number'])('%s is a noun', (path) => expect(verbAtTheEnd(path)).toBe(false));
});
