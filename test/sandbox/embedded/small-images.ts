import {defineImage, type FileDefinition} from '../../../src/sandbox/embedded/runtime/images/define-image.ts';
import {appletNames} from '../../../src/sandbox/embedded/runtime/programs/busybox.ts';

const links: {readonly [path: string]: FileDefinition} = Object.fromEntries(
  [...appletNames(), 'sh', 'ash'].map((name) => [`/bin/${name}`, {symlink: '/bin/busybox'}]),
);

const nginxConf = `events {}
http {
  server {
    listen 80;
    location / { return 200 "hello from a port\\n"; }
  }
}
`;

/** A busybox and an nginx as small as they go, whatever the catalogue has. */
export const smallCatalogue = [
  defineImage({
    names: ['small:1', 'small:latest'],
    created: '2025-01-01T00:00:00Z',
    config: {Env: ['PATH=/bin'], Cmd: ['sh']},
    layers: [
      {
        createdBy: 'ADD rootfs.tar / # buildkit',
        files: {
          ...links,
          '/bin/busybox': {program: 'busybox'},
          '/etc/passwd': {text: 'root:x:0:0:root:/root:/bin/sh\n'},
          '/etc/group': {text: 'root:x:0:\n'},
          '/root': {directory: true, mode: 0o700},
          '/tmp': {directory: true, mode: 0o1777},
        },
      },
    ],
  }),
  defineImage({
    names: ['front:1'],
    created: '2025-01-01T00:00:00Z',
    config: {Env: ['PATH=/bin'], Cmd: ['nginx', '-g', 'daemon off;']},
    layers: [
      {
        createdBy: 'ADD rootfs.tar / # buildkit',
        files: {
          '/bin/nginx': {program: 'nginx'},
          '/etc/nginx/nginx.conf': {text: nginxConf},
          '/etc/passwd': {text: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n'},
          '/etc/group': {text: 'root:x:0:\nnobody:x:65534:\nnogroup:x:65533:\n'},
          '/var/log/nginx': {directory: true},
          '/var/cache/nginx': {directory: true},
          '/var/run': {symlink: '/run'},
          '/run': {directory: true},
          '/tmp': {directory: true, mode: 0o1777},
        },
      },
    ],
  }),
];
