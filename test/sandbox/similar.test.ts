import {expect, test} from 'vitest';
import {similarTo} from '../../src/sandbox/similar.ts';

test.each([
  ['web', ['wbe', 'db', 'web2', 'Web'], ['Web', 'web2', 'wbe']],
  ['my-data', ['my_data', 'mydata', 'other'], ['my_data', 'mydata']],
  ['database', ['databsae', 'webserver'], ['databsae']],
  ['web', ['web'], []],
  ['a', [], []],
])('somebody who wrote %s may have meant of %j: %j', (wanted, names, meant) => {
  expect(similarTo(wanted, names)).toEqual(meant);
});

test('at most three are named, the nearest', () => {
  expect(similarTo('server', ['server12', 'server1', 'Server', 'serverxyz', 'server2'])).toEqual([
    'Server',
    'server1',
    'server2',
  ]);
});
