import {int} from '../../cobra/flag-kinds.ts';
import type {KubectlCall} from '../app.ts';
import {commaList} from '../flag-kinds.ts';
import type {Json} from '../json.ts';
import {createCommand} from './generator.ts';

const image = commaList('image', {
  usage: 'Image names to run. A deployment can have multiple images set for multiple containers.',
});
const port = int('port', {usage: 'The containerPort that this deployment exposes.', initial: -1});
const replicas = int('replicas', {short: 'r', usage: 'Number of replicas to create. Default is 1.', initial: 1});

export const createDeployment = createCommand({
  usage: 'NAME --image=image -- [COMMAND] [args...]',
  short: 'Create a deployment with the specified name',
  examples: `# Create a deployment named my-dep that runs the busybox image
kubectl create deployment my-dep --image=busybox

# Create a deployment with a command
kubectl create deployment my-dep --image=busybox -- date

# Create a deployment of 3 replicas
kubectl create deployment my-dep --image=nginx --replicas=3`,
  flags: [image, port, replicas],
  required: [image],
  failure: 'deployment',
  takesCommand: true,
  make,
});

function make({get, args, argsBeforeDash}: KubectlCall, name: string): Json {
  const command = argsBeforeDash === undefined ? [] : args.slice(argsBeforeDash);
  const images = get(image);
  if (images.length > 1 && command.length > 0) throw new Error('cannot specify multiple --image options and command');
  if (get(replicas) < 0) throw new Error(`invalid value for replicas: ${get(replicas)}`);
  const labels = {app: name};
  const containers = images.map(
    (one, index): Json => ({
      image: one,
      name: imageName(one).replaceAll('_', '-'),
      ...(command.length === 0 ? {} : {command}),
      ...(get(port) >= 0 && index === 0 ? {ports: [{containerPort: get(port)}]} : {}),
      resources: {},
    }),
  );
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {labels, name},
    spec: {
      replicas: get(replicas),
      selector: {matchLabels: labels},
      strategy: {},
      template: {metadata: {labels}, spec: {containers}},
    },
    status: {},
  };
}

/** The last part of an image's name: `nginx` of `registry/nginx:1.27`. */
function imageName(reference: string): string {
  const last = reference.split('/').at(-1) ?? '';
  return (last.split('@')[0] ?? '').split(':')[0] ?? '';
}
