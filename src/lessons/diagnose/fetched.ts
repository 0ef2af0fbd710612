import type {ContainerView, Json} from '../../observation.ts';
import {shown} from '../checks/matchers.ts';
import type {Case} from './diagnosis.ts';
import {containerNamed, containerOf, endedContainer, lastAct} from './evidence.ts';

/** A page that a container asked for and did not get, because nothing answered at that address. */
export interface Fetched {
  readonly from: ContainerView;
  readonly host: string;
  readonly port: number;
}

const FETCHER = /(?:^|[\s/'";&|(])(?:wget|curl)\s/;
const ADDRESS = /^(?:http:\/\/)?(localhost|127\.0\.0\.1|[\w.-]+)(?::(\d+))?(?:\/\S*)?$/;
const UNANSWERED = /refused|(?:can't|couldn't|could not|failed to) connect|timed out/i;
/** How wget (1, 4) and curl (7, 28) say that they could not connect. */
const UNCONNECTED: readonly Json[] = [1, 4, 7, 28];

/** From the container's own command, or from an exec that was the last thing done. */
export function fetched(found: Case): Fetched | undefined {
  const ended = endedFetcher(found);
  if (ended) return address(found, ended, shown([...ended.entrypoint, ...ended.command]));
  const act = lastAct(found);
  if (act?.verb !== 'container exec' || act.status >= 400) return undefined;
  const from = containerNamed(found, act.target);
  const {command, exitCode = null} = act.detail;
  return from && UNCONNECTED.includes(exitCode) ? address(found, from, shown(command)) : undefined;
}

function endedFetcher(found: Case): ContainerView | undefined {
  const ended = endedContainer(found) ?? (found.verdict.cause === 'logs-missing' ? containerOf(found) : undefined);
  if (ended?.state !== 'exited' || ended.exitCode === 0) return undefined;
  const lines = (ended.lastLines ?? []).filter((line) => line.trim() !== '');
  return lines.length === 0 || lines.some((line) => UNANSWERED.test(line)) ? ended : undefined;
}

function address(found: Case, from: ContainerView, line: string): Fetched | undefined {
  if (!FETCHER.test(line)) return undefined;
  for (const word of line.split(/[\s'";|&<>()]+/)) {
    const [, host = '', port = '80'] = ADDRESS.exec(word) ?? [];
    if (isSelf(host) || containerNamed(found, host)) return {from, host, port: Number(port)};
  }
  return undefined;
}

/** Whether that host name means the one who asks. */
export function isSelf(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1';
}

/** Whether a container's program listens on that port, as far as its image and its published ports say. */
export function listensOn({exposed, ports}: ContainerView, port: number): boolean {
  return exposed.includes(port) || ports.some(({container}) => container === port);
}

/** The port inside that a port of the machine leads to; undefined when there is none, or it is the same one. */
export function insidePort(container: ContainerView, host: number): number | undefined {
  if (listensOn(container, host)) return undefined;
  return container.ports.find((port) => port.host === host)?.container;
}
