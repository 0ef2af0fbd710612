import {createRequire} from 'node:module';
import {join} from 'node:path';
import type {Terminal} from '@xterm/headless';
import {rgbOf256} from '../../src/ui/terminal/colour.ts';
import {drawnCharacter} from './picture-drawn.ts';

export interface PictureOptions {
  readonly title: string;
  readonly ground: 'dark' | 'light';
  /** Where the cursor is shown; none when hidden. */
  readonly cursor?: {readonly x: number; readonly y: number} | undefined;
}

const fontSize = 15;
/** Two cells are wider than a character of the same size. */
const wideSize = 17;
const cell = {width: fontSize * 0.6, height: Math.round(fontSize * 1.32)};
const margin = 14;
const top = 38;

/** The visible screen of an emulator as SVG: a window with the terminal's own characters and colours. */
export function svgOf(terminal: Terminal, {title, ground, cursor}: PictureOptions): string {
  const colours = grounds[ground];
  const width = Math.ceil(terminal.cols * cell.width + 2 * margin);
  const height = terminal.rows * cell.height + top + margin;
  const rows = Array.from({length: terminal.rows}, (_, y) =>
    rowOf(terminal, y, colours, cursor?.y === y ? cursor.x : -1),
  );
  const dots = colours.dots
    .map((colour, at) => `<circle cx="${20 + at * 20}" cy="19" r="6" fill="${colour}"/>`)
    .join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${families}" font-size="${fontSize}"><rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10" fill="${colours.back}" stroke="${colours.edge}"/>${dots}` +
    `<text x="${width / 2}" y="24" fill="${colours.title}" text-anchor="middle" font-size="13">${escaped(title)}</text>` +
    `${rows.map(({back}) => back).join('')}${rows.map(({front}) => front).join('')}</svg>\n`
  );
}

const families = "'JetBrains Mono','Noto Sans SC','DejaVu Sans Mono',monospace";

/** Han first, so that its bold is taken from the same family. */
const wideFamilies = "'Noto Sans SC','JetBrains Mono',monospace";

/** The font draws `--` or `=>` as one sign; a terminal does not. */
function joins(one: string, other: string): boolean {
  return /[-=<>!&|/:*.#_~+$?%^@]/.test(one) && /[-=<>!&|/:*.#_~+$?%^@]/.test(other);
}

interface Ground {
  readonly fore: string;
  readonly back: string;
  readonly title: string;
  readonly edge: string;
  readonly dots: readonly string[];
  readonly base16: readonly string[];
}

const grounds: {readonly [ground in PictureOptions['ground']]: Ground} = {
  dark: {
    fore: '#cdd6f4',
    back: '#11111b',
    title: '#9399b2',
    edge: '#313244',
    dots: ['#f38ba8', '#f9e2af', '#a6e3a1'],
    base16:
      '#45475a #f38ba8 #a6e3a1 #f9e2af #89b4fa #cba6f7 #94e2d5 #bac2de #7f849c #f38ba8 #a6e3a1 #f9e2af #89b4fa #cba6f7 #94e2d5 #ffffff'.split(
        ' ',
      ),
  },
  light: {
    fore: '#1e2030',
    back: '#ffffff',
    title: '#5c5f77',
    edge: '#ccd0da',
    dots: ['#d20f39', '#df8e1d', '#40a02b'],
    base16:
      '#1e2030 #c00f35 #2b7a1e #8a5a00 #1e5bd6 #7a35d0 #0b6e8f #5c5f77 #6c6f85 #c00f35 #2b7a1e #8a5a00 #1e5bd6 #7a35d0 #0b6e8f #9399b2'.split(
        ' ',
      ),
  },
};

type BufferCell = NonNullable<ReturnType<NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>['getCell']>>;

/** Where another font is used instead, its letters are spaced so that the columns stay. */
function lengthOf({text, centred}: Run): string {
  return centred || text.length < 2 ? '' : ` textLength="${round(text.length * cell.width)}"`;
}

interface Run {
  readonly x: number;
  /** One wide or unusual character, in the middle of its cells. */
  readonly centred?: true;
  text: string;
  readonly look: string;
}

function rowOf(
  terminal: Terminal,
  y: number,
  ground: Ground,
  cursorX: number,
): {readonly back: string; readonly front: string} {
  const buffer = terminal.buffer.active;
  const line = buffer.getLine(buffer.viewportY + y);
  const yTop = top + y * cell.height;
  let back = '';
  let front = '';
  let run: Run | undefined;
  const flush = () => {
    if (run && run.text.trim() !== '') {
      front += `<text x="${round(run.x)}" y="${round(yTop + fontSize * 1.02)}" xml:space="preserve" ${run.look}${lengthOf(run)}>${escaped(run.text)}</text>`;
    }
    run = undefined;
  };
  // One patch for all cells of a colour in a row: between single ones a hairline would show.
  let patch: {readonly x: number; width: number; readonly fill: string} | undefined;
  const flushPatch = () => {
    if (patch)
      back += `<rect x="${round(patch.x)}" y="${yTop}" width="${round(patch.width)}" height="${cell.height}" fill="${patch.fill}"/>`;
    patch = undefined;
  };
  for (let x = 0; x < terminal.cols; x++) {
    const seen = line?.getCell(x);
    if (!seen || seen.getWidth() === 0) continue;
    const {fore, behind} = coloursOf(seen, ground, x === cursorX);
    const left = margin + x * cell.width;
    const wide = seen.getWidth() * cell.width;
    if (patch && patch.fill === behind) patch.width += wide;
    else {
      flushPatch();
      patch = behind === undefined ? undefined : {x: left, width: wide, fill: behind};
    }
    const text = seen.getChars() || ' ';
    const drawn = drawnCharacter(text, {x: left, y: yTop, width: cell.width, height: cell.height}, fore);
    const look = lookOf(seen, fore);
    if (drawn !== undefined) {
      flush();
      front += drawn;
    } else if (seen.getWidth() === 2 || text > '\u2000') {
      // Fonts for these have widths of their own: each is centred in its cells.
      flush();
      run = {
        x: left + wide / 2,
        text,
        centred: true,
        look: `${look} text-anchor="middle"${seen.getWidth() === 2 ? ` font-family="${wideFamilies}" font-size="${wideSize}"` : ''}`,
      };
      flush();
    } else if (run?.look === look && !joins(run.text.at(-1) ?? '', text)) run.text += text;
    else {
      flush();
      run = {x: left, text, look};
    }
  }
  flush();
  flushPatch();
  return {back, front};
}

function coloursOf(
  seen: BufferCell,
  ground: Ground,
  cursor: boolean,
): {readonly fore: string; readonly behind: string | undefined} {
  const colour = (rgb: boolean, value: number) => (rgb ? hex(value) : (ground.base16[value] ?? hex(rgbOf256(value))));
  const fore = seen.isFgDefault() ? ground.fore : colour(seen.isFgRGB(), seen.getFgColor());
  const behind = seen.isBgDefault() ? undefined : colour(seen.isBgRGB(), seen.getBgColor());
  if (Boolean(seen.isInverse()) !== cursor) return {fore: behind ?? ground.back, behind: fore};
  return {fore, behind};
}

function lookOf(seen: BufferCell, fore: string): string {
  const parts = [
    `fill="${fore}"`,
    seen.isBold() && 'font-weight="700"',
    seen.isItalic() && 'font-style="italic"',
    seen.isDim() && 'opacity=".62"',
    seen.isUnderline() && 'text-decoration="underline"',
    seen.isStrikethrough() && 'text-decoration="line-through"',
  ];
  return parts.filter(Boolean).join(' ');
}

/** What is used of @resvg/resvg-js. */
interface Resvg {
  readonly Resvg: new (svg: string, options: unknown) => {render(): {asPng(): Uint8Array}};
}

/** Packages a PNG needs, to be installed into a folder of their own: the Chinese font alone has 92 MB. */
export const picturePackages = [
  '@resvg/resvg-js@2.6.2',
  '@expo-google-fonts/jetbrains-mono@0.4.1',
  '@expo-google-fonts/noto-sans-sc@0.4.3',
] as const;

/** Draws an SVG of ours with the fonts installed in a folder, and none of the machine's: the same everywhere. */
export function pngOf(svg: string, packagesFolder: string, scale = 2): Uint8Array {
  const require = createRequire(join(packagesFolder, 'package.json'));
  const {Resvg}: Resvg = require('@resvg/resvg-js');
  const fonts = '@expo-google-fonts';
  const fontFiles = [
    'jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf',
    'jetbrains-mono/700Bold/JetBrainsMono_700Bold.ttf',
    'jetbrains-mono/400Regular_Italic/JetBrainsMono_400Regular_Italic.ttf',
    'noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
    'noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
  ].map((name) => require.resolve(`${fonts}/${name}`));
  const font = {loadSystemFonts: false, fontFiles, defaultFontFamily: 'JetBrains Mono'};
  return new Resvg(svg, {fitTo: {mode: 'zoom', value: scale}, font}).render().asPng();
}

function hex(rgb: number): string {
  return `#${rgb.toString(16).padStart(6, '0')}`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
