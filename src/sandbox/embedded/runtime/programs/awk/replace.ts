import type {RegexMatch} from '../regex/regex.ts';
import {replaceMatches} from '../regex/replace.ts';
import type {Compiling} from './compiling.ts';
import {combinedLater, type Evaluation} from './evaluation.ts';
import {isTarget} from './expressions.ts';
import {type AwkExpression, wholeRecord} from './syntax.ts';
import {type AwkValue, toNumber, toText} from './values.ts';

/** `sub`, `gsub` and `gensub`. They wait: what they make of a long text takes its time. */
export function replace(
  compiler: Compiling,
  name: 'sub' | 'gsub' | 'gensub',
  args: readonly AwkExpression[],
): Evaluation {
  const {machine} = compiler;
  const [regex, replacement, third, fourth] = args;
  if (!regex || !replacement) throw machine.fault('Too few arguments');
  const isGeneral = name === 'gensub';
  const source = (isGeneral ? fourth : third) ?? wholeRecord;
  const found = compiler.pattern(regex);
  const target = isTarget(source) && !isGeneral ? compiler.target(source) : undefined;
  const which = isGeneral && third ? [compiler.compile(third)] : [];
  const before = [...found.operands, compiler.compile(replacement), ...which];
  return combinedLater([...before, ...(target?.operands ?? [compiler.compile(source)])], async (values, frame) => {
    const place = values.slice(before.length);
    const text = toText(target ? target.get(place, frame) : place[0], machine.convert);
    const how = isGeneral ? whichMatch(values[before.length - 1], machine.convert) : name === 'gsub' ? 0 : 1;
    const replacement = toText(values[found.operands.length], machine.convert);
    const result = await replaceMatches(machine.call, text, {
      regex: found.regex(values[0]),
      which: how,
      replace: (match) => expanded(replacement, text, {match, hasGroups: isGeneral}),
    });
    machine.call.hold(result.text.length);
    if (isGeneral) return result.text;
    if (result.count > 0) target?.set(place, frame, result.text);
    return result.count;
  });
}

/** `g` is all of them. */
function whichMatch(value: AwkValue, convert: string): number {
  return /^[gG]/.test(toText(value, convert)) ? 0 : Math.max(1, Math.trunc(toNumber(value)));
}

function expanded(
  replacement: string,
  text: string,
  {match, hasGroups}: {readonly match: RegexMatch; readonly hasGroups: boolean},
): string {
  const whole = text.slice(match.start, match.end);
  return replacement.replace(/\\([\s\S])|&/g, (part, escaped: string | undefined) => {
    if (escaped === undefined) return whole;
    if (hasGroups && /\d/.test(escaped)) return escaped === '0' ? whole : (match.groups[Number(escaped) - 1] ?? '');
    return escaped === '&' || escaped === '\\' ? escaped : part;
  });
}
