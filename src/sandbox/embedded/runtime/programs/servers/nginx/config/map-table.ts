import type {Pattern} from '../../perl-regex/pattern.ts';
import type {Directive} from './directive.ts';
import {ConfigProblem} from './problem.ts';
import {compileRegex} from './regex.ts';
import {parseTemplate, type Template} from './template.ts';

/** A `map`: a variable that depends on others. */
export interface MapTable {
  readonly variable: string;
  readonly source: Template;
  readonly usual: Template;
  readonly exact: ReadonlyMap<string, Template>;
  readonly patterns: readonly {readonly pattern: Pattern; readonly value: Template}[];
  /** Keys that are host names with a star or a dot. */
  readonly hostnames: ReadonlyMap<string, Template>;
}

/** https://nginx.org/en/docs/http/ngx_http_map_module.html Throws ConfigProblem. */
export function parseMap({args, block = [], place}: Directive): MapTable {
  const [source = '', variable = ''] = args;
  if (!/^\$\w+$/.test(variable)) throw new ConfigProblem(`invalid variable name "${variable}"`, place);
  const exact = new Map<string, Template>();
  const patterns: {readonly pattern: Pattern; readonly value: Template}[] = [];
  const hostnames = new Map<string, Template>();
  let usual: Template | undefined;
  let takesHostnames = false;
  for (const entry of block) {
    const {name, args: values, place: where} = entry;
    if (values.length === 0 && (name === 'hostnames' || name === 'volatile')) {
      takesHostnames ||= name === 'hostnames';
      continue;
    }
    const [text] = values;
    if (text === undefined || values.length !== 1)
      throw new ConfigProblem('invalid number of the map parameters', where);
    const value = parseTemplate(text, where);
    if (name === 'default') {
      if (usual) throw new ConfigProblem('duplicate default map parameter', where);
      usual = value;
    } else if (name.startsWith('~')) {
      const ignoreCase = name.startsWith('~*');
      patterns.push({pattern: compileRegex(name.slice(ignoreCase ? 2 : 1), ignoreCase, where), value});
    } else {
      const key = name.replace(/^\\/, '').toLowerCase();
      const isHostname = takesHostnames && /^\*?\.|\.\*$/.test(key);
      addNew(isHostname ? hostnames : exact, {key, value}, entry);
    }
  }
  return {
    variable: variable.slice(1).toLowerCase(),
    source: parseTemplate(source, place),
    usual: usual ?? [],
    exact,
    patterns,
    hostnames,
  };
}

function addNew(
  to: Map<string, Template>,
  {key, value}: {readonly key: string; readonly value: Template},
  {name, place}: Directive,
): void {
  if (to.has(key)) throw new ConfigProblem(`conflicting parameter "${name}"`, place);
  to.set(key, value);
}
