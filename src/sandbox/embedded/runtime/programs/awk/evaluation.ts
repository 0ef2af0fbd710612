import type {Frame} from './cells.ts';
import type {AwkValue} from './values.ts';

/**
 * An expression, ready to run. Most know their value at once; those that call functions of the program, read or run
 * something are waited for.
 */
export type Evaluation =
  | {readonly waits: false; readonly value: (frame: Frame) => AwkValue}
  | {readonly waits: true; readonly value: (frame: Frame) => Promise<AwkValue>};

export function atOnce(value: (frame: Frame) => AwkValue): Evaluation {
  return {waits: false, value};
}

export function later(value: (frame: Frame) => Promise<AwkValue>): Evaluation {
  return {waits: true, value};
}

/** What is made of some operands, evaluated in order; it waits when one of them does. */
export function combined(
  operands: readonly Evaluation[],
  make: (values: readonly AwkValue[], frame: Frame) => AwkValue,
): Evaluation {
  const ready = operands.filter((each) => !each.waits);
  if (ready.length === operands.length) return atOnce(combinedAtOnce(ready, make));
  return later(async (frame) => make(await valuesOf(operands, frame), frame));
}

/** The same for something that itself waits. */
export function combinedLater(
  operands: readonly Evaluation[],
  make: (values: readonly AwkValue[], frame: Frame) => Promise<AwkValue>,
): Evaluation {
  return later(async (frame) => make(await valuesOf(operands, frame), frame));
}

export async function valuesOf(operands: readonly Evaluation[], frame: Frame): Promise<readonly AwkValue[]> {
  const values: AwkValue[] = [];
  for (const operand of operands) values.push(operand.waits ? await operand.value(frame) : operand.value(frame));
  return values;
}

function combinedAtOnce(
  operands: readonly Extract<Evaluation, {waits: false}>[],
  make: (values: readonly AwkValue[], frame: Frame) => AwkValue,
): (frame: Frame) => AwkValue {
  const [first, second] = operands;
  // One and two operands are nearly everything there is.
  if (first && operands.length === 1) return (frame) => make([first.value(frame)], frame);
  if (first && second && operands.length === 2)
    return (frame) => make([first.value(frame), second.value(frame)], frame);
  return (frame) =>
    make(
      operands.map((operand) => operand.value(frame)),
      frame,
    );
}
