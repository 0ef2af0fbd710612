import {describe, expect, it} from 'vitest';
import type {Program} from '../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {type Machine, manualClock} from '../../rig.ts';
import {createBox} from './box.ts';

const users = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n',
  '/etc/group': 'root:x:0:root\nann:x:1000:\n',
};

function box(options: Parameters<typeof createBox>[0] = {}): Machine {
  const made = createBox(options);
  made.lay(users);
  return made;
}

describe('ps', () => {
  it('shows every process of the container in the columns of busybox', async () => {
    expect((await box().run(['ps'])).out).toBe(
      'PID   USER     TIME  COMMAND\n    1 root      0:00 first\n    2 root      0:00 ps\n',
    );
  });

  it('shows what is asked for, with other headers', async () => {
    expect((await box().run(['ps', '-o', 'pid,ppid,comm=NAME,stat'])).out).toBe(
      'PID   PPID  NAME             STAT\n    1     0 first            S\n    2     0 ps               R\n',
    );
    expect((await box().run(['ps', '-o', 'nonsense'])).err).toContain(
      "ps: bad -o argument 'nonsense', supported arguments: ",
    );
  });

  it('takes the letters of ps aux, and means nothing by them', async () => {
    expect((await box().run(['ps', 'aux'])).out).toContain('    1 root      0:00 first\n');
  });
});

describe('signals', () => {
  it('are sent by number, by name and to all of a name', async () => {
    const clock = manualClock();
    for (const [command, code] of [
      [['kill', '2'], 143],
      [['kill', '-9', '2'], 137],
      [['kill', '-s', 'INT', '2'], 130],
      [['killall', 'sleep'], 143],
      [['pkill', '-HUP', 'sle'], 129],
      [['pkill', '-f', 'sleep 1000'], 143],
    ] as const) {
      const machine = box({clock});
      const {process} = machine.start(['sleep', '1000']);
      await clock.settle();
      machine.start(command);
      await clock.settle();
      expect(process.status?.code, command.join(' ')).toBe(code);
    }
  });

  it('do not end the first process, which has no handler for them', async () => {
    const machine = box();
    expect((await machine.run(['kill', '-9', '1'])).status.code).toBe(0);
    expect(machine.space.first?.state).toBe('running');
  });

  it('are refused by who is somebody else', async () => {
    const machine = box();
    machine.start(['sleep', '1000']);
    const {err, status} = await machine.run(['kill', '2'], {user: {uid: 1000, gid: 1000, groups: []}});
    expect(err).toBe("kill: can't kill pid 2: Operation not permitted\n");
    expect(status.code).toBe(1);
  });
});

describe('finding processes', () => {
  it('works by name, by pattern and by whole command line', async () => {
    const clock = manualClock();
    const machine = box({clock});
    machine.start(['sleep', '1000']);
    machine.start(['sleep', '2000']);
    await clock.settle();
    const run = async (...argv: string[]): Promise<string> => {
      const {done} = machine.start(argv);
      await clock.settle();
      return (await done).out;
    };
    expect(await run('pidof', 'sleep')).toBe('3 2\n');
    expect(await run('pidof', '-s', 'sleep')).toBe('3\n');
    expect(await run('pgrep', 'sle')).toBe('2\n3\n');
    expect(await run('pgrep', '-l', 'sle')).toBe('2 sleep\n3 sleep\n');
    expect(await run('pgrep', '-f', '2000')).toBe('3\n');
    expect(await run('pgrep', '-n', 'sleep')).toBe('3\n');
    expect(await run('pgrep', '-x', 'sle')).toBe('');
    expect(await run('pgrep', '-P', '0', 'first')).toBe('1\n');
  });

  it('says when there is none', async () => {
    expect(await box().run(['killall', 'nosuch'])).toMatchObject({
      err: 'killall: nosuch: no process killed\n',
      status: {code: 1},
    });
    expect(await box().run(['pidof', 'nosuch'])).toMatchObject({out: '', status: {code: 1}});
    expect(await box().run(['pgrep', 'nosuch'])).toMatchObject({out: '', status: {code: 1}});
  });
});

describe('running commands in another way', () => {
  it('timeout ends what takes too long, and leaves alone what does not', async () => {
    const clock = manualClock();
    const machine = box({clock});
    const {done, process} = machine.start(['timeout', '5', 'sleep', '60']);
    await clock.advance(4999);
    expect(process.state).toBe('running');
    await clock.advance(1);
    expect((await done).status.code).toBe(143);
  });

  it('timeout -k kills what does not listen', async () => {
    const deaf: Program = {
      name: 'deaf',
      async main(process) {
        process.onSignal('SIGTERM', 'ignore');
        await process.sleep(60_000);
        return 0;
      },
    };
    const clock = manualClock();
    const machine = box({clock, programs: [deaf]});
    machine.lay({'/bin/deaf': 'program:deaf'});
    const {done} = machine.start(['timeout', '-k', '2', '5', 'deaf']);
    await clock.advance(7000);
    expect((await done).status.code).toBe(137);
  });

  it('nohup lets a hang-up pass', async () => {
    const clock = manualClock();
    const {process} = box({clock}).start(['nohup', 'sleep', '60']);
    await clock.settle();
    process.kill('SIGHUP');
    await clock.advance(60_000);
    expect(process.status).toEqual({code: 0});
  });

  it('time says how long it took', async () => {
    const clock = manualClock();
    const {done} = box({clock}).start(['time', 'sleep', '61.5']);
    await clock.advance(61_500);
    expect(await done).toMatchObject({err: 'real\t1m 1.50s\nuser\t0m 0.00s\nsys\t0m 0.00s\n', status: {code: 0}});
    const posix = box({clock}).start(['time', '-p', 'false']);
    await clock.advance(100);
    expect(await posix.done).toMatchObject({err: 'real 0.00\nuser 0.00\nsys 0.00\n', status: {code: 1}});
  });

  it('nice, setsid and env run a command, or say why they cannot', async () => {
    const machine = box();
    for (const command of [['nice'], ['nice', '-n', '5'], ['nice', '-5'], ['setsid'], ['env'], ['env', 'A=1']])
      expect((await machine.run([...command, 'echo', 'x'])).out, command.join(' ')).toBe('x\n');
    for (const command of ['nice', 'setsid', 'env', 'nohup', 'timeout 5', 'time'])
      expect((await machine.run([...command.split(' '), 'nosuch'])).status.code, command).toBe(127);
    expect((await machine.run(['nice'])).out).toBe('0\n');
  });

  it('printenv and env show the environment', async () => {
    const env = {A: '1', B: 'two words'};
    expect((await box().run(['printenv', 'A', 'NONE', 'B'], {env})).out).toBe('1\ntwo words\n');
    expect((await box().run(['env', '-u', 'A', '-u', 'PATH', '-u', 'HOME'], {env})).out).toBe('B=two words\n');
  });

  it('watch runs a command again and again', async () => {
    const clock = manualClock();
    const machine = box({clock});
    const {out, process} = machine.start(['watch', '-n', '2', 'echo', 'tick']);
    await clock.advance(5000);
    process.kill('SIGINT');
    expect(out().match(/tick/g)).toHaveLength(6);
    expect(out()).toContain('Every 2.0s: echo tick');
  });

  it('sleep takes several times and units', async () => {
    const clock = manualClock();
    const {process} = box({clock}).start(['sleep', '1m', '0.5', '1h']);
    await clock.advance(3_660_499);
    expect(process.state).toBe('running');
    await clock.advance(1);
    expect(process.status).toEqual({code: 0});
    const endless = box({clock}).start(['sleep', 'infinity']);
    await clock.advance(10 * 86_400_000);
    expect(endless.process.state).toBe('running');
  });
});

describe('the machine', () => {
  it('says that it is simulated', async () => {
    const machine = box();
    expect((await machine.run(['uname', '-a'])).out).toBe(
      'Linux box 6.6.0-k8s-learn #1 SMP PREEMPT_DYNAMIC k8s-learn simulated kernel x86_64 Linux\n',
    );
    expect((await machine.run(['uname', '-r'])).out).toBe('6.6.0-k8s-learn\n');
    expect((await machine.run(['dmesg'])).out).toContain('simulated');
    expect((await machine.run(['cat', '/proc/version'])).out).toContain('simulated');
  });

  it('has two CPUs and eight gigabytes', async () => {
    const machine = box();
    expect((await machine.run(['nproc'])).out).toBe('2\n');
    expect((await machine.run(['free', '-m'])).out).toMatch(/^Mem: {11}8192 /m);
    expect((await machine.run(['free', '-h'])).out).toMatch(/^Mem: +8\.0G /m);
    expect((await machine.run(['grep', '-c', '^processor', '/proc/cpuinfo'])).out).toBe('2\n');
  });

  it('counts how long it runs', async () => {
    const clock = manualClock();
    const machine = box({clock});
    await clock.advance(3_720_000);
    const {done} = machine.start(['uptime']);
    await clock.settle();
    expect((await done).out).toBe(' 01:02:00 up  1:02,  0 users,  load average: 0.00, 0.00, 0.00\n');
  });

  it('lets nobody change it', async () => {
    const machine = box();
    for (const argv of [
      ['hostname', 'x'],
      ['mount', '-t', 'tmpfs', 'none', '/mnt'],
      ['unshare', 'sh'],
      ['sysctl', 'kernel.hostname=x'],
      ['date', '-s', '12:00'],
      ['umount', '/proc'],
      ['ifconfig', 'eth0', '1.2.3.4'],
    ])
      expect((await machine.run(argv)).status.code, argv.join(' ')).toBe(1);
    expect((await machine.run(['unshare'])).err).toBe('unshare: Operation not permitted\n');
    expect((await machine.run(['umount', '/proc'])).err).toBe("umount: can't unmount /proc: Operation not permitted\n");
  });

  it('shows its mounts and disks', async () => {
    const machine = box();
    expect((await machine.run(['mount'])).out).toContain('proc on /proc type proc (rw,relatime)\n');
    expect((await machine.run(['df', '/tmp'])).out).toMatch(
      /^Filesystem {11}1K-blocks {6}Used Available Use% Mounted on\noverlay +262144 +\d+ +\d+ +\d+% \/\n$/,
    );
    expect((await machine.run(['df', '-h', '/'])).out).toContain('256.0M');
  });

  it('has settings that can be read', async () => {
    const machine = box();
    expect((await machine.run(['sysctl', 'kernel.hostname'])).out).toBe('kernel.hostname = box\n');
    expect((await machine.run(['sysctl', '-n', 'kernel.osrelease'])).out).toBe('6.6.0-k8s-learn\n');
    expect((await machine.run(['sysctl', 'no.such'])).err).toContain("sysctl: error reading key 'no.such'");
    expect((await machine.run(['sysctl', '-a'])).out).toContain('net.core.somaxconn = 4096\n');
  });
});

describe('users', () => {
  it('are made with their groups and homes', async () => {
    const machine = box();
    expect((await machine.run(['adduser', '-D', '-u', '1234', 'bob'])).status.code).toBe(0);
    expect((await machine.run(['grep', 'bob', '/etc/passwd', '/etc/group'])).out).toBe(
      '/etc/passwd:bob:x:1234:1234:Linux User,,,:/home/bob:/bin/sh\n/etc/group:bob:x:1234:\n',
    );
    expect((await machine.run(['stat', '-c', '%U %G', '/home/bob'])).out).toBe('bob bob\n');
    expect((await machine.run(['adduser', '-D', 'bob'])).err).toBe("adduser: user 'bob' in use\n");
  });

  it('of the system have low numbers and no shell', async () => {
    const machine = box();
    await machine.run(['addgroup', '-S', 'app']);
    await machine.run(['adduser', '-S', '-D', '-H', '-G', 'app', 'app']);
    expect((await machine.run(['tail', '-n', '1', '/etc/passwd'])).out).toBe(
      'app:x:100:100:Linux User,,,:/home/app:/bin/false\n',
    );
    expect((await machine.run(['adduser', '-D', '-G', 'nosuch', 'x'])).err).toBe('adduser: unknown group nosuch\n');
  });

  it('join and leave groups, and go', async () => {
    const machine = box();
    await machine.run(['addgroup', 'staff']);
    await machine.run(['addgroup', 'ann', 'staff']);
    expect((await machine.run(['id', 'ann'])).out).toBe('uid=1000(ann) gid=1000(ann) groups=1000(ann),1001(staff)\n');
    await machine.run(['deluser', 'ann', 'staff']);
    expect((await machine.run(['groups', 'ann'])).out).toBe('ann\n');
    await machine.run(['deluser', 'ann']);
    expect(await machine.run(['id', 'ann'])).toMatchObject({err: 'id: unknown user ann\n', status: {code: 1}});
    expect((await machine.run(['delgroup', 'staff'])).status.code).toBe(0);
    expect((await machine.run(['cat', '/etc/group'])).out).toBe('root:x:0:root\n');
  });

  it('are changed to by su, as root', async () => {
    const machine = box();
    machine.lay({'/home/ann/x': ''});
    expect((await machine.run(['su', 'ann', '-c', 'id -un'])).out).toBe('ann\n');
    expect((await machine.run(['su', 'nosuch'])).err).toBe('su: unknown user nosuch\n');
    const ann = {uid: 1000, gid: 1000, groups: []};
    expect((await machine.run(['su', '-c', 'id'], {user: ann})).err).toBe('su: must be suid to work properly\n');
    expect((await machine.run(['adduser', '-D', 'x'], {user: ann})).err).toBe(
      'adduser: permission denied (are you root?)\n',
    );
  });

  it('have no passwords here, and are told so', async () => {
    expect(await box().run(['passwd'])).toMatchObject({
      err: expect.stringContaining('no passwords'),
      status: {code: 1},
    });
  });
});
