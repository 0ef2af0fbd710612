import {alpineCreated, alpineLayer} from './alpine.ts';
import type {ImageSource} from './archive.ts';
import type {DebianFiles} from './debian.ts';
import {fluentdProgram} from './fluentd-program.ts';
import {standInLabels} from './stand-in.ts';
import {accounts} from './userland.ts';

/** A log collector that reads /fluentd/etc/fluent.conf, under a user of its own as the official one. */
export async function fluentd(debian: DebianFiles): Promise<ImageSource> {
  return {
    reference: 'fluent/fluentd:v1.16-1',
    created: alpineCreated,
    steps: [
      await alpineLayer(debian),
      {createdBy: 'CMD ["/bin/sh"]'},
      {
        createdBy: 'RUN /bin/sh -c addgroup -S -g 999 fluent && adduser -S -u 100 fluent # buildkit',
        files: {
          ...accounts([{name: 'fluent', id: 100, home: '/home/fluent', shell: '/sbin/nologin'}]),
          'fluentd/etc': {kind: 'folder', owner: 100},
          'fluentd/log': {kind: 'folder', owner: 100},
          'fluentd/plugins': {kind: 'folder', owner: 100},
        },
      },
      {
        createdBy: 'COPY fluent.conf /fluentd/etc/ # buildkit',
        files: {'fluentd/etc/fluent.conf': {kind: 'file', data: firstConfig}},
      },
      {
        createdBy: 'COPY fluentd /usr/bin/fluentd # buildkit (sh on busybox)',
        files: {'usr/bin/fluentd': {kind: 'file', data: fluentdProgram, mode: 0o755}},
      },
      {
        createdBy: 'COPY entrypoint.sh /bin/ # buildkit',
        files: {'bin/entrypoint.sh': {kind: 'file', data: entrypoint, mode: 0o755}},
      },
      {createdBy: 'ENV FLUENTD_CONF=fluent.conf'},
      {createdBy: 'USER fluent'},
      {createdBy: 'ENTRYPOINT ["/bin/entrypoint.sh"]'},
      {createdBy: 'CMD ["fluentd"]'},
    ],
    config: {
      User: 'fluent',
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'FLUENTD_CONF=fluent.conf'],
      Entrypoint: ['/bin/entrypoint.sh'],
      Cmd: ['fluentd'],
      WorkingDir: '/',
      Labels: standInLabels(
        'fluent/fluentd:v1.16-1',
        `a script on Debian's busybox-static ${debian.versions['busybox-static']}`,
      ),
    },
  };
}

const firstConfig = `<source>
  @type tail
  path /fluentd/log/*.log
  tag file.*
  <parse>
    @type none
  </parse>
</source>
<match **>
  @type stdout
</match>
`;

const entrypoint = `#!/bin/sh
set -e
case "$1" in -*) set -- fluentd "$@" ;; esac
exec "$@"
`;
