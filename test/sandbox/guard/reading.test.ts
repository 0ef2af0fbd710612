import {appendFileSync, mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {checkHostPath, readBind} from '../../../src/sandbox/guard/binds.ts';
import {checkBuild} from '../../../src/sandbox/guard/build-policy.ts';
import {openCallLog} from '../../../src/sandbox/guard/call-log.ts';
import {readBody} from '../../../src/sandbox/guard/canonical.ts';
import {baseImages, withReferences} from '../../../src/sandbox/guard/dockerfile.ts';
import {knownKeys} from '../../../src/sandbox/guard/known-keys.ts';
import {changeLines} from '../../../src/sandbox/guard/lines.ts';
import {matchRequest} from '../../../src/sandbox/guard/match.ts';
import {checkCreate} from '../../../src/sandbox/guard/policy.ts';
import {familiarName, readReference, standIn} from '../../../src/sandbox/guard/references.ts';
import {routes} from '../../../src/sandbox/guard/routes.ts';
import {emptyFolder} from '../../support/empty-folder.ts';

describe('a request body', () => {
  it('may spell a known key in one way only, wherever it stands', () => {
    fc.assert(
      fc.property(fc.constantFrom(...knownKeys), fc.integer({min: 0, max: 40}), (key, at) => {
        const other = [...key].map((c, i) => (i === at % key.length ? flip(c) : c)).join('');
        fc.pre(other !== key && !knownKeys.includes(other));
        expect(() => readBody(JSON.stringify({HostConfig: {[other]: true}}))).toThrow(/spells/);
        expect(() => readBody(JSON.stringify({A: [{B: {[other]: 1}}]}))).toThrow(/spells/);
      }),
    );
  });

  it("may have any key where keys are the learner's own words", () => {
    const body = {
      Labels: {binds: 'x', PRIVILEGED: 'y'},
      HostConfig: {LogConfig: {Type: 'json-file', Config: {mode: 'x'}}},
    };
    expect(readBody(JSON.stringify(body))).toEqual(body);
    const endpoints = {NetworkingConfig: {EndpointsConfig: {aliases: {Aliases: ['a']}}}};
    expect(readBody(JSON.stringify(endpoints))).toEqual(endpoints);
    expect(() => readBody('{"NetworkingConfig":{"EndpointsConfig":{"n":{"driveropts":{}}}}}')).toThrow(/DriverOpts/);
  });

  it('is an object or nothing', () => {
    expect(readBody('')).toEqual({});
    expect(readBody('null')).toEqual({});
    for (const bad of ['[]', '3', '{', '"x"']) expect(() => readBody(bad)).toThrow(/not a JSON object/);
    expect(() => readBody('{"__proto__":{"Privileged":true}}')).toThrow(/__proto__/);
  });

  it('passes as the CLI sends it, every unused option at its zero value', () => {
    const HostConfig = {
      ...{Binds: null, ContainerIDFile: '', LogConfig: {Type: '', Config: {}}, NetworkMode: 'bridge', PortBindings: {}},
      ...{RestartPolicy: {Name: 'no', MaximumRetryCount: 0}, AutoRemove: false, VolumeDriver: '', VolumesFrom: null},
      ...{
        CapAdd: null,
        CapDrop: null,
        CgroupnsMode: '',
        Dns: [],
        ExtraHosts: null,
        IpcMode: '',
        Cgroup: '',
        OomScoreAdj: 0,
      },
      ...{PidMode: '', Privileged: false, SecurityOpt: null, UTSMode: '', UsernsMode: '', ShmSize: 0, Isolation: ''},
      ...{
        Memory: 0,
        CgroupParent: '',
        BlkioDeviceReadBps: [],
        Devices: [],
        DeviceRequests: null,
        OomKillDisable: false,
      },
      ...{PidsLimit: 0, Ulimits: [], CpuRealtimePeriod: 0, MaskedPaths: null, ReadonlyPaths: null},
    };
    expect(() => checkCreate({Image: 'x', Tty: false, Cmd: null, HostConfig})).not.toThrow();
  });
});

describe('a path', () => {
  const match = (url: string, method = 'GET', upgrade = false) =>
    matchRequest(routes, {method, url, contentType: '', upgrade});

  it('is matched with and without a version', () => {
    expect(match('/v1.41/containers/web/json').parts).toEqual(['web', 'json']);
    expect(match('/containers/web/json').prefix).toBe('');
    expect(match('/images/localhost:5001/a/b:1/json').parts).toEqual(['localhost:5001/a/b:1']);
    expect(match('/v1.99/_ping', 'HEAD').prefix).toBe('/v1.99');
  });

  it('never passes when it is anything but a listed route', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'), (path, method) => {
        fc.pre(
          !/^\/(_ping|version|info|events|auth|build|commit|networks|volumes|containers|images|exec|system|plugins)/.test(
            path,
          ),
        );
        expect(() => match(path || '/', method)).toThrow();
      }),
    );
    for (const url of [
      'http://x/containers/json',
      '/containers/json/',
      '/v1.41.0/info',
      '/v1/info',
      '/containers/a/../json',
      '/x\u00e9',
    ]) {
      expect(() => match(url)).toThrow();
    }
  });

  it('is upgraded for attach and exec alone', () => {
    expect(() => match('/containers/web/attach', 'POST', true)).not.toThrow();
    expect(() => match('/containers/web/start', 'POST', true)).toThrow();
    expect(() => match('/containers/json', 'GET', true)).toThrow();
  });
});

describe('a bind', () => {
  it('is split as Docker splits it', () => {
    expect(readBind('data:/d:ro')).toEqual({source: 'data', rest: '/d:ro', isPath: false});
    expect(readBind('/a:/b')).toEqual({source: '/a', rest: '/b', isPath: true});
    expect(readBind('/only')).toMatchObject({source: '', isPath: false});
    expect(readBind('C:\\Users\\x:/d')).toEqual({source: 'C:\\Users\\x', rest: '/d', isPath: true});
  });

  it('may be a folder that does not exist yet, inside the working folder', () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'a'));
    symlinkSync(join(folder, 'a'), join(folder, 'inside'));
    symlinkSync('/etc', join(folder, 'outside'));
    for (const fine of [folder, `${folder}/`, `${folder}/a`, `${folder}/new/er`, `${folder}/inside/x`]) {
      expect(() => checkHostPath(fine, folder)).not.toThrow();
    }
    for (const bad of [
      '/',
      `${folder}x`,
      `${folder}/outside`,
      `${folder}/outside/new`,
      `${folder}/a/../..`,
      join(folder, '..'),
    ]) {
      expect(() => checkHostPath(bad, folder)).toThrow(/k8s-learn/);
    }
  });
});

describe('a build', () => {
  it('passes with everything the CLI sends by default', () => {
    const sent =
      'buildargs={}&cachefrom=[]&cgroupparent=&cpuperiod=0&cpuquota=0&cpusetcpus=&cpusetmems=&cpushares=0&dockerfile=Dockerfile&labels={}&memory=0&memswap=0&networkmode=default&rm=1&shmsize=0&t=x&target=&ulimits=null&version=1&securityopt=null';
    expect(checkBuild(new URLSearchParams(sent))).toBe('');
    expect(checkBuild(new URLSearchParams('networkmode=mine'))).toBe('mine');
    expect(() => checkBuild(new URLSearchParams('outputs=[{}]'))).toThrow(/output/);
  });

  it('names the images it starts from, but not its own stages', () => {
    const text =
      'ARG V=1.27\nFROM --platform=linux/amd64 nginx:$V AS base\nFROM scratch\nCOPY --from=base /a /b\nCOPY --from=busybox:1 /a /b\nfrom base\nCOPY --from=0 /x /y\n# FROM no\n';
    expect(baseImages(text).map(({reference}) => reference)).toEqual(['nginx:1.27', 'busybox:1']);
    expect(baseImages(text, {V: '2'})[0]?.reference).toBe('nginx:2');
    expect(withReferences(text, baseImages(text), (name) => `r/${name}`)).toContain(
      'FROM --platform=linux/amd64 r/nginx:1.27 AS base\n',
    );
  });
});

describe('an image reference', () => {
  it('has one short form', () => {
    for (const same of [
      'nginx',
      'nginx:latest',
      'docker.io/nginx',
      'docker.io/library/nginx:latest',
      'library/nginx',
    ]) {
      expect(familiarName(same)).toBe('nginx:latest');
    }
    expect(familiarName('localhost:5001/web')).toBe('localhost:5001/web:latest');
    expect(familiarName('nginx', 'sha256:ab')).toBe('nginx@sha256:ab');
    expect(familiarName('nginx:1@sha256:ab')).toBe('nginx@sha256:ab');
    expect(familiarName('docker.io/me/x', '2')).toBe('me/x:2');
  });

  it('has a stand-in that can be pushed where a host can be spelled in another way', () => {
    const real = (name: string) => standIn(readReference(name), 's1').repository;
    expect(real('localhost:5001/web:1')).toBe('Localhost:5001/web');
    expect(real('127.0.0.1:5001/web')).toBe('Localhost:5001/web');
    expect(real('nginx:1')).toBe('k8s-learn.local/s1/nginx');
    expect(real('10.0.0.1:5000/a/b')).toBe('k8s-learn.local/s1/10-0-0-1-5000/a/b');
  });
});

describe('a stream of JSON lines', () => {
  it('keeps the bytes of lines nobody changes, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({status: fc.string(), n: fc.integer()})),
        fc.integer({min: 1, max: 9}),
        async (lines, size) => {
          const bytes = Buffer.from(lines.map((line) => ` ${JSON.stringify(line)} \r\n`).join(''));
          const through = changeLines((line) => line);
          const out: Buffer[] = [];
          through.on('data', (chunk: Buffer) => out.push(chunk));
          for (let at = 0; at < bytes.length; at += size) through.write(bytes.subarray(at, at + size));
          through.end();
          await new Promise((resolve) => through.once('end', resolve));
          expect(Buffer.concat(out).equals(bytes)).toBe(true);
        },
      ),
      {numRuns: 30},
    );
  });
});

describe('the call log', () => {
  it('is turned over at 5 MB and read back from both files', () => {
    const file = join(emptyFolder(), 'calls.jsonl');
    const log = openCallLog(file);
    const detail = {filler: 'x'.repeat(100_000)};
    for (let at = 1; at <= 60; at += 1) log.add({at, verb: 'container ls', target: '', status: 200, error: '', detail});
    const again = openCallLog(file);
    expect(again.calls(0).map(({at}) => at)).toEqual(Array.from({length: 60}, (_, index) => index + 1));
    expect(again.calls(50)).toHaveLength(11);
  });

  it('loses only the line that a crash tore', () => {
    const file = join(emptyFolder(), 'calls.jsonl');
    const call = {verb: 'version', target: '', status: 200, error: '', detail: {}};
    openCallLog(file).add({at: 1, ...call});
    appendFileSync(file, '{"number":2,"at":2,"ve');
    openCallLog(file).add({at: 3, ...call});
    expect(
      openCallLog(file)
        .calls(0)
        .map(({at}) => at),
    ).toEqual([1, 3]);
  });

  it('goes on in memory when the disk does not let it write', () => {
    const log = openCallLog(join(emptyFolder(), 'missing', 'calls.jsonl'));
    log.add({at: 1, verb: 'version', target: '', status: 200, error: '', detail: {}});
    expect(log.calls(0)).toHaveLength(1);
  });
});

function flip(character: string): string {
  if (character === 's') return '\u017f';
  return character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
}
