import type {KubectlCall} from '../app.ts';
import {objects, text} from '../json.ts';
import {isMeant, podSpecOf, withContainers, withPodSpec} from './pod-template.ts';
import {type SetPlan, setCommand} from './set-command.ts';

export const setImage = setCommand({
  usage: '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  short: 'Update the image of a pod template',
  examples: `# Another image for the container nginx of a deployment
kubectl set image deployment/nginx nginx=nginx:1.9.1

# Another image for all containers of a daemon set
kubectl set image daemonset abc *=nginx:1.9.1`,
  flags: [],
  outcome: 'image updated',
  plan,
});

function plan({args}: KubectlCall): SetPlan {
  const names = args.filter((arg) => !arg.includes('='));
  const images = args
    .filter((arg) => arg.includes('='))
    .map((arg) => [arg.split('=')[0] ?? '', arg.slice(arg.indexOf('=') + 1)] as const);
  if (images.length === 0) throw new Error('at least one image update is required');
  if (images.length > 1 && images.some(([name]) => name === '*')) {
    throw new Error(
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    );
  }
  return {
    names,
    change(found) {
      const spec = podSpecOf(found);
      if (spec !== undefined) {
        const known = [...objects(spec['containers']), ...objects(spec['initContainers'])].map(({name}) => text(name));
        const missing = images.find(([wanted]) => !known.some((name) => isMeant(name, wanted)));
        if (missing !== undefined) throw new Error(`unable to find container named ${JSON.stringify(missing[0])}`);
      }
      return withPodSpec(found, (pod) =>
        withContainers(pod, (container) => {
          const image = images.find(([wanted]) => isMeant(text(container['name']), wanted));
          return image === undefined ? container : {...container, image: image[1]};
        }),
      );
    },
  };
}
