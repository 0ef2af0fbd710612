import {concatBytes, encodeText, streamOf} from '../../bytes.ts';
import {cleanPath, parentOf} from '../../paths.ts';
import {readTarStream} from '../../tar.ts';
import type {Kind} from '../app.ts';
import {kubernetesNodes, listNodes} from '../cluster/nodes.ts';
import {aggregate, errorOf} from '../errors.ts';
import {displayVersion} from '../version-command.ts';

/** Files of a node's folder, and the commands in it that fill them. */
const nodeFiles: readonly (readonly [file: string, command: readonly string[]])[] = [
  ['kubernetes-version.txt', ['cat', '/kind/version']],
  ['journal.log', ['journalctl', '--no-pager']],
  ['kubelet.log', ['journalctl', '--no-pager', '-u', 'kubelet.service']],
  ['containerd.log', ['journalctl', '--no-pager', '-u', 'containerd.service']],
  ['images.log', ['crictl', 'images']],
];

/** Fills a folder with all that a cluster's nodes have written; what fails is told at the end. */
export async function collectLogs(kind: Kind, cluster: string, folder: string): Promise<void> {
  const {docker, context} = kind;
  const nodes = await kubernetesNodes(docker, await listNodes(docker, cluster));
  await write(kind, `${folder}/kind-version.txt`, encodeText(displayVersion(context.platform)));
  const jobs: readonly Job[] = [
    {path: `${folder}/docker-info.txt`, args: ['info']},
    ...nodes.flatMap((node): readonly Job[] => [
      {path: `${folder}/${node}/inspect.json`, args: ['inspect', node]},
      {path: `${folder}/${node}/serial.log`, args: ['logs', node]},
      ...nodeFiles.map(([file, command]) => ({
        path: `${folder}/${node}/${file}`,
        args: ['exec', '--privileged', node, ...command],
      })),
    ]),
  ];
  const all = [...jobs.map((job) => fill(kind, job)), ...nodes.map((node) => dump(kind, node, `${folder}/${node}`))];
  const problems = (await Promise.allSettled(all)).flatMap((end) =>
    end.status === 'rejected' ? [errorOf(end.reason).message] : [],
  );
  const problem = aggregate(problems);
  if (problem !== undefined) throw new Error(problem);
}

/** A docker command line whose output goes into a file. */
interface Job {
  readonly path: string;
  readonly args: readonly string[];
}

async function fill(kind: Kind, {path, args}: Job): Promise<void> {
  const {combined} = await kind.docker.run({args});
  await write(kind, path, encodeText(combined));
}

async function write({context: {files}}: Kind, path: string, bytes: Uint8Array): Promise<void> {
  await files.makeFolder(parentOf(path), {parents: true});
  await files.write(path, streamOf(bytes));
}

/** Copies all of /var/log; links in it are followed, since they lead out of it. */
async function dump(kind: Kind, node: string, folder: string): Promise<void> {
  const pieces: Uint8Array[] = [];
  // A file that grows while it is packed is no reason to fail.
  const script = 'tar --hard-dereference -C /var/log/ -chf - . || (r=$?; [ $r -eq 1 ] || exit $r)';
  await kind.docker.run({
    args: ['exec', '--privileged', node, 'sh', '-c', script],
    watch: (piece) => pieces.push(piece.slice()),
  });
  for await (const {header, body} of readTarStream(streamOf(concatBytes(pieces)))) {
    const name = cleanPath(header.name);
    if (header.type !== 'file' || name.startsWith('..')) {
      for await (const _ of body);
      continue;
    }
    const path = `${folder}/${name}`;
    await kind.context.files.makeFolder(parentOf(path), {parents: true});
    await kind.context.files.write(path, body);
  }
}
