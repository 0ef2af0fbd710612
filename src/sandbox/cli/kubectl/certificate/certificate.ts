import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall, type KubectlCommand} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {isConflict} from '../errors.ts';
import {type Json, object, objects} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {select} from '../resources/select.ts';
import {fileFlags} from '../resources/selection-flags.ts';
import {tellerFor} from '../writing/teller.ts';

const output = outputFlags();
const files = fileFlags('Filename, directory, or URL to files identifying the resource to update');
const force = bool('force', {usage: 'Update the CSR even if it is already approved.'});

interface Decision {
  readonly type: 'Approved' | 'Denied';
  readonly outcome: 'approved' | 'denied';
  readonly reason: string;
}

function decisionCommand(verb: 'approve' | 'deny', decision: Decision): KubectlCommand {
  return defineCommand({
    usage: '(-f FILENAME | NAME)',
    short: verb === 'approve' ? 'Approve a certificate signing request' : 'Deny a certificate signing request',
    examples: `kubectl certificate ${verb} csr-sqgzp`,
    flags: [...Object.values(files), ...Object.values(output), force],
    args: {kind: 'atLeast', count: 0},
    run: (call) => decide(call, decision),
  });
}

export const approve = decisionCommand('approve', {type: 'Approved', outcome: 'approved', reason: 'KubectlApprove'});
export const deny = decisionCommand('deny', {type: 'Denied', outcome: 'denied', reason: 'KubectlDeny'});

async function decide(call: KubectlCall, decision: Decision): Promise<number> {
  const {app, args, get} = call;
  const filenames = get(files.filename);
  if (args.length + filenames.length === 0)
    throw new Error('one or more CSRs must be specified as <name> or -f <filename>');
  const words =
    args.some((arg) => arg.includes('/')) || args.length === 0 ? args : ['certificatesigningrequests', ...args];
  const tell = await tellerFor(call, output, 'none');
  for (const wanted of await select(app, {args: words, filenames})) {
    if (wanted.kind === 'list') continue;
    const {resource, name} = wanted;
    await tell(
      await decided(
        call,
        {path: pathOf(resource, {name}), approval: pathOf(resource, {name, subresource: 'approval'})},
        decision,
      ),
      decision.outcome,
    );
  }
  return 0;
}

async function decided(
  {app, get}: KubectlCall,
  {path, approval}: {readonly path: string; readonly approval: string},
  {type, reason, outcome}: Decision,
): Promise<Json> {
  for (let attempt = 1; ; attempt += 1) {
    const request = await app.api.json({path});
    const conditions = objects(object(request['status'])['conditions']);
    if (conditions.some((one) => one['type'] === type) && !get(force)) return request;
    const now = new Date(app.context.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const condition = {
      type,
      status: 'True',
      reason,
      message: `This CSR was ${outcome} by kubectl certificate ${outcome === 'approved' ? 'approve' : 'deny'}.`,
      lastUpdateTime: now,
    };
    const json = {
      ...request,
      status: {
        ...object(request['status']),
        conditions: [...conditions.filter((one) => one['type'] !== type), condition],
      },
    };
    try {
      return await app.api.json({method: 'PUT', path: approval, json});
    } catch (error) {
      if (!isConflict(error) || attempt === 10) throw error;
    }
  }
}
