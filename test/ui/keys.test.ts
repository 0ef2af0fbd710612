import {describe, expect, it} from 'vitest';
import {actionOf, barBindings, bindings, helpEntries, type KeyPlace, keyBar} from '../../src/ui/keys.ts';
import {textWidth} from '../../src/ui/terminal/width.ts';

const places: readonly KeyPlace[] = [...new Set(bindings.flatMap(({where}) => [...where]))];

describe('key bindings', () => {
  it.each(places)('in %s give every key one meaning', (place) => {
    const keys = bindings
      .filter(({where}) => (where as readonly KeyPlace[]).includes(place))
      .flatMap(({keys: all}) => all);
    expect(keys).toEqual([...new Set(keys)]);
  });

  it('leave every key but one to the shell', () => {
    expect(actionOf('ctrl-]', 'shell')).toBe('focus');
    for (const key of ['a', 'ctrl-c', 'enter', 'esc', 'tab', '?', 'page-up'])
      expect(actionOf(key, 'shell')).toBeUndefined();
  });

  it('mean different things in different places', () => {
    expect([actionOf('enter', 'quiz'), actionOf('enter', 'passed'), actionOf('enter', 'list')]).toEqual([
      'answer',
      'next',
      'choose',
    ]);
  });

  it('lead out of every place', () => {
    for (const place of places) expect(actionOf('ctrl-]', place)).toMatch(/focus|close|next/);
  });
});

describe('the key bar', () => {
  const all = () => true;

  it('shows what works now, in the language of the moment', () => {
    const bar = barBindings('lesson', (action) => action !== 'solution');
    const shown = keyBar(bar, 'zh', 200).map(({key, label}) => `${key} ${label}`);
    expect(shown.slice(0, 3)).toEqual(['^] 终端', 't 替我输入', 'h 提示']);
    expect(shown).not.toContain('s 答案');
  });

  it('leaves out what does not fit, the least important first', () => {
    const bar = keyBar(barBindings('lesson', all), 'en', 30);
    expect(bar.map(({label}) => label)).toEqual(['shell', 'type it for me']);
  });

  it('never is wider than the screen', () => {
    for (const place of places) {
      for (let width = 0; width < 100; width++) {
        for (const language of ['en', 'zh'] as const) {
          const text = keyBar(barBindings(place, all), language, width).map(({key, label}) => `${key} ${label}`);
          expect(textWidth(text.join('  '))).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  it('has its keys in the help, with every other one', () => {
    expect(helpEntries(['quiz'], 'en')).toContainEqual({key: 'Space 1-9', label: 'choose'});
    expect(helpEntries(places, 'en').length).toBe(bindings.length);
  });
});
