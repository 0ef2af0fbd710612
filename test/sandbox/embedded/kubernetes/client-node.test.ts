import {connect, createServer} from 'node:net';
import {PassThrough, Writable} from 'node:stream';
import {
  CoreV1Api,
  Exec,
  KubeConfig,
  Log,
  Metrics,
  makeInformer,
  PortForward,
  type V1Pod,
  type V1Status,
} from '@kubernetes/client-node';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../../../support/until.ts';
import {type ServedCluster, servedCluster, whyNoServedCluster} from './served-cluster.ts';

const reason = whyNoServedCluster();
const namespace = 'default';

describe.skipIf(reason !== '')(
  `@kubernetes/client-node on the embedded cluster${reason === '' ? '' : ` (skipped: ${reason})`}`,
  () => {
    let cluster: ServedCluster;
    const config = new KubeConfig();

    beforeAll(async () => {
      cluster = await servedCluster();
      config.loadFromFile(cluster.kubeconfig);
      await cluster.kubectl('run', 'web', '--image=nginx:1.27-alpine');
      await cluster.kubectl('run', 'says', '--image=busybox:1.36', '--', 'sh', '-c', 'echo hello; sleep 1000');
      await cluster.kubectl('wait', '--for=condition=Ready', 'pod/web', 'pod/says', '--timeout=60s');
    }, 240_000);
    afterAll(() => cluster?.stop());

    it('lists, makes and deletes objects', async () => {
      const core = config.makeApiClient(CoreV1Api);
      await core.createNamespacedConfigMap({namespace, body: {metadata: {name: 'c'}, data: {a: 'b'}}});
      expect((await core.readNamespacedConfigMap({namespace, name: 'c'})).data).toEqual({a: 'b'});
      expect((await core.listNamespacedPod({namespace})).items.map(({metadata}) => metadata?.name)).toEqual([
        'says',
        'web',
      ]);
      await core.deleteNamespacedConfigMap({namespace, name: 'c'});
      await expect(core.readNamespacedConfigMap({namespace, name: 'c'})).rejects.toMatchObject({code: 404});
    });

    it('keeps an informer up to date', async () => {
      const core = config.makeApiClient(CoreV1Api);
      const seen: string[] = [];
      const informer = makeInformer(config, `/api/v1/namespaces/${namespace}/pods`, () =>
        core.listNamespacedPod({namespace}),
      );
      const told = (event: string) => (pod: V1Pod) => void seen.push(`${event} ${pod.metadata?.name}`);
      informer.on('add', told('add'));
      informer.on('delete', told('delete'));
      await informer.start();
      await cluster.kubectl('run', 'passing', '--image=busybox:1.36', '--', 'sleep', '1000');
      await until(
        () => seen,
        (events) => events.includes('add passing'),
      );
      await cluster.kubectl('delete', 'pod', 'passing', '--now');
      await until(
        () => seen,
        (events) => events.includes('delete passing'),
      );
      await informer.stop();
      expect(seen).toEqual(['add says', 'add web', 'add passing', 'delete passing']);
    });

    it('runs commands in a container, with input', async () => {
      const [out, error] = [new PassThrough(), new PassThrough()];
      const input = new PassThrough();
      const status = new Promise<V1Status>((resolve) => {
        const command = ['sh', '-c', 'cat; echo oops >&2; exit 3'];
        void new Exec(config).exec(namespace, 'says', 'says', command, out, error, input, false, resolve);
      });
      input.end('typed\n');
      const ended = await status;
      expect(ended).toMatchObject({status: 'Failure', reason: 'NonZeroExitCode'});
      expect(ended.details?.causes).toEqual([{reason: 'ExitCode', message: '3'}]);
      expect(String(out.read())).toBe('typed\n');
      expect(String(error.read())).toBe('oops\n');
    });

    it('follows a log', async () => {
      const lines: string[] = [];
      const to = new Writable({
        write(chunk, _, done) {
          lines.push(String(chunk));
          done();
        },
      });
      const call = await new Log(config).log(namespace, 'says', 'says', to, {follow: true});
      expect(
        await until(
          () => lines.join(''),
          (text) => text !== '',
        ),
      ).toBe('hello\n');
      call.abort();
    });

    it('forwards a port', async () => {
      const forward = new PortForward(config);
      const server = createServer((socket) => void forward.portForward(namespace, 'web', [80], socket, null, socket));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
      let answer = '';
      socket.on('data', (bytes) => {
        answer += bytes.toString();
      });
      socket.write('GET / HTTP/1.1\r\nHost: web\r\n\r\n');
      await until(
        () => answer,
        (text) => text.includes('Welcome to nginx'),
      );
      socket.destroy();
      server.close();
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
    });

    it('is told that nobody measures here, as on a cluster without a metrics server', async () => {
      await expect(new Metrics(config).getNodeMetrics()).rejects.toThrow();
      await expect(cluster.kubectl('top', 'nodes')).rejects.toThrow('Metrics API not available');
    });
  },
);
