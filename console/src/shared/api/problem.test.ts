import { expect, test } from 'vitest';

import { asProblem, Problem } from './problem';
import { retriable } from './queries';

test('a problem document is read, and what is none gets a code of its own', () => {
  const found = Problem.of(422, {
    code: 'expression',
    detail: 'no such name',
    request_id: 'r1',
    errors: [{ path: 'a', message: 'b' }],
  });
  expect([found.code, found.cause, found.requestId, found.faults.length]).toEqual([
    'expression',
    'no such name',
    'r1',
    1,
  ]);
  expect(Problem.of(502, '<html>', 'r2').code).toBe('http_502');
});

test('a network that is away and an error of ours are told apart', () => {
  expect(asProblem(new TypeError('Failed to fetch')).code).toBe('unreachable');
  expect(asProblem(new Error('x')).code).toBe('console_error');
  expect(asProblem('x').cause).toBe('x');
});

test('only what can help is asked again', () => {
  expect([0, 503, 404, 422].map(retriable)).toEqual([true, true, false, false]);
});
