import {render} from 'ink';
import {describe, expect, it} from 'vitest';
import type {Verdict} from '../../src/observation.ts';
import {App} from '../../src/ui/App.tsx';
import {firstFrame} from '../../src/ui/first-frame.ts';
import type {Picture} from '../../src/ui/picture.ts';
import {createFakeInput, createFakeOutput} from '../../src/ui/terminal/fake-stdio.ts';
import {lineWidth, withoutEscapes} from '../../src/ui/terminal/width.ts';
import {firstView} from '../../src/ui/view.ts';
import {pictureOf, sessionAt} from '../support/scene.ts';

/** What Ink makes of a picture, row by row, without blanks at the ends. */
function rowsOf(picture: Picture): readonly string[] {
  let rows: readonly string[] = [];
  const {columns, rows: height} = picture.layout;
  const output = createFakeOutput({columns, rows: height}, (lines) => {
    rows = lines;
  });
  const ink = render(<App picture={picture} />, {
    stdout: output.stream,
    stdin: createFakeInput().stream,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  const seen = rows.map((row) => row.trimEnd());
  ink.unmount();
  return seen;
}

const plain = (row: string): string => withoutEscapes(row).trimEnd();

const unmet: Verdict = {verdict: 'unmet', cause: 'not-there', params: {kind: 'container', name: 'first', similar: []}};
const looked = sessionAt('first', {type: 'looked', at: 1, step: 'first', verdicts: [unmet]});

describe('the screen', () => {
  it('shows step, text, checks with the reason, and the keys', () => {
    const text = rowsOf(pictureOf({session: looked}))
      .map(withoutEscapes)
      .join('\n');
    expect(text).toContain('1 Lesson one ❯ Step first');
    expect(text).toContain('step 1 of 3');
    expect(text).toContain('Do first.');
    expect(text).toContain('○ container first');
    expect(text).toContain('^] lesson');
  });

  it('speaks Chinese', () => {
    const session = {...looked, language: 'zh' as const};
    const text = rowsOf(pictureOf({session})).join('\n');
    expect(text).toContain('课 one ❯ 步骤 first');
    expect(text).toContain('第 1 步，共 3 步');
  });

  it('marks a passed step and says how to go on', () => {
    const session = sessionAt('first', {type: 'looked', at: 1, step: 'first', verdicts: [{verdict: 'passed'}]});
    const text = rowsOf(pictureOf({session})).map(withoutEscapes).join('\n');
    expect(text).toContain('✔ The step is passed.');
    expect(text).toContain('^] next step');
  });

  it('says one honest line where nothing fits', () => {
    expect(rowsOf(pictureOf({columns: 29, rows: 7}))[0]).toBe('k8s-learn needs 30x8; this is');
    expect(rowsOf(pictureOf({columns: 1, rows: 1})).join('').length).toBeLessThanOrEqual(1);
  });

  it('asks before a reset and names what goes', () => {
    const view = {
      ...firstView,
      overlay: {kind: 'reset', scope: 'step', cursor: 1, removes: ['containers: web']} as const,
    };
    const text = rowsOf(pictureOf({view})).join('\n');
    expect(text).toContain('Back to the start of "Step first"?');
    expect(text).toContain('containers: web');
  });

  const sizes = [
    [120, 36],
    [100, 24],
    [80, 24],
    [60, 15],
    [59, 14],
    [40, 10],
    [30, 8],
  ] as const;
  it.each(sizes)(
    'fits %i by %i cells in both languages, and Ink changes nothing of the first frame',
    (columns, rows) => {
      for (const language of ['en', 'zh'] as const) {
        const session = {...looked, language};
        for (const focus of ['shell', 'lesson'] as const) {
          const picture = pictureOf({session, columns, rows, view: {...firstView, focus}});
          const drawn = rowsOf(picture);
          expect(drawn).toHaveLength(rows);
          expect(Math.max(...drawn.map(lineWidth))).toBeLessThanOrEqual(columns);
          if (picture.layout.lesson) expect(firstFrame(picture).map(plain)).toEqual(drawn.map(plain));
        }
      }
    },
  );

  it('never lets a name from outside reach the terminal as a command', () => {
    const session = sessionAt('first', {
      type: 'looked',
      at: 1,
      step: 'first',
      verdicts: [
        {
          verdict: 'unmet',
          cause: 'not-there',
          params: {kind: 'container', name: '\u001b]0;evil\u0007\u009b2J', similar: ['\u001b[2J']},
        },
      ],
    });
    const text = rowsOf(pictureOf({session}))
      .join('\n')
      .replace(/\u001b\[[\d;]*m/g, '');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
