import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {alpineCreated, alpineLayer} from './alpine.ts';
import type {ImageSource, LayerFiles} from './archive.ts';
import type {DebianFiles} from './debian.ts';
import {standInLabels} from './stand-in.ts';
import {accounts, programFiles} from './userland.ts';

/** A web server on port 80 in six layers: system, program, configuration, entrypoint, its scripts, first page. */
export async function nginx(debian: DebianFiles): Promise<ImageSource> {
  const version = debian.versions.nginx;
  return {
    reference: 'nginx:1.27-alpine',
    created: alpineCreated,
    steps: [
      await alpineLayer(debian),
      {createdBy: 'CMD ["/bin/sh"]'},
      {createdBy: 'LABEL maintainer=k8s-learn stand-in'},
      {createdBy: 'ENV NGINX_VERSION=1.27.5'},
      {
        createdBy: `RUN /bin/sh -c set -x && addgroup -g 101 -S nginx && adduser -S -u 101 -G nginx nginx && install nginx ${version} # buildkit`,
        files: await serverFiles(debian),
      },
      {createdBy: 'COPY nginx.conf conf.d /etc/nginx/ # buildkit', files: await configuration(debian)},
      {createdBy: 'COPY docker-entrypoint.sh / # buildkit', files: {'docker-entrypoint.sh': script(entrypoint)}},
      {
        createdBy: 'COPY 20-check-configuration.sh /docker-entrypoint.d # buildkit',
        files: {'docker-entrypoint.d/20-check-configuration.sh': script(checkConfiguration)},
      },
      {
        createdBy: 'COPY html /usr/share/nginx/html # buildkit',
        files: {
          'usr/share/nginx/html/index.html': {kind: 'file', data: page('Welcome to nginx!', welcome)},
          'usr/share/nginx/html/50x.html': {kind: 'file', data: page('Error', '<p>Sorry, something is wrong.</p>')},
        },
      },
      {createdBy: 'ENTRYPOINT ["/docker-entrypoint.sh"]'},
      {createdBy: 'EXPOSE map[80/tcp:{}]'},
      {createdBy: 'STOPSIGNAL SIGQUIT'},
      {createdBy: 'CMD ["nginx" "-g" "daemon off;"]'},
    ],
    config: {
      ExposedPorts: {'80/tcp': {}},
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'NGINX_VERSION=1.27.5'],
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      WorkingDir: '/',
      StopSignal: 'SIGQUIT',
      Labels: {
        maintainer: 'k8s-learn stand-in',
        ...standInLabels('nginx:1.27-alpine', `Debian's nginx ${version} with glibc on busybox`),
      },
    },
  };
}

async function serverFiles(debian: DebianFiles): Promise<LayerFiles> {
  return {
    ...(await programFiles(debian, 'usr/sbin/nginx', 'usr/sbin/nginx')),
    ...accounts([{name: 'nginx', id: 101, home: '/var/cache/nginx', shell: '/sbin/nologin'}]),
    'var/cache/nginx': {kind: 'folder', owner: 101},
    'var/lib/nginx': {kind: 'folder', owner: 101},
    'var/log/nginx/access.log': {kind: 'link', target: '/dev/stdout'},
    'var/log/nginx/error.log': {kind: 'link', target: '/dev/stderr'},
  };
}

async function configuration({root}: DebianFiles): Promise<LayerFiles> {
  return {
    'etc/nginx/mime.types': {kind: 'file', data: await readFile(join(root, 'etc/nginx/mime.types'))},
    'etc/nginx/nginx.conf': {kind: 'file', data: nginxConf},
    'etc/nginx/conf.d/default.conf': {kind: 'file', data: defaultConf},
  };
}

function script(data: string): {readonly kind: 'file'; readonly data: string; readonly mode: number} {
  return {kind: 'file', data, mode: 0o755};
}

const nginxConf = `user  nginx;
worker_processes  1;
error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';
    access_log  /var/log/nginx/access.log  main;
    sendfile        on;
    keepalive_timeout  65;
    include /etc/nginx/conf.d/*.conf;
}
`;

const defaultConf = `server {
    listen       80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

const entrypoint = `#!/bin/sh
# Prepares nginx by the scripts in /docker-entrypoint.d, then becomes the command.
set -e
if [ "$1" = nginx ]; then
  for part in /docker-entrypoint.d/*.sh; do
    [ -x "$part" ] || continue
    echo "$0: Launching $part"
    "$part"
  done
  echo "$0: Configuration complete; ready for start up"
fi
exec "$@"
`;

const checkConfiguration = `#!/bin/sh
set -e
[ -f /etc/nginx/conf.d/default.conf ] || { echo "$0: info: /etc/nginx/conf.d/default.conf is not there"; exit 0; }
echo "$0: info: found /etc/nginx/conf.d/default.conf"
`;

const welcome = `<p>If you see this page, the web server nginx runs and works.</p>
<p><em>This page comes from a stand-in for the official image.</em></p>`;

function page(title: string, body: string): string {
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>${title}</title>
<style>body { max-width: 35em; margin: 0 auto; font-family: sans-serif; }</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`;
}
