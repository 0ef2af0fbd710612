import {describe, expect, it} from 'vitest';
import {decode} from '../../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {readAll} from '../../../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {ManualClock} from '../../../../../../src/sandbox/embedded/clock.ts';
import {descriptorDevice} from '../../../../../../src/sandbox/embedded/runtime/fs/devices.ts';
import {rootFiles} from '../../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import {nginxPrograms} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/nginx/nginx.ts';
import {encodeBytes} from '../../../../../../src/sandbox/embedded/runtime/programs/text/codec.ts';
import {type Machine, manualClock, type RanProcess} from '../../../rig.ts';
import {createNeighbours} from '../neighbours.ts';
import {get} from './answer-cases.ts';
import {ask, createSite} from './site.ts';

const conf = (server: string, main = ''): string => `user nginx;
worker_processes 2;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;
${main}
events {}
http {
  server { listen 80; root /srv/site; ${server} }
}
`;

interface Running {
  readonly machine: Machine;
  readonly clock: ManualClock;
  readonly server: RanProcess;
  read(path: string): string;
}

async function run(text: string): Promise<Running> {
  const clock = manualClock();
  const machine = createSite(text, clock);
  const server = machine.start(['nginx', '-g', 'daemon off;']);
  await clock.settle();
  const disk = rootFiles(machine.space.mounts, clock.now);
  return {machine, clock, server, read: (path) => disk.readText(path)};
}

const titles = ({space}: Machine): readonly string[] => space.processes().map(({argv}) => argv.join(' '));
/** Lines of the error log without their times. */
const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, ''));

describe('nginx as processes', () => {
  it('is a master and its workers, who are somebody else', async () => {
    const {machine, read} = await run(conf(''));
    expect(titles(machine)).toEqual([
      'nginx: master process nginx -g daemon off;',
      'nginx: worker process',
      'nginx: worker process',
    ]);
    expect(machine.space.processes().map(({user}) => user.uid)).toEqual([0, 101, 101]);
    expect(read('/run/nginx.pid')).toBe('1\n');
    expect(lines(read('/var/log/nginx/error.log'))).toEqual([
      '[notice] 1#1: using the "epoll" event method',
      '[notice] 1#1: nginx/1.27.5',
      '[notice] 1#1: built by k8s-learn (a simulation)',
      '[notice] 1#1: OS: Linux 6.6.0-k8s-learn',
      '[notice] 1#1: getrlimit(RLIMIT_NOFILE): 1048576:1048576',
      '[notice] 1#1: start worker processes',
      '[notice] 1#1: start worker process 2',
      '[notice] 1#1: start worker process 3',
    ]);
  });

  it('goes to the background where nobody says otherwise, and can be stopped from there', async () => {
    const clock = manualClock();
    const machine = createSite(conf(''), clock);
    machine.start(['idle']);
    const started = machine.start(['nginx']);
    await clock.settle();
    expect(started.process.status).toEqual({code: 0});
    expect(titles(machine).slice(1)).toEqual([
      'nginx: master process nginx',
      'nginx: worker process',
      'nginx: worker process',
    ]);
    expect(await ask(machine, 80, get('/about.html'))).toContain('About');
    machine.start(['nginx', '-s', 'stop']);
    await clock.settle();
    expect(titles(machine)).toEqual(['idle']);
  });

  it('logs requests with who asked, what and how it was answered', async () => {
    const {machine, clock, read} = await run(conf(''));
    await ask(machine, 80, get('/about.html?x=1', {'User-Agent': 'me "1"', Referer: 'http://from/'}));
    await ask(machine, 80, get('/nothing'));
    await ask(machine, 80, 'nonsense\r\n\r\n');
    await clock.settle();
    expect(read('/var/log/nginx/access.log')).toBe(
      '127.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET /about.html?x=1 HTTP/1.1" 200 15 "http://from/" "me \\x221\\x22"\n' +
        '127.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET /nothing HTTP/1.1" 404 153 "-" "-"\n' +
        '127.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "nonsense" 400 157 "-" "-"\n',
    );
    // Whichever worker took it.
    expect(lines(read('/var/log/nginx/error.log')).at(-1)?.replace(/\d#\d/, '2#2')).toBe(
      '[error] 2#2: *2 open() "/srv/site/nothing" failed (2: No such file or directory), client: 127.0.0.1, ' +
        'server: , request: "GET /nothing HTTP/1.1", host: "localhost"',
    );
  });

  it('logs to the standard output of its container by the links of the image', async () => {
    const clock = manualClock();
    const machine = createSite(conf(''), clock);
    const disk = rootFiles(machine.space.mounts, clock.now);
    disk.makeDirectories('/proc/self/fd');
    for (const fd of [1, 2]) disk.makeNode(`/proc/self/fd/${fd}`, descriptorDevice(fd, clock.now()));
    disk.unlink('/var/log/nginx/error.log');
    disk.makeSymlink('/var/log/nginx/access.log', '/dev/stdout');
    disk.makeSymlink('/var/log/nginx/error.log', '/dev/stderr');
    const server = machine.start(['nginx', '-g', 'daemon off;']);
    await clock.settle();
    await ask(machine, 80, get('/about.html'));
    await clock.settle();
    expect(server.out()).toContain('"GET /about.html HTTP/1.1" 200 15 "-" "-"');
    expect(server.err()).toContain('start worker process 2');
  });

  it('takes a new configuration by a reload, without losing an answer', async () => {
    const {machine, clock, read} = await run(conf('location /who { return 200 "old\\n"; }'));
    machine.lay({'/etc/nginx/nginx.conf': conf('location /who { return 200 "new\\n"; }')});
    const reload = machine.start(['nginx', '-s', 'reload']);
    await clock.settle();
    expect(await reload.done).toMatchObject({out: '', err: '', status: {code: 0}});
    expect(await ask(machine, 80, get('/who'))).toContain('new\n');
    expect(titles(machine)).toHaveLength(3);
    expect(machine.space.processes().map(({pid}) => pid)).toEqual([1, 5, 6]);
    expect(lines(read('/var/log/nginx/error.log')).slice(8)).toEqual([
      '[notice] 4#4: signal process started',
      '[notice] 1#1: signal 1 (SIGHUP) received, reconfiguring',
      '[notice] 1#1: reconfiguring',
      '[notice] 1#1: using the "epoll" event method',
      '[notice] 1#1: start worker processes',
      '[notice] 1#1: start worker process 5',
      '[notice] 1#1: start worker process 6',
      '[notice] 2#2: gracefully shutting down',
      '[notice] 3#3: gracefully shutting down',
      '[notice] 2#2: exiting',
      '[notice] 3#3: exiting',
      '[notice] 2#2: exit',
      '[notice] 3#3: exit',
      '[notice] 1#1: signal 17 (SIGCHLD) received from 2',
      '[notice] 1#1: worker process 2 exited with code 0',
      '[notice] 1#1: signal 17 (SIGCHLD) received from 3',
      '[notice] 1#1: worker process 3 exited with code 0',
    ]);
  });

  it('keeps the old configuration when the new one is wrong', async () => {
    const {machine, clock, read, server} = await run(conf('location /who { return 200 "old\\n"; }'));
    machine.lay({'/etc/nginx/nginx.conf': conf('location /who { retrun 200; }')});
    server.process.kill('SIGHUP');
    await clock.settle();
    expect(await ask(machine, 80, get('/who'))).toContain('old\n');
    expect(lines(read('/var/log/nginx/error.log')).at(-1)).toBe(
      '[emerg] 1#1: unknown directive "retrun" in /etc/nginx/nginx.conf:8',
    );
  });

  it('listens where a reload says, and nowhere else', async () => {
    const {machine, clock, server} = await run(conf(''));
    machine.lay({'/etc/nginx/nginx.conf': conf('').replace('listen 80', 'listen 8080')});
    server.process.kill('SIGHUP');
    await clock.settle();
    expect(machine.space.network.listeners().map(({port}) => port)).toEqual([8080]);
    expect(await ask(machine, 8080, get('/about.html'))).toContain('About');
  });

  it('ends gracefully on SIGQUIT: idle connections at once, answers first', async () => {
    const {machine, clock, server, read} = await run(conf(''));
    const idle = machine.space.fabric.toStack(machine.space.network, 80).stream;
    await idle.writer.write(encodeBytes('GET /about.html HTTP/1.1\r\nHost: x\r\n\r\n'));
    await clock.settle();
    expect(decode((await idle.reader.read()) ?? new Uint8Array(0))).toContain('Connection: keep-alive');
    server.process.kill('SIGQUIT');
    await clock.settle();
    expect(server.process.status).toEqual({code: 0});
    expect(lines(read('/var/log/nginx/error.log'))).toContain(
      '[notice] 1#1: signal 3 (SIGQUIT) received, shutting down',
    );
    expect(() => rootFiles(machine.space.mounts, clock.now).readText('/run/nginx.pid')).toThrow('No such file');
  });

  it('ends at once on SIGTERM', async () => {
    const {clock, server} = await run(conf(''));
    server.process.kill('SIGTERM');
    await clock.settle();
    expect(server.process.status).toEqual({code: 0});
  });

  it('replaces a worker that was killed', async () => {
    const {machine, clock, read} = await run(conf(''));
    machine.space.process(2)?.kill('SIGKILL');
    await clock.settle();
    expect(machine.space.processes().map(({pid}) => pid)).toEqual([1, 3, 4]);
    expect(lines(read('/var/log/nginx/error.log'))).toContain('[alert] 1#1: worker process 2 exited on signal 9');
    expect(await ask(machine, 80, get('/about.html'))).toContain('About');
  });

  it('closes a connection on which nothing more is asked', async () => {
    const {machine, clock} = await run(conf('keepalive_timeout 5s;'));
    const {stream} = machine.space.fabric.toStack(machine.space.network, 80);
    await stream.writer.write(encodeBytes('GET /about.html HTTP/1.1\r\nHost: x\r\n\r\n'));
    await clock.settle();
    let isClosed = false;
    const closed = readAll(stream.reader).then(() => {
      isClosed = true;
    });
    await clock.advance(4999);
    expect(isClosed).toBe(false);
    await clock.advance(1);
    await closed;
  });

  it('says five times that its port is taken, then gives up', async () => {
    const clock = manualClock();
    const machine = createSite(conf(''), clock);
    machine.space.network.listen(80);
    const server = machine.start(['nginx', '-g', 'daemon off;']);
    await clock.advance(3000);
    const {err, status} = await server.done;
    expect(status.code).toBe(1);
    expect(err).toBe(
      `${'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address in use)\n'.repeat(5)}nginx: [emerg] still could not bind()\n`,
    );
  });

  it('cannot start without what it must write', async () => {
    const machine = createSite(conf(''));
    rootFiles(machine.space.mounts, machine.clock.now).change('/run', {mode: 0o555, uid: 5});
    const {err, status} = await machine.run(['nginx', '-g', 'daemon off;'], {
      user: {uid: 101, gid: 101, groups: []},
    });
    expect(status.code).toBe(1);
    expect(lines(err)).toContain(
      'nginx: [warn] the "user" directive makes sense only if the master process runs with super-user privileges, ignored in /etc/nginx/nginx.conf:1',
    );
    expect(err).toContain('failed (13: Permission denied)');
  });
});

describe('the command line of nginx', () => {
  const said = async (...args: readonly string[]): Promise<object> => {
    const {out, err, status} = await createSite(conf('')).run(['nginx', ...args]);
    return {out, err, code: status.code};
  };

  it.each([
    [['-v'], {out: '', err: 'nginx version: nginx/1.27.5\n', code: 0}],
    [['-x'], {out: '', err: 'nginx: invalid option: "x"\n', code: 1}],
    [['start'], {out: '', err: 'nginx: invalid option: "start"\n', code: 1}],
    [['-s'], {out: '', err: 'nginx: option "-s" requires parameter\n', code: 1}],
    [['-c'], {out: '', err: 'nginx: option "-c" requires file name\n', code: 1}],
    [['-s', 'restart'], {out: '', err: 'nginx: invalid option: "-s restart"\n', code: 1}],
    [
      ['-s', 'reload'],
      {out: '', err: 'nginx: [error] open() "/run/nginx.pid" failed (2: No such file or directory)\n', code: 1},
    ],
    [['-tq'], {out: '', err: '', code: 0}],
    [
      ['-t', '-g', 'daemon maybe;'],
      {
        out: '',
        err:
          'nginx: [emerg] invalid value "maybe" in "daemon" directive, it must be "on" or "off" in command line\n' +
          'nginx: configuration file /etc/nginx/nginx.conf test failed\n',
        code: 1,
      },
    ],
  ])('%j', async (args, expected) => {
    expect(await said(...args)).toEqual(expected);
  });

  it('-T prints every file it read', async () => {
    const machine = createSite('events {}\nhttp { include conf.d/*.conf; }\n');
    machine.lay({'/etc/nginx/conf.d/b.conf': '# b\n', '/etc/nginx/conf.d/a.conf': '# a\n'});
    const {out} = await machine.run(['nginx', '-T']);
    expect(out).toBe(
      '# configuration file /etc/nginx/nginx.conf:\nevents {}\nhttp { include conf.d/*.conf; }\n\n' +
        '# configuration file /etc/nginx/conf.d/a.conf:\n# a\n\n# configuration file /etc/nginx/conf.d/b.conf:\n# b\n\n',
    );
  });
});

describe('nginx in front of others', () => {
  const server = (text: string): string => `events {}\nhttp {\naccess_log off;\n${text}\n}\n`;
  const one = (name: string): string => server(`server { listen 80; return 200 "${name} for $http_x_real_ip\\n"; }`);

  it('finds them by the names of the network, and hands requests on in turn', async () => {
    const clock = manualClock();
    const {front, one: first, two} = createNeighbours(['front', 'one', 'two'], {programs: nginxPrograms, clock});
    const confs = {
      front: server(
        'upstream app { server one; server two; }\nserver { listen 80; location / { proxy_pass http://app; proxy_set_header X-Real-IP $remote_addr; } }',
      ),
      one: one('one'),
      two: one('two'),
    };
    for (const [name, machine] of [
      ['one', first],
      ['two', two],
      ['front', front],
    ] as const) {
      machine.lay({'/usr/sbin/nginx': 'program:nginx', '/etc/nginx/nginx.conf': confs[name]});
      machine.start(['nginx', '-g', 'daemon off;']);
      await clock.settle();
    }
    const answers: string[] = [];
    for (let count = 0; count < 4; count += 1)
      answers.push((await ask(front, 80, get('/'))).split('\r\n\r\n')[1] ?? '');
    expect(answers).toEqual([
      'one for 172.18.0.1\n',
      'two for 172.18.0.1\n',
      'one for 172.18.0.1\n',
      'two for 172.18.0.1\n',
    ]);
    first.space.process(1)?.kill('SIGQUIT');
    await clock.settle();
    for (let count = 0; count < 3; count += 1) expect(await ask(front, 80, get('/'))).toContain('two for');
    expect(rootFiles(front.space.mounts, clock.now).readText('/var/log/nginx/error.log')).toContain(
      'connect() failed (111: Connection refused) while connecting to upstream, client: 172.18.0.1, server: , ' +
        'request: "GET / HTTP/1.1", upstream: "http://172.18.0.3:80/", host: "localhost"',
    );
  });

  it('does not start when a name leads nowhere', async () => {
    const {front} = createNeighbours(['front'], {programs: nginxPrograms});
    front.lay({
      '/usr/sbin/nginx': 'program:nginx',
      '/etc/nginx/nginx.conf': server('server { location / { proxy_pass http://backend; } }'),
    });
    const {err, status} = await front.run(['nginx', '-g', 'daemon off;']);
    expect(status.code).toBe(1);
    expect(err).toBe('nginx: [emerg] host not found in upstream "backend" in /etc/nginx/nginx.conf:4\n');
  });

  it('looks a name in a variable up for every request, by the resolver alone', async () => {
    const clock = manualClock();
    const {front, one: back} = createNeighbours(['front', 'one'], {programs: nginxPrograms, clock});
    const to = 'server { listen 80; resolver 127.0.0.11; location / { set $to $arg_to; proxy_pass http://$to; } }';
    front.lay({'/usr/sbin/nginx': 'program:nginx', '/etc/nginx/nginx.conf': server(to)});
    back.lay({'/usr/sbin/nginx': 'program:nginx', '/etc/nginx/nginx.conf': one('one')});
    for (const machine of [front, back]) machine.start(['nginx', '-g', 'daemon off;']);
    await clock.settle();
    expect(await ask(front, 80, get('/?to=one'))).toContain('one for');
    expect(await ask(front, 80, get('/?to=nobody'))).toContain('502 Bad Gateway');
  });

  it('waits for an upstream that says nothing as long as it may', async () => {
    const clock = manualClock();
    const {front, one: back} = createNeighbours(['front', 'one'], {programs: nginxPrograms, clock});
    front.lay({
      '/usr/sbin/nginx': 'program:nginx',
      '/etc/nginx/nginx.conf': server('server { location / { proxy_pass http://one:81; proxy_read_timeout 5s; } }'),
    });
    back.space.network.listen(81);
    front.start(['nginx', '-g', 'daemon off;']);
    await clock.settle();
    const answer = ask(front, 80, get('/'));
    await clock.advance(5000);
    expect(await answer).toContain('504 Gateway Time-out');
  });
});
