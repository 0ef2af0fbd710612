import {faultOfLabel} from '../../objects/names.ts';
import type {At} from '../at.ts';
import {checkName, checkOptionalWord, checkPortNumber, checkWord, faultsOfPortName} from '../names.ts';
import {checkEnv} from './env.ts';
import {checkLifecycle, checkProbes} from './probe.ts';
import {checkResources} from './resources.ts';
import {checkContainerSecurity} from './security.ts';
import {checkMounts} from './volume.ts';

/** What all containers of a Pod are looked over with. */
export interface PodView {
  readonly volumes: ReadonlySet<string>;
  readonly hostNetwork: boolean;
  /** Names of containers so far. */
  readonly names: Set<string>;
}

const protocols = ['SCTP', 'TCP', 'UDP'];
const pullPolicies = ['Always', 'IfNotPresent', 'Never'];

/** The containers a Pod is made of. */
export function checkContainers(containers: At, view: PodView): void {
  if (containers.count === 0) containers.required();
  for (const container of containers.items()) {
    checkOne(container, view);
    checkProbes(container);
    checkLifecycle(container.field('lifecycle'));
  }
  checkHostPorts(containers.items());
}

const onlySidecars = 'may not be set for init containers without restartPolicy=Always';

/** The containers that run before; those with `restartPolicy: Always` stay on beside the others. */
export function checkInitContainers(containers: At, view: PodView): void {
  for (const container of containers.items()) {
    checkOne(container, view);
    if (container.field('restartPolicy').text === 'Always') {
      checkProbes(container);
      checkLifecycle(container.field('lifecycle'));
      continue;
    }
    for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'])
      if (container.field(name).isSet) container.field(name).forbidden(onlySidecars);
  }
}

/** What holds for a container of any kind. */
export function checkOne(container: At, view: PodView): void {
  const [name, image] = [container.field('name'), container.field('image')];
  if (name.text === '') name.required();
  else checkName(name, faultOfLabel);
  if (name.text !== '' && view.names.has(name.text)) name.duplicate();
  view.names.add(name.text);
  if (image.text === '') image.required();
  else if (image.text.trim() !== image.text) image.invalid('must not have leading or trailing whitespace');
  checkOptionalWord(container.field('terminationMessagePolicy'), ['File', 'FallbackToLogsOnError']);
  checkPorts(container.field('ports'), view.hostNetwork);
  checkEnv(container);
  checkMounts(container, view.volumes);
  checkWord(container.field('imagePullPolicy'), pullPolicies);
  checkResources(container.field('resources'));
  checkContainerSecurity(container.field('securityContext'));
}

function checkPorts(ports: At, hostNetwork: boolean): void {
  const names = new Set<string>();
  for (const port of ports.items()) {
    const [name, number, host] = [port.field('name'), port.field('containerPort'), port.field('hostPort')];
    if (name.text !== '') {
      const faults = faultsOfPortName(name.text);
      for (const fault of faults) name.invalid(fault);
      if (faults.length === 0 && names.has(name.text)) name.duplicate();
      names.add(name.text);
    }
    if ((number.number ?? 0) === 0) number.required();
    else checkPortNumber(number);
    if ((host.number ?? 0) !== 0) {
      checkPortNumber(host);
      if (hostNetwork && host.number !== number.number)
        host.invalid('must match `containerPort` when `hostNetwork` is true');
    }
    checkWord(port.field('protocol'), protocols);
  }
}

/** No two containers of a Pod have the same port of the node. */
function checkHostPorts(containers: readonly At[]): void {
  const taken = new Set<string>();
  for (const container of containers) {
    for (const port of container.field('ports').items()) {
      const host = port.field('hostPort');
      if ((host.number ?? 0) === 0) continue;
      const key = `${port.field('protocol').text || 'TCP'}/${port.field('hostIP').text}/${host.number}`;
      if (taken.has(key)) host.duplicate(key);
      taken.add(key);
    }
  }
}
