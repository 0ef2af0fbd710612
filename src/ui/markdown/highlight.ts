import type {Role} from '../palette.ts';
import type {Theme} from '../theme.ts';
import type {Span} from './wrap.ts';

/** One rule: what it matches at the current place, and the role of the match or of each of its groups. */
type Rule = readonly [RegExp, Role | readonly (Role | undefined)[]];

/** Colours one line of code; a language nobody knows stays plain. */
export function highlight(line: string, language: string, theme: Theme): readonly Span[] {
  const rules = languages[language];
  if (!rules) return [{text: line, styles: []}];
  const spans: Span[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') spans.push({text: plain, styles: []});
    plain = '';
  };
  for (let at = 0; at < line.length; ) {
    const found = match(rules, line, at);
    if (!found) {
      plain += line[at] ?? '';
      at++;
      continue;
    }
    flush();
    for (const [text, role] of found.pieces) spans.push({text, styles: role ? [theme.style(role)] : []});
    at += found.length;
  }
  flush();
  return spans;
}

interface Match {
  readonly length: number;
  readonly pieces: readonly (readonly [string, Role | undefined])[];
}

function match(rules: readonly Rule[], line: string, at: number): Match | undefined {
  for (const [pattern, roles] of rules) {
    pattern.lastIndex = at;
    const [whole, ...groups] = pattern.exec(line) ?? [];
    if (!whole) continue;
    if (typeof roles === 'string') return {length: whole.length, pieces: [[whole, roles]]};
    return {length: whole.length, pieces: groups.map((group, index) => [group ?? '', roles[index]])};
  }
  return undefined;
}

const quoted = /"(?:[^"\\]|\\.)*"|'[^']*'/y;
const number = /(?<![\w.-])-?\d+(?:\.\d+)?(?:[KMG]i?B?|m|s|h)?(?![\w.-])/y;

const shell: readonly Rule[] = [
  [/(?<![^\s;])#.*/y, 'comment'],
  [quoted, 'string'],
  [/\$(?:\w+|\{[^}]*\}|\()/y, 'number'],
  // The first word of a command, after any VARIABLE=value before it.
  [/(^\s*|[|;&(]\s*|&&\s*|\$\()([A-Za-z_]\w*=\S*\s+)?([\w./-]+)(?!\S*=)/y, ['keyword', 'property', 'command']],
  [/(?<=\s)--?[A-Za-z][\w-]*=?/y, 'option'],
  [/[|&;<>]+|\\$/y, 'keyword'],
];

const yaml: readonly Rule[] = [
  [/(?<![^\s])#.*/y, 'comment'],
  [/^---|^\.\.\./y, 'comment'],
  [/([\w./$-]+|"[^"]*")(:)(?=\s|$)/y, ['property', 'comment']],
  [quoted, 'string'],
  [number, 'number'],
  [/(?<=[\s:[,])(?:true|false|null|yes|no)(?=\s|,|\]|\}|$)/y, 'number'],
  [/[&*]\w+|[|>][-+]?$/y, 'keyword'],
];

const dockerfile: readonly Rule[] = [
  [/^\s*#.*/y, 'comment'],
  [
    /^\s*(?:FROM|RUN|CMD|LABEL|MAINTAINER|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)\b/iy,
    'keyword',
  ],
  [/(?<=\s)AS(?=\s)/iy, 'keyword'],
  [quoted, 'string'],
  [/\$(?:\w+|\{[^}]*\})/y, 'number'],
  [/(?<=\s)--[A-Za-z][\w-]*=?/y, 'option'],
  [/\\$|&&/y, 'keyword'],
];

const json: readonly Rule[] = [
  [/("(?:[^"\\]|\\.)*")(\s*:)/y, ['property', 'comment']],
  [/"(?:[^"\\]|\\.)*"/y, 'string'],
  [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y, 'number'],
  [/\b(?:true|false|null)\b/y, 'number'],
];

const languages: {readonly [name: string]: readonly Rule[]} = {
  sh: shell,
  bash: shell,
  shell,
  console: shell,
  yaml,
  yml: yaml,
  dockerfile,
  json,
};
