import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {rootFiles} from '../../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import {describeWithDocker} from '../../../../../support/real-docker.ts';
import {until} from '../../../../../support/until.ts';
import type {Machine, RanProcess} from '../../../rig.ts';
import {type OutsidePort, publish} from '../outside-port.ts';
import {createRegistryMachine} from './machine.ts';

describeWithDocker(
  'the real Docker Engine with the simulated registry',
  ({host}) => {
    let machine: Machine;
    let server: RanProcess;
    let outside: OutsidePort;
    let place: string;

    const docker = async (...args: readonly string[]): Promise<string> => {
      const {stdout} = await promisify(execFile)('docker', args, {env: {...process.env, DOCKER_HOST: host}});
      return stdout.trim();
    };

    beforeAll(async () => {
      machine = createRegistryMachine();
      server = machine.start(['registry', 'serve', '/etc/docker/registry/config.yml']);
      await until(
        () => machine.space.network.listenerAt('127.0.0.1', 5000),
        (listener) => listener !== undefined,
      );
      outside = await publish(machine, 5000);
      place = `localhost:${outside.port}/h9`;
    });

    afterAll(async () => {
      outside.close();
      await Promise.all(
        ['hello', 'busybox', 'copy'].map((name) => docker('rmi', '-f', `${place}/${name}:1`).catch(() => {})),
      );
    });

    it.each([
      ['hello', 'hello-world:latest'],
      ['busybox', 'busybox:1.36'],
    ])('pushes %s and pulls the same image again', async (name, image) => {
      const id = await docker('inspect', '-f', '{{.Id}}', image);
      await docker('tag', image, `${place}/${name}:1`);
      const pushed = await docker('push', `${place}/${name}:1`);
      expect(pushed).toMatch(/1: digest: sha256:[0-9a-f]{64} size: \d+$/);
      await docker('rmi', `${place}/${name}:1`);
      const pulled = await docker('pull', `${place}/${name}:1`);
      expect(pulled).toContain(`Status: Downloaded newer image for ${place}/${name}:1`);
      expect(await docker('inspect', '-f', '{{.Id}}', `${place}/${name}:1`)).toBe(id);
      const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed)?.[1];
      expect(await docker('inspect', '-f', '{{join .RepoDigests " "}}', `${place}/${name}:1`)).toContain(digest);
    });

    it('mounts a layer another repository has instead of taking it again', async () => {
      await docker('tag', 'busybox:1.36', `${place}/copy:1`);
      expect(await docker('push', `${place}/copy:1`)).toContain('Mounted from h9/busybox');
    });

    it('refuses a tag it does not have in the words of Docker', async () => {
      await expect(docker('pull', `${place}/hello:2`)).rejects.toThrow(
        `manifest for ${place}/hello:2 not found: manifest unknown: manifest unknown`,
      );
    });

    it('has what was pushed in files, and a line in each log for every request', () => {
      const disk = rootFiles(machine.space.mounts, machine.clock.now);
      const root = '/var/lib/registry/docker/registry/v2/repositories/h9';
      expect(disk.list(root)).toEqual(['busybox', 'copy', 'hello']);
      expect(disk.list(`${root}/hello/_manifests/tags`)).toEqual(['1']);
      expect(disk.list(`${root}/hello/_uploads`)).toEqual([]);
      expect(server.out()).toMatch(/"PUT \/v2\/h9\/hello\/manifests\/1 HTTP\/1\.1" 201 0 "" "docker\//);
      expect(server.err()).toContain('level=info msg="response completed" go.version=');
    });
  },
  {images: ['hello-world:latest', 'busybox:1.36']},
);
