import {alpineAccounts, alpineLayer, shellCommand} from './alpine.ts';
import {defineImage} from './define-image.ts';
import {filler, usualPath} from './system-files.ts';

const entrypoint = `#!/bin/sh
set -e
if [ "\${1#-}" != "$1" ] || [ -z "$(command -v "$1")" ]; then
  set -- curl "$@"
fi
exec "$@"
`;

/** https://hub.docker.com/r/curlimages/curl */
export const curl = defineImage({
  names: ['curlimages/curl:latest', 'curlimages/curl:8.14.1'],
  created: '2025-06-04T08:25:32Z',
  description: 'official docker image for curl - command line tool and library for transferring data with URLs',
  stars: 512,
  config: {
    User: 'curl_user',
    Env: [usualPath, 'CURL_VERSION=8_14_1'],
    Entrypoint: ['/entrypoint.sh'],
    Cmd: ['curl'],
    WorkingDir: '/home/curl_user',
  },
  layers: [
    alpineLayer('3.21'),
    shellCommand,
    {
      createdBy:
        'RUN /bin/sh -c addgroup -S curl_group && adduser -S curl_user -G curl_group && apk add curl # buildkit',
      files: {
        ...alpineAccounts({name: 'curl_user', id: 100, home: '/home/curl_user'}),
        '/home/curl_user': {directory: true, uid: 100, gid: 100},
        '/usr/bin/curl': {program: 'curl', size: 259_904},
        '/usr/lib/libcurl.so.4': filler(632_920, 0o755),
        '/usr/lib/libnghttp2.so.14': filler(161_712, 0o755),
      },
    },
    {
      createdBy: 'COPY entrypoint.sh /entrypoint.sh # buildkit',
      files: {
        '/entrypoint.sh': {
          text: entrypoint,
          mode: 0o755,
        },
      },
    },
    {createdBy: 'USER curl_user', empty: true},
    {createdBy: 'ENTRYPOINT ["/entrypoint.sh"]', empty: true},
    {createdBy: 'CMD ["curl"]', empty: true},
  ],
});
