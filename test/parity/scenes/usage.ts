import type {Scene} from '../corpus.ts';

const image = 'busybox:1.36';

/** What is typed wrong, and what the clients say before they ask the Engine. */
export const usageScenes: readonly Scene[] = [
  {
    name: 'commands and flags that are not there',
    steps: [
      ...['nosuch', 'container nosuch', 'image nosuch x', 'network nosuch', '--nosuch', '-x', 'container --nosuch'],
      ...['ps --nosuch', 'ps -x', 'ps -ax', 'run --nosuch', 'ps --=x', 'ps ---x', 'rm -fvx a', '--log-level nosuch ps'],
      ...['-H', '-H a -H b ps', '-c a -H b ps', 'ps --all=maybe', 'ps -n x', 'ps --last', 'ps -n', 'ps --filter x'],
      ...['logs --follow=x a', 'images -f x', 'stop -t x a', 'stop --time x a', 'exec -e', 'run -e'],
      {docker: 'compose up', differs: 'the real one does not say what compose is'},
      {docker: 'buildx ls', differs: 'the real one does not say what buildx is'},
      {docker: 'swarm leave', differs: 'swarm mode is not there at all'},
    ],
  },
  {
    name: 'too few and too many arguments',
    steps: [
      ...['run', 'create', 'exec', 'exec a', 'rm', 'rmi', 'stop', 'start', 'kill', 'restart', 'pause', 'unpause'],
      ...['wait', 'logs', 'logs a b', 'top', 'port', 'port a b c', 'diff', 'diff a b', 'cp', 'cp a', 'cp a b c'],
      ...['rename a', 'tag a', 'history', 'inspect', 'commit', 'commit a b c', 'export', 'attach', 'update', 'ps a'],
      ...['images a b', 'info a', 'version a', 'pull', 'pull a b', 'push', 'save', 'load a', 'import', 'search'],
      ...['login a b', 'logout a b', 'build', 'build a b', 'network create', 'network create a b', 'network rm'],
      ...['network connect a', 'network inspect', 'volume create a b', 'volume rm', 'volume inspect', 'volume ls a'],
      ...[
        'system df a',
        'system prune a',
        'events a',
        'context use',
        'context show a',
        'context rm',
        'builder prune a',
      ],
    ],
  },
  {
    name: 'values of run that are refused',
    steps: [
      ...['-m abc', '-m 1x', '-m -1', '--cpus x', '--cpus 0.0000000001', '--health-interval 5', '--health-interval x'],
      ...['-p abc', '-p 99999:80', '-p 80:80:80:80', '-p 1.2.3:80:80', '-p :', '-p 80:', '-p 80/nosuch', '-p a:80'],
      ...['-p 80-90:80-85', '-p published=80', '-p 5-3:80', '--expose 80:80', '--expose a', '--ulimit x'],
      ...['--ulimit nosuch=1', '--ulimit nofile=a', '--ulimit nofile=5:1', '--ulimit nofile=1:2:3', '--mount nosuch'],
      ...[
        '--mount type=volume',
        '--mount a=b',
        '--mount type=bind,target=/x,readonly=x',
        '--mount type=tmpfs,target=/x,tmpfs-size=x',
      ],
      ...['--mount type=bind,source=/,target=/x,volume-nocopy', '--add-host x', '--add-host x:y', '--dns x', '-a x'],
      ...['--env-file /nosuch', '--label-file /nosuch', '-e =x', '-l =x', '--restart on-failure:x', '--restart :'],
      ...['--restart a:1:2', '--rm --restart always', '--pid x', '--uts x', '--userns x', '--cgroupns x', '--pull x'],
      ...[
        '--network a=b',
        '--network host --network-alias x',
        '--device a:b:c:d',
        '--device x',
        '--device /dev/null:/x:q',
      ],
      ...['--memory-swappiness 200', '--security-opt x', '--security-opt seccomp=/nosuch', '--storage-opt x'],
      ...[
        '--no-healthcheck --health-cmd x',
        '--health-retries -1',
        '--mac-address x',
        '--log-driver none --log-opt a=b',
      ],
      ...['--link a:b:c', '--sysctl x', '--sysctl a=b', '--blkio-weight-device x', '--device-read-bps x:1'],
      ...[
        '--device-read-bps /dev/a:x',
        '--device-read-iops /dev/a:x',
        '--blkio-weight-device /dev/a:1',
        '--shm-size -1',
      ],
      ...['-d -a stdout', '-it', '--platform nosuch', '--cidfile /nosuch/x', '--annotation a=b', '--cpu-count 1'],
      ...['--oom-score-adj x', '--stop-timeout x', '--blkio-weight 70000', '--blkio-weight -1', '--gpus nosuch=1'],
      ...['--dns-search -', '--device-cgroup-rule x', '--memory-swap x', '--publish-all=x', '--pids-limit 1.5'],
    ].map((flags) => `run --rm ${flags} ${image} true`),
  },
  {
    name: 'hosts that do not answer',
    steps: [
      '-H unix:///nosuch.sock ps',
      '-H unix:///nosuch.sock run busybox',
      '-H unix:///nosuch.sock version -f {{.Client.Version}}',
      '-H tcp://127.0.0.1:1 ps',
      '-H tcp://127.0.0.1:1 images -q',
      '-H nosuch://x ps',
      '-c nosuch ps',
      '-H unix:///nosuch.sock ps --help',
    ],
  },
];
