import {badRequest} from '../../api/refusal.ts';
import {LineFault, misspelt, unreadable} from './fault.ts';
import type {Base, Dockerfile, Order, OrderOf, Stage, Step} from './instruction.ts';
import {type Escape, readLogicalLines} from './logical-lines.ts';
import {type ParsedLine, parseLine} from './parsed-line.ts';
import {readOrder} from './read-order.ts';

/**
 * Reads a Dockerfile as the classic builder does: here-documents, `RUN --mount` and the like are none of its own. Throws
 * 400 in the daemon's words. https://docs.docker.com/reference/dockerfile/
 */
export function parseDockerfile(text: string): Dockerfile {
  const {lines, escaper, warnings} = readLogicalLines(text);
  // All lines are taken apart before the first is understood: that decides which fault is told.
  const parsed = lines.map(({text: each, line}) => ({line, parsed: takenApart(each, escaper)}));
  const args: Step<OrderOf<'arg'>>[] = [];
  const stages: {readonly from: Step<Base>; readonly steps: Step[]}[] = [];
  for (const {line, parsed: each} of parsed) {
    const order = understood(each, line);
    const {source} = each;
    if (order.kind === 'from') stages.push({from: {source, order}, steps: []});
    else if (order.kind === 'arg' && stages.length === 0) args.push({source, order});
    else if (stages.length === 0) throw badRequest('no build stage in current context');
    else stages.at(-1)?.steps.push({source, order});
  }
  return {args, stages, escaper, warnings};
}

/** One instruction by itself, as ONBUILD keeps it. Throws 400. */
export function parseTrigger(text: string): Step {
  const {lines, escaper} = readLogicalLines(text);
  const [only, ...more] = lines;
  if (!only || more.length > 0) throw badRequest('onbuild trigger should be a single expression');
  try {
    const parsed = parseLine(only.text, escaper);
    const order = readOrder(parsed);
    if (order.kind === 'from') throw new LineFault("FROM isn't allowed as an ONBUILD trigger");
    return {source: parsed.source, order};
  } catch (error) {
    throw error instanceof LineFault ? badRequest(error.message) : error;
  }
}

/** Up to a stage by its name, and no further. Throws 400. */
export function upTo(stages: readonly Stage[], target: string): readonly Stage[] {
  if (target === '') return stages;
  const at = stages.findIndex(({from}) => from.order.name === target.toLowerCase());
  if (at < 0) throw badRequest(`failed to reach build target ${target} in Dockerfile`);
  return stages.slice(0, at + 1);
}

function takenApart(text: string, escaper: Escape): ParsedLine {
  try {
    return parseLine(text, escaper);
  } catch (error) {
    throw error instanceof LineFault ? unreadable(error.message) : error;
  }
}

function understood(parsed: ParsedLine, line: number): Order | Base {
  try {
    return readOrder(parsed);
  } catch (error) {
    throw error instanceof LineFault ? misspelt(line, error.message) : error;
  }
}
