import {isSystemError} from '../../../system-error.ts';
import {usualPath} from '../../process/executable.ts';
import {findProgram, replaceProcess} from '../run/external.ts';
import {readScriptFile} from '../run/script-file.ts';
import type {Shell} from '../state/shell.ts';
import {parseOptions} from './arguments.ts';
import {defineBuiltin} from './builtin.ts';
import {describeCommand} from './describe.ts';

/** `eval TEXT...` */
export const evalBuiltin = defineBuiltin({
  names: ['eval'],
  special: true,
  async run(shell, {args, manner}) {
    const code = await shell.deeper(() => shell.interpreter.runText(shell, args.join(' '), {...manner, last: false}));
    return code;
  },
});

/** `. FILE [ARGUMENTS]`: runs a file in this very shell. */
export const sourceBuiltin = defineBuiltin({
  names: ['.', 'source'],
  special: true,
  async run(shell, {args, manner}) {
    const [file, ...rest] = args;
    if (file === undefined) throw shell.fault('filename argument required');
    const path = scriptPath(shell, file);
    const text = await readScript(shell, path);
    const {positional, commandName, tellsLine, line} = shell;
    if (rest.length > 0) shell.positional = rest;
    shell.commandName = path;
    shell.tellsLine = true;
    shell.line = 1;
    try {
      const code = await shell.deeper(() => shell.interpreter.runText(shell, text, {...manner, last: false}));
      if (shell.skip?.kind !== 'return') return code;
      const returned = shell.skip.code;
      shell.skip = undefined;
      return returned;
    } finally {
      if (rest.length > 0) shell.positional = positional;
      shell.commandName = commandName;
      shell.tellsLine = tellsLine;
      shell.line = line;
    }
  },
});

function scriptPath(shell: Shell, file: string): string {
  if (file.includes('/')) return file;
  for (const folder of (shell.variables.get('PATH') ?? '').split(':')) {
    const path = `${folder === '' ? '.' : folder}/${file}`;
    if (shell.process.files.stat(path)?.kind === 'file' && shell.process.files.allows(path, 4)) return path;
  }
  return file;
}

async function readScript(shell: Shell, path: string): Promise<string> {
  try {
    return await readScriptFile(shell, path);
  } catch (error) {
    throw isSystemError(error) ? shell.fault(`can't open '${path}': ${error.message}`) : error;
  }
}

/** `exec [-a NAME] COMMAND`, or redirections that stay. */
export const execBuiltin = defineBuiltin({
  names: ['exec'],
  special: true,
  async run(shell, {args, redirected}) {
    const {options, rest} = parseOptions(shell, args, 'a:');
    if (rest.length === 0) {
      redirected?.keep();
      return 0;
    }
    const start = findProgram(shell, rest);
    if ('code' in start) throw shell.fault(start.message, start.code);
    const [name = ''] = rest;
    redirected?.keep();
    return replaceProcess(shell, {...start, fields: [options.get('a') ?? name, ...rest.slice(1)]});
  },
});

/** `command [-pvV] NAME [ARGUMENTS]`: past functions, or what a name means. */
export const commandBuiltin = defineBuiltin({
  names: ['command'],
  assigns: false,
  async run(shell, {args, manner, redirected, caller}) {
    const {options, rest} = parseOptions(shell, args, 'pvV');
    const [name] = rest;
    if (name === undefined) return 0;
    const searchPath = options.has('p') ? usualPath : undefined;
    if (options.has('v') || options.has('V')) return describe(shell, name, options.has('V'));
    // From here on messages are about what is called.
    shell.commandName = caller;
    return shell.interpreter.call(shell, rest, {
      manner,
      ...(searchPath === undefined ? {} : {searchPath}),
      ...(redirected ? {redirected} : {}),
    });
  },
});

async function describe(shell: Shell, name: string, verbose: boolean): Promise<number> {
  const described = describeCommand(shell, name);
  if (!described) {
    if (verbose) await shell.process.print(`${name}: not found\n`);
    return 127;
  }
  await shell.process.print(`${verbose ? described.sentence : described.word}\n`);
  return 0;
}
