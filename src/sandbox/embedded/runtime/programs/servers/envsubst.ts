import type {Process, Program} from '../../process/process.ts';
import {bytesOfText, encodeBytes} from '../text/codec.ts';
import {readAllInput} from './read-input.ts';

/** Puts the environment's values into a text. https://www.gnu.org/software/gettext/manual/html_node/envsubst-Invocation.html */
export const envsubstProgram: Program = {name: 'envsubst', memoryBytes: 1 << 20, main: runEnvsubst};

const usage = `Usage: envsubst [OPTION] [SHELL-FORMAT]

Substitutes the values of environment variables.

Operation mode:
  -v, --variables             output the variables occurring in SHELL-FORMAT

Informative output:
  -h, --help                  display this help and exit
  -V, --version               output version information and exit
`;

async function runEnvsubst(process: Process): Promise<number> {
  const args = process.argv.slice(1);
  const [option] = args.filter((arg) => arg.startsWith('-'));
  const formats = args.filter((arg) => !arg.startsWith('-'));
  switch (option) {
    case '-h':
    case '--help':
      await process.print(usage);
      return 0;
    case '-V':
    case '--version':
      await process.print('envsubst (GNU gettext-runtime) 0.22.5\n');
      return 0;
    case '-v':
    case '--variables':
      if (formats.length !== 1)
        return wrong(process, formats.length === 0 ? 'missing arguments' : 'too many arguments');
      await process.print(
        variablesIn(formats[0] ?? '')
          .map((name) => `${name}\n`)
          .join(''),
      );
      return 0;
    case undefined:
      if (formats.length > 1) return wrong(process, 'too many arguments');
      return substitute(process, formats[0]);
    default:
      await process.complain(
        `envsubst: unrecognized option: ${option.replace(/^-+/, '')}\nTry 'envsubst --help' for more information.`,
      );
      return 1;
  }
}

async function wrong(process: Process, what: string): Promise<number> {
  await process.complain(`envsubst: ${what}`);
  return 1;
}

function variablesIn(format: string): readonly string[] {
  return [...format.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)].map(
    ([, braced, bare]) => braced ?? bare ?? '',
  );
}

/** All variables, or only those a format names. */
async function substitute(process: Process, format: string | undefined): Promise<number> {
  const only = format === undefined ? undefined : new Set(variablesIn(format));
  const text = await readAllInput(process);
  const pattern = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;
  const done = text.replace(pattern, (whole, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    if (only && !only.has(name)) return whole;
    return bytesOfText(process.env.get(name) ?? '');
  });
  await process.print(encodeBytes(done));
  return 0;
}
