import type {AlpinePackage, PackageFile} from './package.ts';

type Files = AlpinePackage['files'];

/** A package without programs: what others need. */
function library(name: string, version: string, installedBytes: number, files: Files = {}): AlpinePackage {
  return {name, version, description: `Library ${name}`, installedBytes, depends: [], files};
}

const so = (size: number): PackageFile => ({size});
const program = (name: string, size: number): PackageFile => ({program: name, size});

/** What is in the image from the start. */
export const basePackages: readonly AlpinePackage[] = [
  library('alpine-baselayout-data', '3.6.5-r0', 28_672),
  library('musl', '1.2.5-r0', 659_456),
  library('busybox', '1.36.1-r29', 962_560),
  library('busybox-binsh', '1.36.1-r29', 1),
  library('alpine-baselayout', '3.6.5-r0', 315_392),
  library('alpine-keys', '2.4-r1', 159_744),
  library('ca-certificates-bundle', '20241121-r1', 233_472),
  library('libcrypto3', '3.3.3-r0', 4_681_728),
  library('libssl3', '3.3.3-r0', 790_528),
  library('ssl_client', '1.36.1-r29', 28_672),
  library('zlib', '1.3.1-r1', 110_592),
  library('apk-tools', '2.14.4-r1', 307_200),
  library('scanelf', '1.3.7-r2', 94_208),
  library('musl-utils', '1.2.5-r0', 135_168),
  library('libc-utils', '0.7.2-r5', 4096),
];

/** What `apk add` can add: a new one is an entry here. */
export const morePackages: readonly AlpinePackage[] = [
  library('ca-certificates', '20241121-r1', 692_224, {
    '/usr/sbin/update-ca-certificates': {text: '#!/bin/sh\nexit 0\n', mode: 0o755},
  }),
  library('brotli-libs', '1.1.0-r2', 880_640, {
    '/usr/lib/libbrotlidec.so.1': so(51_240),
    '/usr/lib/libbrotlicommon.so.1': so(133_160),
  }),
  library('c-ares', '1.33.1-r0', 180_224, {'/usr/lib/libcares.so.2': so(169_800)}),
  library('libunistring', '1.2-r0', 1_785_856, {'/usr/lib/libunistring.so.5': so(1_777_656)}),
  library('libidn2', '2.3.7-r0', 208_896, {'/usr/lib/libidn2.so.0': so(198_656)}),
  library('nghttp2-libs', '1.62.1-r0', 172_032, {'/usr/lib/libnghttp2.so.14': so(161_712)}),
  library('libpsl', '0.21.5-r1', 86_016, {'/usr/lib/libpsl.so.5': so(78_048)}),
  library('zstd-libs', '1.5.6-r0', 675_840, {'/usr/lib/libzstd.so.1': so(665_256)}),
  {
    ...library('libcurl', '8.14.1-r2', 643_072, {'/usr/lib/libcurl.so.4': so(632_920)}),
    depends: [
      'ca-certificates',
      'brotli-libs',
      'c-ares',
      'libunistring',
      'libidn2',
      'nghttp2-libs',
      'libpsl',
      'zstd-libs',
    ],
    description: 'The multiprotocol file transfer library',
  },
  {
    name: 'curl',
    version: '8.14.1-r2',
    description: 'URL retrival utility and library',
    installedBytes: 266_240,
    depends: ['libcurl'],
    files: {'/usr/bin/curl': program('curl', 259_904)},
  },
  library('libintl', '0.22.5-r0', 65_536, {'/usr/lib/libintl.so.8': so(55_296)}),
  {
    name: 'gettext-envsubst',
    version: '0.22.5-r0',
    description: 'GNU gettext utility to substitute environment variables in shell format strings',
    installedBytes: 40_960,
    depends: ['libintl'],
    files: {'/usr/bin/envsubst': program('envsubst', 30_848)},
  },
  library('readline', '8.2.10-r0', 323_584, {'/usr/lib/libreadline.so.8': so(313_448)}),
  library('libncursesw', '6.4_p20240420-r2', 315_392, {'/usr/lib/libncursesw.so.6': so(303_104)}),
  {
    name: 'bash',
    version: '5.2.26-r0',
    description: 'The GNU Bourne Again shell (here: the shell of busybox under its name)',
    installedBytes: 1_355_776,
    depends: ['libncursesw', 'readline'],
    files: {'/bin/bash': {text: '#!/bin/sh\nexec /bin/sh "$@"\n', mode: 0o755}},
  },
  {
    name: 'redis',
    version: '7.2.9-r0',
    description: 'Advanced key-value store',
    installedBytes: 4_231_168,
    depends: [],
    files: {
      '/usr/bin/redis-server': program('redis-server', 1_654_784),
      '/usr/bin/redis-cli': program('redis-cli', 399_360),
      '/etc/redis.conf': {text: 'bind 127.0.0.1\nport 6379\ndir /var/lib/redis\nsave 3600 1\n'},
    },
  },
  {
    name: 'tini',
    version: '0.19.0-r3',
    description: 'Tiny but valid init for containers',
    installedBytes: 32_768,
    depends: [],
    files: {'/sbin/tini': program('tini', 22_944)},
  },
  {
    name: 'tzdata',
    version: '2025b-r0',
    description: 'Timezone data (here: UTC alone)',
    installedBytes: 1_441_792,
    depends: [],
    files: {'/usr/share/zoneinfo/UTC': {text: 'TZif2\n'}},
  },
];

/** Packages many want, that are no programs here. */
export const absentPackages: ReadonlySet<string> = new Set(
  (
    'apache2 bind-tools build-base coreutils dpkg findutils fluentd g++ gawk gcc git gnupg go grep htop iproute2 iptables ' +
    'iputils jq less libc6-compat make mariadb mongodb mysql-client nano net-tools nginx nmap nodejs npm openjdk17 ' +
    'openssh openssh-client openssl perl php php83 postgresql postgresql-client procps py3-pip python3 rsync ruby rust sed ' +
    'socat sqlite strace stress-ng sudo tcpdump unzip util-linux vim wget xz yarn zip zsh'
  ).split(' '),
);

export function findPackage(name: string): AlpinePackage | undefined {
  return [...morePackages, ...basePackages].find((one) => one.name === name);
}
