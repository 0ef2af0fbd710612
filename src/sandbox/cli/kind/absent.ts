import {defineCommand, type KindCommand} from './app.ts';

/** A command of the real kind that is not here; says so, and what does instead. */
function absent(short: string, sentence: string): KindCommand {
  return defineCommand({
    usage: '[flags]',
    short,
    flags: [],
    args: {kind: 'atLeast', count: 0},
    async run() {
      throw new Error(sentence);
    },
  });
}

/** `kind build node-image`. */
export const nodeImage = absent(
  'Build the node image',
  'build node-image is not part of this kind command; --image names an image that is built already',
);

/** `kind completion`. */
export const completion = absent(
  'Output shell completion code for the specified shell (bash, zsh or fish)',
  'completion is not part of this kind command; kind --help lists its commands',
);
