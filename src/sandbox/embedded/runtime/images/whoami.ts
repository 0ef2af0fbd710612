import {defineImage} from './define-image.ts';

/** Says who answers and who has asked. https://hub.docker.com/r/traefik/whoami */
export const whoami = defineImage({
  names: ['traefik/whoami:latest', 'traefik/whoami:v1.10'],
  created: '2024-04-15T12:53:39Z',
  description: 'Tiny Go webserver that prints OS information and HTTP request to output',
  stars: 215,
  config: {
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ExposedPorts: {'80/tcp': {}},
    Entrypoint: ['/whoami'],
    WorkingDir: '/',
  },
  layers: [
    {
      createdBy: 'COPY /usr/share/zoneinfo /usr/share/zoneinfo # buildkit',
      files: {'/usr/share/zoneinfo/UTC': {text: '', size: 114}},
    },
    {createdBy: 'COPY whoami / # buildkit', files: {'/whoami': {program: 'whoami-server', size: 6_291_456}}},
    {createdBy: 'ENTRYPOINT ["/whoami"]', empty: true},
    {createdBy: 'EXPOSE map[80/tcp:{}]', empty: true},
  ],
});
