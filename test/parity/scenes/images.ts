import type {Scene} from '../corpus.ts';

const image = 'busybox:1.36';
const tidy = ['rm -f klp-i klp-j', 'rmi klp-img:1 klp-img:2 klp-imp:1 klp-own:1 localhost:5999/klp:x'];

const formats = [
  ...[
    '{{.Repository}}:{{.Tag}} {{.Size}}',
    'table {{.Repository}}\\t{{.ID}}',
    'json',
    '{{json .}}',
    'raw',
    '{{.Nosuch}}',
    'table {{.Digest}}',
  ],
  ...['{{.CreatedAt}}', '{{.VirtualSize}} {{.SharedSize}} {{.UniqueSize}} {{.Containers}}'],
].map((format) => `images --format '${format}' busybox`);

const inspects = [
  ...[
    '{{.Id}}',
    '{{.RepoTags}}',
    '{{.Config.Cmd}}',
    '{{json .Config}}',
    '{{.Architecture}}/{{.Os}}',
    '{{len .RootFS.Layers}}',
    '{{.Nosuch}}',
  ],
  ...[
    '{{.Config.Nosuch}}',
    '{{.Size}}',
    '{{json .RootFS}}',
    '{{.RootFS}}',
    '{{.Created}}',
    '{{json .}}',
    '{{.ContainerConfig.Image}}',
    '{{.Parent}}',
  ],
].map((format) => `image inspect -f '${format}' ${image}`);

const nested = 'Go prints an embedded struct in braces of its own';

/** Images: lists, names, archives. */
export const imageScenes: readonly Scene[] = [
  {
    name: 'images by their names',
    tidy,
    steps: [
      ...['', '-a', '-q', '--no-trunc', '--digests'].map((flags) => ({
        // Others may be at work on the same Engine: only what is there all the time is looked at.
        docker: `images ${flags} --filter reference=busybox:1.*`,
        anyOrder: true,
      })),
      'image ls busybox',
      'images busybox:1.36',
      'images nosuch',
      'images --filter reference=alp*',
      'images --filter dangling=nosuch -q',
      'images --filter nosuch=1',
      'images -q --format {{.ID}}',
      ...formats,
      'history busybox:1.36',
      'history -q busybox:1.36',
      'history --no-trunc busybox:1.36',
      'history -H=false nginx:1.27-alpine',
      `history --format '{{json .}}' busybox:1.36`,
      `history --format 'table {{.ID}}\\t{{.Size}}' nginx:1.27-alpine`,
      'history nosuch',
      `image inspect ${image}`,
      `image inspect ${image} nosuch`,
      ...inspects,
      {docker: `image inspect -f '{{.Config}}' ${image}`, differs: nested},
      `tag ${image} klp-img:1`,
      'tag klp-img:1 localhost:5999/klp:x',
      'tag nosuch klp-img:2',
      `tag ${image} 'A b'`,
      `tag ${image} UPPER`,
      `tag ${image} a:b:c`,
      `tag ${image} klp@sha256:9eeda0887a769eeda0887a769eeda0887a769eeda0887a769eeda0887a76aaaa`,
      'images --filter reference=klp-img',
      'rmi nosuch',
      'rmi -f nosuch',
      'rmi klp-img:1 nosuch',
      'image rm localhost:5999/klp:x',
      `run --name klp-i ${image} true`,
      'commit klp-i klp-own:1',
      'run --name klp-j klp-own:1 true',
      // One of its own: where somebody has given busybox a second tag, this would take the first from everybody.
      'rmi klp-own:1',
      'pull nosuch:1:2',
      'pull UPPER',
      'pull nosuch',
      'pull -q nosuch:1',
      'pull -a nosuch:1',
      'push klp-nosuch',
      'push localhost:5999/klp-nosuch:1',
      'push -a klp:1',
      'search klp',
      'search --filter nosuch=1 klp',
      'image prune --filter label=klp-none',
      'image prune -a --filter label=klp-none',
      'image prune -f --filter label=klp-none',
    ],
  },
  {
    name: 'images in archives',
    tidy,
    steps: [
      `tag ${image} klp-img:1`,
      'save -o img.tar klp-img:1',
      'save nosuch',
      'save -o /nosuch/img.tar klp-img:1',
      'rmi klp-img:1',
      'load -i img.tar',
      'load -q -i img.tar',
      'load -i nosuch.tar',
      {docker: 'load', stdin: 'not an archive'},
      'import nosuch.tar',
      {docker: `import img.tar klp-imp:1`, differs: 'a new image, made now'},
      'import img.tar UPPER',
      {docker: 'import -m words -c "CMD ls" - klp-imp:1', stdin: 'not an archive'},
    ],
  },
];
