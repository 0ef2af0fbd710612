import {accepted, notSimulated, simulated} from './form-table.ts';

/** Blocks a directive can stand in. */
export type BlockKind =
  | 'main'
  | 'events'
  | 'http'
  | 'server'
  | 'location'
  | 'upstream'
  | 'if in server'
  | 'if'
  | 'limit_except';

const blockLetters: {readonly [letter: string]: BlockKind} = {
  m: 'main',
  e: 'events',
  h: 'http',
  s: 'server',
  l: 'location',
  u: 'upstream',
  S: 'if in server',
  L: 'if',
  X: 'limit_except',
};

/** What a simple value must be. */
export type ValueKind = 'flag' | 'size' | 'time' | 'count' | 'text';

/** How a directive is written: where, with how many arguments, with a block or not. */
export interface DirectiveForm {
  readonly blocks: ReadonlySet<BlockKind>;
  readonly opens: boolean;
  readonly least: number;
  readonly most: number;
  /** Of its only argument. */
  readonly value: ValueKind;
  /** It may be given more than once in one block. */
  readonly repeats: boolean;
  /** nginx has it, this one does not do it. */
  readonly isAbsent: boolean;
}

export type DirectiveForms = ReadonlyMap<string, readonly DirectiveForm[]>;

/** All directives, by name: some have another form in another block. */
export function readForms(): DirectiveForms {
  const forms = new Map<string, DirectiveForm[]>();
  for (const [table, isAbsent] of [
    [simulated, false],
    [accepted, false],
    [notSimulated, true],
  ] as const)
    for (const [form, names] of Object.entries(table))
      for (const name of names.split(' ')) forms.set(name, [...(forms.get(name) ?? []), readForm(form, isAbsent)]);
  return forms;
}

/** `hsl 1 size`, `h { 2`, `hsl 1+ *`: blocks, arguments, and what else there is to know. */
function readForm(text: string, isAbsent: boolean): DirectiveForm {
  const [letters = '', ...words] = text.split(' ');
  const counts = words.find((word) => /^\d/.test(word)) ?? (words.includes('flag') ? '1' : '0');
  const [, least = '0', sign, most] = /^(\d)(?:([-+])(\d)?)?$/.exec(counts) ?? [];
  const value = (['flag', 'size', 'time', 'count'] as const).find((kind) => words.includes(kind)) ?? 'text';
  return {
    blocks: new Set([...letters].flatMap((letter) => blockLetters[letter] ?? [])),
    opens: words.includes('{'),
    least: Number(least),
    most: sign === '+' ? Number.POSITIVE_INFINITY : Number(most ?? least),
    value,
    repeats: words.includes('*'),
    isAbsent,
  };
}
