import type {CommandContext} from '../context.ts';
import {defineCommand} from './app.ts';
import {goVersion, kindVersion} from './version.ts';

/** `kind v0.33.0 go1.26.8 linux/amd64`. */
export function displayVersion({os, arch}: CommandContext['platform']): string {
  return `kind v${kindVersion} ${goVersion} ${os}/${arch}`;
}

/** `kind version`. */
export const version = defineCommand({
  usage: '[flags]',
  short: 'Prints the kind CLI version',
  flags: [],
  args: {kind: 'atLeast', count: 0},
  async run({app}) {
    await app.print(app.voice.isQuiet ? kindVersion : displayVersion(app.context.platform));
    return 0;
  },
});
