import type {At} from '../at.ts';
import {checkNotNegative, checkPortNumber, checkPortNumberOrName} from '../names.ts';

const schemes = ['HTTP', 'HTTPS'];

/** What a probe or a hook does: exactly one of its kinds. */
export function checkHandler(handler: At, kinds: readonly string[]): void {
  const given = kinds.filter((kind) => handler.field(kind).isSet);
  for (const kind of given.slice(1)) handler.field(kind).forbidden('may not specify more than 1 handler type');
  const [kind] = given;
  if (kind === undefined) handler.required('must specify a handler type');
  else checkAction(handler.field(kind), kind);
}

function checkAction(action: At, kind: string): void {
  const port = action.field('port');
  switch (kind) {
    case 'exec':
      if (action.field('command').count === 0) action.field('command').required();
      return;
    case 'httpGet':
      if (action.field('path').text === '') action.field('path').required();
      checkPortNumberOrName(port);
      if (!schemes.includes(action.field('scheme').text)) action.field('scheme').unsupported(schemes);
      return;
    case 'tcpSocket':
      checkPortNumberOrName(port);
      return;
    case 'grpc':
      checkPortNumber(port);
  }
}

const counts = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

/** The three probes of a container. */
export function checkProbes(container: At): void {
  for (const name of ['livenessProbe', 'startupProbe', 'readinessProbe']) {
    const probe = container.field(name);
    if (!probe.isSet) continue;
    checkHandler(probe, ['exec', 'httpGet', 'tcpSocket', 'grpc']);
    for (const count of counts) checkNotNegative(probe.field(count));
    const grace = probe.field('terminationGracePeriodSeconds');
    if (name === 'readinessProbe') {
      if (grace.isSet) grace.invalid('must not be set for readinessProbes');
      continue;
    }
    if (grace.number !== undefined && grace.number <= 0) grace.invalid('must be greater than 0');
    const successes = probe.field('successThreshold');
    if (successes.isSet && successes.number !== 1) successes.invalid('must be 1');
  }
}

/** What runs when a container starts, and before it stops. */
export function checkLifecycle(lifecycle: At): void {
  if (!lifecycle.isSet) return;
  for (const name of ['postStart', 'preStop']) {
    const hook = lifecycle.field(name);
    if (hook.isSet) checkHandler(hook, ['exec', 'httpGet', 'tcpSocket', 'sleep']);
  }
}
