import {describe, expect, it} from 'vitest';
import {palette, type Role} from '../../src/ui/palette.ts';
import {asciiPicture, symbolsOf} from '../../src/ui/symbols.ts';
import {luminance} from '../../src/ui/terminal/colour.ts';
import {askBackground, backgroundIn, detectTerminal, modeOfBackground} from '../../src/ui/terminal/detect.ts';
import {codePointWidth, textWidth} from '../../src/ui/terminal/width.ts';
import {testTheme} from './themes.ts';

const contrast = (one: number, other: number) => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

describe('the theme', () => {
  it.each(Object.entries(palette))('%s can be read on a dark and on a light ground', (_, look) => {
    if (look.dark !== undefined) expect(contrast(look.dark, 0x1e1e2e)).toBeGreaterThanOrEqual(4.5);
    if (look.light !== undefined) expect(contrast(look.light, 0xffffff)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['truecolour', '\x1b[1;38;2;243;139;168mx\x1b[39;22m'],
    ['256', '\x1b[1;38;5;211mx\x1b[39;22m'],
    ['16', '\x1b[1;31mx\x1b[39;22m'],
    ['none', '\x1b[1mx\x1b[22m'],
  ] as const)('paints in %s colours', (depth, painted) =>
    expect(testTheme({depth}).paint('blocked', 'x')).toBe(painted),
  );

  it('takes other shades on a light ground', () => {
    expect(testTheme({depth: 'truecolour', mode: 'light'}).paint('passed', 'x')).toBe('\x1b[38;2;43;122;30mx\x1b[39m');
  });

  it('writes no colour at all where none is wanted', () => {
    const theme = testTheme({depth: 'none'});
    for (const role of Object.keys(palette)) expect(theme.style(role as Role).open).not.toMatch(/[3-49]\d/);
  });
});

describe('symbols', () => {
  it('take the cells everybody agrees on', () => {
    for (const [name, symbol] of Object.entries(symbolsOf(false))) {
      for (const character of [symbol].flat().join('')) {
        expect([name, codePointWidth(character.codePointAt(0) ?? 0)]).toEqual([name, 1]);
        expect(character).toMatch(/^[\u2000-\u27ff]$/);
      }
    }
    expect(Object.values(symbolsOf(true)).flat().join('')).toMatch(/^[\x20-\x7e]+$/);
  });

  it('of a picture have an ASCII stand-in as wide as they', () => {
    const picture = '┌─┬─┐ ╔═╗ ▶◀▲▼ →←↑↓ ●○ █▒░ ✔✘ ╭╮╰╯ 镜';
    expect(asciiPicture(picture)).toBe('+-+-+ +-+ ><^v ><^v *o #:: +x ++++ 镜');
    expect(textWidth(asciiPicture(picture))).toBe(textWidth(picture));
  });
});

describe('the terminal', () => {
  it.each([
    [{TERM: 'xterm-256color', COLORTERM: 'truecolor'}, 'truecolour'],
    [{TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal'}, '256'],
    [{TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app'}, 'truecolour'],
    [{TERM: 'xterm'}, '16'],
    [{TERM: 'linux'}, '16'],
    [{TERM: 'dumb'}, 'none'],
  ] as const)('%j shows %s', (env, shows) => expect(detectTerminal(env, 'linux').shows).toBe(shows));

  it('keeps its colours for the shell when the learner wants none from us', () => {
    const env = {TERM: 'xterm-256color', NO_COLOR: '1'};
    expect(detectTerminal(env, 'linux')).toMatchObject({depth: 'none', shows: '256'});
    expect(detectTerminal({...env, NO_COLOR: ''}, 'linux').depth).toBe('256');
  });

  it.each([
    [{LANG: 'en_US.UTF-8'}, 'linux', false],
    [{LC_ALL: 'C', LANG: 'en_US.UTF-8'}, 'linux', true],
    [{LC_CTYPE: 'C.utf8'}, 'linux', false],
    [{}, 'linux', true],
    [{}, 'darwin', false],
    [{LANG: 'zh_CN.UTF-8', TERM: 'linux'}, 'linux', true],
  ] as const)('%j on %s: ASCII %s', (env, platform, ascii) => expect(detectTerminal(env, platform).ascii).toBe(ascii));

  it.each([
    ['15;0', 'dark', true],
    ['0;15', 'light', true],
    ['0;default;7', 'light', true],
    ['12;8', 'dark', true],
    ['', 'dark', false],
  ] as const)('COLORFGBG=%s is %s', (COLORFGBG, mode, modeKnown) => {
    expect(detectTerminal({COLORFGBG}, 'linux')).toMatchObject({mode, modeKnown});
  });

  it.each([
    ['\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\', 0x1e1e2e],
    ['\x1b]11;rgb:ff/ff/ff\x07', 0xffffff],
    ['\x1b]11;rgba:f/8/0/f\x07', 0xff8800],
    ['\x1b[?62;22c', 'unknown'],
    ['\x1b[5~', undefined],
  ])('the answer %j tells %s', (reply, background) => expect(backgroundIn(reply)).toBe(background));

  it('is asked for its name after its background, so that silence need not be waited for', () => {
    expect(askBackground).toBe('\x1b]11;?\x1b\\\x1b[c');
  });

  it.each([
    [0x000000, 'dark'],
    [0x1e1e2e, 'dark'],
    [0x002b36, 'dark'],
    [0xfdf6e3, 'light'],
    [0xffffff, 'light'],
  ] as const)('ground %i is %s', (background, mode) => expect(modeOfBackground(background)).toBe(mode));
});
