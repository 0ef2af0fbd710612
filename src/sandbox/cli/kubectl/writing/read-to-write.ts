import type {Kubectl} from '../app.ts';
import {errorOf} from '../errors.ts';
import {type ManifestObject, type ManifestSource, readManifests} from '../resources/manifests.ts';

const missing = /^unable to decode ("(?:[^"\\]|\\.)*"): Object '(apiVersion|Kind)' is missing in '(.*)'$/s;

/** The manifests of files that are to be written to the server: what lacks its kind is told as validation tells it. */
export async function readToWrite(kubectl: Kubectl, source: ManifestSource): Promise<readonly ManifestObject[]> {
  try {
    return await readManifests(kubectl, source);
  } catch (error) {
    const match = missing.exec(errorOf(error).message);
    if (match === null) throw error;
    const [, file = '', , document = ''] = match;
    const lacks = ['apiVersion', 'kind']
      .filter((key) => !document.includes(`"${key}":`))
      .map((key) => `${key} not set`);
    const said = lacks.length === 1 ? lacks.join('') : `[${lacks.join(', ')}]`;
    throw new Error(
      `error validating ${file}: error validating data: ${said}; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  }
}
