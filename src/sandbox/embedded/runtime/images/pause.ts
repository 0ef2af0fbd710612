import {defineImage} from './define-image.ts';

/** Keeps the namespaces of a Pod. https://github.com/kubernetes/kubernetes/tree/master/build/pause */
export const pause = defineImage({
  names: [
    'registry.k8s.io/pause:3.10.1',
    'registry.k8s.io/pause:3.10',
    'registry.k8s.io/pause:3.9',
    'registry.k8s.io/pause:latest',
  ],
  created: '2024-05-16T07:07:07Z',
  config: {
    User: '65535:65535',
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    Entrypoint: ['/pause'],
    WorkingDir: '/',
  },
  layers: [
    {createdBy: 'ARG ARCH', empty: true},
    {createdBy: 'ADD bin/pause-linux-amd64 /pause # buildkit', files: {'/pause': {program: 'pause', size: 735_544}}},
    {createdBy: 'USER 65535:65535', empty: true},
    {createdBy: 'ENTRYPOINT ["/pause"]', empty: true},
  ],
});
