import {windowOf} from '../panes/text.ts';
import type {Picture} from '../picture.ts';
import {helpLines} from './help.ts';
import {listLines} from './list.ts';
import {resetLines} from './reset.ts';

/** What is opened on top of lesson and shell, cut to its place; undefined when nothing is. */
export function overlayLines(
  picture: Picture,
  size: {readonly width: number; readonly height: number},
): readonly string[] | undefined {
  const {view, theme} = picture;
  switch (view.overlay.kind) {
    case 'none':
    case 'scrollback':
      return undefined;
    case 'help':
      return windowOf(theme, helpLines(picture, size.width), view.overlay.scroll, size);
    case 'list':
      return listLines(picture, size);
    case 'reset':
      return ['', ...resetLines(picture, size.width)];
  }
}

/** Whether something covers lesson and shell. */
export function isCovered({view}: Pick<Picture, 'view'>): boolean {
  return view.overlay.kind !== 'none' && view.overlay.kind !== 'scrollback';
}
