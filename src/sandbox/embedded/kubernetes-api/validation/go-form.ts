import {fieldsOf, isFields} from '../values/reading.ts';

type Loose = {readonly [field: string]: unknown};

const container =
  'Name="" Image="" Command Args WorkingDir="" Ports[]Port EnvFrom Env[]Variable Resources:Resources ResizePolicy ' +
  'RestartPolicy RestartPolicyRules VolumeMounts[]Mount VolumeDevices LivenessProbe:Probe ReadinessProbe:Probe ' +
  'StartupProbe:Probe Lifecycle:Lifecycle TerminationMessagePath="" TerminationMessagePolicy="" ImagePullPolicy="" ' +
  'SecurityContext:SecurityContext Stdin=false StdinOnce=false TTY=false';

/**
 * The types of upstream's own code, field by field in their order, with what a field is when nothing is said of it: ''
 * null, `=` a value, `:` another type, `[]` a list of one. Its sentences show objects in this form, not in the API's.
 */
const types: {readonly [name: string]: string} = {
  PodSpec:
    'Volumes[]Volume InitContainers[]Container Containers[]Container EphemeralContainers[]EphemeralContainer RestartPolicy="" ' +
    'TerminationGracePeriodSeconds ActiveDeadlineSeconds DNSPolicy="" NodeSelector ServiceAccountName="" ' +
    'AutomountServiceAccountToken NodeName="" SecurityContext:PodSecurityContext ImagePullSecrets[]Reference ' +
    'Hostname="" Subdomain="" SetHostnameAsFQDN Affinity:Affinity SchedulerName="" Tolerations[]Toleration HostAliases ' +
    'PriorityClassName="" Priority PreemptionPolicy DNSConfig ReadinessGates RuntimeClassName Overhead ' +
    'EnableServiceLinks TopologySpreadConstraints OS SchedulingGates ResourceClaims Resources HostnameOverride',
  Affinity: 'NodeAffinity:NodeAffinity PodAffinity:PodAffinity PodAntiAffinity:PodAffinity',
  NodeAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution:NodeSelector PreferredDuringSchedulingIgnoredDuringExecution[]PreferredTerm',
  PodAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution[]PodTerm PreferredDuringSchedulingIgnoredDuringExecution[]WeightedTerm',
  NodeSelector: 'NodeSelectorTerms[]NodeTerm',
  NodeTerm: 'MatchExpressions[]NodeRequirement MatchFields[]NodeRequirement',
  NodeRequirement: 'Key="" Operator="" Values',
  PreferredTerm: 'Weight=0 Preference:NodeTerm',
  PodTerm: 'LabelSelector Namespaces TopologyKey="" NamespaceSelector MatchLabelKeys MismatchLabelKeys',
  WeightedTerm: 'Weight=0 PodAffinityTerm:PodTerm',
  PodSecurityContext:
    'HostNetwork=false HostPID=false HostIPC=false ShareProcessNamespace HostUsers SELinuxOptions WindowsOptions ' +
    'RunAsUser RunAsGroup RunAsNonRoot SupplementalGroups SupplementalGroupsPolicy FSGroup FSGroupChangePolicy Sysctls ' +
    'SeccompProfile:SeccompProfile AppArmorProfile SELinuxChangePolicy',
  SecurityContext:
    'Capabilities:Capabilities Privileged SELinuxOptions WindowsOptions RunAsUser RunAsGroup RunAsNonRoot ' +
    'ReadOnlyRootFilesystem AllowPrivilegeEscalation ProcMount SeccompProfile:SeccompProfile AppArmorProfile',
  SeccompProfile: 'Type="" LocalhostProfile',
  Capabilities: 'Add Drop',
  Reference: 'Name=""',
  Toleration: 'Key="" Operator="" Value="" Effect="" TolerationSeconds',
  Container: container,
  EphemeralContainer: `${container} TargetContainerName=""`,
  VolumeNodeAffinity: 'Required:NodeSelector',
  Port: 'Name="" HostPort=0 ContainerPort=0 Protocol="" HostIP=""',
  Variable: 'Name="" Value="" ValueFrom:Source',
  Source: 'FieldRef:FieldRef ResourceFieldRef ConfigMapKeyRef:KeyRef SecretKeyRef:KeyRef FileKeyRef',
  FieldRef: 'APIVersion="" FieldPath=""',
  KeyRef: 'Name="" Key="" Optional',
  Resources: 'Limits Requests Claims',
  Mount: 'Name="" ReadOnly=false RecursiveReadOnly MountPath="" SubPath="" MountPropagation SubPathExpr=""',
  Probe:
    'Exec:Exec HTTPGet:HttpGet TCPSocket:TcpSocket GRPC InitialDelaySeconds=0 TimeoutSeconds=0 PeriodSeconds=0 ' +
    'SuccessThreshold=0 FailureThreshold=0 TerminationGracePeriodSeconds',
  Lifecycle: 'PostStart:Hook PreStop:Hook StopSignal',
  Hook: 'Exec:Exec HTTPGet:HttpGet TCPSocket:TcpSocket Sleep',
  Exec: 'Command',
  HttpGet: 'Path="" Port Host="" Scheme="" HTTPHeaders',
  TcpSocket: 'Port Host=""',
  Volume:
    'Name="" HostPath:HostPath EmptyDir:EmptyDir GCEPersistentDisk AWSElasticBlockStore GitRepo Secret:SecretSource ' +
    'NFS:NfsSource ISCSI Glusterfs PersistentVolumeClaim:ClaimSource RBD Quobyte FlexVolume Cinder CephFS Flocker ' +
    'DownwardAPI FC AzureFile ConfigMap:ConfigMapSource VsphereVolume AzureDisk PhotonPersistentDisk ' +
    'Projected:Projected PortworxVolume ScaleIO StorageOS CSI Ephemeral Image',
  HostPath: 'Path="" Type',
  EmptyDir: 'Medium="" SizeLimit',
  SecretSource: 'SecretName="" Items[]File DefaultMode Optional',
  ConfigMapSource: 'Name="" Items[]File DefaultMode Optional',
  NfsSource: 'Server="" Path="" ReadOnly=false',
  ClaimSource: 'ClaimName="" ReadOnly=false',
  Projected: 'Sources[]Projection DefaultMode',
  Projection:
    'Secret:FilesProjection DownwardAPI:DownwardProjection ConfigMap:FilesProjection ' +
    'ServiceAccountToken:TokenProjection ClusterTrustBundle PodCertificate',
  FilesProjection: 'Name="" Items[]File Optional',
  File: 'Key="" Path="" Mode',
  DownwardProjection: 'Items[]DownwardFile',
  DownwardFile: 'Path="" FieldRef:FieldRef ResourceFieldRef Mode',
  TokenProjection: 'Audience="" ExpirationSeconds=0 Path=""',
  ClaimSpec:
    'AccessModes Selector:LabelSelector Resources:ClaimResources VolumeName="" StorageClassName VolumeMode DataSource ' +
    'DataSourceRef VolumeAttributesClassName',
  ClaimResources: 'Limits Requests',
  PersistentVolumeSource:
    'GCEPersistentDisk AWSElasticBlockStore HostPath:HostPath Glusterfs NFS:NfsSource RBD Quobyte ISCSI FlexVolume ' +
    'Cinder CephFS FC Flocker AzureFile VsphereVolume AzureDisk PhotonPersistentDisk PortworxVolume ScaleIO ' +
    'Local StorageOS CSI',
};

const fieldPattern = /^(\w+)(?:=(.+)|:(\w+)|\[\](\w+))?$/;
/** Parts of a Pod's spec that upstream keeps among what is about security. */
const movedFields = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];

/** A part of an object in the form upstream's code has it. */
export function goForm(type: string, value: unknown): unknown {
  if (!isFields(value)) return value ?? null;
  const fields = type === 'PodSpec' ? withMoved(value) : value;
  const description = types[type];
  if (description === undefined) return titled(fields);
  const form: Record<string, unknown> = {};
  for (const part of description.split(' ')) {
    const [, name = '', zero, inner, item] = fieldPattern.exec(part) ?? [];
    const given = fields[jsonName(name)];
    if (item !== undefined) form[name] = Array.isArray(given) ? given.map((one) => goForm(item, one)) : null;
    else if (inner !== undefined) form[name] = goForm(inner, given ?? emptyOf(inner));
    else form[name] = given === undefined || given === null ? JSON.parse(zero ?? 'null') : plain(given);
  }
  return form;
}

/** Types that are there even when nothing is said of them. */
function emptyOf(type: string): unknown {
  return ['Resources', 'PodSecurityContext', 'ClaimResources'].includes(type) ? {} : null;
}

function withMoved(spec: Loose): Loose {
  const moved = movedFields.filter((name) => spec[name] !== undefined).map((name) => [name, spec[name]]);
  return {...spec, securityContext: {...fieldsOf(spec['securityContext']), ...Object.fromEntries(moved)}};
}

/** `DNSPolicy` → `dnsPolicy`, `TTY` → `tty`, `CephFS` → `cephfs`. */
function jsonName(name: string): string {
  if (name === 'CephFS' || name === 'APIVersion') return name === 'CephFS' ? 'cephfs' : 'apiVersion';
  return name.replace(/^(?:[A-Z]+(?=[A-Z][a-z]|$)|[A-Z])/, (start) => start.toLowerCase());
}

/** A type that is not described: its fields as they are, with upstream's capital letters. */
function titled(fields: Loose): unknown {
  const name = (field: string) => field.slice(0, 1).toUpperCase() + field.slice(1);
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [name(field), plain(value)]));
}

/** Maps and lists of plain values, maps by their keys. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (isFields(item) ? titled(item) : item));
  if (!isFields(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.values(value).some(isFields) ? titled(value) : Object.fromEntries(entries);
}
