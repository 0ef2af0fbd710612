interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Characters drawn as shapes, because in a font they would not meet, or are not there. Undefined for all others. */
export function drawnCharacter(character: string, box: Box, colour: string): string | undefined {
  const arms = lines[character];
  if (arms !== undefined) return stroke(linePath(arms, box), colour, 1.2);
  const corner = round[character];
  if (corner !== undefined) return stroke(cornerPath(corner, box), colour, 1.2);
  const mark = marks[character];
  if (mark !== undefined) return mark(box, colour);
  return undefined;
}

/** Arms of a line from the middle of the cell: left, right, up, down. */
const lines: {readonly [character: string]: string} = {
  '─': 'lr',
  '│': 'ud',
  '┌': 'rd',
  '┐': 'ld',
  '└': 'ru',
  '┘': 'lu',
  '├': 'rud',
  '┤': 'lud',
  '┬': 'lrd',
  '┴': 'lru',
  '┼': 'lrud',
};

const round: {readonly [character: string]: string} = {'╭': 'rd', '╮': 'ld', '╰': 'ru', '╯': 'lu'};

const marks: {readonly [character: string]: (box: Box, colour: string) => string} = {
  '▌': ({x, y, width, height}, colour) =>
    `<rect x="${n(x)}" y="${n(y)}" width="${n(width / 2)}" height="${n(height)}" fill="${colour}"/>`,
  '█': ({x, y, width, height}, colour) =>
    `<rect x="${n(x)}" y="${n(y)}" width="${n(width + 0.3)}" height="${n(height)}" fill="${colour}"/>`,
  '●': (box, colour) => `<circle cx="${n(middle(box).x)}" cy="${n(middle(box).y)}" r="3.4" fill="${colour}"/>`,
  '•': (box, colour) => `<circle cx="${n(middle(box).x)}" cy="${n(middle(box).y)}" r="2.2" fill="${colour}"/>`,
  '○': (box, colour) =>
    `<circle cx="${n(middle(box).x)}" cy="${n(middle(box).y)}" r="3.3" fill="none" stroke="${colour}" stroke-width="1.2"/>`,
  '◌': (box, colour) =>
    `<circle cx="${n(middle(box).x)}" cy="${n(middle(box).y)}" r="3.3" fill="none" stroke="${colour}" stroke-width="1.2" stroke-dasharray="1.6 1.85"/>`,
  '✔': (box, colour) =>
    stroke(
      around(box, [
        [-3.6, 0.4],
        [-1, 3.2],
        [4, -3.6],
      ]),
      colour,
      1.8,
    ),
  '✘': (box, colour) =>
    stroke(
      around(box, [
        [-3, -3.2],
        [3, 3.2],
      ]) +
        around(box, [
          [3, -3.2],
          [-3, 3.2],
        ]),
      colour,
      1.8,
    ),
  '❯': (box, colour) =>
    stroke(
      around(box, [
        [-2, -4],
        [2.2, 0],
        [-2, 4],
      ]),
      colour,
      1.8,
    ),
  '▾': (box, colour) =>
    `<path d="${around(box, [
      [-3.4, -1.6],
      [3.4, -1.6],
      [0, 2.8],
    ])}Z" fill="${colour}"/>`,
  '▶': (box, colour) =>
    `<path d="${around(box, [
      [-3.4, -4],
      [4, 0],
      [-3.4, 4],
    ])}Z" fill="${colour}"/>`,
  '◀': (box, colour) =>
    `<path d="${around(box, [
      [3.4, -4],
      [-4, 0],
      [3.4, 4],
    ])}Z" fill="${colour}"/>`,
  '▼': (box, colour) =>
    `<path d="${around(box, [
      [-4, -3.4],
      [4, -3.4],
      [0, 4],
    ])}Z" fill="${colour}"/>`,
  '▲': (box, colour) =>
    `<path d="${around(box, [
      [-4, 3.4],
      [4, 3.4],
      [0, -4],
    ])}Z" fill="${colour}"/>`,
};

function middle({x, y, width, height}: Box): {readonly x: number; readonly y: number} {
  return {x: x + width / 2, y: y + height / 2};
}

function linePath(arms: string, box: Box): string {
  const {x, y} = middle(box);
  const to: {readonly [arm: string]: string} = {
    l: `H${n(box.x)}`,
    r: `H${n(box.x + box.width)}`,
    u: `V${n(box.y)}`,
    d: `V${n(box.y + box.height)}`,
  };
  return [...arms].map((arm) => `M${n(x)} ${n(y)}${to[arm] ?? ''}`).join('');
}

function cornerPath(arms: string, box: Box): string {
  const {x, y} = middle(box);
  const side = arms.startsWith('r') ? box.x + box.width : box.x;
  const bend = arms.endsWith('d') ? y + box.width / 2 : y - box.width / 2;
  const end = arms.endsWith('d') ? box.y + box.height : box.y;
  return `M${n(side)} ${n(y)}Q${n(x)} ${n(y)} ${n(x)} ${n(bend)}V${n(end)}`;
}

function around(box: Box, points: readonly (readonly [number, number])[]): string {
  const {x, y} = middle(box);
  return points.map(([dx, dy], at) => `${at === 0 ? 'M' : 'L'}${n(x + dx)} ${n(y + dy)}`).join('');
}

function stroke(path: string, colour: string, width: number): string {
  return `<path d="${path}" stroke="${colour}" stroke-width="${width}" fill="none"/>`;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
