import type {Frame} from './cells.ts';
import type {AwkMachine} from './machine.ts';
import {Jump, StatementCompiler, type Step} from './statements.ts';
import type {AwkPattern, AwkProgram, AwkRule} from './syntax.ts';
import {isTrue} from './values.ts';

const noFrame: Frame = [];

/** Runs a program over the files of the command line; resolves with its exit code. */
export async function runAwk(program: AwkProgram, machine: AwkMachine): Promise<number> {
  const compiler = new StatementCompiler(machine, program.functions);
  const rulesOf = (kind: 'begin' | 'end'): readonly Step[] =>
    program.rules.filter(({pattern}) => pattern.kind === kind).map((rule) => actionOf(compiler, rule));
  const main = program.rules
    .filter(({pattern}) => pattern.kind !== 'begin' && pattern.kind !== 'end')
    .map((rule) => ({matches: matcherOf(compiler, rule.pattern), action: actionOf(compiler, rule), line: rule.line}));
  const [begin, end] = [rulesOf('begin'), rulesOf('end')];
  let code = 0;
  const exits = async (steps: readonly Step[]): Promise<boolean> => {
    const exit = await exitOf(steps);
    code = exit?.code ?? code;
    return exit !== undefined;
  };
  const didExit = await exits(begin);
  if (!didExit && (main.length > 0 || end.length > 0)) await exits([() => eachRecord(machine, main)]);
  // An exit in BEGIN or in a rule still runs END.
  await exits(end);
  await machine.streams.closeAll();
  return code & 255;
}

/** Runs steps until one of them exits; undefined when none did. */
async function exitOf(steps: readonly Step[]): Promise<Jump | undefined> {
  try {
    for (const step of steps) await step(noFrame);
    return undefined;
  } catch (error) {
    if (error instanceof Jump) return error;
    throw error;
  }
}

interface MainRule {
  readonly matches: (frame: Frame) => Promise<boolean>;
  readonly action: Step;
  readonly line: number;
}

async function eachRecord(machine: AwkMachine, rules: readonly MainRule[]): Promise<undefined> {
  for (let text = await machine.nextRecord(); text !== undefined; text = await machine.nextRecord()) {
    await machine.call.process.breathe();
    machine.record.setRecord(text);
    try {
      for (const {matches, action, line} of rules) {
        machine.line = line;
        if (await matches(noFrame)) await action(noFrame);
      }
    } catch (error) {
      if (!(error instanceof Jump) || error.kind === 'exit') throw error;
      if (error.kind === 'nextfile') machine.nextFile();
    }
  }
  return undefined;
}

function actionOf(compiler: StatementCompiler, {action, line}: AwkRule): Step {
  return compiler.compile(action ?? {kind: 'print', args: [], redirection: undefined, line});
}

function matcherOf({expressions}: StatementCompiler, pattern: AwkPattern): (frame: Frame) => Promise<boolean> {
  if (pattern.kind === 'test') {
    const test = expressions.compile(pattern.test);
    return async (frame) => isTrue(test.waits ? await test.value(frame) : test.value(frame));
  }
  if (pattern.kind !== 'range') return async () => true;
  const [first, last] = [expressions.compile(pattern.first), expressions.compile(pattern.last)];
  let isInside = false;
  return async (frame) => {
    if (!isInside && !isTrue(await first.value(frame))) return false;
    isInside = !isTrue(await last.value(frame));
    return true;
  };
}
