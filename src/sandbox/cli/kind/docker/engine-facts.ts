import {object, texts} from '../../docker/json.ts';
import {attempting, CommandError} from '../errors.ts';
import type {DockerCommands} from './docker-command.ts';

/** What a cluster's containers need to know of the Engine that runs them. */
export interface EngineFacts {
  readonly isRootless: boolean;
  readonly hasCgroup2: boolean;
  /** Whether it can limit memory, processes and CPU. */
  readonly limits: boolean;
}

/** Asks the Engine. */
export function engineFacts(docker: DockerCommands): Promise<EngineFacts> {
  return attempting('failed to get docker info', async () => {
    const args = ['info', '--format', '{{json .}}'];
    const info = object(JSON.parse((await docker.run({args})).stdout));
    // Asked for a format, docker tells of itself even when no Engine answers.
    const problems = texts(info['ServerErrors']);
    if (problems.length > 0) throw new CommandError(['docker', ...args], {code: 1, output: problems.join('\n')});
    const known = info['CgroupDriver'] !== 'none';
    return {
      isRootless: texts(info['SecurityOptions']).some((option) => option.split(',').includes('name=rootless')),
      hasCgroup2: info['CgroupVersion'] === '2',
      limits: known && info['MemoryLimit'] === true && info['PidsLimit'] === true && info['CPUShares'] === true,
    };
  });
}

/** The arguments of `docker run` that depend on the Engine's own storage and users. */
export async function engineArguments(docker: DockerCommands): Promise<readonly string[]> {
  const remapsUsers = await usesUserNamespaces(docker);
  const needsMapper = await needsDeviceMapper(docker);
  const {isRootless} = await engineFacts(docker);
  return [
    ...(remapsUsers ? ['--userns=host'] : []),
    ...(needsMapper ? ['--volume', '/dev/mapper:/dev/mapper'] : []),
    ...(isRootless ? ['--device', '/dev/fuse'] : []),
  ];
}

async function usesUserNamespaces(docker: DockerCommands): Promise<boolean> {
  const [options = ''] = await docker.lines('info', '--format', "'{{json .SecurityOptions}}'");
  return options.includes('name=userns');
}

/** File systems that keep their disks under /dev/mapper: https://github.com/kubernetes-sigs/kind/issues/1416 */
async function needsDeviceMapper(docker: DockerCommands): Promise<boolean> {
  if ((await engineFacts(docker)).isRootless) return false;
  const [driver = ''] = await docker.lines('info', '-f', '{{.Driver}}');
  if (/^(btrfs|zfs|devicemapper)$/i.test(driver.trim())) return true;
  const [status = 'null'] = await docker.lines('info', '-f', '{{json .DriverStatus }}');
  const parsed: unknown = JSON.parse(status);
  if (!Array.isArray(parsed)) return false;
  const backing = parsed.map(texts).find(([name]) => name === 'Backing Filesystem')?.[1] ?? '';
  return /^(btrfs|zfs|xfs)$/i.test(backing);
}
