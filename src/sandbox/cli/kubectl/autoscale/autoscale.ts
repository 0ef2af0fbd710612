import {int, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {apiVersionOf, pathOf} from '../client/api-resource.ts';
import {requireFlags} from '../create/generator.ts';
import type {Json} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {fetchAll} from '../resources/fetch.ts';
import {isEmptySelection, select} from '../resources/select.ts';
import {fileFlags} from '../resources/selection-flags.ts';
import type {Found} from '../resources/target.ts';
import {nothingNamed} from '../set/set-command.ts';
import {failedTo} from '../writing/source-error.ts';
import {tellerFor} from '../writing/teller.ts';
import {dryRun, dryRunOf, fieldManager, saveConfig, writeQuery} from '../writing/write-flags.ts';

const flags = {
  ...fileFlags('Filename, directory, or URL to files identifying the resource to autoscale.'),
  ...outputFlags(),
  dryRun,
  fieldManager: fieldManager('kubectl-autoscale'),
  saveConfig,
  cpu: textFlag('cpu', {
    usage:
      "Target CPU utilization over all the pods. When specified as a percentage (e.g. '70%') it is an average utilization, as a quantity (e.g. '500m') an average value.",
  }),
  cpuPercent: int('cpu-percent', {
    usage: 'The target average CPU utilization (represented as a percent of requested CPU) over all the pods.',
    initial: -1,
    hidden: true,
  }),
  memory: textFlag('memory', {
    usage:
      "Target memory utilization over all the pods. When specified as a percentage (e.g. '60%') it is an average utilization, as a quantity (e.g. '200Mi') an average value.",
  }),
  max: int('max', {
    usage: 'The upper limit for the number of pods that can be set by the autoscaler. Required.',
    initial: -1,
  }),
  min: int('min', {
    usage:
      "The lower limit for the number of pods that can be set by the autoscaler. If it's not specified or negative, the server will apply a default value.",
    initial: -1,
  }),
  name: textFlag('name', {
    usage: 'The name for the newly created object. If not specified, the name of the input resource will be used.',
  }),
} as const;

export const autoscale = defineCommand({
  usage: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]',
  short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  examples:
    '# Between 2 and 10 pods, by 80 percent of the processor they ask for\nkubectl autoscale deployment foo --min=2 --max=10 --cpu=80%',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get, changed} = call;
    if (changed(flags.cpuPercent)) {
      await app.warn(
        "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).\n",
      );
    }
    requireFlags(call, [flags.max]);
    if (get(flags.max) < 1) throw new Error(`--max=MAXPODS is required and must be at least 1, max: ${get(flags.max)}`);
    if (get(flags.max) < get(flags.min))
      throw new Error(
        `--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${get(flags.max)}, min: ${get(flags.min)}`,
      );
    const selection = {
      args,
      filenames: get(flags.filename),
      kustomize: get(flags.kustomize),
      recursive: get(flags.recursive),
    };
    if (isEmptySelection(selection)) throw new Error(nothingNamed);
    const tell = await tellerFor(call, flags, dryRunOf(call));
    for (const found of await fetchAll(app, await select(app, selection))) {
      await tell(await autoscaled(call, found), 'autoscaled');
    }
    return 0;
  },
});

async function autoscaled(call: KubectlCall, found: Found): Promise<Json> {
  const {app, get} = call;
  const mode = dryRunOf(call);
  const made = autoscalerFor(call, found);
  if (mode === 'client') return {...made, status: {currentMetrics: null, desiredReplicas: 0}};
  const resource = await app.discovery.ofKind('autoscaling/v2', 'HorizontalPodAutoscaler');
  const query = writeQuery({dryRun: mode, fieldManager: get(flags.fieldManager)});
  try {
    return await app.api.json({
      method: 'POST',
      path: pathOf(resource, {namespace: found.namespace}),
      query,
      json: made,
    });
  } catch (error) {
    throw failedTo('create HPA', error);
  }
}

function autoscalerFor({get}: KubectlCall, {resource, name}: Found): Json {
  const cpu = get(flags.cpuPercent) >= 0 ? `${get(flags.cpuPercent)}%` : get(flags.cpu);
  const metrics = [
    ['cpu', cpu],
    ['memory', get(flags.memory)],
  ].flatMap(([metric = '', target = '']) => (target === '' ? [] : [metricOf(metric, target)]));
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {name: get(flags.name) || name},
    spec: {
      maxReplicas: get(flags.max),
      ...(metrics.length === 0 ? {} : {metrics}),
      ...(get(flags.min) > 0 ? {minReplicas: get(flags.min)} : {}),
      scaleTargetRef: {apiVersion: apiVersionOf(resource), kind: resource.kind, name},
    },
  };
}

function metricOf(name: string, target: string): Json {
  const percent = /^(\d+)%?$/.exec(target);
  const wanted =
    percent === null
      ? {averageValue: target, type: 'AverageValue'}
      : {averageUtilization: Number(percent[1]), type: 'Utilization'};
  return {resource: {name, target: wanted}, type: 'Resource'};
}
