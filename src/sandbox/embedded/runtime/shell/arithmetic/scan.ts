/** An expression that cannot be evaluated; `message` is what the shell says. */
export class ArithmeticFault extends Error {}

/** What is said of an expression that is none. */
export function arithmeticSyntax(): ArithmeticFault {
  return new ArithmeticFault('arithmetic syntax error');
}

/** A piece of an expression. */
export type ArithmeticToken =
  | {readonly kind: 'number'; readonly value: bigint}
  | {readonly kind: 'name'; readonly name: string}
  | {readonly kind: 'operator'; readonly text: string};

/** Longest first: the first that fits is the one that is meant. */
const operators = [
  ...['<<=', '>>='],
  ...['**', '++', '--', '<<', '>>', '<=', '>=', '==', '!=', '&&', '||'],
  ...['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^='],
  ...['+', '-', '*', '/', '%', '<', '>', '=', '!', '~', '&', '|', '^', '?', ':', ',', '(', ')'],
];

/** An expression's tokens. Throws ArithmeticFault. */
export function scanArithmetic(text: string): readonly ArithmeticToken[] {
  const tokens: ArithmeticToken[] = [];
  const pattern = /\s*(?:([A-Za-z_]\w*)|(\d[\w#@]*)|([^\s\w]{1,3})|$)/y;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (!found) throw arithmeticSyntax();
    const [, name, number, symbols] = found;
    if (name !== undefined) tokens.push({kind: 'name', name});
    else if (number !== undefined) tokens.push({kind: 'number', value: parseNumber(number)});
    else if (symbols !== undefined) {
      const operator = operators.find((candidate) => symbols.startsWith(candidate));
      if (operator === undefined) throw arithmeticSyntax();
      pattern.lastIndex -= symbols.length - operator.length;
      tokens.push({kind: 'operator', text: operator});
    }
  }
  return tokens;
}

/** Decimal, `0x` hexadecimal, `0` octal, `base#digits`; what does not fit into 64 bits wraps. */
function parseNumber(text: string): bigint {
  const based = /^(\d{1,2})#([\w@]+)$/.exec(text);
  if (based) return parseBased(Number(based[1]), based[2] ?? '');
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return BigInt.asIntN(64, BigInt(text));
  if (/^0[0-7]*$/.test(text)) return BigInt.asIntN(64, BigInt(`0o0${text}`));
  if (/^[1-9]\d*$/.test(text)) return BigInt.asIntN(64, BigInt(text));
  throw arithmeticSyntax();
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';

function parseBased(base: number, text: string): bigint {
  if (base < 2 || base > 64) throw arithmeticSyntax();
  let value = 0n;
  for (const digit of base <= 36 ? text.toLowerCase() : text) {
    const worth = digits.indexOf(digit);
    if (worth < 0 || worth >= base) throw arithmeticSyntax();
    value = BigInt.asIntN(64, value * BigInt(base) + BigInt(worth));
  }
  return value;
}
