import {alpineLayer, shellCommand} from './alpine.ts';
import {defineImage} from './define-image.ts';
import {filler, usualPath} from './system-files.ts';

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
    *.yaml|*.yml) set -- registry serve "$@" ;;
    serve|garbage-collect|help|-*) set -- registry "$@" ;;
esac

exec "$@"
`;

/** A registry of one's own. https://hub.docker.com/_/registry */
export const registry = defineImage({
  names: ['registry:2', 'registry:2.8', 'registry:2.8.3', 'registry:latest'],
  created: '2023-10-02T18:42:48Z',
  description: 'Distribution implementation for storing and distributing of container images and artifacts',
  stars: 4084,
  config: {
    Env: [usualPath],
    ExposedPorts: {'5000/tcp': {}},
    Volumes: {'/var/lib/registry': {}},
    Entrypoint: ['/entrypoint.sh'],
    Cmd: ['/etc/docker/registry/config.yml'],
  },
  layers: [
    alpineLayer('3.18'),
    shellCommand,
    {
      createdBy: 'RUN /bin/sh -c apk add --no-cache ca-certificates # buildkit',
      files: {'/usr/share/ca-certificates/mozilla': filler(440_000)},
    },
    {
      createdBy: 'RUN /bin/sh -c set -eux; version=2.8.3; wget -O registry.tar.gz …; registry --version # buildkit',
      files: {'/bin/registry': {program: 'registry', size: 16_899_880}},
    },
    {
      createdBy: 'COPY ./config-example.yml /etc/docker/registry/config.yml # buildkit',
      files: {'/etc/docker/registry/config.yml': {text: config}},
    },
    {createdBy: 'VOLUME [/var/lib/registry]', empty: true},
    {createdBy: 'EXPOSE map[5000/tcp:{}]', empty: true},
    {
      createdBy: 'COPY docker-entrypoint.sh /entrypoint.sh # buildkit',
      files: {'/entrypoint.sh': {text: entrypoint, mode: 0o755}},
    },
    {createdBy: 'ENTRYPOINT ["/entrypoint.sh"]', empty: true},
    {createdBy: 'CMD ["/etc/docker/registry/config.yml"]', empty: true},
  ],
});
