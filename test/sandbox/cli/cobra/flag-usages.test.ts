import {expect, it} from 'vitest';
import {argsProblem} from '../../../../src/sandbox/cli/cobra/command.ts';
import {bool, list, text} from '../../../../src/sandbox/cli/cobra/flag-kinds.ts';
import {flagUsages} from '../../../../src/sandbox/cli/cobra/flag-usages.ts';

const flags = [
  text('name', {usage: 'Assign a name to the container'}),
  bool('all', {short: 'a', usage: 'Show all'}),
  text('detach-keys', {usage: 'Keys', initial: 'ctrl-p'}),
  list('env', {short: 'e', usage: 'Set environment variables'}),
  bool('secret', {usage: 'Not shown', hidden: true}),
];

it('lists flags by name, usages in one column, defaults behind, hidden ones not at all', () => {
  expect(flagUsages(flags, 80)).toBe(
    [
      '  -a, --all                  Show all',
      '      --detach-keys string   Keys (default "ctrl-p")',
      '  -e, --env list             Set environment variables',
      '      --name string          Assign a name to the container',
      '',
    ].join('\n'),
  );
});

it('breaks a usage that is wider than the terminal under its own column', () => {
  expect(flagUsages([text('name', {usage: 'Assign a name to the container, any name'})], 50)).toBe(
    ['      --name string   Assign a name to the', `${' '.repeat(22)}container, any name`, ''].join('\n'),
  );
});

it.each([
  [{kind: 'none'}, 1, 'accepts no arguments'],
  [{kind: 'none'}, 0, undefined],
  [{kind: 'exactly', count: 1}, 2, 'requires 1 argument'],
  [{kind: 'atLeast', count: 2}, 1, 'requires at least 2 arguments'],
  [{kind: 'atMost', count: 1}, 2, 'requires at most 1 argument'],
  [{kind: 'between', least: 1, most: 2}, 3, 'requires at least 1 and at most 2 arguments'],
  [{kind: 'cobraExactly', count: 1}, 0, 'accepts 1 arg(s), received 0'],
] as const)('counts arguments: %j against %i', (rule, count, problem) => {
  expect(argsProblem(rule, count)).toBe(problem);
});
