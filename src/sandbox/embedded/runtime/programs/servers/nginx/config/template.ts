import {ConfigProblem, type Place} from './problem.ts';

/** A piece of a text with variables. */
export type TemplatePart =
  | {readonly kind: 'text'; readonly text: string}
  | {readonly kind: 'variable'; readonly name: string}
  /** `$1` */
  | {readonly kind: 'capture'; readonly index: number};

/** A text with variables: `"$scheme://$host$request_uri"`. */
export type Template = readonly TemplatePart[];

/** Throws ConfigProblem for a variable without a name or an end. */
export function parseTemplate(text: string, place?: Place): Template {
  const parts: TemplatePart[] = [];
  let rest = text;
  while (rest !== '') {
    const [plain = ''] = /^[^$]+/.exec(rest) ?? [];
    if (plain !== '') parts.push({kind: 'text', text: plain});
    rest = rest.slice(plain.length);
    if (rest === '') break;
    const [whole, digit, braced, bare] = /^\$(?:([1-9])|\{(\w*)\}|(\w+))/.exec(rest) ?? [];
    const name = braced ?? bare;
    if (whole === undefined || (digit === undefined && name === '')) {
      const open = /^\$\{(\w*)/.exec(rest)?.[1];
      if (open !== undefined && open !== '')
        throw new ConfigProblem(`the closing bracket in "${open}" variable is missing`, place);
      throw new ConfigProblem('invalid variable name', place);
    }
    if (digit !== undefined) parts.push({kind: 'capture', index: Number(digit)});
    else if (/^[1-9]$/.test(name ?? '')) parts.push({kind: 'capture', index: Number(name)});
    else parts.push({kind: 'variable', name: (name ?? '').toLowerCase()});
    rest = rest.slice(whole.length);
  }
  return parts;
}

/** The variables a template reads. */
export function variablesIn(template: Template): readonly string[] {
  return template.flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
}

/** Undefined when the text depends on a variable. */
export function constantOf(template: Template): string | undefined {
  let text = '';
  for (const part of template) {
    if (part.kind !== 'text') return undefined;
    text += part.text;
  }
  return text;
}
