import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createMarkdownRenderer, renderMarkdown} from '../../../src/ui/markdown/render.ts';
import {lineWidth, withoutEscapes} from '../../../src/ui/terminal/width.ts';
import type {ThemeOptions} from '../../../src/ui/theme.ts';
import {testTheme} from '../themes.ts';

/** Lines without their colours. */
function plain(source: string, width = 40, options: Partial<ThemeOptions> = {}): readonly string[] {
  return renderMarkdown(source, {theme: testTheme({depth: '16', ...options}), language: 'en', width}).map(
    withoutEscapes,
  );
}

function coloured(source: string, options: Partial<ThemeOptions> = {}, width = 40): readonly string[] {
  return renderMarkdown(source, {theme: testTheme({depth: '16', ...options}), language: 'en', width});
}

const text = (strings: TemplateStringsArray) => strings.join('').split('\n').slice(1, -1);

describe('paragraphs', () => {
  it('break at blanks and never leave a blank at the end', () => {
    expect(plain('Start a **container** from the image `nginx:1.27-alpine`, and call it `web`.', 30)).toEqual(text`
Start a container from the
image nginx:1.27-alpine, and
call it web.
`);
  });

  it('cut what is longer than a line', () => {
    expect(plain('see sha256:0123456789abcdef0123456789abcdef', 20)).toEqual(text`
see
sha256:0123456789abc
def0123456789abcdef
`);
  });

  it('break Chinese anywhere but before closing and after opening punctuation', () => {
    expect(plain('容器是进程，它们共享同一个内核。', 12)).toEqual(['容器是进程，', '它们共享同一', '个内核。']);
    expect(plain('容器共享同一内，核', 14)).toEqual(['容器共享同一', '内，核']);
    expect(plain('容器共享同一（内）核', 14)).toEqual(['容器共享同一', '（内）核']);
    expect(plain('容器共享“同一内核”。', 18)).toEqual(['容器共享“同一内', '核”。']);
  });

  it('break Korean at its blanks first, as Latin', () => {
    expect(plain('컨테이너는 이름공간을 공유합니다', 24)).toEqual(['컨테이너는 이름공간을', '공유합니다']);
    expect(plain('컨테이너이름공간공유합니다', 10)).toEqual(['컨테이너이', '름공간공유', '합니다']);
  });

  it('break between Latin and Han', () => {
    expect(plain('运行nginx容器', 9)).toEqual(['运行nginx', '容器']);
  });

  it('know bold beside Han, where the mark stands between punctuation and a letter', () => {
    expect(coloured('**镜像（image）**是模板，**“层”**也是。')).toEqual([
      '\x1b[1m镜像（image）\x1b[22m是模板，\x1b[1m“层”\x1b[22m也是。',
    ]);
  });
});

describe('styles', () => {
  it('are closed at the end of a line and opened on the next', () => {
    expect(coloured('**bold words that go on**', {}, 12)).toEqual([
      '\x1b[1mbold words\x1b[22m',
      '\x1b[1mthat go on\x1b[22m',
    ]);
  });

  it('leave inline code its marks where there are no colours', () => {
    expect(coloured('`-p`', {depth: 'none'})).toEqual(['`-p`']);
  });

  it('resolve character references in text and not in code', () => {
    expect(plain('a &lt;b&gt; &amp; `&lt;` \\*c\\*')).toEqual(['a <b> & &lt; *c*']);
  });
});

describe('lists', () => {
  it('hang their text behind the mark, at every depth', () => {
    expect(
      plain(
        '9. First **bold** item with `code` that wraps\n   * nested item\n   - [ ] todo\n   - [x] done\n10. last',
        24,
      ),
    ).toEqual(text`
 9. First bold item with
    code that wraps
    • nested item
    ○ todo
    ✔ done
10. last
`);
  });

  it('put blank lines between the items of a loose list', () => {
    expect(plain('- one\n\n- two')).toEqual(['• one', '', '• two']);
  });

  it('have boxes anybody can read in ASCII', () => {
    expect(plain('- [x] done\n- [ ] todo that wraps around', 20, {ascii: true})).toEqual(text`
[x] done
[ ] todo that wraps
    around
`);
  });
});

describe('tables', () => {
  const table =
    '| Field | 설명 | Example |\n|---|:-:|--:|\n| image | 컨테이너 이미지, 긴 설명이 들어가는 칸 | nginx:1.29 |';

  it('wrap their widest column and keep the alignment', () => {
    expect(plain(table, 46)).toEqual(text`
╭───────┬───────────────────────┬────────────╮
│ Field │         설명          │    Example │
├───────┼───────────────────────┼────────────┤
│ image │  컨테이너 이미지, 긴  │ nginx:1.29 │
│       │  설명이 들어가는 칸   │            │
╰───────┴───────────────────────┴────────────╯
`);
  });

  it('become a list where columns would be too narrow to read', () => {
    expect(plain(table, 26)).toEqual(text`
Field: image
설명: 컨테이너 이미지, 긴
설명이 들어가는 칸
Example: nginx:1.29
`);
  });

  it('are drawn in ASCII where there is nothing else', () => {
    expect(plain('| a | b |\n|---|---|\n| 1 | 2 |', 40, {ascii: true})).toEqual(text`
+---+---+
| a | b |
+---+---+
| 1 | 2 |
+---+---+
`);
  });
});

describe('callouts', () => {
  it.each([
    ['NOTE', 'Note', '说明'],
    ['TIP', 'Tip', '窍门'],
    ['IMPORTANT', 'Important', '重要'],
    ['WARNING', 'Warning', '当心'],
  ])('%s is headed in the language of the moment', (name, en, zh) => {
    const source = `> [!${name}]\n> text`;
    expect(plain(source)).toEqual([`▌ ${en}`, '▌ text']);
    const lines = renderMarkdown(source, {theme: testTheme(), language: 'zh', width: 40});
    expect(lines.map(withoutEscapes)).toEqual([`▌ ${zh}`, '▌ text']);
  });

  it('keep their bar on every line, blank ones too', () => {
    expect(plain('> [!TIP]\n> `-p` takes two ports: yours first.\n>\n> - one', 24)).toEqual(text`
▌ Tip
▌ -p takes two ports:
▌ yours first.
▌
▌ • one
`);
  });
});

describe('code', () => {
  it('to be typed has a prompt before each command, and only there', () => {
    const run =
      '```sh run\n# a comment\ndocker run -d --name web -p 8080:80 nginx\ncat <<END >f\nhello\nEND\nls \\\n  -l\n```';
    expect(plain(run, 30)).toEqual(
      text`
  # a comment
❯ docker run -d --name web -p
    8080:80 nginx
❯ cat <<END >f
  hello
  END
❯ ls \\
    -l
`.map((line) => line.replace('\\\\', '\\')),
    );
  });

  it('to be read has a line on its left', () => {
    expect(plain('```yaml\nkind: Pod\nspec:\n\treplicas: 3\n```')).toEqual([
      '│ kind: Pod',
      '│ spec:',
      '│     replicas: 3',
    ]);
  });

  it('too long behind its own indent is cut, without an empty line before', () => {
    expect(plain('```yaml\n    컨테이너는긴이름\n```', 14)).toEqual(['│     컨테이너', '│ 는긴이름']);
  });

  it('that is a picture stays as it is drawn, cut where it does not fit, in ASCII where it must', () => {
    const picture = '```picture\n┌────┐\n│ web│──▶ x\n```';
    expect(plain(picture)).toEqual(['┌────┐', '│ web│──▶ x']);
    expect(plain(picture, 8)).toEqual(['┌────┐', '│ web│─…']);
    expect(plain(picture, 40, {ascii: true})).toEqual(['+----+', '| web|--> x']);
  });

  it.each([
    ['sh', 'FOO=1 docker run -d "a b" $X # why', 'option:-d string:"a b" number:$X comment:# why command:docker'],
    ['yaml', 'replicas: 3 # three', 'property:replicas number:3 comment:# three'],
    ['dockerfile', 'COPY --chown=1:1 . "/a b"', 'keyword:COPY option:--chown= string:"/a b"'],
    ['json', '{"a": [1, true, "x"]}', 'property:"a" number:1 number:true string:"x"'],
  ])('in %s has its parts coloured', (language, code, expected) => {
    const theme = testTheme({depth: 'truecolour'});
    const [line = ''] = renderMarkdown(`\`\`\`${language}\n${code}\n\`\`\``, {theme, language: 'en', width: 60});
    expect(withoutEscapes(line)).toBe(`│ ${code}`);
    for (const part of expected.match(/\w+:(?:"[^"]*"|# \w+|\S+)/g) ?? []) {
      const [role = '', ...rest] = part.split(':');
      const style = {option: 'option', string: 'string', number: 'number', comment: 'comment'}[role] ?? role;
      expect(line).toContain(theme.paint(style as 'option', rest.join(':')));
    }
  });
});

describe('links', () => {
  it('are clickable where the terminal can do that', () => {
    expect(coloured('[docs](https://docs.docker.com/run "t")', {hyperlinks: true, depth: 'none'})).toEqual([
      '\x1b[4m\x1b]8;;https://docs.docker.com/run\x1b\\docs\x1b]8;;\x1b\\\x1b[24m',
    ]);
  });

  it('are written out elsewhere, once', () => {
    expect(plain('[docs](https://k8s.io/docs) or <https://k8s.io>')).toEqual([
      'docs <https://k8s.io/docs> or',
      'https://k8s.io',
    ]);
  });

  it('that no browser should open are text', () => {
    expect(coloured('[x](javascript:alert) [y](file:///etc/passwd)', {hyperlinks: true})).toEqual(['x y']);
  });
});

describe('whatever the source holds', () => {
  it('no control sequence of its own reaches the terminal', () => {
    const evil =
      'a\x1b[2Jb \x9b31m `c\x1b]0;t\x07` &#27;[2J [l](https://x/\x1b]8;;) \u202ex\u202c\n```sh\n\x1b[2J\r\x08\n```';
    for (const line of coloured(evil, {hyperlinks: true})) {
      const rest = withoutEscapes(line);
      expect(rest).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it('raw HTML is its text', () => {
    expect(plain('<!-- secret -->\n\n<b>bold</b> and <br>next')).toEqual(['bold and', 'next']);
  });

  const word = fc.constantFrom(
    'docker',
    'run',
    '镜像',
    '容器，',
    '（层）',
    '“引用”',
    '한국어',
    '컨테이너는',
    'コンテナ',
    '😀',
    'e\u0301',
    '✔',
    '①',
    '——',
    '`code span`',
    '**bold**',
    '**镜像（image）**是',
    '[link](https://k8s.io)',
    '<br>',
    '&amp;',
    'a'.repeat(40),
    '长'.repeat(30),
    '\u200d\ufe0f',
    '👨\u200d👩',
    '\x1b[31m',
    '\t',
    '\\',
    '|',
  );
  const prose = fc.array(word, {minLength: 1, maxLength: 14}).map((words) => words.join(' '));
  const block = fc.oneof(
    prose,
    prose.map((line) => `# ${line}`),
    fc
      .array(prose, {minLength: 1, maxLength: 3})
      .map((lines) => lines.map((line, at) => `${'  '.repeat(at)}- ${line}`).join('\n')),
    prose.map((line) => `1. [x] ${line}\n2. ${line}`),
    prose.map((line) => `> [!NOTE]\n> ${line}\n> > ${line}\n> > 1. - > ${line}`),
    fc
      .tuple(fc.constantFrom('sh run', 'yaml', 'picture', 'json', ''), prose)
      .map(([info, line]) => `\`\`\`${info}\n${line}\n\`\`\``),
    fc
      .tuple(prose, prose, prose)
      .map(
        ([a, b, c]) =>
          `| h | ${a.replaceAll('|', '')} |\n|--:|:-:|\n| ${b.replaceAll('|', '')} | ${c.replaceAll('|', '')} |`,
      ),
    fc.string({unit: 'binary', maxLength: 60}),
    fc.constant('---'),
  );

  it('no line is wider than asked', () => {
    fc.assert(
      fc.property(
        fc.array(block, {maxLength: 4}),
        fc.integer({min: 8, max: 90}),
        fc.boolean(),
        (blocks, width, ascii) => {
          for (const line of coloured(blocks.join('\n\n'), {ascii, hyperlinks: ascii}, width)) {
            expect(lineWidth(line)).toBeLessThanOrEqual(width);
            expect(withoutEscapes(line)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
          }
        },
      ),
      {numRuns: 300},
    );
  });

  it('wrapping loses no word of prose', () => {
    const words = fc.array(fc.constantFrom('docker', '镜像', '容器，', '（层）', '한국어', 'コンテナ', 'web'), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, fc.integer({min: 8, max: 40}), (list, width) => {
        const squeeze = (lines: readonly string[]) => lines.join('').replaceAll(' ', '');
        expect(squeeze(plain(list.join(' '), width))).toBe(squeeze(list));
      }),
    );
  });

  it('every lesson of the course fits a narrow and a wide pane', () => {
    const folder = new URL('../../../lessons/', import.meta.url).pathname;
    const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.md'));
    for (const file of files) {
      for (const width of [28, 44, 60, 76]) {
        const lines = coloured(readFileSync(join(folder, file), 'utf8'), {}, width);
        expect(Math.max(...lines.map(lineWidth))).toBeLessThanOrEqual(width);
      }
    }
  });
});

describe('a renderer', () => {
  it('lays the same text out once', () => {
    const render = createMarkdownRenderer(testTheme(), 'en', 2);
    const first = render('one', 20);
    expect(render('one', 20)).toBe(first);
    expect(render('one', 21)).not.toBe(first);
    render('two', 20);
    render('three', 20);
    expect(render('one', 20)).not.toBe(first);
  });
});
