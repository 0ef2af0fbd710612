import type {KubeJson} from '../../observation.ts';
import {listIn, textIn} from '../checks/json.ts';
import {type Case, defineCause} from './diagnosis.ts';
import {clusterOf, containersOf, eventsOf} from './kube-evidence.ts';

const pulling = new Set(['ImagePullBackOff', 'ErrImagePull', 'ErrImageNeverPull', 'InvalidImageName']);

/** An image that does not come; the registry’s sentence says why. */
export const podImageNotPulled = defineCause({
  cause: 'pod-image-not-pulled',
  verdict: 'unmet',
  params: ['pod', 'image', 'why'],
  says: {
    usual: {
      en: 'Pod {pod} waits for its image {image}, which cannot be pulled. `kubectl describe pod {pod}` ends with the registry’s own sentence.',
      zh: 'Pod {pod} 在等镜像 {image}，而它拉取不到。`kubectl describe pod {pod}` 的末尾有镜像仓库服务的原话。',
    },
    name: {
      en: 'Pod {pod} waits for its image {image}: the registry has no such image, or wants a login for it (imagePullSecrets). Look at the name letter by letter.',
      zh: 'Pod {pod} 在等镜像 {image}：镜像仓库服务里没有这个镜像，或者需要登录（imagePullSecrets）。逐个字母对一遍名字。',
    },
    tag: {
      en: 'Pod {pod} waits for its image {image}: the registry has the image, but not this tag.',
      zh: 'Pod {pod} 在等镜像 {image}：镜像仓库服务里有这个镜像，但没有这个标签。',
    },
    registry: {
      en: 'Pod {pod} waits for its image {image}: its node cannot reach the registry, and does not have the image itself.',
      zh: 'Pod {pod} 在等镜像 {image}：节点连不上镜像仓库服务，本身也没有这个镜像。',
    },
    never: {
      en: 'Pod {pod} may not pull its image {image} (imagePullPolicy Never), and its node does not have it.',
      zh: 'Pod {pod} 不允许拉取镜像 {image}（imagePullPolicy 是 Never），节点上也没有。',
    },
    always: {
      en: 'Pod {pod} has an image without a tag, {image}: its node must pull it anew each time (imagePullPolicy Always), even though it may be there. Name a tag.',
      zh: 'Pod {pod} 的镜像 {image} 没有标签：节点每次都要重新拉取（imagePullPolicy 是 Always），哪怕已经有了。写上标签。',
    },
    reference: {
      en: 'Pod {pod}: {image} is no image reference at all. Lower case letters, and a tag behind a colon.',
      zh: 'Pod {pod}：{image} 根本不是镜像引用。用小写字母，冒号后面是标签。',
    },
  },
  variant: ({why}) => why,
  explains(found) {
    const waiting = containersOf(found).find(({reason}) => pulling.has(reason));
    if (!waiting) return undefined;
    const {pod, podName, image, reason, message} = waiting;
    return {pod: podName, image, why: whyOf({pod, image, reason, message: message + eventText(found, pod)})};
  },
});

function eventText(found: Case, pod: KubeJson): string {
  const cluster = clusterOf(found);
  return cluster
    ? eventsOf(cluster, pod)
        .map((event) => ` ${textIn(event, 'message')}`)
        .join('')
    : '';
}

function whyOf(seen: {
  readonly pod: KubeJson;
  readonly image: string;
  readonly reason: string;
  readonly message: string;
}): string {
  const {pod, image, reason, message} = seen;
  if (reason === 'InvalidImageName') return 'reference';
  if (reason === 'ErrImageNeverPull') return 'never';
  const isUntagged = !/[:@][^/]*$/.test(image) || image.endsWith(':latest');
  const isAlways = listIn(pod, 'spec', 'containers').some((one) => textIn(one, 'imagePullPolicy') === 'Always');
  if (isUntagged && isAlways && /dial tcp|no such host|i\/o timeout|connection refused/.test(message)) return 'always';
  if (/pull access denied|repository does not exist|insufficient_scope|unauthorized|denied/.test(message))
    return 'name';
  if (/manifest unknown|not found/.test(message) && !/no such host/.test(message)) return 'tag';
  return /dial tcp|no such host|timeout|connection refused|EOF|x509|server misbehaving/.test(message)
    ? 'registry'
    : 'usual';
}
