import {defineCommand} from './app.ts';

/** Answered by the program itself, which alone knows its flags. */
export const options = defineCommand({
  usage: '[flags]',
  short: 'Print the list of flags inherited by all commands',
  flags: [],
  args: {kind: 'atLeast', count: 0},
  run: async () => 0,
});
