const named: {readonly [character: string]: string} = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};
/** What Go does not print as it is: control characters, and all white space but the plain one. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** A text as Go's `%q` shows it: `"a\tb"`. https://pkg.go.dev/strconv#Quote */
export function goQuote(text: string): string {
  return `"${[...text].map((character) => escaped(character, '"')).join('')}"`;
}

/** A list as Go's `%q` shows it: `["a" "b c"]`. */
export function goQuoteList(texts: readonly string[]): string {
  return `[${texts.map(goQuote).join(' ')}]`;
}

/** A number as Go's `%q` shows it: the character it stands for, `'\x03'`. */
export function goQuoteNumber(number: number): string {
  const isCharacter = number >= 0 && number <= 0x10_ff_ff;
  return `'${escaped(isCharacter ? String.fromCodePoint(number) : '\ufffd', "'")}'`;
}

function escaped(character: string, quote: string): string {
  if (character === quote) return `\\${quote}`;
  const short = named[character];
  if (short !== undefined) return short;
  if (!unprintable.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}
