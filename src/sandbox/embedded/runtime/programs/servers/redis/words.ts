const escapes: {readonly [letter: string]: string} = {n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07'};

/** The words of a line as redis-cli and inline commands have them, with quotes; undefined when a quote is not closed. */
export function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(line[at] ?? '')) at += 1;
    if (at >= line.length) return words;
    let word = '';
    while (at < line.length && !/\s/.test(line[at] ?? '')) {
      const quote = line[at];
      if (quote !== '"' && quote !== "'") {
        word += quote ?? '';
        at += 1;
        continue;
      }
      const read = quote === '"' ? doubleQuoted(line, at + 1) : singleQuoted(line, at + 1);
      if (!read || (read.end < line.length && !/\s/.test(line[read.end] ?? ''))) return undefined;
      word += read.text;
      at = read.end;
    }
    words.push(word);
  }
}

interface Quoted {
  readonly text: string;
  /** Behind the closing quote. */
  readonly end: number;
}

function doubleQuoted(line: string, start: number): Quoted | undefined {
  let text = '';
  for (let at = start; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '"') return {text, end: at + 1};
    if (character !== '\\') {
      text += character;
      continue;
    }
    const digits = /^x([0-9a-fA-F]{2})/.exec(line.slice(at + 1, at + 4))?.[1];
    const letter = line[at + 1] ?? '';
    text += digits === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(digits, 16));
    at += digits === undefined ? 1 : 3;
  }
  return undefined;
}

function singleQuoted(line: string, start: number): Quoted | undefined {
  let text = '';
  for (let at = start; at < line.length; at += 1) {
    if (line[at] === "'") return {text, end: at + 1};
    if (line[at] === '\\' && line[at + 1] === "'") at += 1;
    text += line[at] ?? '';
  }
  return undefined;
}

/** A text as redis-cli shows it on a terminal, in quotes. */
export function quoted(text: string): string {
  const inner = text.replace(/["\\\0-\x1f\x7f-\xff]/g, (character) => {
    const known = Object.entries(escapes).find(([, meant]) => meant === character)?.[0];
    if (known !== undefined) return `\\${known}`;
    if (character === '"' || character === '\\') return `\\${character}`;
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${inner}"`;
}
