import {createTheme, type Theme, type ThemeOptions} from '../../src/ui/theme.ts';

/** A theme for tests: no colours, box characters, no links, unless told. */
export function testTheme(options: Partial<ThemeOptions> = {}): Theme {
  return createTheme({mode: 'dark', depth: 'none', ascii: false, hyperlinks: false, ...options});
}
