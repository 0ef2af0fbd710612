import type {Shell} from '../state/shell.ts';

/** No script is longer than this. */
const longestScript = 16 * 1024 * 1024;

/** The text of a script, which need not be a file: `/dev/stdin`. Throws SystemError, and ShellFault when it is too long. */
export async function readScriptFile(shell: Shell, path: string): Promise<string> {
  const {process} = shell;
  const descriptor = process.files.open(path, {read: true});
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      await process.breathe();
      const bytes = await descriptor.read(65_536, process.signal);
      if (!bytes) return text + decoder.decode();
      text += decoder.decode(bytes, {stream: true});
      if (text.length > longestScript) throw shell.outOfMemory();
    }
  } finally {
    descriptor.close();
  }
}
