import {type CommandContext, FileError} from '../../context.ts';

/** Opens a file in the learner's editor and waits until that is closed. */
export async function runEditor({env, runProgram}: CommandContext, path: string): Promise<void> {
  if (runProgram === undefined) throw new Error('there is no editor here; use kubectl patch or kubectl apply instead');
  const editor = env['KUBE_EDITOR'] || env['EDITOR'] || 'vi';
  // An editor with quotes in it is a line for a shell.
  const argv = /["'\\]/.test(editor)
    ? [env['SHELL'] || '/bin/bash', '-c', `${editor} ${JSON.stringify(path)}`]
    : [...editor.split(/\s+/), path];
  try {
    const code = await runProgram(argv);
    if (code !== 0) throw new Error(`there was a problem with the editor ${JSON.stringify(editor)}`);
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOENT') {
      throw new Error(
        `unable to launch the editor ${JSON.stringify(editor)}: exec: ${JSON.stringify(argv[0])}: executable file not found in $PATH`,
      );
    }
    throw error;
  }
}
