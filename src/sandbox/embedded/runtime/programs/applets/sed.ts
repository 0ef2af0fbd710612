import {isSystemError} from '../../../system-error.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {Output} from '../output.ts';
import {SedLines} from '../sed/lines.ts';
import {SedMachine} from '../sed/machine.ts';
import {parseSed} from '../sed/parse.ts';
import type {SedScript} from '../sed/script.ts';
import {SedOutput} from '../sed/writing.ts';

export const sed = defineApplet({
  names: ['sed'],
  usage: `[-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...
or: sed [-i[SFX]] [-nrE] CMD [FILE]...

	-e CMD	Commands
	-f FILE	Commands from FILE
	-i[SFX]	Change FILEs themselves; with SFX the old ones are kept under that name
	-n	Print only what the commands print
	-r,-E	Extended regular expressions`,
  options: {
    short: 'i::rEne:f:',
    long: {
      'in-place': 'i',
      'regexp-extended': 'r',
      quiet: 'n',
      silent: 'n',
      expression: 'e',
      file: 'f',
      version: '',
    },
  },
  async run(call) {
    if (call.has('version')) {
      await call.print('This is not GNU sed version 4.0\n');
      return 0;
    }
    const {text, paths} = await scriptAndFiles(call);
    const script = parseSed(text, call.has('r', 'E'));
    if (!call.has('i')) return toOutput(call, script, paths);
    if (paths.length === 0) throw new Failure('-i requires an argument');
    let code = 0;
    for (const path of paths) if (!(await inPlace(call, script, path))) code = 1;
    return code;
  },
});

async function scriptAndFiles(call: Call): Promise<{readonly text: string; readonly paths: readonly string[]}> {
  const [first, ...rest] = call.operands;
  if (!call.has('e', 'f')) {
    if (first === undefined) throw new UsageError('');
    return {text: first, paths: rest};
  }
  const parts = [...call.options.values('e')];
  for (const path of call.options.values('f')) {
    const input = await call.openOrComplain(path);
    if (!input) throw new Failure('');
    for (let line = await input.line(); line !== undefined; line = await input.line()) parts.push(line);
    input.close();
  }
  return {text: parts.join('\n'), paths: call.operands};
}

async function toOutput(call: Call, script: SedScript, paths: readonly string[]): Promise<number> {
  const lines = new SedLines(call, paths.length === 0 ? ['-'] : paths);
  await runOver(call, script, {lines, output: new SedOutput(call)});
  return lines.didFail ? 1 : 0;
}

async function inPlace(call: Call, script: SedScript, path: string): Promise<boolean> {
  const {process} = call;
  const {files} = process;
  const stat = files.stat(path);
  if (stat?.kind !== 'file') {
    await call.complain(`${path}: ${stat ? 'not a regular file' : 'No such file or directory'}`);
    return false;
  }
  const temporary = `${path}XXXXXX`.replace('XXXXXX', `.${process.pid}.sed`);
  const fd = process.adopt(files.open(temporary, {write: true, create: true, truncate: true}));
  try {
    const lines = new SedLines(call, [path]);
    await runOver(call, script, {lines, output: new SedOutput(call, new Output(process, fd))});
    files.change(temporary, {mode: stat.mode});
    const suffix = call.options.value('i') ?? '';
    if (suffix !== '') files.rename(path, suffix.includes('*') ? suffix.replaceAll('*', path) : `${path}${suffix}`);
    files.rename(temporary, path);
    return true;
  } catch (error) {
    if (files.stat(temporary)) files.unlink(temporary);
    if (!isSystemError(error)) throw error;
    await call.complain(`${path}: ${error.message}`);
    return false;
  } finally {
    process.closeFd(fd);
  }
}

async function runOver(
  call: Call,
  script: SedScript,
  {lines, output}: {readonly lines: SedLines; readonly output: SedOutput},
): Promise<void> {
  output.openFiles(
    script.commands.flatMap(({action}) => {
      if (action.kind === 'write') return [action.path];
      return action.kind === 'substitute' && action.substitution.file !== undefined ? [action.substitution.file] : [];
    }),
  );
  await new SedMachine({call, script, isQuiet: call.has('n'), output}).run(lines);
  await output.flush();
}
