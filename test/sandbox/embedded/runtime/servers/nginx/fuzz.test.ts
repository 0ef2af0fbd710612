import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {compileConfig} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/nginx/config/compile.ts';
import {
  accepted,
  notSimulated,
  simulated,
} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/nginx/config/form-table.ts';
import {ConfigProblem} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/nginx/config/problem.ts';
import {readConfig} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/nginx/config/read.ts';
import {until} from '../../../../../support/until.ts';
import {answerCases} from './answer-cases.ts';
import {ask, createSite} from './site.ts';

/** Reads and compiles a text as nginx.conf; what is wrong with it, or nothing. */
async function problemOf(text: string): Promise<string | undefined> {
  try {
    const {directives} = readConfig({
      path: '/etc/nginx/nginx.conf',
      parameters: '',
      source: {read: () => text, match: () => []},
      warn: () => {},
      hasUser: () => true,
      hasGroup: () => true,
      addressOf: () => undefined,
    });
    await compileConfig(directives, {
      hostname: 'box',
      prefix: '/etc/nginx/',
      addressOf: () => undefined,
      resolve: async (host) => (host.includes('x') ? [] : ['10.0.0.1']),
      warn: () => {},
    });
    return undefined;
  } catch (error) {
    if (error instanceof ConfigProblem) return error.text;
    throw error;
  }
}

const directives = [simulated, accepted, notSimulated].flatMap((table) =>
  Object.values(table).flatMap((names) => names.split(' ')),
);
const words = [
  ...[
    'on',
    'off',
    '80',
    '10m',
    '5s',
    '/',
    '/a/',
    '~',
    '~*',
    '^~',
    '=',
    '=404',
    '@back',
    '$uri',
    '$'.concat('{args}'),
    '$1',
    '${',
    '$',
  ],
  ...[
    '"a b"',
    "'",
    '"',
    '\\',
    '(',
    ')',
    '($uri',
    '= /a)',
    '~ ^/(a|b)+$)',
    '^/(?<n>.*)$',
    '(a',
    '[a',
    'http://u',
    'http://x/y',
  ],
  ...[
    'http://127.0.0.1:80/b',
    'weight=2',
    'default_server',
    '[::]:80',
    '404',
    '/index.html',
    'all',
    '10.0.0.0/8',
    'always',
  ],
];
const blocks = ['{', '}', ';', ';', ';', '\n', '#'];
const token = fc.oneof(
  {weight: 4, arbitrary: fc.constantFrom(...directives)},
  {weight: 4, arbitrary: fc.constantFrom(...words)},
  {weight: 5, arbitrary: fc.constantFrom(...blocks)},
  {weight: 1, arbitrary: fc.string()},
);
/** Directives in the right form and place, with strange arguments: such get further than tokens in any order. */
const line = fc.tuple(fc.constantFrom(...directives), fc.array(fc.constantFrom(...words), {maxLength: 3}));
const body = fc
  .array(line, {maxLength: 6})
  .map((lines) => lines.map(([name, args]) => `${name} ${args.join(' ')};`).join('\n'));

describe('nginx.conf, whatever is in it', () => {
  it('is understood or refused with a sentence: tokens in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(token, {maxLength: 40}), async (tokens) => {
        expect(await problemOf(tokens.join(' '))).not.toBe('');
      }),
      {numRuns: 3000},
    );
  });

  it('is understood or refused with a sentence: directives with any arguments', async () => {
    await fc.assert(
      fc.asyncProperty(body, body, body, async (http, server, location) => {
        const text = `events {}\nhttp {\n${http}\nserver {\n${server}\nlocation /a {\n${location}\n}\n}\n}\n`;
        expect(await problemOf(text)).not.toBe('');
      }),
      {numRuns: 3000},
    );
  });
});

describe('nginx, whatever it is sent', () => {
  const pieces = [
    ...[
      'GET',
      'POST',
      'HEAD',
      'FOO',
      ' ',
      '/',
      '/sub',
      '/../',
      '/%2e%2e/',
      '/%00',
      '/%',
      '?a=b',
      '//',
      'HTTP/1.1',
      'HTTP/1.0',
      'HTTP/9.9',
    ],
    ...[
      '\r\n',
      '\n',
      '\r\n\r\n',
      'Host: localhost',
      'Host: ',
      'Content-Length: 5',
      'Content-Length: -1',
      'Transfer-Encoding: chunked',
    ],
    ...[
      '5\r\nabcde\r\n',
      '0\r\n\r\n',
      'zz\r\n',
      'Range: bytes=',
      '0-1,5-',
      '-',
      'If-None-Match: *',
      'Connection: close',
      'Expect: 100-continue',
    ],
  ];
  const requests = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), {maxLength: 25})
    .map((some) => some.join(''));
  /** A good line and headers with something strange in one of them. */
  const nearly = fc
    .tuple(
      fc.constantFrom('GET', 'HEAD', 'POST', 'PUT'),
      fc.constantFrom('/', '/sub', '/digits.txt', '/bare/'),
      requests,
    )
    .map(([method, path, rest]) => `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${rest}\r\n\r\n`);

  it('answers with HTTP or closes, and goes on', async () => {
    const machine = createSite(answerCases[0]?.conf ?? '');
    machine.start(['nginx', '-g', 'daemon off;']);
    await until(
      () => machine.space.network.listenerAt('127.0.0.1', 80),
      (listener) => listener !== undefined,
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(requests, nearly), async (request) => {
        const answer = await ask(machine, 80, request, 'ends');
        expect(answer).toMatch(/^(HTTP\/1\.1 \d{3} [\s\S]*|<[\s\S]*|)$/);
      }),
      {numRuns: 4000},
    );
    expect(await ask(machine, 80, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('200 OK');
  });
});
