import {md5} from '@noble/hashes/legacy.js';
import {encode, hex} from '../../bytes/bytes.ts';
import {alpineAccounts, alpineLayer, shellCommand} from './alpine.ts';
import {defineImage, type ImageDefinition, type LayerDefinition} from './define-image.ts';
import {configurationFiles, entrypointFile, entrypointSteps, pages} from './nginx-files.ts';
import {filler, usualPath} from './system-files.ts';

interface Release {
  readonly version: string;
  /** The executable: each version answers with its own name. */
  readonly program: string;
  readonly created: string;
  readonly tags: readonly string[];
}

const stepNames = [
  '10-listen-on-ipv6-by-default.sh',
  '15-local-resolvers.envsh',
  '20-envsubst-on-templates.sh',
  '30-tune-worker-processes.sh',
];

function nginx({version, program, created, tags}: Release): ImageDefinition {
  const settings = [`NGINX_VERSION=${version}`, 'PKG_RELEASE=1', 'DYNPKG_RELEASE=1'];
  const modules = ['NJS_VERSION=0.8.10', 'NJS_RELEASE=1'];
  return defineImage({
    names: tags.map((tag) => `nginx:${tag}`),
    created,
    description: 'Official build of Nginx.',
    stars: 20_640,
    config: {
      ExposedPorts: {'80/tcp': {}},
      Env: [usualPath, ...settings, ...modules],
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      WorkingDir: '/',
      Labels: {maintainer: 'NGINX Docker Maintainers <docker-maint@nginx.com>'},
      StopSignal: 'SIGQUIT',
    },
    layers: [
      alpineLayer('3.21'),
      shellCommand,
      nothing('LABEL maintainer=NGINX Docker Maintainers <docker-maint@nginx.com>'),
      ...settings.map((setting) => nothing(`ENV ${setting}`)),
      {
        createdBy: 'RUN /bin/sh -c set -x && addgroup -g 101 -S nginx && adduser -S … nginx && apk add … # buildkit',
        files: server(program),
      },
      {createdBy: 'COPY docker-entrypoint.sh / # buildkit', files: entrypointFile},
      ...entrypointSteps.map((files, index) => ({
        createdBy: `COPY ${stepNames[index]} /docker-entrypoint.d # buildkit`,
        files,
      })),
      nothing('ENTRYPOINT ["/docker-entrypoint.sh"]'),
      nothing('EXPOSE map[80/tcp:{}]'),
      nothing('STOPSIGNAL SIGQUIT'),
      nothing('CMD ["nginx" "-g" "daemon off;"]'),
      ...modules.map((setting) => nothing(`ENV ${setting}`)),
      {
        createdBy:
          'RUN /bin/sh -c set -x && apk add … nginx-module-njs nginx-module-xslt nginx-module-geoip … # buildkit',
        files: {'/usr/lib/nginx/modules/modules.so': filler(35_000_000, 0o755)},
      },
    ],
  });
}

function nothing(createdBy: string): LayerDefinition {
  return {createdBy, comment: 'buildkit.dockerfile.v0', empty: true};
}

function server(program: string): Extract<LayerDefinition, {readonly files: unknown}>['files'] {
  return {
    ...alpineAccounts({name: 'nginx', id: 101, home: '/var/cache/nginx'}),
    ...configurationFiles((text) => hex(md5(encode(text)))),
    ...pages,
    '/etc/nginx/modules': {symlink: '/usr/lib/nginx/modules'},
    '/usr/sbin/nginx': {program, size: 1_500_000},
    '/usr/bin/envsubst': {program: 'envsubst', size: 30_848},
    '/usr/lib/nginx/modules': {directory: true},
    '/usr/lib/libpcre2-8.so.0': filler(600_000, 0o755),
    '/var/cache/nginx': {directory: true, uid: 101},
    '/var/log/nginx/access.log': {symlink: '/dev/stdout'},
    '/var/log/nginx/error.log': {symlink: '/dev/stderr'},
    '/docker-entrypoint.d': {directory: true},
  };
}

/** https://hub.docker.com/_/nginx */
export const nginxImages: readonly ImageDefinition[] = [
  nginx({
    version: '1.27.5',
    program: 'nginx',
    created: '2025-04-16T14:50:31Z',
    tags: ['1.27-alpine', '1.27.5-alpine', '1.27', '1.27.5', 'alpine', 'mainline-alpine', 'mainline', 'latest'],
  }),
  nginx({
    version: '1.26.3',
    program: 'nginx-1.26',
    created: '2025-02-05T21:27:16Z',
    tags: ['1.26-alpine', '1.26.3-alpine', '1.26', '1.26.3', 'stable-alpine', 'stable'],
  }),
];
