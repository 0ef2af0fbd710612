import {describe, inject} from 'vitest';
import {whyNotDebian} from '../images/debian.ts';
import type {AvailableDocker, RealDocker} from './probe-docker.ts';
import type {} from './setup.ts';

/** What was found when the test run began: the daemon at DOCKER_HOST or the default socket, or why there is none. */
export function realDocker(): RealDocker {
  return inject('realDocker');
}

/** What a suite needs besides a daemon. */
export interface Needs {
  /** References that must be in the daemon when the run begins. */
  readonly images?: readonly string[];
  /** The suite builds the stand-ins, as `startMirror` does, so Debian's packages must be within reach. */
  readonly standIns?: boolean;
}

/**
 * A suite that needs a real daemon and, when it names some, images in it. Without them its tests are skipped, and
 * counted, under a title that says why. Such suites run one after another, never side by side.
 */
export function describeWithDocker(name: string, suite: (docker: AvailableDocker) => void, needs: Needs = {}): void {
  const docker = realDocker();
  const reason = docker.available ? lacking(needs, docker) : docker.reason;
  if (docker.available && reason === undefined) {
    describe(name, () => suite(docker));
    return;
  }
  // The suite is still collected, so that each of its tests counts; what it is given is never used.
  const nobody: AvailableDocker = {available: true, host: 'unix:///nowhere', version: '', images: []};
  describe.skip(`${name} (skipped: ${reason})`, () => suite(nobody));
}

function lacking({images = [], standIns = false}: Needs, docker: AvailableDocker): string | undefined {
  const missing = images.filter((image) => !docker.images.includes(image));
  if (missing.length > 0) {
    return `${docker.host} lacks ${missing.join(', ')}; npx tsx test/images/build.ts --load ${docker.host} brings stand-ins`;
  }
  const obstacle = standIns ? whyNotDebian() : undefined;
  return obstacle === undefined ? undefined : `no stand-ins for the lesson images: ${obstacle}`;
}
