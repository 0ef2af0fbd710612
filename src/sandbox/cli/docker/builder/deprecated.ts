const builderPaths = /^docker (build|image build|builder( .*)?)$/;

const deprecated = 'DEPRECATED: The legacy builder is deprecated and will be removed in a future release.';

/** What docker says before each command of the classic builder; undefined for all others. */
export function legacyBuilderNote(path: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (!builderPaths.test(path)) return undefined;
  if (/^(0|f|F|false|FALSE|False)$/.test(env['DOCKER_BUILDKIT'] ?? '')) {
    return `${deprecated}
            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0
            environment-variable.
`;
  }
  return `${deprecated}
            Install the buildx component to build images with BuildKit:
            https://docs.docker.com/go/buildx/
`;
}
