import {describe, expect, it} from 'vitest';
import type {Verdict} from '../../src/observation.ts';
import {act} from '../../src/ui/act.ts';
import {checksLines} from '../../src/ui/panes/checks.ts';
import {headerLine} from '../../src/ui/panes/header.ts';
import {lessonLines, placeOfAnswer} from '../../src/ui/panes/lesson.ts';
import {wallLines} from '../../src/ui/panes/wall.ts';
import type {Picture} from '../../src/ui/picture.ts';
import {withoutEscapes} from '../../src/ui/terminal/width.ts';
import {createTheme} from '../../src/ui/theme.ts';
import {firstView} from '../../src/ui/view.ts';
import {pictureOf, sessionAt} from '../support/scene.ts';

const unmet: Verdict = {verdict: 'unmet', cause: 'not-there', params: {kind: 'container', name: 'first', similar: []}};
const blocked: Verdict = {verdict: 'blocked', cause: 'sandbox-stopped', params: {}};
const looked = (...verdicts: readonly Verdict[]) =>
  sessionAt('first', {type: 'looked', at: 1, step: 'first', verdicts});
const text = (lines: readonly string[]): string => lines.map(withoutEscapes).join('\n');

describe('the checks', () => {
  const checks = (picture: Picture): string => text(checksLines(picture, 60));

  it('are only named before the first try', () => {
    expect(checks(pictureOf({session: looked(unmet), tried: false}))).toBe('○ container first');
    expect(checks(pictureOf({session: looked(unmet), tried: true}))).toContain('There is no container first yet');
  });

  it('say why once a hint was asked for', () => {
    const session = {...looked(unmet), hints: 1};
    expect(checks(pictureOf({session, tried: false}))).toContain('There is no container first yet');
  });

  it('say at once what cannot be looked at', () => {
    const lines = checks(pictureOf({session: looked(blocked), tried: false})).split('\n');
    expect(lines[0]).toBe('○ container first (blocked)'.replace('○', '✘'));
    expect(lines.length).toBeGreaterThan(1);
  });

  it('say what two of them have in common once', () => {
    const picture = pictureOf({session: looked(unmet, unmet)});
    const two = {...picture, tell: {...picture.tell, checksOf: () => [check('a'), check('b')]}};
    expect(checks(two).match(/There is no container/g)).toHaveLength(1);
    expect(checks(two)).toMatch(/^○ container a\n[\s\S]*\n○ container b$/);
  });

  it('are silent where the step could not begin', () => {
    const session = {...looked(), phase: 'stuck' as const, trouble: {code: 'X', message: 'No Docker.'}};
    expect(checks(pictureOf({session}))).toBe('');
  });

  it('tell what to type in another terminal where there is no shell', () => {
    const shell = {state: 'impossible', reason: 'no build for musl'} as const;
    expect(checks(pictureOf({session: looked(unmet), shell, tried: false}))).toBe(
      '○ container first\nNo shell can be opened here (no build for musl). Use another\nterminal:\n  eval "$(k8s-learn sandbox env)"',
    );
  });
});

function check(name: string): {type: string; params: {name: string}} {
  return {type: 'container', params: {name}};
}

it('why a step cannot begin stands before everything else', () => {
  const trouble = {code: 'X', message: 'No Docker.\nNor anything else.', fix: 'Start `docker`.'};
  const session = {...looked(), phase: 'stuck' as const, trouble};
  expect(
    text(lessonLines(pictureOf({session}), 60))
      .split('\n')
      .slice(0, 6),
  ).toEqual([
    'The step cannot begin: No Docker.',
    'Nor anything else.',
    'Start `docker`.',
    'Enter tries again.',
    '',
    'Begin.',
  ]);
});

describe('a quiz', () => {
  const session = sessionAt('asked', {type: 'answer', chosen: [1], at: 1});
  const view = {...firstView, focus: 'lesson'} as const;

  it('is written in Markdown, and explains the chosen answers', () => {
    const [answer] = session.step.answers;
    if (!answer) throw new Error('the course has no answers');
    const marked = {...answer, text: {en: 'A **bold** `code`'}, explanation: {en: 'Because of `that`.'}, right: true};
    const step = {...session.step, answers: [marked]};
    const lines = text(lessonLines(pictureOf({session: {...session, step, chosen: [0]}, view}), 60));
    expect(lines).toContain('❯ ○ 1. A bold `code`\n       right: Because of `that`.');
  });

  it('keeps the answer under the cursor in sight', () => {
    const small = {session, view, columns: 60, rows: 15};
    const picture = pictureOf(small);
    const height = picture.layout.lesson?.height ?? 0;
    let seen = picture;
    for (let press = 0; press < session.step.answers.length; press++) {
      seen = pictureOf({...small, view: act(seen, {name: 'down', text: ''}, 0).view});
      const [first, end] = placeOfAnswer(seen, seen.view.cursor, seen.layout.lesson?.width ?? 0);
      expect(seen.view.scroll).toBeLessThanOrEqual(first);
      expect(seen.view.scroll + height).toBeGreaterThanOrEqual(Math.min(end, first + height));
    }
    expect(seen.view.cursor).toBe(session.step.answers.length - 1);
  });
});

it('Ctrl-C in the lesson ends nothing, and says which key does', () => {
  const outcome = act(pictureOf({view: {...firstView, focus: 'lesson'}}), {name: 'ctrl-c', text: ''}, 0);
  expect(outcome.wishes).toEqual([{wish: 'say-quit'}]);
});

it('there is no way into a shell that cannot be', () => {
  const picture = pictureOf({shell: {state: 'impossible', reason: 'x'}, view: {...firstView, focus: 'lesson'}});
  expect(act(picture, {name: 'ctrl-]', text: ''}, 0).view.focus).toBe('lesson');
});

it('the header says when this one only reads along', () => {
  const session = {...looked(), reader: true};
  expect(withoutEscapes(headerLine(pictureOf({session})))).toMatch(/step 1 of 3 {2}Docker, reading along $/);
});

it('the wall is joined where the line above the checks meets it', () => {
  const picture = pictureOf({session: looked(unmet), tried: false});
  const wall = wallLines(picture).map(withoutEscapes);
  expect(wall.filter((cell) => cell === '┤')).toHaveLength(1);
  expect(wall.indexOf('┤') + 1).toBe(picture.layout.rules[0]?.y);
});

it('typographic quotes and dashes are ASCII where the terminal has nothing else', () => {
  const theme = createTheme({mode: 'dark', depth: 'none', ascii: true, hyperlinks: false});
  const session = looked();
  const step = {...session.step, body: {en: 'Say “yes” — it’s…\n\n```sh run\necho “kept”\n```'}};
  const lines = text(lessonLines(pictureOf({session: {...session, step}, theme}), 60));
  expect(lines).toContain(`Say "yes" - it's...`);
  expect(lines).toContain('echo “kept”');
});
