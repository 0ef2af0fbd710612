import type {Process, Program} from '../../runtime/process/process.ts';

/** What kind's image runs before systemd. https://github.com/kubernetes-sigs/kind/blob/main/images/base/files/usr/local/bin/entrypoint */
export const entrypointProgram: Program = {name: 'kind-entrypoint', memoryBytes: 64 << 10, main: runEntrypoint};

async function runEntrypoint(process: Process): Promise<number> {
  const say = (text: string): Promise<void> => process.print(`INFO: ${text}\n`);
  await say('ensuring we can execute mount/umount even with userns-remap');
  await say('remounting /sys read-only');
  await say('making mounts shared');
  await say('detected cgroup v2');
  await say('clearing and regenerating /etc/machine-id');
  await process.print('Initializing machine ID from random generator.\n');
  const address = process.space.network.interfaces[0]?.address ?? '127.0.0.1';
  await say(`detected IPv4 address: ${address}`);
  await renew(process, address, say);
  await say('starting init');
  return process.exec(process.argv.slice(1));
}

const addressFile = '/kind/old-ipv4';
const folders = ['/etc/kubernetes', '/etc/kubernetes/manifests', '/var/lib/kubelet', '/kind'];

/** A node that comes back may have another address than the one its files name. */
async function renew(process: Process, address: string, say: (text: string) => Promise<void>): Promise<void> {
  const {files} = process;
  const before = files.stat(addressFile) ? files.readText(addressFile).trim() : '';
  files.write(addressFile, address);
  if (before === '' || before === address) return;
  await say(`detected old IPv4 address: ${before}`);
  for (const folder of folders) {
    if (!files.stat(folder)) continue;
    for (const name of files.list(folder)) {
      const path = `${folder}/${name}`;
      if (!/\.(yaml|conf|env)$/.test(name) || files.requireStat(path).kind !== 'file') continue;
      const text = files.readText(path);
      if (text.includes(before)) files.write(path, text.replaceAll(before, address));
    }
  }
}
