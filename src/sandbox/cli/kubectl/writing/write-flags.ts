import {bool, text} from '../../cobra/flag-kinds.ts';
import type {KubectlCall} from '../app.ts';
import type {Query} from '../client/kube-api.ts';
import {optionalWord} from '../flag-kinds.ts';

/** Where a change stops short of being made. */
export type DryRun = 'none' | 'client' | 'server';

export const dryRun = optionalWord('dry-run', {
  usage:
    'Must be "none", "server", or "client". If client strategy, only print the object that would be sent, without sending it. If server strategy, submit server-side request without persisting the resource.',
  initial: 'none',
  bare: 'unchanged',
});

/** What `--dry-run` says; throws in kubectl's words. */
export function dryRunOf({get}: Pick<KubectlCall, 'get'>): DryRun {
  const given = get(dryRun);
  if (given === 'none' || given === 'client' || given === 'server') return given;
  if (given === 'unchanged')
    throw new Error('--dry-run flag without value was specified. A value must be set: "none", "server", or "client".');
  throw new Error(`Invalid dry-run value (${given}). Must be "none", "server", or "client".`);
}

/** ` (dry run)` behind what was not done. */
export function dryRunSuffix(mode: DryRun): string {
  return mode === 'none' ? '' : mode === 'client' ? ' (dry run)' : ' (server dry run)';
}

/** `--field-manager`: whose the changed fields are. */
export function fieldManager(initial: string) {
  return text('field-manager', {usage: 'Name of the manager used to track field ownership.', initial});
}

export const saveConfig = bool('save-config', {
  usage:
    'If true, the configuration of current object will be saved in its annotation. Otherwise, the annotation will be unchanged. This flag is useful when you want to perform kubectl apply on this object in the future.',
});

export const validate = optionalWord('validate', {
  usage:
    'Must be one of: strict (or true), warn, ignore (or false). "true" or "strict" has the server refuse unknown and duplicate fields, "warn" has it warn of them, "false" or "ignore" says nothing.',
  initial: 'strict',
  bare: 'strict',
});

/** The query's `fieldValidation`; throws in kubectl's words. */
export function fieldValidationOf({get}: Pick<KubectlCall, 'get'>): string {
  const given = get(validate);
  switch (given) {
    case 'true':
    case 'strict':
      return 'Strict';
    case 'warn':
      return 'Warn';
    case 'false':
    case 'ignore':
      return 'Ignore';
    default:
      throw new Error(
        `invalid - validate option ${JSON.stringify(given)}; must be one of: strict (or true), warn, ignore (or false)`,
      );
  }
}

/** What a writing request says besides its body. */
export interface WriteRules {
  readonly dryRun: DryRun;
  readonly fieldManager: string;
  readonly fieldValidation?: string;
}

export function writeQuery({dryRun: mode, fieldManager: manager, fieldValidation}: WriteRules): Query {
  return {
    ...(mode === 'server' ? {dryRun: 'All'} : {}),
    ...(manager === '' ? {} : {fieldManager: manager}),
    ...(fieldValidation === undefined ? {} : {fieldValidation}),
  };
}
