import type {KubectlCall} from '../app.ts';
import type {Json} from '../json.ts';
import {objectName} from '../print/name.ts';
import type {outputFlags} from '../print/output-flags.ts';
import {outputOptions, printerFor} from '../print/printer.ts';
import {type DryRun, dryRunSuffix} from './write-flags.ts';

/** Tells what became of an object: `pod/web created`, or the object as `-o` wants it. */
export type Teller = (object: Json, operation: string) => Promise<void>;

/** The teller of a call; throws for a format that is not there. */
export async function tellerFor(
  call: KubectlCall,
  flags: ReturnType<typeof outputFlags>,
  mode: DryRun,
): Promise<Teller> {
  const {app} = call;
  const options = outputOptions(call, flags);
  const output = options.output === '' && options.template !== '' ? 'go-template' : options.output;
  if (output !== '') {
    const printer = await printerFor(app, {...options, output});
    return (object) => app.print(printer.text(object));
  }
  return (object, operation) => app.print(`${objectName(object)} ${operation}${dryRunSuffix(mode)}\n`);
}
