import {changed, changedEach, filled, type Loose, without, withoutEmpty} from '../values/filled.ts';
import {canonicalResources, defaultFieldRef, pullPolicyOf} from './volume.ts';

/** A container of a Pod or template with everything it says nothing of. */
export function defaultContainer(container: Loose): Loose {
  let result = filled(withoutFalse(withoutEmpty(container), ['stdin', 'stdinOnce', 'tty']), {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicyOf(container['image']),
    resources: {},
  });
  result = changedEach(result, 'ports', defaultPort);
  result = changedEach(result, 'env', defaultVariable);
  result = changedEach(result, 'volumeMounts', (mount) => withoutFalse(mount, ['readOnly']));
  result = changed(result, 'resources', canonicalResources);
  result = changed(result, 'livenessProbe', defaultProbe);
  result = changed(result, 'readinessProbe', defaultProbe);
  result = changed(result, 'startupProbe', defaultProbe);
  return changed(result, 'lifecycle', defaultLifecycle);
}

/** Fields that say nothing when they are false are not stored. */
export function withoutFalse<T extends Loose>(fields: T, names: readonly string[]): T {
  return without(fields, ...names.filter((name) => fields[name] === false));
}

function defaultPort(port: Loose): Loose {
  return filled(port['hostPort'] === 0 ? without(port, 'hostPort') : port, {protocol: 'TCP'});
}

function defaultVariable(variable: Loose): Loose {
  const plain = variable['value'] === '' ? without(variable, 'value') : variable;
  return changed(plain, 'valueFrom', defaultFieldRef);
}

const once = {timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3};

function defaultProbe(probe: Loose): Loose {
  const zero = Object.keys(once).filter((name) => probe[name] === 0);
  const delay = probe['initialDelaySeconds'] === 0 ? ['initialDelaySeconds'] : [];
  const result = filled(without(probe, ...zero, ...delay), once);
  return changed(changed(result, 'httpGet', defaultHttpGet), 'grpc', (grpc) => filled(grpc, {service: ''}));
}

function defaultHttpGet(action: Loose): Loose {
  const result = action['path'] === '' ? without(action, 'path') : action;
  return filled(result, {path: '/', scheme: 'HTTP'});
}

function defaultLifecycle(lifecycle: Loose): Loose {
  const fill = (hook: Loose) => changed(hook, 'httpGet', defaultHttpGet);
  return changed(changed(lifecycle, 'postStart', fill), 'preStop', fill);
}
