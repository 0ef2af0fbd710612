import {int} from '../../cobra/flag-kinds.ts';
import {alignColumns} from '../../go/tabwriter.ts';
import {defineCommand, type Kubectl} from '../app.ts';
import {objectName} from '../print/name.ts';
import {outputFlags} from '../print/output-flags.ts';
import {outputOptions, printerFor} from '../print/printer.ts';
import {typeMetaOf} from '../resources/fetch.ts';
import type {Found} from '../resources/target.ts';
import {type Revision, revisionsOf} from './revisions.ts';
import {rolloutFlags, rolloutObjects} from './selection.ts';
import {templateText} from './template-text.ts';

const revision = int('revision', {usage: 'See the details, including podTemplate of the revision specified'});
const output = outputFlags();

export const rolloutHistory = defineCommand({
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'View rollout history',
  examples: `# The history of a deployment
kubectl rollout history deployment/abc

# What revision 3 of a daemon set was
kubectl rollout history daemonset/abc --revision=3`,
  flags: [...Object.values(rolloutFlags), ...Object.values(output), revision],
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, get} = call;
    if (get(revision) < 0) throw new Error(`revision must be a positive integer: ${get(revision)}`);
    const options = outputOptions(call, output);
    for (const found of await rolloutObjects(call)) {
      const revisions = await revisionsOf(app, found, 'history viewer');
      if (options.output !== '') {
        const printer = await printerFor(app, options);
        for (const one of chosen(revisions, get(revision))) await app.print(printer.text(one.keeper));
      } else await tell(app, found, {revisions, wanted: get(revision)});
    }
    return 0;
  },
});

function chosen(revisions: readonly Revision[], wanted: number): readonly Revision[] {
  if (wanted === 0) return revisions;
  const found = revisions.filter(({number}) => number === wanted);
  if (found.length === 0) throw new Error(`unable to find the specified revision`);
  return found;
}

async function tell(
  app: Kubectl,
  found: Found,
  {revisions, wanted}: {readonly revisions: readonly Revision[]; readonly wanted: number},
): Promise<void> {
  const name = objectName({...typeMetaOf(found), ...found.object});
  if (wanted > 0) {
    const [one] = chosen(revisions, wanted);
    const text = one === undefined ? '' : templateText(one.template);
    await app.print(`${name} with revision #${wanted}\n${text}\n`);
    return;
  }
  const rows = revisions.map(({number, cause}) => `${number}\t${cause || '<none>'}\n`).join('');
  const table = alignColumns(`REVISION\tCHANGE-CAUSE\n${rows}`, {minWidth: 0, padding: 2});
  await app.print(`${name} \n${table}\n`);
}
