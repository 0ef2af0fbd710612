import {beforeEach, describe, expect, it} from 'vitest';
import {catalogue} from '../../../../../src/sandbox/embedded/runtime/images/catalogue.ts';
import {type ImageUser, imageUser} from './image-user.ts';

let user: ImageUser;

beforeEach(async () => {
  user = await imageUser();
});

/** What an image's own command comes to where it is no server and no shell. */
const ends: {readonly [name: string]: readonly [string, number]} = {
  'hello-world:latest': ['exited', 0],
  'curlimages/curl:latest': ['exited', 2],
  // These want a Corefile, or a cluster around them.
  'registry.k8s.io/coredns/coredns:v1.12.1': ['exited', 1],
  'docker.io/kindest/kindnetd:v20250512-df8de77b': ['exited', 255],
};

const runnable = catalogue.filter(({config: {Entrypoint, Cmd}}) => Entrypoint || Cmd).map(({names}) => names[0] ?? '');
const withoutCommand = catalogue.map(({names}) => names[0] ?? '').filter((name) => !runnable.includes(name));

describe('an image of the catalogue', () => {
  it.each(runnable)('%s starts, and is known by all its names', async (name) => {
    const names = catalogue.find((each) => each.names[0] === name)?.names ?? [];
    for (const each of names) await user.pull(each);
    const container = await user.start(name);
    await user.pass(3000);
    const {Status, ExitCode} = await user.state(container);
    const expected = ends[name] ?? ['running', 0];
    expect([Status, ExitCode], await user.logs(container)).toEqual(expected);
    const ids = await Promise.all(
      names.map(async (each) => (await user.engine.get(`/images/${each}/json`)).json()['Id']),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it.each(runnable)('%s stops in its own time', async (name) => {
    const container = await user.start(name);
    await user.pass(1000);
    const stopped = user.engine.post(`/containers/${container}/stop`);
    await user.pass(12_000);
    await stopped;
    expect((await user.state(container)).Status).toBe('exited');
  });

  it.each(withoutCommand)('%s says that it has no command of its own', async (name) => {
    await expect(user.start(name)).rejects.toThrow('No command specified');
  });
});

describe('hello-world', () => {
  it('says hello, and what Docker did', async () => {
    const text = await user.run('hello-world');
    expect(text).toMatch(
      /^\nHello from Docker!\nThis message shows that your installation appears to be working correctly\./,
    );
    expect(text).toContain(' 1. The Docker client contacted the Docker daemon.');
  });
});

describe('busybox', () => {
  it('runs commands, alone and in a shell', async () => {
    expect(await user.run('busybox:1.36', 'echo', 'hello')).toBe('hello\n');
    expect(await user.run('busybox:1.36', 'sh', '-c', 'id; ls -d /bin /etc /tmp; cat /etc/passwd | head -1')).toBe(
      'uid=0(root) gid=0(root) groups=0(root),10(wheel)\n/bin  /etc  /tmp\nroot:x:0:0:root:/root:/bin/sh\n',
    );
    expect(await user.run('busybox', 'sh', '-c', `set -- "\${NONE:-}" "\${HOME:+}"; echo $#`)).toBe('2\n');
    expect(await user.run('busybox', 'busybox')).toMatch(/^BusyBox v1\.36\.1 /);
  });
});

describe('alpine', () => {
  it('is the release it says', async () => {
    expect(await user.run('alpine:3.20', 'cat', '/etc/alpine-release')).toBe('3.20.6\n');
    expect(await user.run('alpine', 'cat', '/etc/os-release')).toContain('PRETTY_NAME="Alpine Linux v3.21"\n');
  });

  it('knows its users', async () => {
    expect(await user.run('alpine:3.20', 'id')).toBe(
      'uid=0(root) gid=0(root) groups=0(root),1(bin),2(daemon),3(sys),4(adm),6(disk),10(wheel),11(floppy),20(dialout),26(tape),27(video)\n',
    );
    expect(await user.run('alpine:3.20', 'sh', '-c', 'adduser -D joe && id joe && su joe -c whoami')).toBe(
      'uid=1000(joe) gid=1000(joe) groups=1000(joe)\njoe\n',
    );
  });

  it('gets what is installed', async () => {
    const text = await user.run(
      'alpine:3.20',
      'sh',
      '-c',
      'which curl || echo none; apk add --no-cache curl && curl --version | head -1',
    );
    expect(text).toMatch(
      /^none\nfetch https:\/\/dl-cdn\.alpinelinux\.org\/alpine\/v3\.20\/main\/x86_64\/APKINDEX\.tar\.gz\n/,
    );
    expect(text).toMatch(/\(\d+\/\d+\) Installing curl \([\d.]+-r\d+\)\n/);
    expect(text).toMatch(/\ncurl 8\.[^\n]*\n$/);
  });
});

describe('nginx', () => {
  it('welcomes, and says on its log who asked', async () => {
    await user.start('nginx:1.27-alpine', {name: 'web'});
    expect(await user.run('busybox:1.36', 'wget', '-qO-', 'http://web')).toMatch(/<title>Welcome to nginx!<\/title>/);
    await user.run('busybox:1.36', 'wget', '-q', 'http://web/nothing');
    const log = await user.logs('web');
    expect(log).toContain('/docker-entrypoint.sh: Configuration complete; ready for start up\n');
    expect(log).toMatch(/\n172\.\d+\.0\.3 - - \[[^\]]+\] "GET \/ HTTP\/1\.1" 200 \d+ "-" "Wget" "-"\n/);
    expect(log).toContain(
      '10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf\n',
    );
    expect(log).toMatch(/"GET \/nothing HTTP\/1\.1" 404 153 "-" "Wget" "-"\n/);
  });

  it('fills in templates, and has its files where they are known to be', async () => {
    const text = await user.run(
      'nginx:alpine',
      'sh',
      '-c',
      'nginx -v; nginx -t; ls /etc/nginx /usr/share/nginx/html; id nginx',
    );
    expect(text).toMatch(/^nginx version: nginx\/1\.27\.5\n/);
    expect(text).toContain('nginx: configuration file /etc/nginx/nginx.conf test is successful\n');
    expect(text).toMatch(/50x\.html +index\.html|50x\.html\nindex\.html/);
    expect(text).toContain('uid=101(nginx) gid=101(nginx)');
    expect(await user.run('nginx:1.26-alpine', 'nginx', '-v')).toMatch(/\nnginx version: nginx\/1\.26\.3\n$/);
  });
});

describe('redis', () => {
  it('keeps what it is given', async () => {
    await user.start('redis:7-alpine');
    expect(await user.run('redis:7-alpine', 'redis-cli', '-h', 'redis', 'ping')).toBe('PONG\n');
    await user.run('redis:7-alpine', 'redis-cli', '-h', 'redis', 'set', 'a', '1');
    expect(await user.run('redis:7-alpine', 'redis-cli', '-h', 'redis', 'incr', 'a')).toBe('(integer) 2\n');
    expect(await user.logs('redis')).toContain('* Ready to accept connections tcp\n');
  });
});

describe('registry', () => {
  it('answers its API and says its version', async () => {
    await user.start('registry:2');
    expect(await user.run('busybox:1.36', 'wget', '-qO-', 'http://registry:5000/v2/_catalog')).toBe(
      '{"repositories":[]}\n',
    );
    expect(await user.run('registry:2', 'registry', '--version')).toMatch(
      /^registry github\.com\/docker\/distribution /,
    );
  });
});

describe('curl', () => {
  it('is what its image runs', async () => {
    await user.start('traefik/whoami', {name: 'who'});
    expect(await user.run('curlimages/curl', '-s', 'http://who/?x=1')).toContain('GET /?x=1 HTTP/1.1\nHost: who\n');
    expect(await user.run('curlimages/curl', '-sS', 'http://nobody')).toBe(
      'curl: (6) Could not resolve host: nobody\n',
    );
    expect(await user.run('curlimages/curl', 'whoami')).toBe('curl_user\n');
  });
});

describe('stress', () => {
  it('ends by itself, and is ended by too little memory', async () => {
    expect(await user.run('polinux/stress', 'stress', '--cpu', '1', '-t', '2')).toMatch(
      /successful run completed in 2s\n$/,
    );
    await user.start('polinux/stress', {
      command: ['stress', '--vm', '1', '--vm-bytes', '150M', '--vm-hang', '1'],
      more: {HostConfig: {Memory: 100 << 20}},
    });
    await user.pass(2000);
    expect(await user.state('stress')).toMatchObject({Status: 'exited', OOMKilled: true, ExitCode: 1});
  });
});

describe('fluentd', () => {
  it('prints what is appended to files, as lesson 7 has it', async () => {
    const config = `<source>
  @type tail
  path /logs/*_default_*.log
  exclude_path ["/logs/collector-*"]
  tag node.*
  read_from_head true
  refresh_interval 2
  <parse>
    @type none
  </parse>
</source>
<match node.**>
  @type stdout
</match>
`;
    const script =
      'mkdir /logs; echo old > /logs/web_default_x.log; echo no > /logs/collector-1_default_x.log; ' +
      'echo "$CONFIG" > /fluentd/etc/fluent.conf; (sleep 3; echo umbrella >> /logs/web_default_x.log; ' +
      'echo late > /logs/new_default_y.log) & exec /bin/entrypoint.sh fluentd';
    await user.start('fluent/fluentd:v1.16-1', {
      command: ['sh', '-c', script],
      more: {User: '0', Env: [`CONFIG=${config}`]},
    });
    await user.pass(7000);
    const log = await user.logs('fluentd');
    expect(log).toContain("[warn]: #0 'pos_file PATH' parameter is not set for a 'tail' source.\n");
    expect(log).toContain('[info]: #0 following tail of /logs/web_default_x.log\n');
    expect(log.match(/ node\.\S+: .*/g)).toEqual([
      ' node.logs.web_default_x.log: {"message":"old"}',
      ' node.logs.web_default_x.log: {"message":"umbrella"}',
      ' node.logs.new_default_y.log: {"message":"late"}',
    ]);
  });

  it('ends when it is told to, and says so', async () => {
    await user.start('fluent/fluentd:v1.16-1');
    await user.pass(1000);
    const stopped = user.engine.post('/containers/fluentd/stop');
    await user.pass(1000);
    await stopped;
    expect(await user.state('fluentd')).toMatchObject({Status: 'exited', ExitCode: 0});
    expect(await user.logs('fluentd')).toMatch(
      /\[info\]: Received graceful stop\n[\s\S]*Worker 0 finished with status 0\n$/,
    );
  });
});

describe('pause', () => {
  it('goes when it is told to', async () => {
    await user.start('registry.k8s.io/pause:3.10');
    const stopped = user.engine.post('/containers/pause/stop');
    await user.pass(100);
    await stopped;
    expect(await user.state('pause')).toMatchObject({Status: 'exited', ExitCode: 0});
  });
});
