import type {Mode, ThemeOptions} from '../theme.ts';
import {type ColourDepth, luminance, type Rgb} from './colour.ts';

/** What can be known of the outer terminal without asking it. */
export interface OuterTerminal extends ThemeOptions {
  /** What the terminal can show; `depth` is `none` when the learner wants none (NO_COLOR). */
  readonly shows: ColourDepth;
  /** COLORFGBG named the background; otherwise asking (OSC 11) is worth it. */
  readonly modeKnown: boolean;
}

/** Colours, characters and links of the terminal, by its environment. See https://no-color.org */
export function detectTerminal(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): OuterTerminal {
  const shows = depthOf(env, platform);
  const mode = modeOf(env['COLORFGBG']);
  return {
    shows,
    depth: env['NO_COLOR'] ? 'none' : shows,
    ascii: !speaksUtf8(env, platform) || env['TERM'] === 'linux',
    hyperlinks: hasHyperlinks(env),
    mode: mode ?? 'dark',
    modeKnown: mode !== undefined,
  };
}

/**
 * Asks for the background colour, and then for the terminal's name, which every terminal answers: when the second
 * answer comes first, the first will not come.
 */
export const askBackground = '\x1b]11;?\x1b\\\x1b[c';

/** What an answer of the terminal says: its background, that it does not tell, or something else (undefined). */
export function backgroundIn(reply: string): Rgb | 'unknown' | undefined {
  if (/^\x1b\[\?[\d;]*c$/.test(reply)) return 'unknown';
  const [, red, green, blue] = /^\x1b\]11;rgba?:([\da-f]+)\/([\da-f]+)\/([\da-f]+)/i.exec(reply) ?? [];
  if (!red || !green || !blue) return undefined;
  // One to four digits each: only the first two count.
  const channel = (digits: string) => Math.round((Number.parseInt(digits, 16) / (16 ** digits.length - 1)) * 255);
  return (channel(red) << 16) | (channel(green) << 8) | channel(blue);
}

/** A background as bright as mid grey or brighter wants dark letters. */
export function modeOfBackground(background: Rgb): Mode {
  return luminance(background) > 0.18 ? 'light' : 'dark';
}

const trueColourPrograms = /^(iTerm\.app|WezTerm|vscode|ghostty|Hyper|rio|Tabby|WarpTerminal)$/;

function depthOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): ColourDepth {
  const term = env['TERM'] ?? '';
  if (term === 'dumb') return 'none';
  if (/^(truecolor|24bit)$/i.test(env['COLORTERM'] ?? '') || /-direct$/.test(term)) return 'truecolour';
  if (trueColourPrograms.test(env['TERM_PROGRAM'] ?? '') || env['WT_SESSION'] || platform === 'win32')
    return 'truecolour';
  if (/kitty|alacritty|ghostty|foot/.test(term)) return 'truecolour';
  return /256/.test(term) ? '256' : '16';
}

/** `15;0`, `0;default;15`: the last is the background. */
function modeOf(colourFgBg: string | undefined): Mode | undefined {
  const background = /;(\d+)$/.exec(colourFgBg ?? '')?.[1];
  if (background === undefined) return undefined;
  return background === '7' || Number(background) > 8 ? 'light' : 'dark';
}

/** The variables in the order libc looks at them. Only Linux can be meant to be without UTF-8 when none is set. */
function speaksUtf8(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  if (locale === '') return platform === 'darwin' || platform === 'win32';
  return /utf-?8/i.test(locale);
}

/** Terminals that are known to; the others may print the address in full or not at all. */
function hasHyperlinks(env: NodeJS.ProcessEnv): boolean {
  const program = env['TERM_PROGRAM'] ?? '';
  if (env['TMUX'] || env['STY']) return false;
  if (trueColourPrograms.test(program) || env['WT_SESSION'] || env['KONSOLE_VERSION']) return true;
  return Number(env['VTE_VERSION'] ?? 0) >= 5000 || /kitty|alacritty|ghostty|foot/.test(env['TERM'] ?? '');
}
