import {paxRecord} from '../../images/raw-tar.ts';
import {type BuildCase, buildCase} from './build-case.ts';

const queries: readonly string[] = [
  'buildargs=x',
  'buildargs=[]',
  'buildargs={"a":1}',
  'labels=x',
  'labels={"a":1}',
  'cachefrom=x',
  'ulimits=x',
  'shmsize=x',
  'isolation=zz',
  'isolation=hyperv',
  'isolation=default',
  'securityopt=x',
  'squash=1',
  'target=0',
  'remote=x',
  'platform=x/y/z/a',
  'platform=linux/amd64',
  'version=3',
  't=UPPER',
  't=a:b:c',
  't=a b',
  't=',
  't=k8sl-built-d&t=k8sl-built-d:latest&t=k8sl-built-d:2',
  `t=k8sl-built-x@sha256:${'0'.repeat(64)}`,
  'cpuperiod=1&cpuquota=5',
  'nocache=true&rm=false&pull=0',
];

const encoder = new TextEncoder();
const dockerfile = {name: 'Dockerfile', content: encoder.encode('FROM busybox:1.36\nCOPY . /c/\nRUN find /c | sort\n')};
const file = {content: encoder.encode('x\n')};

/** What a client may send besides a good Dockerfile. */
export const callingCases: readonly BuildCase[] = [
  ...queries.map((query) => buildCase(`asked with ${query}`, 'FROM busybox:1.36\nCMD ["x"]\n', {}, query)),
  {
    name: 'names that lead out',
    builds: [
      {raw: [dockerfile, {name: '../up.txt', ...file}, {name: '/abs.txt', ...file}, {name: 'a/../../b.txt', ...file}]},
    ],
  },
  {
    name: 'a link that leads out',
    builds: [
      {
        raw: [
          dockerfile,
          {name: 'out', type: '2', link: '../../../etc'},
          {name: 'abs', type: '2', link: '/etc/passwd'},
        ],
      },
    ],
  },
  {
    name: 'through a link that leads out',
    builds: [{raw: [dockerfile, {name: 'out', type: '2', link: '../../../etc'}, {name: 'out/x.txt', ...file}]}],
  },
  {name: 'a hard link that leads out', builds: [{raw: [dockerfile, {name: 'h', type: '1', link: '../../etc/passwd'}]}]},
  {
    name: 'a copy through a link that leads out',
    builds: [
      {
        raw: [
          {name: 'Dockerfile', content: encoder.encode('FROM busybox:1.36\nCOPY out /c\n')},
          {name: 'out', type: '2', link: '/etc/passwd'},
        ],
      },
    ],
  },
  {
    name: 'the same name twice',
    builds: [{raw: [dockerfile, {name: 'a', ...file}, {name: 'a', content: encoder.encode('second\n')}]}],
  },
  {
    name: 'a file that becomes a directory',
    builds: [{raw: [dockerfile, {name: 'a', ...file}, {name: 'a/b', ...file}]}],
  },
  {
    name: 'a directory that becomes a file',
    builds: [{raw: [dockerfile, {name: 'a/b', ...file}, {name: 'a', ...file}]}],
  },
  {name: 'a wrong checksum', builds: [{raw: [dockerfile, {name: 'a', ...file, hasWrongChecksum: true}]}]},
  {name: 'a size that is a lie', builds: [{raw: [dockerfile, {name: 'a', ...file, size: '77777777777\0'}]}]},
  {
    name: 'a name of a whiteout is a name',
    builds: [{raw: [dockerfile, {name: '.wh.a', ...file}, {name: 'a', ...file}]}],
  },
  {
    name: 'names as newer archives have them',
    builds: [
      {raw: [dockerfile, {name: 'p', type: 'x', content: paxRecord('path', 'long/ä.txt')}, {name: 'short', ...file}]},
    ],
  },
  {name: 'devices and pipes', builds: [{raw: [dockerfile, {name: 'fifo', type: '6'}]}]},
  {name: 'an empty archive', builds: [{raw: []}]},
  {
    name: 'directories are not named',
    builds: [{raw: [dockerfile, {name: './x/y/z.txt', ...file}, {name: './', type: '5', mode: '0000700\0'}]}],
  },
];
