import {RegexTooHard} from '../../programs/regex/match.ts';
import {Regex} from '../../programs/regex/regex.ts';
import {RegexError} from '../../programs/regex/syntax.ts';
import {evaluateTest, type MoreOperators, withoutBracket} from '../../programs/shared/test.ts';
import {TestError} from '../../programs/shared/test-operators.ts';
import {matchesWithin} from '../expansion/match.ts';
import {compilePattern} from '../expansion/pattern.ts';
import type {Shell} from '../state/shell.ts';
import {defineBuiltin} from './builtin.ts';

/** `test EXPRESSION`, `[ EXPRESSION ]` */
export const testBuiltin = defineBuiltin({
  names: ['test', '['],
  run: (shell, {name, args}) => judge(shell, name === '[' ? withoutBracket(args) : args, ']'),
});

/** `[[` matches patterns and regular expressions, and is a test like any other apart from that. */
export const doubleBracket = defineBuiltin({
  names: ['[['],
  run: (shell, {args}) => judge(shell, withoutBracket(args, ']]'), ']]', patternOperators),
});

const patternOperators: MoreOperators = {
  '=': fits,
  '==': fits,
  '!=': (left, right) => !fits(left, right),
  '=~': isFound,
};

function isFound(text: string, pattern: string): boolean {
  try {
    return new Regex(pattern, {extended: true}).test(text);
  } catch (error) {
    if (error instanceof RegexError || error instanceof RegexTooHard) throw new TestError(error.message);
    throw error;
  }
}

/** A test is made in one go. */
const mostWork = 500_000;

function fits(text: string, pattern: string): boolean {
  const isFitting = matchesWithin(compilePattern([{text: pattern, quoted: false}]), text, mostWork);
  if (isFitting === undefined) throw new TestError('the pattern takes too long on this text');
  return isFitting;
}

async function judge(
  shell: Shell,
  args: readonly string[] | undefined,
  bracket: string,
  more?: MoreOperators,
): Promise<number> {
  const {code, complaint} = args ? evaluateTest(args, shell.process, more) : {code: 2, complaint: `missing ${bracket}`};
  if (complaint !== undefined) await shell.process.complain(`${shell.appletName}: ${complaint}`);
  return code;
}
