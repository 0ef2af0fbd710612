import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {buildEngine, textOf} from './build-engine.ts';
import {contextTar} from './corpus/build-case.ts';

const page = {'hello.html': '<h1>Hello</h1>\n'};

interface Inspected {
  readonly Id: string;
  readonly Created: string;
  readonly Parent: string;
  readonly RepoTags: readonly string[];
  readonly Config: {readonly Env: readonly string[]};
}

describe('a build', () => {
  it('tells of every step, and its image has the name that was asked for', async () => {
    const engine = await buildEngine();
    const text = await engine.text('FROM busybox:1.36\nENV PAGE_OWNER=me\nCOPY hello.html /srv/\n', page, 't=my-page');
    expect(text.replaceAll(/[0-9a-f]{12}/g, 'ID')).toBe(
      'Step 1/3 : FROM busybox:1.36\n ---> ID\n' +
        'Step 2/3 : ENV PAGE_OWNER=me\n ---> Running in ID\nRemoving intermediate container ID\n ---> ID\n' +
        'Step 3/3 : COPY hello.html /srv/\n ---> ID\n' +
        'Successfully built ID\nSuccessfully tagged my-page:latest\n',
    );
    const image = await engine.get<Inspected>('/v1.41/images/my-page/json');
    expect(image.RepoTags).toEqual(['my-page:latest']);
    expect(image.Config.Env).toContain('PAGE_OWNER=me');
  });

  it('takes a context that is packed by gzip', async () => {
    const engine = await buildEngine();
    const tar = await contextTar({dockerfile: 'FROM busybox:1.36\nCOPY . /c\nRUN cat /c/hello.html\n', files: page});
    const {text} = await engine.call('POST', '/v1.41/build', {body: gzipSync(tar)});
    expect(textOf(text)).toContain('<h1>Hello</h1>');
  });

  it('pulls a base that is missing, and tells of it', async () => {
    const engine = await buildEngine({bases: []});
    const {text} = await engine.build({dockerfile: 'FROM busybox:1.36\nENV A=1\n'});
    expect(text).toContain('"status":"Pulling from library/busybox"');
    expect(text).toContain('"status":"Status: Downloaded newer image for busybox:1.36"');
    expect(textOf(text)).toContain('Successfully built');
  });

  it('ends with an error for a base there is not', async () => {
    const engine = await buildEngine();
    expect(await engine.text('FROM no-such-image\n')).toContain('error: pull access denied for no-such-image');
  });

  it('fails with the code of the command that failed', async () => {
    const engine = await buildEngine();
    const {text} = await engine.build({dockerfile: 'FROM busybox:1.36\nRUN echo before; exit 7\n'});
    const last: unknown = JSON.parse(text.trim().split('\r\n').at(-1) ?? '');
    const error = "The command '/bin/sh -c echo before; exit 7' returned a non-zero code: 7";
    expect(last).toEqual({errorDetail: {code: 7, message: error}, error});
    expect(textOf(text)).toContain('before\n');
  });

  it('leaves the container of a failed step for a look at it, unless told to remove it', async () => {
    const engine = await buildEngine();
    await engine.text('FROM busybox:1.36\nRUN touch /seen && false\n');
    expect(engine.daemon.containers.list()).toHaveLength(1);
    await engine.text('FROM busybox:1.36\nRUN touch /other && false\n', {}, 'forcerm=1');
    expect(engine.daemon.containers.list()).toHaveLength(1);
  });

  it('leaves all its containers when asked to', async () => {
    const engine = await buildEngine();
    await engine.text('FROM busybox:1.36\nENV A=1\nRUN true\n', {}, 'rm=0');
    expect(engine.daemon.containers.list()).toHaveLength(2);
  });

  it('tells only the id when it is quiet, and everything when it fails', async () => {
    const engine = await buildEngine();
    expect(await engine.text('FROM busybox:1.36\nENV A=1\n', {}, 'q=1')).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    expect(await engine.text('FROM busybox:1.36\nRUN echo why; false\n', {}, 'q=1')).toContain('why\n');
  });

  it('runs its commands within the limits that were asked for', async () => {
    const engine = await buildEngine();
    const dockerfile = 'FROM busybox:1.36\nRUN cat /sys/fs/cgroup/memory.max\n';
    const text = await engine.text(dockerfile, {}, 'memory=67108864');
    expect(text).toContain('67108864');
  });

  it('ends when its client is gone, and leaves nothing running', async () => {
    const engine = await buildEngine();
    const gone = new AbortController();
    const body = await contextTar({dockerfile: 'FROM busybox:1.36\nRUN echo started; sleep 1000\nRUN echo never\n'});
    await engine.call('POST', '/v1.41/build', {
      body,
      signal: gone.signal,
      onText(soFar) {
        if (soFar.includes('started')) gone.abort();
      },
    });
    expect(engine.daemon.containers.list()).toEqual([]);
  });

  it('can go on beside another one', async () => {
    const engine = await buildEngine();
    const builds = ['a', 'b'].map((name) =>
      engine.text(`FROM busybox:1.36\nRUN sleep 1; echo ${name} > /who\nRUN cat /who\n`, {}, `t=${name}`),
    );
    const [a = '', b = ''] = await Promise.all(builds);
    expect(a).toContain('\na\n');
    expect(b).toContain('\nb\n');
  });

  it('takes room once for what is in an image, however often it is built', async () => {
    const engine = await buildEngine();
    const {disk} = engine.daemon.kernel;
    const build = (query: string): Promise<string> =>
      engine.text('FROM busybox:1.36\nCOPY big /b\n', {big: 'x'.repeat(1_000_000)}, query);
    await build('');
    const used = disk.usedBytes;
    expect(await build('')).toContain('Using cache');
    expect(await build('nocache=1')).not.toContain('Using cache');
    expect(disk.usedBytes).toBe(used);
  });

  it('gives back what it took when there was not room enough', async () => {
    const engine = await buildEngine();
    const {disk} = engine.daemon.kernel;
    disk.take(disk.totalBytes - disk.usedBytes - 3_000_000);
    const used = disk.usedBytes;
    const tar = {one: 'x'.repeat(900_000), two: 'y'.repeat(900_000)};
    const text = await engine.text('FROM busybox:1.36\nADD big.tar.gz /b/\n', {'big.tar.gz': {tar, gzip: true}});
    expect(text).toContain('error: failed to copy files');
    expect(text).toContain('no space left on device');
    expect(disk.usedBytes).toBe(used);
  });

  it('says what it does not do', async () => {
    const engine = await buildEngine();
    const {status, text} = await engine.build({dockerfile: 'FROM busybox:1.36\n', query: 'version=2'});
    expect(status).toBe(501);
    expect(text).toContain('BuildKit');
    expect(await engine.text('FROM busybox:1.36\nADD http://example.com/x /x\n')).toContain('reaches no network');
    expect(await engine.text('FROM busybox:1.36\nCOPY --chmod=755 a /a\n', {a: ''})).toContain('requires BuildKit');
  });
});
