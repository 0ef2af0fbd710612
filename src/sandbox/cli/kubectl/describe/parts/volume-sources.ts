import {type Json, list, object, text, texts} from '../../json.ts';
import {compareQuantities, zeroQuantity} from '../../values/quantity.ts';
import {orUnset, plain} from '../words.ts';
import {quantityOf} from './amounts.ts';

/** What is said of one kind of volume: a sentence, then fields. */
export interface VolumeSource {
  readonly type: string;
  readonly fields: (source: Json) => readonly (readonly [title: string, value: string | number | boolean])[];
}

const truth = (value: unknown): boolean => value === true;
const reference = (value: unknown): string => {
  const {name, namespace} = object(value);
  if (value === undefined || value === null) return 'nil';
  return namespace === undefined
    ? `&LocalObjectReference{Name:${text(name)},}`
    : `&SecretReference{Name:${text(name)},Namespace:${text(namespace)},}`;
};

/** The sources of volumes by their field, in the order in which they are looked for. */
export const volumeSources: Readonly<Record<string, VolumeSource>> = {
  hostPath: {
    type: 'HostPath (bare host directory volume)',
    fields: ({path, type}) => [
      ['Path:', text(path)],
      ['HostPathType:', type === undefined ? '<none>' : text(type)],
    ],
  },
  emptyDir: {
    type: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    fields: ({medium, sizeLimit}) => [
      ['Medium:', text(medium)],
      ['SizeLimit:', compareQuantities(quantityOf(sizeLimit), zeroQuantity) > 0 ? plain(sizeLimit) : '<unset>'],
    ],
  },
  secret: {
    type: 'Secret (a volume populated by a Secret)',
    fields: ({secretName, optional}) => [
      ['SecretName:', text(secretName)],
      ['Optional:', truth(optional)],
    ],
  },
  configMap: {
    type: 'ConfigMap (a volume populated by a ConfigMap)',
    fields: ({name, optional}) => [
      ['Name:', text(name)],
      ['Optional:', truth(optional)],
    ],
  },
  nfs: {
    type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    fields: ({server, path, readOnly}) => [
      ['Server:', text(server)],
      ['Path:', text(path)],
      ['ReadOnly:', truth(readOnly)],
    ],
  },
  iscsi: {
    type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    fields: (source) => [
      ['TargetPortal:', text(source['targetPortal'])],
      ['IQN:', text(source['iqn'])],
      ['Lun:', Number(source['lun'] ?? 0)],
      ['ISCSIInterface', text(source['iscsiInterface'])],
      ['FSType:', text(source['fsType'])],
      ['ReadOnly:', truth(source['readOnly'])],
      ['Portals:', `[${texts(source['portals']).join(' ')}]`],
      ['DiscoveryCHAPAuth:', truth(source['chapAuthDiscovery'])],
      ['SessionCHAPAuth:', truth(source['chapAuthSession'])],
      ['SecretRef:', reference(source['secretRef'])],
      ['InitiatorName:', source['initiatorName'] === undefined ? '<none>' : text(source['initiatorName'])],
    ],
  },
  persistentVolumeClaim: {
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    fields: ({claimName, readOnly}) => [
      ['ClaimName:', text(claimName)],
      ['ReadOnly:', truth(readOnly)],
    ],
  },
  ephemeral: {
    type: 'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
    fields: () => [],
  },
  downwardAPI: {
    type: 'DownwardAPI (a volume populated by information about the pod)',
    fields: () => [],
  },
  local: {
    type: 'LocalVolume (a persistent volume backed by local storage on a node)',
    fields: ({path}) => [['Path:', text(path)]],
  },
  fc: {
    type: 'FC (a Fibre Channel disk)',
    fields: ({targetWWNs, lun, fsType, readOnly}) => [
      ['TargetWWNs:', texts(targetWWNs).join(', ')],
      ['LUN:', lun === undefined ? '<none>' : plain(lun)],
      ['FSType:', text(fsType)],
      ['ReadOnly:', truth(readOnly)],
    ],
  },
  projected: {
    type: 'Projected (a volume that contains injected data from multiple sources)',
    fields: ({sources}) => list(sources).flatMap((source) => projectedFields(object(source))),
  },
  csi: {
    type: 'CSI (a Container Storage Interface (CSI) volume source)',
    fields: ({driver, fsType, volumeHandle, readOnly}) => [
      ['Driver:', text(driver)],
      ['FSType:', text(fsType)],
      ...(volumeHandle === undefined ? [] : ([['VolumeHandle:', text(volumeHandle)]] as const)),
      ['ReadOnly:', truth(readOnly)],
    ],
  },
  image: {
    type: 'Image (a container image or OCI artifact)',
    fields: ({reference: image, pullPolicy}) => [
      ['Reference:', text(image)],
      ['PullPolicy:', text(pullPolicy)],
    ],
  },
};

function projectedFields(source: Json): readonly (readonly [string, string | number | boolean])[] {
  const {secret, downwardAPI, configMap, serviceAccountToken} = source;
  const {name, optional} = object(secret ?? configMap);
  if (secret !== undefined) {
    return [
      ['SecretName:', text(name)],
      ['Optional:', truth(optional)],
    ];
  }
  if (downwardAPI !== undefined) return [['DownwardAPI:', true]];
  if (configMap !== undefined) {
    return [
      ['ConfigMapName:', text(name)],
      ['Optional:', truth(optional)],
    ];
  }
  if (serviceAccountToken === undefined) return [];
  return [['TokenExpirationSeconds:', orUnset(object(serviceAccountToken)['expirationSeconds'])]];
}
