import {badRequest} from '../../api/refusal.ts';

/** Refuses what only BuildKit does, in the words of the classic builder. */
export function needsBuildKit(flag: string): Error {
  return badRequest(
    `the --${flag} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build ` +
      'images with BuildKit enabled',
  );
}
