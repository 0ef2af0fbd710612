import {encodeText} from '../../bytes.ts';
import type {Kubectl} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {ExitError, isConflict, StatusError} from '../errors.ts';
import {toYaml} from '../print/yaml.ts';
import type {ManifestTarget} from '../resources/target.ts';
import {annotated, lastAppliedOf} from '../writing/last-applied.ts';
import {placedObject} from '../writing/namespaced.ts';
import {type WriteRules, writeQuery} from '../writing/write-flags.ts';
import type {Applied} from './client-side.ts';

export interface ServerSideRules extends WriteRules {
  readonly forceConflicts: boolean;
}

/** Hands in a file for the server to merge. https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
export async function applyServerSide(
  kubectl: Kubectl,
  target: ManifestTarget,
  rules: ServerSideRules,
): Promise<Applied> {
  const {resource, namespace, name} = target;
  const placed = placedObject(target);
  const wanted = lastAppliedOf(placed) === '' ? placed : annotated(placed, undefined);
  const path = pathOf(resource, {namespace, name});
  const query = {...writeQuery(rules), force: rules.forceConflicts};
  const body = encodeText(toYaml(wanted));
  try {
    const contentType = 'application/apply-patch+yaml';
    const applied = await kubectl.api.json({method: 'PATCH', path, query, body, contentType});
    return {object: applied, operation: 'serverside-applied'};
  } catch (error) {
    if (isConflict(error) && error instanceof StatusError) throw conflictError(error);
    throw error;
  }
}

function conflictError({message}: StatusError): ExitError {
  return new ExitError(
    1,
    `error: ${message}
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`,
  );
}
