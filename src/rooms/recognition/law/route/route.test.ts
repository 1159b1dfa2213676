import { expect, test } from 'vitest';
import { warningsOf } from './route.ts';

const calm = { open: 40, late: 3, had: 50, handedOn: 5, most: 100 };

test('a body that keeps up with its work is suggested without a word', () => {
  expect(warningsOf(calm)).toEqual([]);
  expect(warningsOf({ open: 0, late: 0, had: 0, handedOn: 0, most: 100 })).toEqual([]);
});

test('a backlog is told of where a fifth of the open ones is late, and not for a bad week', () => {
  expect(warningsOf({ ...calm, open: 40, late: 8 })).toEqual([{ warning: 'backlog', open: 40, late: 8, openMore: false, lateMore: false }]);
  expect(warningsOf({ ...calm, open: 41, late: 8 })).toEqual([]);
  expect(warningsOf({ ...calm, open: 4, late: 4 })).toEqual([]);
});

test('what is counted to a hundred and no further is told of as a hundred or more', () => {
  expect(warningsOf({ ...calm, open: 100, late: 0 })).toEqual([{ warning: 'backlog', open: 100, late: 0, openMore: true, lateMore: false }]);
  expect(warningsOf({ ...calm, open: 100, late: 100 })).toMatchObject([{ openMore: true, lateMore: true }]);
});

test('a body that passes a third of a topic on is told of, from ten matters up', () => {
  expect(warningsOf({ ...calm, had: 10, handedOn: 3 })).toEqual([{ warning: 'hands_on', percent: 30, had: 10 }]);
  expect(warningsOf({ ...calm, had: 9, handedOn: 9 })).toEqual([]);
  expect(warningsOf({ ...calm, had: 100, handedOn: 29 })).toEqual([]);
});
