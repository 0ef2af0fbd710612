/** How many colours a terminal shows; `none` also stands for the learner's NO_COLOR. */
export type ColourDepth = 'none' | '16' | '256' | 'truecolour';

/** 0xRRGGBB. */
export type Rgb = number;

/** SGR parameters for a 24-bit colour in a depth: `38;5;215`, `91`, or '' for `none`. */
export function colourParameters(rgb: Rgb, depth: ColourDepth, background = false): string {
  switch (depth) {
    case 'none':
      return '';
    case '16':
      return paletteParameters(nearest16(rgb), depth, background);
    case '256':
      return paletteParameters(nearest256(rgb), depth, background);
    case 'truecolour':
      return `${background ? 48 : 38};2;${(rgb >> 16) & 255};${(rgb >> 8) & 255};${rgb & 255}`;
  }
}

/** SGR parameters for a colour of the 256-colour palette; the first 16 keep their short form and the user's own shades. */
export function paletteParameters(index: number, depth: ColourDepth, background = false): string {
  if (depth === 'none') return '';
  const fitting = index >= 16 && depth === '16' ? nearest16(rgbOf256(index)) : index;
  if (fitting < 8) return String((background ? 40 : 30) + fitting);
  if (fitting < 16) return String((background ? 100 : 90) + fitting - 8);
  return `${background ? 48 : 38};5;${fitting}`;
}

/** The closest colour of the 6×6×6 cube or the grey ramp; never one of the first 16, whose shades are the user's. */
export function nearest256(rgb: Rgb): number {
  const [red, green, blue] = channels(rgb);
  const cube = 16 + 36 * cubeStep(red) + 6 * cubeStep(green) + cubeStep(blue);
  const grey = 232 + Math.min(23, Math.max(0, Math.round(((red + green + blue) / 3 - 8) / 10)));
  return distance(rgb, rgbOf256(grey)) < distance(rgb, rgbOf256(cube)) ? grey : cube;
}

/** The closest of the 16 colours as xterm paints them. */
export function nearest16(rgb: Rgb): number {
  let best = 0;
  for (const [index, colour] of base16.entries()) {
    if (distance(rgb, colour) < distance(rgb, base16[best] ?? 0)) best = index;
  }
  return best;
}

/** The 24-bit value of a colour of the 256-colour palette. */
export function rgbOf256(index: number): Rgb {
  if (index < 16) return base16[index] ?? 0;
  if (index >= 232) {
    const level = 8 + (index - 232) * 10;
    return (level << 16) | (level << 8) | level;
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return (level(Math.floor(cube / 36)) << 16) | (level(Math.floor(cube / 6) % 6) << 8) | level(cube % 6);
}

/** 0 for black to 1 for white, as the eye weighs it. See https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
export function luminance(rgb: Rgb): number {
  const [red, green, blue] = channels(rgb).map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

const base16: readonly Rgb[] = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
  0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];

function channels(rgb: Rgb): readonly [number, number, number] {
  return [(rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255];
}

function cubeStep(value: number): number {
  return value < 48 ? 0 : value < 115 ? 1 : Math.floor((value - 35) / 40);
}

function distance(one: Rgb, other: Rgb): number {
  const [red, green, blue] = channels(one);
  const [red2, green2, blue2] = channels(other);
  return (red - red2) ** 2 + (green - green2) ** 2 + (blue - blue2) ** 2;
}
