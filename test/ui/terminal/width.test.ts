import unicode11 from '@xterm/addon-unicode11';
import headless, {type IUnicodeVersionProvider} from '@xterm/headless';
import {describe, expect, it} from 'vitest';
import {clusters, codePointWidth, lineWidth, textWidth, withoutEscapes} from '../../../src/ui/terminal/width.ts';

describe('the width of a code point', () => {
  it('is what the emulator says, for every code point there is', () => {
    let wcwidth: (codePoint: number) => number = () => -1;
    const register = (provider: IUnicodeVersionProvider) => {
      wcwidth = provider.wcwidth.bind(provider);
    };
    const terminal = Object.create(new headless.Terminal(), {unicode: {value: {register}}});
    new unicode11.Unicode11Addon().activate(terminal);
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      if (codePointWidth(codePoint) !== wcwidth(codePoint)) wrong.push(codePoint.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});

describe('the width of a text', () => {
  it.each([
    ['plain', 5],
    ['镜像', 4],
    ['한글 text', 9],
    ['e\u0301', 1],
    ['✔ ● ○ ① …', 9],
    ['😀', 2],
  ])('%j is %i', (text, width) => expect(textWidth(text)).toBe(width));

  it('does not count colours and links', () => {
    const line = '\x1b[1;38;2;1;2;3m镜\x1b[0m \x1b]8;;https://k8s.io\x07k8s\x1b]8;;\x1b\\';
    expect(lineWidth(line)).toBe(6);
    expect(withoutEscapes(line)).toBe('镜 k8s');
  });
});

describe('clusters', () => {
  it('keep what takes no cell with the character before', () => {
    expect(clusters('ae\u0301镜\ufe0f')).toEqual([
      {text: 'a', width: 1},
      {text: 'e\u0301', width: 1},
      {text: '镜\ufe0f', width: 2},
    ]);
  });
});
