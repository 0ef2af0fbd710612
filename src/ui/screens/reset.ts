import {paragraph} from '../panes/text.ts';
import type {Picture} from '../picture.ts';

/** Asks before anything is removed, and says what that is. */
export function resetLines({view, session, theme, say, tell}: Picture, width: number): readonly string[] {
  if (view.overlay.kind !== 'reset') return [];
  const {scope, cursor, removes} = view.overlay;
  const title = tell.text(scope === 'step' ? session.step.title : session.lesson.title);
  const choice = (text: string, index: number): string =>
    index === cursor ? theme.paint('selected', ` ${text} `) : ` ${text} `;
  return [
    ...paragraph(theme, 'heading', say.resetTitle(title), width),
    '',
    ...(removes === undefined
      ? []
      : [
          ...paragraph(theme, 'text', say.resetRemoves, width),
          ...removes.flatMap((line) => paragraph(theme, 'muted', `  ${line}`, width, 4)),
          '',
        ]),
    `${choice(say.resetYes, 0)}  ${choice(say.resetNo, 1)}`,
  ];
}
