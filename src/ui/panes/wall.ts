import type {Picture} from '../picture.ts';

/** The line between lesson and shell, cell by cell from the top; where the line above the checks meets it they join. */
export function wallLines({theme, layout, view}: Pick<Picture, 'theme' | 'layout' | 'view'>): readonly string[] {
  const {divider, rules} = layout;
  if (!divider) return [];
  const role = view.focus === 'shell' ? 'borderFocused' : 'border';
  const {wall, corners} = theme.symbols;
  return Array.from({length: divider.height}, (_, row) =>
    theme.paint(role, rules.some(({y}) => y === divider.y + row) ? corners[5] : wall),
  );
}
