import type {Kubectl, KubectlCommand} from '../app.ts';
import {placeText} from '../help.ts';

/** Answers a call with the wrong arguments by the command's help, as these commands do. */
export async function showUsage(kubectl: Kubectl, command: KubectlCommand, call: WrongCall): Promise<never> {
  await kubectl.print(placeText(kubectl.path, command, call.names));
  throw new Error(`Unexpected args: [${call.args.join(' ')}]`);
}

interface WrongCall {
  /** The command's own name and its other names. */
  readonly names: readonly string[];
  readonly args: readonly string[];
}
