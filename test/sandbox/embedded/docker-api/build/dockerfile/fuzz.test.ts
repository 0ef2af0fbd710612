import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ApiRefusal} from '../../../../../../src/sandbox/embedded/docker-api/api/refusal.ts';
import {variablesOf} from '../../../../../../src/sandbox/embedded/docker-api/build/dockerfile/expand.ts';
import {expandOrder} from '../../../../../../src/sandbox/embedded/docker-api/build/dockerfile/expand-order.ts';
import {LineFault} from '../../../../../../src/sandbox/embedded/docker-api/build/dockerfile/fault.ts';
import type {Dockerfile} from '../../../../../../src/sandbox/embedded/docker-api/build/dockerfile/instruction.ts';
import {
  parseDockerfile,
  parseTrigger,
} from '../../../../../../src/sandbox/embedded/docker-api/build/dockerfile/parse.ts';
import {randomDockerfile} from './random-dockerfile.ts';

const cases = Number(process.env['K8S_LEARN_FUZZ_CASES'] || 10_000);
const variables = variablesOf(['x=1', 'y=two words', 'empty=']);

/** What was read, or in which words it was refused; anything else that is thrown fails the test. */
function readOrRefused(text: string): Dockerfile | string {
  try {
    return parseDockerfile(text);
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 400 && error.message !== '') return error.message;
    throw error;
  }
}

function expandAll({stages, escaper}: Dockerfile): void {
  for (const {order} of stages.flatMap(({steps}) => steps)) {
    try {
      expandOrder(order, variables, escaper);
      if (order.kind === 'onbuild') parseTrigger(order.trigger);
    } catch (error) {
      if (!(error instanceof LineFault) && !(error instanceof ApiRefusal)) throw error;
    }
  }
}

describe('a random Dockerfile', () => {
  it('is read, its variables replaced, or it is refused in words', () => {
    let read = 0;
    let count = 0;
    fc.assert(
      fc.property(randomDockerfile, (text) => {
        count += 1;
        const result = readOrRefused(text);
        if (typeof result === 'string') return;
        read += 1;
        expandAll(result);
      }),
      {numRuns: cases, seed: 8},
    );
    // Both ways must be gone often, or the test proves nothing.
    expect(read).toBeGreaterThan(count / 10);
    expect(read).toBeLessThan(count);
  }, 60_000);

  it('that is any text at all ends so too', () => {
    const anything = fc.string({unit: 'binary', maxLength: 200}).map((text) => `FROM x\n${text}`);
    fc.assert(
      fc.property(anything, (text) => {
        readOrRefused(text);
      }),
      {numRuns: cases / 10, seed: 8},
    );
  });
});

describe('a Dockerfile that means ill', () => {
  const wide = 65_000;
  it.each([
    ['spaces within a line', `FROM x\nRUN a${' '.repeat(wide)}b\n`.repeat(20)],
    ['spaces in a directive', `# escape=${' '.repeat(wide)}x\nFROM x\n`],
    ['spaces in a comment', `#${' '.repeat(wide)}x\n`.repeat(20)],
    ['flags without end', `FROM x\nRUN ${'--x '.repeat(wide / 4)}\n`],
    ['quotes without end', `FROM x\nENV ${'"\' '.repeat(wide / 3)}\n`],
    ['brackets without end', `FROM x\nCMD ${'['.repeat(wide)}\n`],
    ['lines without end', `FROM x\nRUN ${'x\\\n'.repeat(100_000)}\n`],
    ['stages without end', 'FROM x\n'.repeat(100_000)],
    ['a variable in a variable', `FROM x\nUSER ${'${a:-'.repeat(wide / 5)}\n`],
    ['ports without end', `FROM x\nEXPOSE ${'1-65535 '.repeat(1000)}\n`],
  ])('is read or refused at once: %s', (_, text) => {
    const result = readOrRefused(text);
    if (typeof result !== 'string') expandAll(result);
  });
});
