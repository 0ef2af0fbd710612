import {evaluateArithmetic} from '../arithmetic/evaluate.ts';
import {ArithmeticFault} from '../arithmetic/scan.ts';
import {parameterValue} from '../state/parameters.ts';
import type {Shell} from '../state/shell.ts';

/** Evaluates an expression with the shell's variables. Throws ShellFault. */
export function arithmeticValue(shell: Shell, expression: string): bigint {
  try {
    return evaluateArithmetic(expression, {
      get: (name) => {
        const value = parameterValue(shell, name);
        return value?.kind === 'one' ? value.value : undefined;
      },
      set: (name, value) => shell.set(name, value),
    });
  } catch (error) {
    throw error instanceof ArithmeticFault ? shell.fault(error.message) : error;
  }
}
