import {quote} from '../../../go/quote.ts';
import {rfc1123z} from '../../../go/time.ts';
import {at, isObject, type Json, number, object, objects, text, texts} from '../../json.ts';
import type {Page} from '../page.ts';
import {byText, capitalTruth, orNone} from '../words.ts';
import {writeResources} from './amounts.ts';
import {writeEnvironment} from './environment.ts';
import {probeText} from './probe.ts';

/** Containers and what is known of them. */
export interface ContainerGroup {
  /** `Containers`, `Init Containers`. */
  readonly title: string;
  readonly containers: unknown;
  /** Left out for the containers of a template, which do not run. */
  readonly statuses?: unknown;
  readonly pod?: Json;
  /** What stands before the title: '' or two blanks. */
  readonly indent?: string;
}

export function writeContainers(page: Page, {title, containers, statuses, pod, indent = ''}: ContainerGroup): void {
  const all = objects(containers);
  page.line(0, `${indent}${title}:${all.length === 0 ? ' <none>' : ''}`);
  for (const container of all) {
    const status = objects(statuses).find(({name}) => name === container['name']);
    page.line(1, `${indent === '' ? '' : ' '}${text(container['name'])}:`);
    writeImage(page, container, status);
    writeCommand(page, 'Command', container['command']);
    writeCommand(page, 'Args', container['args']);
    if (status !== undefined) writeStatus(page, status);
    writeResources(page, 2, object(container['resources']));
    writeProbes(page, container);
    writeEnvironment(page, container, pod);
    writeMounts(page, container);
  }
}

function writeImage(page: Page, container: Json, status: Json | undefined): void {
  if (status !== undefined) page.line(2, 'Container ID:', text(status['containerID']));
  page.line(2, 'Image:', text(container['image']));
  if (status !== undefined) page.line(2, 'Image ID:', text(status['imageID']));
  const ports = objects(container['ports']);
  for (const [title, field] of [
    ['Port', 'containerPort'],
    ['Host Port', 'hostPort'],
  ] as const) {
    page.line(
      2,
      `${title}${ports.length > 1 ? 's' : ''}:`,
      orNone(ports.map((port) => portText(port, field)).join(', ')),
    );
  }
  writeSeccomp(page, container);
}

function portText(port: Json, field: string): string {
  const name = text(port['name']);
  return `${number(port[field])}/${text(port['protocol'])}${name === '' ? '' : ` (${name})`}`;
}

function writeSeccomp(page: Page, container: Json): void {
  const profile = at(container, 'securityContext', 'seccompProfile');
  if (!isObject(profile)) return;
  page.line(2, 'SeccompProfile:', text(profile['type']));
  if (profile['type'] === 'Localhost') page.line(3, 'LocalhostProfile:', text(profile['localhostProfile']));
}

function writeCommand(page: Page, title: string, words: unknown): void {
  const lines = texts(words).flatMap((word) => word.split('\n'));
  if (lines.length === 0) return;
  page.line(2, `${title}:`);
  for (const line of lines) page.line(3, line);
}

function writeStatus(page: Page, status: Json): void {
  writeState(page, 'State', object(status['state']));
  const last = object(status['lastState']);
  if (isObject(last['terminated'])) writeState(page, 'Last State', last);
  page.line(2, 'Ready:', capitalTruth(status['ready']));
  page.line(2, 'Restart Count:', number(status['restartCount']));
}

function writeState(page: Page, title: string, {running, waiting, terminated}: Json): void {
  if (isObject(running)) {
    page.line(2, `${title}:`, 'Running');
    page.line(3, 'Started:', rfc1123z(text(running['startedAt'])));
  } else if (isObject(terminated) && !isObject(waiting)) {
    page.line(2, `${title}:`, 'Terminated');
    writeEnd(page, terminated);
  } else {
    page.line(2, `${title}:`, 'Waiting');
    const reason = text(object(waiting)['reason']);
    if (reason !== '') page.line(3, 'Reason:', reason);
  }
}

function writeEnd(page: Page, terminated: Json): void {
  const of = (field: string) => text(terminated[field]);
  if (of('reason') !== '') page.line(3, 'Reason:', of('reason'));
  if (of('message') !== '') page.line(3, 'Message:', of('message'));
  page.line(3, 'Exit Code:', number(terminated['exitCode']));
  if (number(terminated['signal']) > 0) page.line(3, 'Signal:', number(terminated['signal']));
  page.line(3, 'Started:', rfc1123z(of('startedAt')));
  page.line(3, 'Finished:', rfc1123z(of('finishedAt')));
}

function writeProbes(page: Page, container: Json): void {
  for (const [title, field] of [
    ['Liveness', 'livenessProbe'],
    ['Readiness', 'readinessProbe'],
    ['Startup', 'startupProbe'],
  ] as const) {
    const probe = container[field];
    if (isObject(probe)) page.line(2, `${title}:`, probeText(probe));
  }
}

function writeMounts(page: Page, container: Json): void {
  const mounts = objects(container['volumeMounts']).toSorted(byText(({mountPath}) => text(mountPath)));
  const none = mounts.length === 0 ? '\t<none>' : '';
  page.line(2, `Mounts:${none}`);
  for (const mount of mounts) {
    const subPath = text(mount['subPath']);
    const how = `${mount['readOnly'] === true ? 'ro' : 'rw'}${subPath === '' ? '' : `,path=${quote(subPath)}`}`;
    page.line(3, `${text(mount['mountPath'])} from ${text(mount['name'])} (${how})`);
  }
  const devices = objects(container['volumeDevices']).toSorted(byText(({devicePath}) => text(devicePath)));
  if (devices.length > 0) page.line(2, `Devices:${none}`);
  for (const device of devices) page.line(3, `${text(device['devicePath'])} from ${text(device['name'])}`);
}
