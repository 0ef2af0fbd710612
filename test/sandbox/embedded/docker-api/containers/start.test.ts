import {describe, expect, it} from 'vitest';
import {testEngine} from './engine.ts';

const oci =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: ' +
  'unable to start container process: ';

describe('a start', () => {
  it.each([
    [['nosuch'], 127, `${oci}exec: "nosuch": executable file not found in $PATH: unknown`],
    [['/bin/nosuch'], 127, `${oci}exec: "/bin/nosuch": stat /bin/nosuch: no such file or directory: unknown`],
    [['/etc'], 126, `${oci}exec: "/etc": permission denied: unknown`],
    [['/etc/motd'], 126, `${oci}exec: "/etc/motd": permission denied: unknown`],
  ])('of %j is refused, and the container shows %i', async (command, exitCode, message) => {
    const engine = await testEngine();
    const container = await engine.create('one', {Cmd: command});
    const answer = await engine.call('POST', '/containers/one/start');
    expect([answer.status, answer.json().message]).toEqual([400, message]);
    const {State} = (await engine.call('GET', '/containers/one/json')).json<{State: object}>();
    expect(State).toMatchObject({Status: 'created', ExitCode: exitCode, Error: message, Pid: 0});
    expect(container.endpoints.size).toBe(0);
    expect(engine.daemon.kernel.cgroup.pids).toBe(0);
  });

  it.each([
    ['script', 'err exec /bin/script: no such file or directory\n'],
    ['broken', 'err exec /bin/broken: exec format error\n'],
  ])('of a file the kernel cannot run (%s) succeeds, and its last words say why', async (command, words) => {
    const engine = await testEngine();
    const container = await engine.create('one', {Cmd: [command]});
    const client = await engine.hijack('/containers/one/attach?stream=1&stdout=1&stderr=1');
    expect((await engine.call('POST', '/containers/one/start')).status).toBe(204);
    await engine.clock.settle();
    expect(client.frames()).toEqual([words]);
    expect(container.state.exitCode).toBe(255);
  });

  it.each([
    [{User: 'nobody'}, 500, 'unable to find user nobody: no matching entries in passwd file'],
    [{User: 'web:nogroup'}, 500, 'unable to find group nogroup: no matching entries in group file'],
  ])('as %j is refused', async (config, status, message) => {
    const engine = await testEngine();
    await engine.create('one', config);
    const answer = await engine.call('POST', '/containers/one/start');
    expect([answer.status, answer.json().message]).toEqual([status, message]);
  });

  it.each([
    [{User: ''}, '/ 0 0 10'],
    [{User: 'web'}, '/ 101 102 10,200'],
    [{User: '101:200'}, '/ 101 200 '],
    [{User: '1234'}, '/ 1234 0 '],
    [{User: 'web', WorkingDir: '/new/place'}, '/new/place 101 102 10,200'],
  ])('as %j runs as that user, in that folder, which is made', async (config, expected) => {
    const engine = await testEngine();
    await engine.run('one', ['where'], {}, {...config, Hostname: 'host'});
    expect(await engine.logs('one')).toBe(`${expected} host\n`);
  });

  it('gives the environment in the order Docker does', async () => {
    const engine = await testEngine();
    await engine.run('one', ['env'], {}, {Env: ['FOO=bar', 'TERM=dumb', 'EMPTY='], Hostname: 'h', Tty: false});
    expect((await engine.logs('one')).split('\n')).toEqual([
      'PATH=/bin',
      'HOSTNAME=h',
      'FOO=bar',
      'TERM=dumb',
      'EMPTY=',
      'HOME=/root',
      '',
    ]);
  });

  it('takes entry point, command and folder of the image, and of the call first', async () => {
    const engine = await testEngine();
    await engine.run('one', [], {}, {Image: 'web:1', Cmd: null});
    await engine.run('two', ['other'], {}, {Image: 'web:1'});
    await engine.run('three', ['x'], {}, {Image: 'web:1', Entrypoint: ['echo', 'mine']});
    await engine.run('four', ['where'], {}, {Image: 'web:1', Entrypoint: [''], Hostname: 'h'});
    expect(await engine.logs('one')).toBe('web -f\n');
    expect(await engine.logs('two')).toBe('web other\n');
    expect(await engine.logs('three')).toBe('mine x\n');
    expect(await engine.logs('four')).toBe('/srv/pages 0 0 10 h\n');
  });

  it('with --init puts a process in front that passes signals on', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100'], {Init: true});
    const lines = container.space?.processes().map(({pid, argv}) => `${pid} ${argv.join(' ')}`);
    expect(lines).toEqual(['1 /sbin/docker-init -- sleep 100', '2 sleep 100']);
    expect((await engine.call('POST', '/containers/one/stop')).status).toBe(204);
    // Not the first process: the default of SIGTERM holds.
    expect(container.state.exitCode).toBe(143);
  });

  it('with a limit of processes keeps to it, and frees them at the end', async () => {
    const engine = await testEngine();
    await engine.run('one', ['child'], {PidsLimit: 1});
    expect(await engine.logs('one')).toContain('Resource temporarily unavailable');
    await engine.run('two', ['sleep', '100'], {PidsLimit: 1});
    expect(await engine.exec('two', ['echo'])).toEqual([
      'out OCI runtime exec failed: exec failed: unable to start container process: ' +
        'fork: resource temporarily unavailable: unknown\r\n',
    ]);
    await engine.call('POST', '/containers/two/kill');
    expect(engine.daemon.kernel.cgroup.pids).toBe(0);
  });

  it('writes hosts, hostname and resolv.conf as Docker does', async () => {
    const engine = await testEngine();
    const config = {Hostname: 'hh', Domainname: 'dd.com'};
    await engine.run(
      'one',
      ['cat', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf'],
      {ExtraHosts: ['foo:1.2.3.4']},
      config,
    );
    expect(await engine.logs('one')).toBe(
      [
        '127.0.0.1\tlocalhost',
        '::1\tlocalhost ip6-localhost ip6-loopback',
        'fe00::0\tip6-localnet',
        'ff00::0\tip6-mcastprefix',
        'ff02::1\tip6-allnodes',
        'ff02::2\tip6-allrouters',
        '1.2.3.4\tfoo',
        '172.17.0.2\thh.dd.com hh',
        'hh',
        'nameserver 192.168.65.7',
        '',
      ].join('\n'),
    );
  });

  it('shows its processes and limits in /proc and /sys', async () => {
    const engine = await testEngine();
    await engine.run('one', ['sleep', '100'], {Memory: 64 << 20, PidsLimit: 9}, {Hostname: 'h'});
    expect(await engine.exec('one', ['cat', '/proc/1/cmdline'])).toEqual(['out sleep\u0000100\u0000']);
    expect(await engine.exec('one', ['cat', '/proc/self/comm'])).toEqual(['out cat\n']);
    expect(await engine.exec('one', ['cat', '/proc/sys/kernel/hostname'])).toEqual(['out h\n']);
    expect(await engine.exec('one', ['cat', '/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/pids.max'])).toEqual([
      'out 67108864\n9\n',
    ]);
    expect((await engine.exec('one', ['cat', '/etc/mtab']))[0]).toContain('overlay / overlay');
  });

  it('keeps nothing of a root file system that is read-only, but tmpfs and volumes', async () => {
    const engine = await testEngine();
    const host = {ReadonlyRootfs: true, Tmpfs: {'/scratch': 'size=1m'}, Binds: ['keep:/keep']};
    await engine.run('one', ['sleep', '100'], host);
    expect(await engine.exec('one', ['write', '/etc/x', 'y'])).toEqual(['err write: /etc/x: Read-only file system\n']);
    expect(await engine.exec('one', ['write', '/scratch/x', 'y'])).toEqual([]);
    expect(await engine.exec('one', ['write', '/keep/x', 'y'])).toEqual([]);
    expect(await engine.exec('one', ['cat', '/keep/x'])).toEqual(['out y\n']);
  });

  it('of two hundred containers that do nothing takes no room on the disk', async () => {
    const engine = await testEngine();
    await engine.run('first', ['sleep', '100000']);
    const before = engine.daemon.kernel.disk.usedBytes;
    for (let count = 0; count < 200; count += 1) await engine.run(`box${count}`, ['sleep', '100000']);
    expect(engine.daemon.kernel.cgroup.pids).toBe(201);
    expect(engine.daemon.kernel.disk.usedBytes).toBe(before);
  });

  it('gives every container what it needs, and takes it back', async () => {
    const engine = await testEngine();
    const before = engine.daemon.kernel.disk.usedBytes;
    await engine.run('one', ['sleep', '100'], {Tmpfs: {'/scratch': ''}});
    await engine.exec('one', ['write', '/scratch/x', 'y'.repeat(100_000)]);
    await engine.exec('one', ['write', '/kept', 'y'.repeat(100_000)]);
    expect(engine.daemon.kernel.disk.usedBytes).toBeGreaterThan(before + 200_000);
    await engine.call('DELETE', '/containers/one?force=1');
    expect(engine.daemon.kernel.disk.usedBytes).toBe(before);
  });
});
