import type {Chunks} from '../../docker-api/images/tar.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import type {Backplane} from '../backplane.ts';
import type {ContainerdImages} from '../images/containerd-images.ts';

/** containerd's own client, as far as kind uses it, and people with it. https://github.com/containerd/containerd/tree/main/cmd/ctr */
export function ctrProgram(backplane: Backplane): Program {
  return {name: 'ctr', memoryBytes: 4 << 20, main: (process) => runCtr(process, backplane)};
}

async function runCtr(process: Process, backplane: Backplane): Promise<number> {
  const machine = backplane.machines.get(process.space.network.base);
  if (!machine)
    return fail(process, 'failed to dial "/run/containerd/containerd.sock": connect: no such file or directory');
  const words = withoutNamespace(process.argv.slice(1)).filter((word) => word === '-' || !word.startsWith('-'));
  const [group = '', verb = '', ...names] = words;
  if (!['images', 'image', 'i'].includes(group))
    return fail(process, `ctr ${group} is not simulated by the embedded engine of k8s-learn`);
  switch (verb) {
    case 'import':
      return load(process, machine.images, names[0] ?? '-');
    case 'ls':
    case 'list':
      return list(process, machine.images);
    case 'tag':
      return tag(process, machine.images, names);
    case 'rm':
    case 'remove':
    case 'delete':
      return remove(process, machine.images, names);
    case 'pull': {
      const image = await process.wait(machine.images.pull(names[0] ?? '', process.signal));
      await process.print(`${image.tags[0] ?? image.id}: resolved\n`);
      return 0;
    }
    default:
      return fail(process, `ctr images ${verb} is not simulated by the embedded engine of k8s-learn`);
  }
}

/** `-n k8s.io`, `--namespace k8s.io`: there is no other one here. */
function withoutNamespace(args: readonly string[]): readonly string[] {
  return args.filter((_, index) => !['-n', '--namespace'].includes(args[index - 1] ?? ''));
}

async function load(process: Process, images: ContainerdImages, from: string): Promise<number> {
  const fd = from === '-' ? 0 : process.adopt(process.files.open(from, {read: true, write: false}));
  try {
    for (const name of await process.wait(images.load(chunksOf(process, fd))))
      await process.print(`${name.padEnd(40)}\tsaved\t\n`);
    return 0;
  } catch (error) {
    if (process.signal.aborted || !(error instanceof Error)) throw error;
    return fail(process, error.message);
  }
}

async function* chunksOf(process: Process, fd: number): Chunks {
  for (let bytes = await process.read(fd); bytes; bytes = await process.read(fd)) yield bytes;
}

async function list(process: Process, images: ContainerdImages): Promise<number> {
  await process.print('REF TYPE DIGEST SIZE PLATFORMS LABELS\n');
  for (const {tags, digests, sizeBytes} of images.list())
    for (const name of [...tags, ...digests]) {
      const digest = digests[0]?.split('@')[1] ?? '-';
      const size = `${(sizeBytes / 1024 ** 2).toFixed(1)} MiB`;
      await process.print(
        `${name} application/vnd.oci.image.manifest.v1+json ${digest} ${size} linux/amd64 io.cri-containerd.image=managed\n`,
      );
    }
  return 0;
}

async function tag(process: Process, images: ContainerdImages, [from = '', ...to]: readonly string[]): Promise<number> {
  for (const name of to) {
    if (!images.tag(from, name)) return fail(process, `image "${from}": not found`);
    await process.print(`${name}\n`);
  }
  return 0;
}

async function remove(process: Process, images: ContainerdImages, names: readonly string[]): Promise<number> {
  for (const name of names) {
    if (!images.remove(name)) return fail(process, `image "${name}": not found`);
    await process.print(`${name}\n`);
  }
  return 0;
}

async function fail(process: Process, why: string): Promise<number> {
  await process.complain(`ctr: ${why}`);
  return 1;
}
