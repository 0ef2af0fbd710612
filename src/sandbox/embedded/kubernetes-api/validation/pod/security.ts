import type {At} from '../at.ts';
import {goForm} from '../go-form.ts';
import {checkOptionalWord} from '../names.ts';

function checkId(at: At): void {
  if (at.number !== undefined && (at.number < 0 || at.number > 2_147_483_647))
    at.invalid('must be between 0 and 2147483647, inclusive');
}

function checkSeccomp(profile: At): void {
  if (!profile.isSet) return;
  const [type, local] = [profile.field('type'), profile.field('localhostProfile')];
  if (type.text === '') type.required('type is required when seccompProfile is set');
  else checkOptionalWord(type, ['Localhost', 'RuntimeDefault', 'Unconfined']);
  if (type.text === 'Localhost' && local.text === '') local.required('must be set when seccomp type is Localhost');
  if (type.text !== 'Localhost' && local.isSet) local.invalid('can only be set when seccomp type is Localhost');
}

const sysctl = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;

/** What holds for all containers of a Pod. */
export function checkPodSecurity(spec: At): void {
  const context = spec.field('securityContext');
  if (spec.field('shareProcessNamespace').value === true && spec.field('hostPID').value === true)
    context.field('shareProcessNamespace').invalid('ShareProcessNamespace and HostPID cannot both be enabled', true);
  for (const name of ['fsGroup', 'runAsUser', 'runAsGroup']) checkId(context.field(name));
  for (const group of context.field('supplementalGroups').items()) checkId(group);
  const names = new Set<string>();
  for (const one of context.field('sysctls').items()) {
    const name = one.field('name');
    if (name.text === '') name.required();
    else if (!sysctl.test(name.text) || name.text.length > 253)
      name.invalid(
        'must have at most 253 characters and match regex ' +
          '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$',
      );
    else if (names.has(name.text)) name.duplicate();
    names.add(name.text);
  }
  checkOptionalWord(context.field('fsGroupChangePolicy'), ['Always', 'OnRootMismatch']);
  checkSeccomp(context.field('seccompProfile'));
}

/** What holds for one container. */
export function checkContainerSecurity(context: At): void {
  if (!context.isSet) return;
  for (const name of ['runAsUser', 'runAsGroup']) checkId(context.field(name));
  checkOptionalWord(context.field('procMount'), ['Default', 'Unmasked']);
  checkSeccomp(context.field('seccompProfile'));
  if (context.field('allowPrivilegeEscalation').value !== false) return;
  if (context.field('privileged').value === true)
    context.invalid(
      'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
      goForm('SecurityContext', context.value),
    );
  const added = context.field('capabilities').field('add').value;
  if (Array.isArray(added) && added.includes('CAP_SYS_ADMIN'))
    context.invalid(
      'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
      goForm('SecurityContext', context.value),
    );
}
