import {Box, Text} from 'ink';
import type {ReactElement} from 'react';
import {Lines} from './components/Lines.tsx';
import type {Rect} from './layout.ts';
import {checksLines} from './panes/checks.ts';
import {headerLine} from './panes/header.ts';
import {keybarLine} from './panes/keybar.ts';
import {lessonLines} from './panes/lesson.ts';
import {shellLines} from './panes/shell.ts';
import {paragraph, rule, windowOf} from './panes/text.ts';
import {wallLines} from './panes/wall.ts';
import type {Picture} from './picture.ts';
import {overlayLines} from './screens/overlay.ts';

export interface AppProps {
  readonly picture: Picture;
}

/** Everything on the screen but the shell's own rows, which the compositor paints over the place left for them. */
export function App({picture}: AppProps): ReactElement {
  const {layout} = picture;
  if (layout.mode === 'too-small') return <TooSmall picture={picture} />;
  return (
    <Box flexDirection="column" width={layout.columns} height={layout.rows}>
      <Text>{headerLine(picture)}</Text>
      <Body picture={picture} />
      <Text>{keybarLine(picture)}</Text>
    </Box>
  );
}

function TooSmall({picture: {layout, theme, say}}: AppProps): ReactElement {
  const {columns, rows} = layout;
  // Where even a wide character does not fit, nothing does.
  const lines = columns < 2 ? [] : paragraph(theme, 'text', say.tooSmall(columns, rows), columns);
  return <Lines lines={lines} width={columns} height={rows} indent={0} />;
}

function Body({picture}: AppProps): ReactElement {
  const {layout, theme, view} = picture;
  const height = layout.rows - 2;
  const lines = overlayLines(picture, {width: layout.columns - 2, height});
  if (lines) return <Lines lines={lines} width={layout.columns} height={height} indent={1} />;
  if (!layout.lesson) return <ShellPlace picture={picture} rect={layout.shell} />;
  const focused = view.focus === 'shell';
  const column = <LessonColumn picture={picture} />;
  if (!layout.divider) {
    return (
      <Box flexDirection="column" height={height}>
        {column}
        {layout.shell && <Text>{rule(theme, layout.columns, focused)}</Text>}
        <ShellPlace picture={picture} rect={layout.shell} />
      </Box>
    );
  }
  return (
    <Box height={height}>
      {column}
      <Lines lines={wallLines(picture)} width={1} height={height} indent={0} />
      <ShellPlace picture={picture} rect={layout.shell} />
    </Box>
  );
}

function LessonColumn({picture}: AppProps): ReactElement {
  const {layout, theme, view} = picture;
  const {lesson, checks} = layout;
  const width = (lesson?.width ?? 0) + 2;
  const text = lesson ? windowOf(theme, lessonLines(picture, lesson.width), view.scroll, lesson) : [];
  return (
    <Box flexDirection="column" width={width}>
      <Lines lines={text} width={width} height={lesson?.height ?? 0} indent={1} />
      {checks && <Text>{rule(theme, width, false)}</Text>}
      {checks && (
        <Lines
          lines={windowOf(theme, checksLines(picture, checks.width), 0, checks)}
          width={width}
          height={checks.height}
          indent={1}
        />
      )}
    </Box>
  );
}

function ShellPlace({picture, rect}: AppProps & {readonly rect: Rect | null}): ReactElement | null {
  if (!rect) return null;
  return <Lines lines={shellLines(picture, rect.width)} width={rect.width} height={rect.height} indent={0} />;
}
