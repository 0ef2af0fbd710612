import type {Scene} from '../corpus.ts';

const registry = '127.0.0.1:18475';
const tidy = ['rm -fv klp-reg', `rmi ${registry}/klp/busy:1 ${registry}/klp/busy:2`];

/** A registry of our own: pushing, pulling, logging in. */
export const registryScenes: readonly Scene[] = [
  {
    name: 'a registry',
    tidy,
    steps: [
      `run -d --name klp-reg -p ${registry}:5000 registry:2`,
      // The registry is there once it can be asked from inside.
      `exec klp-reg sh -c 'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do wget -q -O - http://127.0.0.1:5000/v2/ 2>/dev/null && break; sleep 0.2; done'`,
      `tag busybox:1.36 ${registry}/klp/busy:1`,
      `push ${registry}/klp/busy:1`,
      `push -q ${registry}/klp/busy:1`,
      `tag busybox:1.36 ${registry}/klp/busy:2`,
      `push -a ${registry}/klp/busy`,
      `images --digests ${registry}/klp/busy`,
      `images ${registry}/klp/busy`,
      `rmi ${registry}/klp/busy:1 ${registry}/klp/busy:2`,
      `pull ${registry}/klp/busy:1`,
      `pull ${registry}/klp/busy:1`,
      `pull -q ${registry}/klp/busy:2`,
      `pull -a ${registry}/klp/busy`,
      `pull ${registry}/klp/nosuch`,
      `inspect -f '{{.RepoTags}} {{.RepoDigests}}' ${registry}/klp/busy:1`,
      `rmi ${registry}/klp/busy:1 ${registry}/klp/busy:2`,
      `run --rm ${registry}/klp/busy:1 echo pulled`,
      `run --rm --pull always -q ${registry}/klp/busy:1 echo pulled`,
      {docker: `login -u u --password-stdin ${registry}`, stdin: 'p\n'},
      `login ${registry}`,
      `push ${registry}/klp/busy:1`,
      `logout ${registry}`,
      `logout ${registry}`,
    ],
  },
];
