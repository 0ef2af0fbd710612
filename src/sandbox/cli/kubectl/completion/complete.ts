import type {Program} from '../../cobra/command.ts';
import type {Kubectl} from '../app.ts';
import {candidatesFor} from './candidates.ts';

const noFiles = 4;
const noBlank = 2;

/**
 * Answers a shell that asks how a command line may go on: a word a line, then what the shell is to do with them.
 * https://pkg.go.dev/github.com/spf13/cobra#ShellCompDirective
 */
export async function complete(kubectl: Kubectl, program: Program<Kubectl>, argv: readonly string[]): Promise<number> {
  const [words, last] = [argv.slice(0, -1), argv.at(-1) ?? ''];
  let lines: readonly string[] = [];
  try {
    const found = await candidatesFor(kubectl, program, {words, last});
    lines = found.map(({word, about}) => (about === undefined ? word : `${word}\t${about.split('\n')[0]}`));
  } catch {
    // Whoever is still typing gets no errors: there is only nothing to offer.
  }
  const opens = lines.length === 1 && /[=/]$/.test(lines[0]?.split('\t')[0] ?? '');
  const takesFiles = /^(-f|--filename|-k|--kustomize|--kubeconfig)$/.test(words.at(-1) ?? '');
  await kubectl.print(
    [...lines, `:${(takesFiles ? 0 : noFiles) + (opens ? noBlank : 0)}`].map((line) => `${line}\n`).join(''),
  );
  return 0;
}
