import fc from 'fast-check';
import {expect, it} from 'vitest';
import {createBox} from './box.ts';

const commands = [
  ...[
    'echo a',
    'echo "$x"',
    'x=$y',
    'y=1',
    'cat',
    'cat f',
    'seq 3',
    'sleep 1',
    'true',
    'false',
    ':',
    'nosuch',
    './f',
    '/bin',
    'env',
  ],
  ...[
    'cd /',
    'cd d',
    'pwd',
    'read x',
    'read -t 1 x y',
    'exec cat',
    'exec >f',
    'exec 3<f',
    'exit',
    'exit 3',
    'return',
    'break',
    'continue',
  ],
  ...[
    'set -e',
    'set -x',
    'set -u',
    'set -- a b',
    'set -f',
    'shift',
    'local x',
    'export x',
    'readonly x',
    'unset x',
    'unset -f f',
  ],
  ...[
    'trap "echo t" EXIT',
    'trap "echo u" USR1',
    'trap "" TERM',
    'trap - TERM',
    'kill $$',
    'kill -USR1 $$',
    'kill %1',
    'kill 0',
    'kill -STOP $!',
  ],
  ...[
    'wait',
    'wait $!',
    'jobs',
    'fg',
    'bg',
    'f',
    'f a',
    'eval "$x"',
    'eval "echo b; f"',
    '. ./f',
    'command echo c',
    'type f',
    'getopts ab x -a',
  ],
  ...[
    '[ a = b ]',
    '[ -f f ]',
    'test 1 -lt $x',
    'let x=x+1',
    'printf "%s\\n" $x',
    'echo $((x+1))',
    'echo $(echo q)',
    'echo *',
    'umask 77',
    'alias a=b',
  ],
];

const glue = fc.constantFrom('; ', '\n', ' | ', ' && ', ' || ', ' & ', ' >f; ', ' <f; ', ' 2>&1; ', ' <<E\nx\nE\n');

const shapes = fc.constantFrom<(inner: string) => string>(
  (inner) => inner,
  (inner) => `{ ${inner}\n}`,
  (inner) => `( ${inner}\n)`,
  (inner) => `if ${inner}\nthen ${inner}\nelse ${inner}\nfi`,
  (inner) => `for i in a b; do ${inner}\ndone`,
  (inner) => `case $x in a|b) ${inner}\n;; *) ${inner}\nesac`,
  (inner) => `f() { ${inner}\n}\nf`,
  (inner) => `x=$(${inner}\n)`,
  (inner) => `! ${inner}`,
);

const script = fc
  .array(fc.tuple(shapes, fc.array(fc.tuple(fc.constantFrom(...commands), glue), {minLength: 1, maxLength: 4})), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) =>
    parts.map(([shape, list]) => shape(`${list.map(([command, after]) => command + after).join('')}:`)).join('\n'),
  );

it('does what any script says, and nothing that must never be', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (text) => {
      const limits = {memoryBytes: 0, nanoCpus: 0, pids: 40};
      const box = createBox({files: {'/srv/f': 'echo from f\n', '/srv/d/g': ''}, limits});
      const {process, done} = box.machine.start(['init', 'sh', '-c', text], {folder: '/srv', input: 'one\ntwo\n'});
      for (let turn = 0; turn < 5 && !process.status; turn += 1) await box.clock.advance(300);
      process.kill('SIGKILL', 'outside');
      await done;
      expect(box.faults).toEqual([]);
      expect(box.machine.space.processes()).toEqual([]);
    }),
    {numRuns: 120},
  );
}, 60_000);
