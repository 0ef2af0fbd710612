import type {Language} from '../observation.ts';
import {textWidth} from './terminal/width.ts';

/** What is in front of the learner; a binding is valid in some of these. */
export type KeyPlace =
  | 'shell'
  /** In the shell, and the step is passed: one key goes on. */
  | 'shell-passed'
  /** The shell has ended. */
  | 'shell-ended'
  | 'lesson'
  | 'quiz'
  | 'passed'
  /** The start state could not be built. */
  | 'stuck'
  | 'end'
  | 'list'
  | 'search'
  | 'dialog'
  | 'help'
  | 'scrollback';

/** Everything a key can mean. */
export type KeyAction = (typeof bindings)[number]['id'];

/** One key binding. The key bar and the help page are made from these, so neither can be wrong. */
export interface Binding {
  readonly id: string;
  /** Names as `keyNames` gives them: `a`, `A`, `up`, `ctrl-]`, `enter`. */
  readonly keys: readonly string[];
  readonly where: readonly KeyPlace[];
  readonly label: {readonly [L in Language]: string};
  /** Place in the key bar, least first; only in the help when absent. */
  readonly bar?: number;
}

const reading: readonly KeyPlace[] = ['lesson', 'quiz', 'passed', 'stuck', 'end'];

/** Every key of the program. In the shell all keys but one belong to the shell. */
export const bindings = [
  {id: 'focus', keys: ['ctrl-]'], where: ['shell'], label: {en: 'lesson', zh: '课文'}, bar: 0},
  {id: 'next', keys: ['ctrl-]'], where: ['shell-passed'], label: {en: 'next step', zh: '下一步'}, bar: 0},
  {id: 'restart-shell', keys: ['enter'], where: ['shell-ended'], label: {en: 'new shell', zh: '新终端'}, bar: 0},
  {id: 'focus', keys: ['ctrl-]', 'tab', 'esc'], where: ['shell-ended'], label: {en: 'lesson', zh: '课文'}, bar: 1},
  {id: 'retry', keys: ['enter'], where: ['stuck'], label: {en: 'try again', zh: '再试一次'}, bar: 1},
  {id: 'next', keys: ['enter', 'n'], where: ['passed'], label: {en: 'next step', zh: '下一步'}, bar: 1},
  {id: 'next-lesson', keys: ['enter', 'n'], where: ['end'], label: {en: 'next lesson', zh: '下一课'}, bar: 1},
  {id: 'focus', keys: ['ctrl-]', 'tab', 'esc'], where: reading, label: {en: 'shell', zh: '终端'}, bar: 2},
  {id: 'type', keys: ['t'], where: ['lesson', 'passed'], label: {en: 'type it for me', zh: '替我输入'}, bar: 3},
  {id: 'hint', keys: ['h'], where: ['lesson'], label: {en: 'hint', zh: '提示'}, bar: 4},
  {id: 'solution', keys: ['s'], where: ['lesson'], label: {en: 'solution', zh: '答案'}, bar: 5},
  {
    id: 'toggle',
    keys: ['space', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    where: ['quiz'],
    label: {en: 'choose', zh: '选择'},
    bar: 1,
  },
  {id: 'answer', keys: ['enter'], where: ['quiz'], label: {en: 'answer', zh: '作答'}, bar: 1},
  {id: 'lessons', keys: ['l'], where: reading, label: {en: 'lessons', zh: '目录'}, bar: 6},
  {id: 'reset', keys: ['r'], where: reading, label: {en: 'reset step', zh: '重做这一步'}, bar: 7},
  {id: 'reset-lesson', keys: ['R'], where: reading, label: {en: 'reset lesson', zh: '重做这一课'}},
  {id: 'language', keys: ['g'], where: [...reading, 'list'], label: {en: '中文', zh: 'English'}},
  {id: 'automatic', keys: ['a'], where: reading, label: {en: 'go on by itself', zh: '通过后自动继续'}},
  {id: 'skip', keys: ['>'], where: ['lesson', 'quiz', 'stuck'], label: {en: 'skip this step', zh: '跳过这一步'}},
  {id: 'zoom', keys: ['z'], where: reading, label: {en: 'one pane, both panes', zh: '单栏、双栏'}},
  {
    id: 'mouse',
    keys: ['m'],
    where: reading,
    label: {en: 'mouse here, or to your terminal', zh: '鼠标归本程序或归终端'},
  },
  {id: 'scrollback', keys: ['b'], where: reading, label: {en: 'look back in the shell', zh: '回看终端输出'}},
  {id: 'up', keys: ['up', 'k'], where: [...reading, 'help', 'scrollback'], label: {en: 'up', zh: '向上'}},
  {id: 'down', keys: ['down', 'j'], where: [...reading, 'help', 'scrollback'], label: {en: 'down', zh: '向下'}},
  {id: 'page-up', keys: ['page-up'], where: [...reading, 'help', 'scrollback'], label: {en: 'page up', zh: '上一页'}},
  {
    id: 'page-down',
    keys: ['page-down', 'space'],
    where: ['lesson', 'passed', 'end', 'help', 'scrollback'],
    label: {en: 'page down', zh: '下一页'},
  },
  {id: 'top', keys: ['home'], where: [...reading, 'help', 'scrollback'], label: {en: 'beginning', zh: '开头'}},
  {id: 'bottom', keys: ['end'], where: [...reading, 'help', 'scrollback'], label: {en: 'end', zh: '末尾'}},
  {id: 'find', keys: ['/'], where: ['scrollback'], label: {en: 'search', zh: '搜索'}, bar: 1},
  {id: 'find-next', keys: ['n'], where: ['scrollback'], label: {en: 'older match', zh: '更早的匹配'}, bar: 2},
  {id: 'find-previous', keys: ['N'], where: ['scrollback'], label: {en: 'newer match', zh: '更近的匹配'}, bar: 3},
  {id: 'previous-item', keys: ['up'], where: ['list', 'dialog'], label: {en: 'up', zh: '向上'}},
  {id: 'next-item', keys: ['down'], where: ['list', 'dialog'], label: {en: 'down', zh: '向下'}},
  {id: 'search-list', keys: ['/'], where: ['list'], label: {en: 'search', zh: '搜索'}, bar: 0},
  {id: 'choose', keys: ['enter'], where: ['list', 'search', 'dialog'], label: {en: 'choose', zh: '选择'}, bar: 1},
  {
    id: 'close',
    keys: ['esc', 'ctrl-]'],
    where: ['list', 'search', 'dialog', 'help', 'scrollback'],
    label: {en: 'close', zh: '关闭'},
    bar: 2,
  },
  {id: 'help', keys: ['?'], where: reading, label: {en: 'help', zh: '帮助'}, bar: 8},
  {id: 'quit', keys: ['q'], where: reading, label: {en: 'quit', zh: '退出'}, bar: 9},
  // In a shell it stops what runs: pressed by habit, it must not end the lesson.
  {id: 'say-quit', keys: ['ctrl-c'], where: reading, label: {en: 'tells which key quits', zh: '提示用哪个键退出'}},
] as const satisfies readonly Binding[];

/** What a key means in a place; undefined when nothing. */
export function actionOf(key: string, place: KeyPlace): KeyAction | undefined {
  const all: readonly (Binding & {readonly id: KeyAction})[] = bindings;
  return all.find(({keys, where}) => where.includes(place) && keys.includes(key))?.id;
}

/** The bindings a place's key bar shows, in order; `can` leaves out what would do nothing now. */
export function barBindings(place: KeyPlace, can: (action: KeyAction) => boolean): readonly Binding[] {
  const all: readonly (Binding & {readonly id: KeyAction})[] = bindings;
  return all
    .filter(({id, where, bar}) => bar !== undefined && where.includes(place) && can(id))
    .sort((one, other) => (one.bar ?? 0) - (other.bar ?? 0));
}

/** One entry of a key bar. */
export interface KeyLabel {
  readonly key: string;
  readonly label: string;
}

/** As many entries as fit into a width, the most important ones; two blanks lie between them. */
export function keyBar(list: readonly Binding[], language: Language, width: number): readonly KeyLabel[] {
  const fitting: KeyLabel[] = [];
  let used = 0;
  for (const {keys, label} of list) {
    const entry = {key: keyLabel(keys[0] ?? ''), label: label[language]};
    const cells = textWidth(entry.key) + 1 + textWidth(entry.label) + (fitting.length > 0 ? 2 : 0);
    if (used + cells > width) continue;
    used += cells;
    fitting.push(entry);
  }
  return fitting;
}

/** The lines of the help page: every binding of these places once, all its keys. */
export function helpEntries(places: readonly KeyPlace[], language: Language): readonly KeyLabel[] {
  const all: readonly Binding[] = bindings;
  return all
    .filter(({where}) => places.some((place) => where.includes(place)))
    .map(({keys, label}) => ({key: shorten(keys).map(keyLabel).join(' '), label: label[language]}));
}

/** How a key is written for people: `^]`, `Enter`, `PgUp`. */
export function keyLabel(key: string): string {
  return written[key] ?? key.replace(/^ctrl-(.)/, (_, letter: string) => `^${letter.toUpperCase()}`);
}

const written: {readonly [key: string]: string} = {
  enter: 'Enter',
  esc: 'Esc',
  tab: 'Tab',
  space: 'Space',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  home: 'Home',
  end: 'End',
  'page-up': 'PgUp',
  'page-down': 'PgDn',
};

/** `1 2 3 … 9` is said in one. */
function shorten(keys: readonly string[]): readonly string[] {
  const digits = keys.filter((key) => /^\d$/.test(key));
  return digits.length < 3 ? keys : [...keys.filter((key) => !/^\d$/.test(key)), `${digits[0]}-${digits.at(-1)}`];
}
