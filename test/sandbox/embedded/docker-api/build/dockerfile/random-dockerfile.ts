import fc from 'fast-check';

const names = [
  ...['FROM', 'RUN', 'COPY', 'ADD', 'ENV', 'ARG', 'WORKDIR', 'USER', 'EXPOSE', 'CMD', 'ENTRYPOINT', 'LABEL', 'VOLUME'],
  ...['STOPSIGNAL', 'SHELL', 'HEALTHCHECK', 'HEALTHCHECK CMD', 'HEALTHCHECK NONE', 'ONBUILD', 'ONBUILD RUN'],
  ...['MAINTAINER', 'from', 'Run', 'RNU', 'FROM x AS', ''],
];
const flags = [
  ...['--from=x', '--chown=1:2', '--chmod=755', '--platform=linux/amd64', '--interval=5s', '--timeout=1m30s'],
  ...['--retries=3', '--start-period=0', '--mount=type=bind', '--', '--x', '--from', '--from=', '--"from=x y"'],
];
const parts = [
  ...['a', 'b.txt', '/srv/', '.', '=', 'a=1', 'a="b c"', "a='b", '"', "'", '\\', '`', '\\"', '\\ ', '$', '${', '}'],
  ...['${x:-', 'y}', '${x:+', '$x', '[', ']', '["a"]', '["a", "b"]', '[1]', '["a" ', '{"a":1}', ',', ':', '#', '# x'],
  ...['<<EOF', 'EOF', '&&', '|', '80', '80/udp', '1-3', 'AS', 'as', 'none', 'CMD', 'NONE', 'é', '\u00a0', '\u2028'],
  ...['\t', '\r', '\f', '\v', '  ', '\ufeff', '\\t', '\\u00e9', '日本', '😀'],
];
const separators = ['', ' ', ' ', '  ', '\t', ' \\\n', '\\\n', ' \\ \n', '`\n', '\\\n\n', '\\\n# c\n', '\n'];

const word = fc.oneof(
  {weight: 8, arbitrary: fc.constantFrom(...parts)},
  {weight: 2, arbitrary: fc.constantFrom(...flags)},
  {weight: 1, arbitrary: fc.string({unit: 'grapheme', maxLength: 6})},
);
const words = fc
  .array(fc.tuple(fc.constantFrom(...separators), word), {maxLength: 6})
  .map((pairs) => pairs.map((pair) => pair.join('')).join(''));
const instruction = fc
  .tuple(fc.constantFrom(...names), fc.option(fc.constantFrom(...flags), {freq: 3, nil: ''}), words)
  .map(([name, flag, rest]) => `${name} ${flag}${rest}`);
const line = fc.oneof(
  {weight: 10, arbitrary: instruction},
  {weight: 2, arbitrary: words},
  {weight: 1, arbitrary: fc.constantFrom('', '# c', '   ', '# escape=`', '# syntax=x', '#escape = \\', '# escape=x')},
);

/** Dockerfiles: some are right, most are wrong somewhere, and some are no Dockerfiles. */
export const randomDockerfile: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '', '# escape=`\n', '# syntax=docker/dockerfile:1\n', '\ufeff'),
    fc.constantFrom('FROM x\n', 'FROM x\n', 'FROM x\n', 'ARG a=1\nFROM $a AS b\n', ''),
    fc.array(line, {maxLength: 5}),
    fc.constantFrom('\n', '\n', '\r\n'),
  )
  .map(([head, from, lines, end]) => head + from + lines.join(end));
