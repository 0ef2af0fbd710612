import type {Manner, Shell} from '../state/shell.ts';
import type {Script} from '../syntax/ast.ts';
import {ScriptReader} from '../syntax/parse.ts';
import {SyntaxFault} from '../syntax/source.ts';

/** Parses and runs a text line by line; resolves with the last exit code, 0 when there is no command in it. */
export async function runText(shell: Shell, text: string, options: Manner & {readonly line?: number}): Promise<number> {
  const {tested, last, line = shell.line} = options;
  const reader = new ScriptReader(text, shell.aliases, line);
  let code = 0;
  for (;;) {
    const script = readScript(shell, reader);
    const read = reader.takeText();
    if (shell.options.has('v')) await shell.process.write(2, read);
    if (script === undefined) return code;
    // Empty lines run nothing that would.
    await shell.process.breathe();
    code = await shell.interpreter.run(shell, script, {tested, last: last && reader.isUsedUp});
    if (shell.skip) return code;
  }
}

function readScript(shell: Shell, reader: ScriptReader): Script | undefined {
  try {
    return reader.next();
  } catch (error) {
    throw error instanceof SyntaxFault ? syntaxFault(shell, error) : error;
  } finally {
    shell.lineRead = reader.line;
  }
}

/** A malformed script as the mistake that ends the shell. */
export function syntaxFault(shell: Shell, {message, line}: SyntaxFault): Error {
  shell.line = line;
  return shell.fault(`syntax error: ${message}`);
}
