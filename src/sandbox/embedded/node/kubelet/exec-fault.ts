import {hex} from '../../bytes/bytes.ts';
import type {StartFault} from '../containers/container-spec.ts';

/** Why an exec came to nothing, as the CRI says it: with the id it would have had. */
export function execFault(random: (count: number) => Uint8Array, {message}: StartFault): string {
  return `failed to exec in container: failed to start exec "${hex(random(32))}": ${message}`;
}
