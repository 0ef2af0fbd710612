import {defineCommand} from '../app.ts';
import {UsageError} from '../errors.ts';
import {completionScripts} from './scripts.ts';

export const completion = defineCommand({
  usage: 'SHELL',
  short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  long: 'Output shell completion code for the specified shell (bash, zsh, or fish). The shell evaluates it, and asks kubectl from then on how a line may go on.',
  examples:
    '# Into the current shell\nsource <(kubectl completion bash)\n\n# In zsh\nsource <(kubectl completion zsh)\n\n# In fish\nkubectl completion fish | source',
  flags: [],
  args: {kind: 'atLeast', count: 0},
  async run({app, args}) {
    const [shell, ...more] = args;
    if (shell === undefined) throw new UsageError('Shell not specified.');
    if (more.length > 0) throw new UsageError('Too many arguments. Expected only the shell type.');
    if (shell === 'powershell')
      throw new Error('completion for powershell is not part of this kubectl; bash, zsh and fish are');
    const script = completionScripts.get(shell);
    if (script === undefined) throw new UsageError(`Unsupported shell type ${JSON.stringify(shell)}.`);
    await app.print(script);
    return 0;
  },
});
