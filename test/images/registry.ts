import {alpineCreated, alpineLayer} from './alpine.ts';
import type {ImageSource} from './archive.ts';
import type {DebianFiles} from './debian.ts';
import {standInLabels} from './stand-in.ts';
import {programFiles} from './userland.ts';

/** A registry on port 5000 that keeps its images in the volume /var/lib/registry. */
export async function registry(debian: DebianFiles): Promise<ImageSource> {
  const version = debian.versions['docker-registry'];
  return {
    reference: 'registry:2',
    created: alpineCreated,
    steps: [
      await alpineLayer(debian),
      {createdBy: 'CMD ["/bin/sh"]'},
      {
        createdBy: `COPY registry /bin/registry # buildkit (Debian ${version})`,
        files: await programFiles(debian, 'usr/bin/docker-registry', 'bin/registry'),
      },
      {
        createdBy: 'COPY ./config-example.yml /etc/docker/registry/config.yml # buildkit',
        files: {'etc/docker/registry/config.yml': {kind: 'file', data: config}},
      },
      {createdBy: 'VOLUME [/var/lib/registry]'},
      {createdBy: 'EXPOSE map[5000/tcp:{}]'},
      {
        createdBy: 'COPY docker-entrypoint.sh /entrypoint.sh # buildkit',
        files: {'entrypoint.sh': {kind: 'file', data: entrypoint, mode: 0o755}},
      },
      {createdBy: 'ENTRYPOINT ["/entrypoint.sh"]'},
      {createdBy: 'CMD ["/etc/docker/registry/config.yml"]'},
    ],
    config: {
      ExposedPorts: {'5000/tcp': {}},
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Entrypoint: ['/entrypoint.sh'],
      Cmd: ['/etc/docker/registry/config.yml'],
      Volumes: {'/var/lib/registry': {}},
      WorkingDir: '/',
      Labels: standInLabels('registry:2', `Debian's docker-registry ${version} with glibc on busybox`),
    },
  };
}

const config = `version: 0.1
log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
`;

const entrypoint = `#!/bin/sh
set -e
case "$1" in
  *.yaml | *.yml) set -- registry serve "$@" ;;
  serve | garbage-collect | help | -*) set -- registry "$@" ;;
esac
exec "$@"
`;
