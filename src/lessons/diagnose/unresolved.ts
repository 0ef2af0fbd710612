import type {ContainerView} from '../../observation.ts';
import {shown} from '../checks/matchers.ts';
import type {Case} from './diagnosis.ts';
import {containerNamed, endedContainer, text} from './evidence.ts';

const BAD_NAME =
  /bad address '?([\w.-]+)'?|can't resolve '([\w.-]+)'|[Cc]ould not resolve host: ([\w.-]+)|can't find ([\w.-]+?): NXDOMAIN|(?:host not found in upstream|getaddrinfo \w+) "?([\w.-]+)"?|([\w.-]+): Name or service not known/;

/** A container that looked another one up by name and did not find it. */
export interface Unresolved {
  readonly name: string;
  readonly host: string;
  readonly networks: readonly string[];
}

/** From what the container last printed, or from an exec that named another container and ended with an error. */
export function unresolved(found: Case): Unresolved | undefined {
  const ended = endedContainer(found);
  const printed = (ended?.lastLines ?? []).map((line) => BAD_NAME.exec(line)).findLast((match) => match !== null);
  if (ended && printed) return about(ended, printed.slice(1).find((group) => group !== undefined) ?? '');
  if (found.verdict.cause !== 'command-exited') return undefined;
  const container = containerNamed(found, text(found.verdict.params['target']));
  if (container === undefined) return undefined;
  const words = execWords(found, container.name);
  const peer = found.surroundings.containers.find(({name}) => name !== container.name && words.includes(name));
  return peer && about(container, peer.name);
}

function execWords({surroundings}: Case, target: string): readonly string[] {
  const call = surroundings.calls.findLast(({verb, target: of}) => verb === 'container exec' && of === target);
  return shown(call?.detail['command']).split(/[^\w.-]+/);
}

function about(container: ContainerView, host: string): Unresolved {
  return {name: container.name, host, networks: container.networks.map(({name}) => name)};
}
