import {helpEntries, type KeyPlace} from '../keys.ts';
import {paragraph} from '../panes/text.ts';
import type {Picture} from '../picture.ts';
import {textWidth} from '../terminal/width.ts';

const places: readonly KeyPlace[] = ['shell', 'lesson', 'quiz', 'passed', 'end', 'scrollback'];

/** Every key, made from the same table the keys are read by. */
export function helpLines({theme, say, session}: Picture, width: number): readonly string[] {
  const entries = helpEntries(places, session.language);
  const keyWidth = Math.max(...entries.map(({key}) => textWidth(key)));
  return [
    theme.paint('heading', say.helpTitle),
    '',
    ...paragraph(theme, 'text', say.helpShell, width),
    '',
    ...entries.flatMap(({key, label}) => {
      const text = paragraph(theme, 'text', label, width - keyWidth - 2);
      const name = theme.paint('key', key + ' '.repeat(keyWidth - textWidth(key)));
      return text.map((line, index) => `${index === 0 ? name : ' '.repeat(keyWidth)}  ${line}`);
    }),
  ];
}
