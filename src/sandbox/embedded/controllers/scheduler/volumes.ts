import type {Pod} from 'kubernetes-types/core/v1';
import type {Client} from '../../kubernetes-api/client.ts';
import {keyOf, type Stored} from '../../kubernetes-api/object.ts';
import {compareQuantities} from '../../kubernetes-api/values/quantity.ts';
import type {Informer, Informers} from '../informer.ts';
import {
  annotations,
  type Claim,
  type Class,
  claimNamesOf,
  claimResource,
  classNameOf,
  classResource,
  findVolume,
  isBound,
  noProvisioner,
  type Volume,
  volumeResource,
  waitsForConsumer,
} from '../volumes/claims.ts';
import {meetsNodeSelector} from './node-selector.ts';
import type {NodeState} from './node-state.ts';

/** What a claim without a volume gets on a node: one that is there, or one that is made there. */
type Choice = {readonly claim: Claim; readonly volume: Volume | undefined};

/** The volumes of Pods, as far as their place depends on them. */
export class Volumes {
  readonly #claims: Informer<Claim>;
  readonly #volumes: Informer<Volume>;
  readonly #classes: Informer<Class>;

  constructor(informers: Informers) {
    this.#claims = informers.of<Claim>(claimResource);
    this.#volumes = informers.of<Volume>(volumeResource);
    this.#classes = informers.of<Class>(classResource);
  }

  /** Why a Pod cannot go anywhere; undefined when it can. */
  problemOf(pod: Stored<Pod>): string | undefined {
    const {namespace = ''} = pod.metadata;
    for (const name of claimNamesOf(pod)) {
      const claim = this.#claims.get(namespace, name);
      if (!claim) return this.#missing(pod, name);
      if (claim.status?.phase === 'Lost')
        return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec?.volumeName}"`;
      if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
    }
    const unbound = this.#claimsOf(pod).filter((claim) => !isBound(claim));
    const immediate = unbound.some((claim) => !waitsForConsumer(this.#classOf(claim)));
    return immediate ? 'pod has unbound immediate PersistentVolumeClaims' : undefined;
  }

  /** Whether the volumes a Pod has can be reached from a node. */
  areReachable(pod: Stored<Pod>, node: NodeState): boolean {
    return this.#claimsOf(pod).every((claim) => {
      const volume = isBound(claim) ? this.#volumes.byKey(claim.spec?.volumeName ?? '') : undefined;
      return !volume || isReachable(volume, node);
    });
  }

  /** What the claims that wait would get on a node; undefined when one of them gets nothing. */
  choose(pod: Stored<Pod>, node: NodeState): readonly Choice[] | undefined {
    const taken = new Set<Volume>();
    const choices: Choice[] = [];
    const waiting = this.#claimsOf(pod)
      .filter((claim) => !isBound(claim))
      .sort((one, other) => compareQuantities(sizeOf(one), sizeOf(other)));
    for (const claim of waiting) {
      const chosen = claim.metadata.annotations?.[annotations.selectedNode];
      if (chosen !== undefined && chosen !== node.name) return undefined;
      const volume = findVolume(claim, this.#volumes.all(), (one) => !taken.has(one) && isReachable(one, node));
      if (volume) taken.add(volume);
      else if (!this.#canBeMade(claim, node)) return undefined;
      choices.push({claim, volume});
    }
    return choices;
  }

  /** Whether all claims of a Pod have their volumes. */
  areBound(pod: Stored<Pod>): boolean {
    return this.#claimsOf(pod).every(isBound);
  }

  /** Whether a claim that only one Pod at a time may use is in use. */
  isUsedAlone(pod: Stored<Pod>, others: Iterable<{readonly pod: {readonly pod: Stored<Pod>}}>): boolean {
    const alone = this.#claimsOf(pod)
      .filter(({spec}) => spec?.accessModes?.includes('ReadWriteOncePod'))
      .map(({metadata}) => metadata.name);
    if (alone.length === 0) return false;
    for (const {pod: other} of others)
      if (
        other.pod.metadata.namespace === pod.metadata.namespace &&
        other.pod.metadata.uid !== pod.metadata.uid &&
        claimNamesOf(other.pod).some((name) => alone.includes(name))
      )
        return true;
    return false;
  }

  #missing(pod: Stored<Pod>, name: string): string {
    const isEphemeral = pod.spec?.volumes?.some(
      (volume) => volume.ephemeral && name === `${pod.metadata.name}-${volume.name}`,
    );
    return isEphemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
      : `persistentvolumeclaim "${name}" not found`;
  }

  #claimsOf(pod: Stored<Pod>): readonly Claim[] {
    return claimNamesOf(pod).flatMap((name) => this.#claims.byKey(keyOf(pod.metadata.namespace, name)) ?? []);
  }

  #classOf(claim: Claim): Class | undefined {
    return this.#classes.byKey(classNameOf(claim));
  }

  #canBeMade(claim: Claim, node: NodeState): boolean {
    const storageClass = this.#classOf(claim);
    if (!storageClass || storageClass.provisioner === noProvisioner) return false;
    const {allowedTopologies = []} = storageClass;
    return (
      allowedTopologies.length === 0 ||
      allowedTopologies.some(({matchLabelExpressions = []}) =>
        matchLabelExpressions.every(({key, values}) => values.includes(node.labels[key] ?? '')),
      )
    );
  }
}

/** Writes what was chosen into volumes and claims; who makes or binds them does the rest. */
export function writeChoices(choices: readonly Choice[], node: string, client: Client): void {
  for (const {claim, volume} of choices) {
    const {namespace, name, uid, resourceVersion} = claim.metadata;
    if (volume) {
      const claimRef = {kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion};
      const own = {...volume.metadata.annotations, [annotations.boundByController]: 'yes'};
      if (volume.spec?.claimRef?.uid !== uid)
        client.update(volumeResource, {
          ...volume,
          metadata: {...volume.metadata, annotations: own},
          spec: {...volume.spec, claimRef},
        });
    } else {
      const own = {...claim.metadata.annotations, [annotations.selectedNode]: node};
      client.update(claimResource, {...claim, metadata: {...claim.metadata, annotations: own}});
    }
  }
}

function isReachable({spec}: Volume, node: NodeState): boolean {
  const required = spec?.nodeAffinity?.required;
  return required === undefined || meetsNodeSelector(node, required);
}

function sizeOf({spec}: Claim): unknown {
  return spec?.resources?.requests?.storage;
}
