import {alpineAccounts, alpineLayer, shellCommand} from './alpine.ts';
import {defineImage} from './define-image.ts';
import {filler, usualPath} from './system-files.ts';

const entrypoint = `#!/bin/sh
set -e

# first arg is \`-f\` or \`--some-option\`
# or first arg is \`something.conf\`
if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then
	set -- redis-server "$@"
fi

exec "$@"
`;

/** https://hub.docker.com/_/redis */
export const redis = defineImage({
  names: ['redis:7-alpine', 'redis:7', 'redis:7.4', 'redis:7.4-alpine', 'redis:alpine', 'redis:latest'],
  created: '2025-01-07T01:31:37Z',
  description: 'Redis is the world’s fastest data platform for caching, vector search, and NoSQL databases.',
  stars: 13_340,
  config: {
    Env: [usualPath, 'GOSU_VERSION=1.17', 'REDIS_VERSION=7.4.2'],
    ExposedPorts: {'6379/tcp': {}},
    Volumes: {'/data': {}},
    WorkingDir: '/data',
    Entrypoint: ['docker-entrypoint.sh'],
    Cmd: ['redis-server'],
  },
  layers: [
    alpineLayer('3.21'),
    shellCommand,
    {
      createdBy: 'RUN /bin/sh -c set -eux; addgroup -S -g 1000 redis; adduser -S -G redis -u 999 redis # buildkit',
      files: alpineAccounts({name: 'redis', id: 999, groupId: 1000, home: '/home/redis'}),
    },
    {createdBy: 'ENV GOSU_VERSION=1.17', empty: true},
    {
      createdBy: 'RUN /bin/sh -c set -eux; wget -O /usr/local/bin/gosu …; gosu --version # buildkit',
      files: {'/usr/local/bin/gosu': filler(1_572_864, 0o755)},
    },
    {createdBy: 'ENV REDIS_VERSION=7.4.2', empty: true},
    {
      createdBy: 'RUN /bin/sh -c set -eux; make; make install; redis-cli --version; redis-server --version # buildkit',
      files: {
        '/usr/local/bin/redis-server': {program: 'redis-server', size: 15_872_912},
        '/usr/local/bin/redis-cli': {program: 'redis-cli', size: 7_432_128},
        '/usr/local/bin/redis-sentinel': {symlink: 'redis-server'},
        '/usr/local/bin/redis-benchmark': filler(6_704_216, 0o755),
      },
    },
    {
      createdBy: 'RUN /bin/sh -c mkdir /data && chown redis:redis /data # buildkit',
      files: {'/data': {directory: true, uid: 999, gid: 1000}},
    },
    {createdBy: 'VOLUME [/data]', empty: true},
    {createdBy: 'WORKDIR /data', empty: true},
    {
      createdBy: 'COPY docker-entrypoint.sh /usr/local/bin/ # buildkit',
      files: {'/usr/local/bin/docker-entrypoint.sh': {text: entrypoint, mode: 0o755}},
    },
    {createdBy: 'ENTRYPOINT ["docker-entrypoint.sh"]', empty: true},
    {createdBy: 'EXPOSE map[6379/tcp:{}]', empty: true},
    {createdBy: 'CMD ["redis-server"]', empty: true},
  ],
});
