import {Box, Text} from 'ink';
import type {ReactElement} from 'react';

interface Props {
  /** Finished lines, none wider than `width - indent` cells. */
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly indent: number;
}

/** Lines in a place of fixed size; what is too much at the end is left out. */
export function Lines({lines, width, height, indent}: Props): ReactElement {
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      {lines.slice(0, height).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place on the screen
        <Text key={index}>{line === '' ? ' ' : ' '.repeat(indent) + line}</Text>
      ))}
    </Box>
  );
}
