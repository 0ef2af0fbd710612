import {alpine} from './alpine.ts';
import type {ImageSource} from './archive.ts';
import {busybox} from './busybox.ts';
import type {DebianFiles} from './debian.ts';
import {fluentd} from './fluentd.ts';
import {helloWorld} from './hello-world.ts';
import {nginx} from './nginx.ts';
import {registry} from './registry.ts';

/** Debian packages the stand-ins are made of; libraries are listed because `apt-get download` takes no dependencies. */
export const debianPackages = [
  'busybox-static',
  'docker-registry',
  'libc6',
  'libcrypt1',
  'libpcre2-8-0',
  'libssl3t64',
  'libzstd1',
  'nginx',
  'nginx-common',
  'zlib1g',
] as const;

/** Every image a lesson names, smallest first. A new one is a file and a line here. */
export const catalogue: readonly ((debian: DebianFiles) => ImageSource | Promise<ImageSource>)[] = [
  helloWorld,
  busybox,
  alpine,
  fluentd,
  nginx,
  registry,
];
