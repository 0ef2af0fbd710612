import {text as textFlag} from '../../cobra/flag-kinds.ts';
import type {KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {at, type Json, metaOf, object} from '../json.ts';
import {createCommand} from './generator.ts';

const image = textFlag('image', {usage: 'Image name to run.'});
const from = textFlag('from', {usage: 'The name of the resource to create a Job from (only cronjob is supported).'});
const schedule = textFlag('schedule', {usage: 'A schedule in the Cron format the job should be run with.'});
const restart = textFlag('restart', {
  usage: "job's restart policy. supported values: OnFailure, Never",
});

export const createJob = createCommand({
  usage: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  short: 'Create a job with the specified name',
  examples: `# Create a job with a command
kubectl create job my-job --image=busybox -- date

# Create a job from a cron job
kubectl create job test-job --from=cronjob/a-cronjob`,
  flags: [image, from],
  failure: 'job',
  takesCommand: true,
  async make(call, name) {
    const [given, source] = [call.get(image), call.get(from)];
    if ((given === '') === (source === '')) throw new Error('either --image or --from must be specified');
    if (source === '')
      return {...job, metadata: {name}, spec: {template: template(call, {name, policy: 'Never'})}, status: {}};
    if (commandOf(call).length > 0) throw new Error('cannot specify --from and command');
    return fromCronJob(call, {source, name});
  },
});

const job = {apiVersion: 'batch/v1', kind: 'Job'} as const;

export const createCronJob = createCommand({
  usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  short: 'Create a cron job with the specified name',
  examples:
    '# Create a cron job with a command\nkubectl create cronjob my-job --image=busybox --schedule="*/1 * * * *" -- date',
  flags: [image, schedule, restart],
  required: [image, schedule],
  failure: 'cronjob',
  takesCommand: true,
  make: (call, name) => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {name},
    spec: {
      jobTemplate: {
        metadata: {name},
        spec: {template: template(call, {name, policy: call.get(restart) || 'OnFailure'})},
      },
      schedule: call.get(schedule),
    },
    status: {},
  }),
});

function commandOf({args, argsBeforeDash}: KubectlCall): readonly string[] {
  return argsBeforeDash === undefined ? [] : args.slice(argsBeforeDash);
}

function template(call: KubectlCall, {name, policy}: {readonly name: string; readonly policy: string}): Json {
  const command = commandOf(call);
  const container = {...(command.length === 0 ? {} : {command}), image: call.get(image), name, resources: {}};
  return {metadata: {}, spec: {containers: [container], restartPolicy: policy}};
}

async function fromCronJob(
  {app}: KubectlCall,
  {source, name}: {readonly source: string; readonly name: string},
): Promise<Json> {
  const [type = '', cronName = ''] = source.split('/');
  const resource = await app.discovery.find(type);
  if (resource.kind !== 'CronJob') {
    throw new Error(`from must be an existing cronjob, got ${resource.plural}`);
  }
  const cronJob = await app.api.json({path: pathOf(resource, {namespace: await app.namespace(), name: cronName})});
  const made = object(at(cronJob, 'spec', 'jobTemplate'));
  const meta = object(made['metadata']);
  const owner = {
    apiVersion: 'batch/v1',
    controller: true,
    kind: 'CronJob',
    name: cronName,
    uid: metaOf(cronJob).uid,
  };
  return {
    ...job,
    metadata: {
      name,
      annotations: {'cronjob.kubernetes.io/instantiate': 'manual', ...object(meta['annotations'])},
      ...(meta['labels'] === undefined ? {} : {labels: meta['labels']}),
      ownerReferences: [owner],
    },
    spec: made['spec'],
    status: {},
  };
}
