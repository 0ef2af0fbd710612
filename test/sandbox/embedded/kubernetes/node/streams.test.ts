import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import type {ByteWriter} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {type ByteStream, connectedPair, Pipe, readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {createNodeRig, type NodeRig} from './rig.ts';

const refOf = (rig: NodeRig, name: string) => ({namespace: 'default', name, uid: rig.pod(name).metadata.uid});
const noLimits = {previous: false, timestamps: false, tailLines: undefined, limitBytes: undefined, sinceMs: undefined};

function clientChannels(signal: AbortSignal) {
  const [stdin, stdout, stderr, error] = [new Pipe(), new Pipe(1 << 20), new Pipe(1 << 20), new Pipe()];
  let resize: (columns: number, rows: number) => void = () => {};
  return {
    ...{stdin, stdout, stderr, error},
    resize: (columns: number, rows: number) => resize(columns, rows),
    channels: {
      ...{stdin: stdin.reader, stdout: stdout.writer, stderr: stderr.writer, error: error.writer, signal},
      onResize(listener: typeof resize) {
        resize = listener;
      },
    },
  };
}

describe('the log of a container', () => {
  it('is followed until the container ends', async () => {
    const rig = await createNodeRig();
    const command = ['sh', '-c', 'for n in 1 2 3; do echo $n; sleep 1; done'];
    await rig.run('count', {restartPolicy: 'Never', containers: [{name: 'c', image: 'busybox:1.36', command}]});
    const pipe = new Pipe();
    const options = {...noLimits, container: 'c', follow: true};
    const done = rig.kubelet.api.logs(refOf(rig, 'count'), options, pipe.writer, new AbortController().signal);
    await rig.clock.settle();
    expect(decode((await pipe.reader.read()) ?? encode(''))).toBe('1\n');
    await rig.clock.advance(5000);
    await done;
    pipe.writer.close();
    expect(decode(await readAll(pipe.reader))).toBe('2\n3\n');
  });

  it('does not grow without bound', async () => {
    const rig = await createNodeRig();
    const script =
      'n=0; while [ $n -lt 24 ]; do head -c 100000 /dev/zero | tr "\\\\0" x | fold -w 1000; n=$((n+1)); done; echo; echo end';
    await rig.run('loud', {
      restartPolicy: 'Never',
      containers: [{name: 'c', image: 'busybox:1.36', command: ['sh', '-c', script]}],
    });
    await rig.clock.advance(20_000);
    const {uid} = rig.pod('loud').metadata;
    const folder = `/var/log/pods/default_loud_${uid}/c`;
    const names = rig.files.list(folder);
    expect(names).toHaveLength(2);
    const bytes = names.reduce((sum, name) => sum + rig.files.requireStat(`${folder}/${name}`).size, 0);
    expect(bytes).toBeLessThan(3 * 1024 * 1024);
    expect(await rig.logs('loud', {tailLines: 1})).toBe('end\n');
  });
});

describe('exec', () => {
  it('passes what is typed on, and says how the command ended', async () => {
    const rig = await createNodeRig();
    await rig.run('box', {containers: [{name: 'box', image: 'busybox:1.36', command: ['sleep', '1000']}]});
    const client = clientChannels(new AbortController().signal);
    const options = {
      container: '',
      command: ['sh', '-c', 'cat; exit 3'],
      tty: false,
      stdin: true,
      stdout: true,
      stderr: true,
    };
    const done = rig.kubelet.api.exec(refOf(rig, 'box'), options, client.channels);
    await client.stdin.writer.write(encode('hello'));
    client.stdin.writer.close();
    await rig.clock.settle();
    await done;
    expect(decode(await readAll(client.stdout.reader))).toBe('hello');
    expect(JSON.parse(decode(await readAll(client.error.reader)))).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: {causes: [{reason: 'ExitCode', message: '3'}]},
    });
  });

  it('has a terminal of the size the client has', async () => {
    const rig = await createNodeRig();
    await rig.run('box', {containers: [{name: 'box', image: 'busybox:1.36', command: ['sleep', '1000']}]});
    const client = clientChannels(new AbortController().signal);
    const options = {container: 'box', command: ['sh'], tty: true, stdin: true, stdout: true, stderr: false};
    const done = rig.kubelet.api.exec(refOf(rig, 'box'), options, client.channels);
    await rig.clock.settle();
    client.resize(101, 33);
    await client.stdin.writer.write(encode('stty size\rexit\r'));
    await rig.clock.settle();
    await done;
    expect(decode(await readAll(client.stdout.reader))).toContain('33 101\r\n');
  });

  it('of a command nobody has says so in the words of runc', async () => {
    const rig = await createNodeRig();
    await rig.run('box', {containers: [{name: 'box', image: 'busybox:1.36', command: ['sleep', '1000']}]});
    const {code, status} = await rig.exec('box', ['nosuch']);
    expect(code).toBe(-1);
    expect(status['message']).toMatch(
      /error executing command in container: failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in \$PATH$/,
    );
  });
});

describe('attach', () => {
  it('puts a client at the first process of a container', async () => {
    const rig = await createNodeRig();
    const container = {
      name: 'c',
      image: 'busybox:1.36',
      command: ['sh', '-c', 'read line; echo got $line'],
      stdin: true,
      stdinOnce: true,
    };
    await rig.run('box', {restartPolicy: 'Never', containers: [container]});
    const client = clientChannels(new AbortController().signal);
    const options = {container: 'c', tty: false, stdin: true, stdout: true, stderr: true};
    const done = rig.kubelet.api.attach(refOf(rig, 'box'), options, client.channels);
    await client.stdin.writer.write(encode('word\n'));
    await rig.clock.settle();
    await done;
    expect(decode(await readAll(client.stdout.reader))).toBe('got word\n');
    expect(rig.pod('box').status?.phase).toBe('Succeeded');
  });
});

describe('port-forward', () => {
  it('carries a connection to a port of a Pod, and says when nobody listens there', async () => {
    const rig = await createNodeRig();
    await rig.run('web', {containers: [{name: 'web', image: 'nginx:1.27-alpine'}]});
    const life = new AbortController();
    let open: (port: number, data: ByteStream, error: ByteWriter) => void = () => {};
    const done = rig.kubelet.api.portForward(refOf(rig, 'web'), {
      onConnection(listener) {
        open = listener;
      },
      signal: life.signal,
    });
    await rig.clock.settle();
    const [ours, theirs] = connectedPair();
    open(80, theirs, new Pipe().writer);
    await ours.writer.write(encode('GET / HTTP/1.0\r\n\r\n'));
    await rig.clock.settle();
    expect(decode((await ours.reader.read()) ?? encode(''))).toContain('HTTP/1.1 200 OK');
    const [, closed] = connectedPair();
    const error = new Pipe();
    open(81, closed, error.writer);
    await rig.clock.settle();
    expect(decode(await readAll(error.reader))).toMatch(
      /^error forwarding port 81 to pod [0-9a-f]{64}, uid : .*connection refused/,
    );
    life.abort();
    await done;
  });
});

describe('what a node uses', () => {
  it('is told container by container', async () => {
    const rig = await createNodeRig();
    await rig.run('box', {containers: [{name: 'box', image: 'busybox:1.36', command: ['sleep', '1000']}]});
    await rig.clock.advance(20_000);
    const usage = rig.kubelet.api.usage();
    expect(usage.pods).toMatchObject([{namespace: 'default', name: 'box', containers: [{name: 'box'}]}]);
    expect(usage.memoryBytes).toBeGreaterThan(0);
  });
});
