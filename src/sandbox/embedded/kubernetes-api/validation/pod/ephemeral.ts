import {same} from '../../object.ts';
import type {At} from '../at.ts';
import {goForm} from '../go-form.ts';
import {jsonDifference} from '../line-difference.ts';
import {checkOne, type PodView} from './container.ts';
import {checkVolumes} from './volume.ts';

const unwanted = ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle', 'resizePolicy'];

/** Containers that join a Pod to look into it: new ones only, none that was there may change. */
export function checkEphemeralContainers(spec: At, old: At): void {
  const containers = spec.field('ephemeralContainers');
  const others = [...spec.field('initContainers').items(), ...spec.field('containers').items()];
  const names = others.map((container) => container.field('name').text);
  const view: PodView = {
    volumes: checkVolumes(old.field('volumes')),
    hostNetwork: spec.field('hostNetwork').value === true,
    names: new Set(names),
  };
  for (const container of containers.items()) {
    checkOne(container, view);
    const target = container.field('targetContainerName');
    if (target.text !== '' && !names.includes(target.text)) target.notFound();
    for (const name of unwanted)
      if (container.field(name).isSet) container.field(name).forbidden('cannot be set for an Ephemeral Container');
    const resources = container.field('resources');
    if (Object.keys(resources.fields).length > 0) resources.forbidden('cannot be set for an Ephemeral Container');
  }
  checkKept(containers, old.field('ephemeralContainers'));
}

function checkKept(containers: At, old: At): void {
  for (const before of old.items()) {
    const name = before.field('name').text;
    const now = containers.items().find((container) => container.field('name').text === name);
    const said = `existing ephemeral containers ${JSON.stringify(name)}`;
    if (!now) containers.forbidden(`${said} may not be removed\n`);
    else if (!same(now.value, before.value)) {
      const form = (at: At) => goForm('EphemeralContainer', at.value);
      containers.forbidden(`${said} may not be changed\n${jsonDifference(form(before), form(now))}`);
    }
  }
}
