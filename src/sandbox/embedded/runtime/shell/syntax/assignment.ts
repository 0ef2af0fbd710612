import type {Assignment, Word} from './ast.ts';

/** `name=value` at the beginning of a command. */
export function assignmentOf(word: Word): Assignment | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const name = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(first.text)?.[1];
  if (name === undefined) return undefined;
  const text = first.text.slice(name.length + 1);
  return {name, value: text === '' ? rest : [{...first, text}, ...rest]};
}
