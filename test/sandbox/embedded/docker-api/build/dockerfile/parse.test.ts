import {describe, expect, it} from 'vitest';
import type {Base, Order} from '../../../../../../src/sandbox/embedded/docker-api/build/dockerfile/instruction.ts';
import {parseDockerfile, upTo} from '../../../../../../src/sandbox/embedded/docker-api/build/dockerfile/parse.ts';

/** What the instructions after `FROM x` say. */
function orders(text: string, head = ''): readonly (Order | Base)[] {
  const {stages} = parseDockerfile(`${head}FROM x\n${text}`);
  return stages.flatMap(({steps}) => steps.map(({order}) => order));
}

function shell(text: string): Order {
  return {kind: 'run', command: {words: [text], forShell: true}, mounts: false};
}

describe('an instruction is read', () => {
  const copy = {chown: '', chmod: '', from: ''};
  const cases: readonly (readonly [string, string, readonly Order[]])[] = [
    ['whatever the case of its name', 'rUn echo', [shell('echo')]],
    ['over several lines', 'RUN a \\\n  b \\\n  c', [shell('a   b   c')]],
    ['with comments in between', 'RUN a \\\n# no\n  # neither\n  b', [shell('a   b')]],
    ['with lines that are empty in between', 'RUN a \\\n\n  b', [shell('a   b')]],
    ['with a sign for more, which is none in the middle', 'RUN a\\b', [shell('a\\b')]],
    ['with spaces behind the sign for more', 'RUN a \\  \n b', [shell('a  b')]],
    ['with the line ends of Windows', 'RUN a \\\r\n b\r\nRUN c\r\n', [shell('a  b'), shell('c')]],
    ['without a line end', 'RUN a', [shell('a')]],
    ['as a list', 'RUN ["a", "b c"]', [{kind: 'run', command: {words: ['a', 'b c'], forShell: false}, mounts: false}]],
    ['as no list for single quotes', "RUN ['a']", [shell("['a']")]],
    ['with a comment sign that is none', 'RUN echo # x', [shell('echo # x')]],
    [
      'as pairs',
      'ENV a=1 b="x y" c=x\\ y',
      [{kind: 'env', pairs: [pair('a', '1'), pair('b', '"x y"'), pair('c', 'x\\ y')]}],
    ],
    ['as the one old pair', 'ENV a b  c', [{kind: 'env', pairs: [pair('a', 'b  c')]}]],
    [
      'with flags',
      'COPY --from=b --chown=1:2 x y /z',
      [{kind: 'copy', ...copy, from: 'b', chown: '1:2', sources: ['x', 'y'], goal: '/z'}],
    ],
    ['with names in a list', 'COPY ["a b", "/c"]', [{kind: 'copy', ...copy, sources: ['a b'], goal: '/c'}]],
    ['with ports in their order', 'EXPOSE 90 80/udp', [{kind: 'expose', ports: ['80/udp', '90']}]],
    ['as one that waits', 'ONBUILD  RUN x  y', [{kind: 'onbuild', trigger: 'RUN x  y'}]],
    [
      'with arguments',
      'ARG a b=1',
      [
        {
          kind: 'arg',
          args: [
            {key: 'a', value: undefined},
            {key: 'b', value: '1'},
          ],
        },
      ],
    ],
    [
      'with times',
      'HEALTHCHECK --interval=1m30s --retries=2 CMD a b',
      [{kind: 'healthcheck', check: {Test: ['CMD-SHELL', 'a b'], Interval: 90e9, Retries: 2}}],
    ],
  ];
  it.each(cases)('%s', (_, text, expected) => {
    expect(orders(text)).toEqual(expected);
  });
});

describe('a Dockerfile', () => {
  it('may name the sign for more lines itself', () => {
    expect(orders('RUN a `\n b\\', '# escape=`\n')).toEqual([shell('a  b\\')]);
  });

  it('may name a frontend, which the classic builder overlooks', () => {
    expect(orders('RUN a', '# syntax=docker/dockerfile:1\n')).toEqual([shell('a')]);
  });

  it('knows a directive only before anything else', () => {
    expect(orders('RUN a \\\n b', '# hello\n# escape=`\n')).toEqual([shell('a  b')]);
  });

  it('has stages by name in small letters, and ends with the one that is asked for', () => {
    const {stages, args} = parseDockerfile(
      'ARG V=1\nFROM a:$V AS One\nFROM --platform=linux/amd64 b as two\nFROM One\n',
    );
    expect(args).toHaveLength(1);
    expect(stages.map(({from}) => [from.order.base, from.order.name, from.order.platform])).toEqual([
      ['a:$V', 'one', ''],
      ['b', 'two', 'linux/amd64'],
      ['One', '', ''],
    ]);
    expect(upTo(stages, 'TWO')).toHaveLength(2);
  });

  it('is shown step by step as it was written', () => {
    const {stages} = parseDockerfile('FROM x\nrun  a \\\n   b\n');
    expect(stages[0]?.steps[0]?.source).toBe('run  a    b');
  });

  it.each([
    ['FROM x\n\n\nRNU y\n', 'dockerfile parse error line 4: unknown instruction: RNU'],
    ['FROM x\nRUN a \\\n b\nRNU\n', 'dockerfile parse error line 4: unknown instruction: RNU'],
    ['FROM x\nRUN <<EOF\nhi\nEOF\n', 'dockerfile parse error line 3: unknown instruction: HI'],
    ['RUN a\n', 'no build stage in current context'],
    ['\n# c\n', 'failed to parse Dockerfile: file with no instructions'],
  ])('is refused in the words of the real one: %j', (text, message) => {
    expect(() => parseDockerfile(text)).toThrow(message);
  });
});

function pair(key: string, value: string): {readonly key: string; readonly value: string} {
  return {key, value};
}
