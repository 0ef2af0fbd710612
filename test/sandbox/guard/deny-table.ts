/** A way to ask for something refused: through the docker CLI, or as a raw request. */
export type Spelling =
  | {readonly cli: readonly string[]}
  | {readonly method: string; readonly path: string; readonly body?: unknown; readonly type?: string};

export type Denial = {
  readonly what: string;
  readonly spellings: readonly Spelling[];
  /** In the refusal's sentence. Default: `k8s-learn: `. */
  readonly says?: RegExp;
};

const image = 'busybox:1.36';

/** `docker run` with the options. */
function cli(...options: readonly string[]): Spelling {
  return {cli: ['run', '--rm', ...options, image, 'true']};
}

/** A create with this HostConfig. */
function host(HostConfig: unknown): Spelling {
  return create({HostConfig});
}

function create(body: object, path = '/v1.41/containers/create'): Spelling {
  return {method: 'POST', path, body: {Image: image, Cmd: ['true'], ...body}};
}

function post(path: string, body?: unknown, type?: string): Spelling {
  return {method: 'POST', path, ...(body === undefined ? {} : {body}), ...(type && {type})};
}

/**
 * What a lesson never needs and the guard refuses, each in at least two spellings. `foreign`, `forbidden` stand for
 * somebody else's container and for paths outside the working folder; `work` for the working folder.
 */
export function denials({
  work,
  foreign,
}: {
  readonly work: string;
  readonly foreign: Readonly<Record<string, string>>;
}): readonly Denial[] {
  const {container = '', volume = '', network = ''} = foreign;
  return [
    {
      what: 'a privileged container',
      spellings: [
        cli('--privileged'),
        host({Privileged: true}),
        create({HostConfig: {Privileged: true}}, '/containers/create'),
      ],
    },
    {
      what: 'a privileged container under keys that only Go reads so',
      spellings: [
        create({hostconfig: {privileged: true}}),
        host({privileged: true}),
        host({PRIVILEGED: true}),
        create({'Ho\u017ftConfig': {Privileged: true}}),
        post('/containers/create', `{"Image":"${image}","HostConfig":{},"hostConfig":{"Privileged":true}}`),
        host({'Bind\u017f': ['/:/h']}),
        host({'Networ\u212aMode': 'host'}),
      ],
    },
    {
      what: 'a duplicate key that hides a privileged container',
      spellings: [
        post('/containers/create', `{"Image":"${image}","HostConfig":{"Privileged":false,"Privileged":true}}`),
        post(
          '/containers/create',
          `{"HostConfig":{"Binds":["/:/h"]},"Image":"${image}","HostConfig":{"Binds":["/etc:/h"]}}`,
        ),
      ],
    },
    {
      what: 'the network of the machine',
      spellings: [
        cli('--network', 'host'),
        host({NetworkMode: 'host'}),
        create({NetworkingConfig: {EndpointsConfig: {host: {}}}}),
      ],
    },
    {what: 'the process table of the machine', spellings: [cli('--pid', 'host'), host({PidMode: 'host'})]},
    {what: 'the shared memory of the machine', spellings: [cli('--ipc', 'host'), host({IpcMode: 'host'})]},
    {what: 'the host name of the machine', spellings: [cli('--uts', 'host'), host({UTSMode: 'host'})]},
    {what: 'the user namespace of the machine', spellings: [cli('--userns', 'host'), host({UsernsMode: 'host'})]},
    {what: 'the cgroup namespace of the machine', spellings: [cli('--cgroupns', 'host'), host({CgroupnsMode: 'host'})]},
    {
      what: 'a bind mount of the whole machine',
      spellings: [
        cli('-v', '/:/h'),
        host({Binds: ['/:/h']}),
        cli('--mount', 'type=bind,source=/,target=/h'),
        host({Mounts: [{Type: 'bind', Source: '/', Target: '/h'}]}),
        host({Mounts: [{Type: 'bind', Target: '/h'}]}),
      ],
      says: /working folder/,
    },
    {
      what: 'a bind mount of the Docker socket',
      spellings: [cli('-v', '/var/run/docker.sock:/s'), host({Binds: ['/var/run/docker.sock:/s:ro']})],
    },
    {
      what: 'a bind mount that leaves the working folder by ..',
      spellings: [
        host({Binds: [`${work}/../:/h`]}),
        host({Mounts: [{Type: 'bind', Source: `${work}/sub/../..`, Target: '/h'}]}),
      ],
    },
    {
      what: 'a bind mount beside the working folder',
      spellings: [cli('-v', `${work}-not:/h`), host({Binds: [`${work}-not:/h`]})],
    },
    {
      what: 'a bind mount through a link in the working folder',
      spellings: [
        cli('-v', `${work}/link:/h`),
        host({Binds: [`${work}/link/etc:/h`]}),
        host({Binds: [`${work}/nowhere:/h`]}),
      ],
    },
    {
      what: 'a bind mount that spreads back to the machine',
      spellings: [
        cli('-v', `${work}:/h:shared`),
        host({Mounts: [{Type: 'bind', Source: work, Target: '/h', BindOptions: {Propagation: 'rshared'}}]}),
      ],
    },
    {
      what: 'a mount of another type',
      spellings: [
        host({Mounts: [{Type: 'npipe', Source: '/x', Target: '/h'}]}),
        host({Mounts: [{Type: 'cluster', Source: 'x', Target: '/h'}]}),
      ],
    },
    {
      what: 'more capabilities',
      spellings: [
        cli('--cap-add', 'SYS_ADMIN'),
        host({CapAdd: ['ALL']}),
        host({CapAdd: 'ALL'}),
        host({Capabilities: ['CAP_SYS_ADMIN']}),
      ],
    },
    {
      what: 'a device',
      spellings: [
        cli('--device', '/dev/null'),
        host({Devices: [{PathOnHost: '/dev/sda', PathInContainer: '/dev/sda', CgroupPermissions: 'rwm'}]}),
      ],
    },
    {
      what: 'device rules',
      spellings: [cli('--device-cgroup-rule', 'b *:* rwm'), host({DeviceCgroupRules: ['b *:* rwm']})],
    },
    {
      what: 'graphics cards',
      spellings: [cli('--gpus', 'all'), host({DeviceRequests: [{Count: -1, Capabilities: [['gpu']]}]})],
    },
    {
      what: 'an unconfined container',
      spellings: [
        cli('--security-opt', 'seccomp=unconfined'),
        host({SecurityOpt: ['apparmor=unconfined']}),
        cli('--security-opt', 'label=disable'),
      ],
    },
    {
      what: 'an uncovered /proc',
      spellings: [cli('--security-opt', 'systempaths=unconfined'), host({MaskedPaths: []}), host({ReadonlyPaths: []})],
    },
    {what: 'another cgroup parent', spellings: [cli('--cgroup-parent', '/ga'), host({CgroupParent: 'system.slice'})]},
    {what: 'another runtime', spellings: [cli('--runtime', 'runc'), host({Runtime: 'io.containerd.runc.v2'})]},
    {
      what: 'another log driver',
      spellings: [
        cli('--log-driver', 'syslog'),
        host({LogConfig: {Type: 'gelf', Config: {'gelf-address': 'udp://127.0.0.1:1'}}}),
      ],
    },
    {
      what: 'kernel settings',
      spellings: [cli('--sysctl', 'net.ipv4.ip_forward=1'), host({Sysctls: {'net.core.somaxconn': '1'}})],
    },
    {
      what: 'a volume driver',
      spellings: [
        cli('--volume-driver', 'sshfs', '-v', 'ga-x:/x'),
        host({VolumeDriver: 'nfs', Binds: ['ga-x:/x']}),
        host({
          Mounts: [
            {
              Type: 'volume',
              Source: 'ga-x',
              Target: '/x',
              VolumeOptions: {DriverConfig: {Name: 'local', Options: {type: 'none', o: 'bind', device: '/etc'}}},
            },
          ],
        }),
      ],
    },
    {
      what: 'a port open to the network',
      spellings: [
        cli('-p', '0.0.0.0:18101:80'),
        host({PortBindings: {'80/tcp': [{HostIp: '::', HostPort: '18101'}]}}),
        host({PortBindings: {'80/tcp': [{HostIp: '127.0.0.1.nip.io', HostPort: '18101'}]}}),
      ],
    },
    {what: 'too much memory', spellings: [cli('-m', '3g'), host({Memory: 3 * 1024 ** 3})]},
    {what: 'too many processes', spellings: [cli('--pids-limit', '5000'), host({PidsLimit: 513})]},
    {what: 'an invulnerable container', spellings: [cli('--oom-kill-disable'), host({OomScoreAdj: -1000})]},
    {
      what: 'an option nobody has heard of',
      spellings: [host({Teleport: true}), create({Teleport: ['x']})],
      says: /Teleport/,
    },
    {
      what: "somebody else's network namespace",
      spellings: [cli('--network', `container:${container}`), host({NetworkMode: `container:${container}`})],
      says: /no container/,
    },
    {
      what: "somebody else's process table",
      spellings: [
        cli('--pid', `container:${container}`),
        host({PidMode: `container:${container}`}),
        host({IpcMode: `container:${container}`}),
      ],
    },
    {
      what: "somebody else's volumes",
      spellings: [cli('--volumes-from', container), host({VolumesFrom: [`${container}:ro`]})],
    },
    {
      what: "a link to somebody else's container",
      spellings: [
        cli('--link', `${container}:x`),
        host({Links: [`${container}:x`]}),
        create({NetworkingConfig: {EndpointsConfig: {bridge: {Links: [`${container}:x`]}}}}),
      ],
    },
    {
      what: "somebody else's network",
      spellings: [
        cli('--network', network),
        host({NetworkMode: network}),
        create({NetworkingConfig: {EndpointsConfig: {[network]: {}}}}),
      ],
      says: /no network/,
    },
    {
      what: 'a privileged exec',
      spellings: [
        {cli: ['exec', '--privileged', 'ga-own', 'true']},
        post('/containers/ga-own/exec', {Cmd: ['true'], Privileged: true}),
        post('/containers/ga-own/exec', {Cmd: ['true'], privileged: true}),
      ],
    },
    {
      what: 'an update past the limits',
      spellings: [
        {cli: ['update', '-m', '3g', 'ga-own']},
        post('/containers/ga-own/update', {Devices: [{PathOnHost: '/dev/sda'}]}),
        post('/containers/ga-own/update', {CgroupParent: '/x'}),
      ],
    },
    {
      what: 'a start with a HostConfig, as before API 1.24',
      spellings: [
        post('/containers/ga-own/start', {Privileged: true}),
        post('/v1.24/containers/ga-own/start', {Binds: ['/:/h']}),
      ],
    },
    {
      what: 'an API version that reads options elsewhere',
      spellings: [
        post('/v1.23/containers/ga-own/start', {Privileged: true}),
        {method: 'GET', path: '/v1.12/containers/json'},
      ],
      says: /too old/,
    },
    {
      what: 'a network that is no bridge',
      spellings: [
        {cli: ['network', 'create', '-d', 'macvlan', 'ga-n']},
        post('/networks/create', {Name: 'ga-n', Driver: 'ipvlan'}),
      ],
    },
    {
      what: 'network options',
      spellings: [
        {cli: ['network', 'create', '-o', 'com.docker.network.bridge.name=docker0', 'ga-n']},
        post('/networks/create', {Name: 'ga-n', Options: {parent: 'eth0'}}),
        post('/networks/create', {Name: 'ga-n', ConfigFrom: {Network: 'x'}}),
      ],
    },
    {
      what: 'volume driver options',
      spellings: [
        {cli: ['volume', 'create', '-o', 'type=none', '-o', 'o=bind', '-o', 'device=/etc', 'ga-v']},
        post('/volumes/create', {Name: 'ga-v', DriverOpts: {type: 'none', o: 'bind', device: '/etc'}}),
        post('/volumes/create', {Name: 'ga-v', driveropts: {device: '/etc'}}),
      ],
    },
    {
      what: 'a build on the network of the machine',
      spellings: [post('/build?networkmode=host&t=ga-b'), post('/v1.41/build?networkmode=host')],
    },
    {
      what: 'a build from a URL',
      spellings: [
        post('/build?remote=https://example.com/x.git'),
        post('/build?t=ga-b&remote=http%3A%2F%2F127.0.0.1%2Fx'),
      ],
    },
    {
      what: 'a build elsewhere in the cgroups',
      spellings: [post('/build?cgroupparent=/x'), post('/build?cgroupparent=x&q=1')],
    },
    {
      what: 'a BuildKit build',
      spellings: [post('/build?version=2&t=ga-b'), post('/build?version=2&session=abc'), post('/session')],
    },
    {
      what: 'an import from a URL',
      spellings: [
        {cli: ['import', 'http://127.0.0.1:1/x.tar', 'ga-i']},
        post('/images/create?fromSrc=http%3A%2F%2F127.0.0.1%2Fx&repo=ga-i'),
      ],
    },
    {
      what: 'swarm and plugins',
      spellings: [
        {cli: ['swarm', 'init']},
        post('/swarm/init', {}),
        {cli: ['plugin', 'install', 'x']},
        {method: 'GET', path: '/plugins'},
        {method: 'GET', path: '/v1.41/nodes'},
      ],
    },
    {
      what: 'the BuildKit and gRPC roads',
      spellings: [post('/grpc'), {method: 'GET', path: '/containers/ga-own/attach/ws'}],
    },
    {
      what: 'a path that can be read in two ways',
      spellings: [
        {method: 'GET', path: '/containers/../info'},
        {method: 'GET', path: '//containers/json'},
        {method: 'GET', path: `/containers/%2e%2e/json`},
        {method: 'DELETE', path: '/images/ga%2fx'},
        {method: 'GET', path: '/v1.41/./info'},
      ],
    },
    {
      what: 'a form body',
      spellings: [
        post('/containers/create', 'name=x', 'application/x-www-form-urlencoded'),
        post('/build?t=x', 'networkmode=host', 'application/x-www-form-urlencoded; charset=utf-8'),
      ],
    },
    {
      what: 'a page of a browser',
      spellings: [
        {method: 'GET', path: '/containers/json', type: 'origin'},
        {method: 'GET', path: '/version', type: 'origin'},
      ],
    },
    {
      what: 'what somebody else made, to look at',
      says: /[Nn]o such|not found/,
      spellings: [
        {cli: ['inspect', container]},
        {cli: ['logs', container]},
        {cli: ['top', container]},
        {cli: ['diff', container]},
        {cli: ['stats', '--no-stream', container]},
        {cli: ['cp', `${container}:/etc/passwd`, '-']},
        {cli: ['export', container]},
        {cli: ['volume', 'inspect', volume]},
        {cli: ['network', 'inspect', network]},
        {method: 'GET', path: `/containers/${container}/json`},
        {method: 'GET', path: `/containers/${foreign['containerId']}/json`},
        {method: 'GET', path: `/containers/${foreign['containerId']?.slice(0, 5)}/logs?stdout=1`},
        {method: 'GET', path: `/networks/${foreign['networkId']?.slice(0, 12)}`},
      ],
    },
    {
      what: 'what somebody else made, to change',
      says: /[Nn]o such|not found|does not exist/,
      spellings: [
        {cli: ['rm', container]},
        {cli: ['stop', container]},
        {cli: ['kill', container]},
        {cli: ['exec', container, 'true']},
        {cli: ['rename', container, 'ga-x']},
        {cli: ['update', '-m', '64m', container]},
        {cli: ['commit', container, 'ga-x']},
        {cli: ['volume', 'rm', volume]},
        {cli: ['network', 'rm', network]},
        {cli: ['network', 'connect', 'bridge', container]},
        {cli: ['network', 'disconnect', '-f', network, container]},
        {method: 'DELETE', path: `/containers/${foreign['containerId']}?force=1`},
        post(`/containers/${foreign['containerId']?.slice(0, 12)}/exec`, {Cmd: ['true']}),
        {method: 'DELETE', path: `/v1.41/networks/${foreign['networkId']}`},
        {method: 'PUT', path: `/containers/${container}/archive?path=/`, body: 'x'},
        {cli: ['rmi', foreign['image'] ?? '']},
        {cli: ['rmi', foreign['imageId']?.slice(7, 19) ?? '']},
        {cli: ['tag', foreign['image'] ?? '', 'ga-x']},
        {cli: ['push', foreign['image'] ?? '']},
        {cli: ['save', foreign['image'] ?? '']},
        {cli: ['image', 'inspect', foreign['image'] ?? '']},
        {cli: ['history', foreign['imageId'] ?? '']},
      ],
    },
    {
      what: "Docker's own networks, to remove or to join the machine's",
      spellings: [
        {cli: ['network', 'rm', 'bridge']},
        {method: 'DELETE', path: '/networks/host'},
        {cli: ['network', 'connect', 'host', 'ga-own']},
      ],
      says: /k8s-learn: |not found/,
    },
  ];
}
