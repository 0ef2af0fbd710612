import {fieldsOf, listOf, textOf} from '../../values/reading.ts';
import {type Check, contextOf, type Fields, named, type PodParts, quoted} from './pod-parts.ts';

const allowedVolumes: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** What the restricted level asks beyond the baseline. https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export const restricted: readonly Check[] = [
  {id: 'allowPrivilegeEscalation', look: lookAtEscalation},
  {id: 'capabilitiesRestricted', instead: 'capabilities', look: lookAtCapabilities},
  {id: 'restrictedVolumes', instead: 'hostPathVolumes', look: lookAtVolumes},
  {id: 'runAsNonRoot', look: lookAtNonRoot},
  {id: 'runAsUser', look: lookAtUser},
  {id: 'seccompProfileRestricted', instead: 'seccompProfile', look: lookAtSeccomp},
];

function lookAtEscalation({containers}: PodParts): ReturnType<Check['look']> {
  const bad = containers.filter((one) => contextOf(one).allowPrivilegeEscalation !== false);
  if (bad.length === 0) return undefined;
  const rule = 'must set securityContext.allowPrivilegeEscalation=false';
  return ['allowPrivilegeEscalation != false', `${named('container', bad)} ${rule}`];
}

function lookAtCapabilities({containers}: PodParts): ReturnType<Check['look']> {
  const capabilities = (one: Fields, what: 'add' | 'drop'): readonly string[] =>
    listOf(fieldsOf(contextOf(one).capabilities)[what]).map(textOf);
  const kept = containers.filter((one) => !capabilities(one, 'drop').includes('ALL'));
  const added = (one: Fields): readonly string[] =>
    capabilities(one, 'add').filter((name) => name !== 'NET_BIND_SERVICE');
  const more = containers.filter((one) => added(one).length > 0);
  const names = [...new Set(more.flatMap(added))].toSorted();
  const faults = [
    ...(kept.length > 0 ? [`${named('container', kept)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(more.length > 0
      ? [`${named('container', more)} must not include ${quoted(names)} in securityContext.capabilities.add`]
      : []),
  ];
  return faults.length === 0 ? undefined : ['unrestricted capabilities', faults.join('; ')];
}

function lookAtVolumes({spec}: PodParts): ReturnType<Check['look']> {
  const typeOf = (volume: Fields): string => Object.keys(volume).find((key) => key !== 'name') ?? '';
  const bad = listOf(spec.volumes)
    .map(fieldsOf)
    .filter((volume) => typeOf(volume) !== '' && !allowedVolumes.includes(typeOf(volume)));
  if (bad.length === 0) return undefined;
  const types = [...new Set(bad.map(typeOf))].toSorted();
  const uses = bad.length === 1 ? 'uses' : 'use';
  const type = `restricted volume type${types.length === 1 ? '' : 's'} ${quoted(types)}`;
  return ['restricted volume types', `${named('volume', bad)} ${uses} ${type}`];
}

function lookAtNonRoot({context, containers}: PodParts): ReturnType<Check['look']> {
  const isRoot = containers.filter((one) => contextOf(one).runAsNonRoot === false);
  const unset = containers.filter((one) => contextOf(one).runAsNonRoot === undefined);
  if (isRoot.length > 0)
    return ['runAsNonRoot != true', `${named('container', isRoot)} must not set securityContext.runAsNonRoot=false`];
  if (context.runAsNonRoot === true || unset.length === 0) return undefined;
  if (context.runAsNonRoot === false)
    return ['runAsNonRoot != true', 'pod must not set securityContext.runAsNonRoot=false'];
  return ['runAsNonRoot != true', `pod or ${named('container', unset)} must set securityContext.runAsNonRoot=true`];
}

function lookAtUser({context, containers}: PodParts): ReturnType<Check['look']> {
  const bad = containers.filter((one) => contextOf(one).runAsUser === 0);
  const parts = [...(context.runAsUser === 0 ? ['pod'] : []), ...(bad.length > 0 ? [named('container', bad)] : [])];
  return parts.length === 0 ? undefined : ['runAsUser=0', `${parts.join(' and ')} must not set runAsUser=0`];
}

function lookAtSeccomp({context, containers}: PodParts): ReturnType<Check['look']> {
  const typeOf = (of: Fields): string => textOf(fieldsOf(of.seccompProfile).type);
  const isGood = (type: string): boolean => type === 'RuntimeDefault' || type === 'Localhost';
  const bad = containers.filter((one) => typeOf(contextOf(one)) !== '' && !isGood(typeOf(contextOf(one))));
  const rule = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  if (bad.length > 0) return ['seccompProfile', `${named('container', bad)} ${rule}`];
  const unset = containers.filter((one) => typeOf(contextOf(one)) === '');
  if (isGood(typeOf(context)) || unset.length === 0) return undefined;
  if (typeOf(context) !== '') return ['seccompProfile', `pod ${rule}`];
  return ['seccompProfile', `pod or ${named('container', unset)} ${rule}`];
}
