import {ConfigFault} from './env/container-env.ts';
import {type KubePod, type PodContainer, podText} from './pod.ts';

/** Who a container's processes are: as `lookUpUser` reads it, '' for the image's own user. Throws a ConfigFault. */
export function userOf(pod: KubePod, container: PodContainer, imageUser: string): string {
  const own = container.securityContext;
  const all = pod.spec?.securityContext;
  const uid = own?.runAsUser ?? all?.runAsUser;
  const gid = own?.runAsGroup ?? all?.runAsGroup;
  if (own?.runAsNonRoot ?? all?.runAsNonRoot) checkNotRoot(pod, container, uid, imageUser);
  const user = uid === undefined ? imageUser : String(uid);
  return gid === undefined ? user : `${(user === '' ? '0' : user).split(':')[0]}:${gid}`;
}

/** Groups its processes have besides. */
export function groupsOf({spec}: KubePod): readonly number[] {
  const {fsGroup, supplementalGroups = []} = spec?.securityContext ?? {};
  return [...supplementalGroups, ...(fsGroup === undefined ? [] : [fsGroup])];
}

function checkNotRoot(pod: KubePod, {name}: PodContainer, uid: number | undefined, imageUser: string): void {
  const where = `(pod: "${podText(pod)}", container: ${name})`;
  if (uid === 0) throw new ConfigFault(`container's runAsUser breaks non-root policy ${where}`);
  if (uid !== undefined) return;
  const [user = ''] = imageUser.split(':');
  if (user === '' || user === '0')
    throw new ConfigFault(`container has runAsNonRoot and image will run as root ${where}`);
  if (!/^\d+$/.test(user))
    throw new ConfigFault(
      `container has runAsNonRoot and image has non-numeric user (${user}), cannot verify user is non-root ${where}`,
    );
}
