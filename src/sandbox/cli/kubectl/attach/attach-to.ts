import type {Kubectl} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {type Json, metaOf} from '../json.ts';
import {runRemote} from '../streams/remote-command.ts';

/** What is attached to. */
export interface Attachment {
  readonly pod: Json;
  readonly container: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
}

/** Joins in with the process a container runs, until it ends. */
export async function attachTo(kubectl: Kubectl, {pod, container, stdin, tty, quiet}: Attachment): Promise<void> {
  const {name, namespace} = metaOf(pod);
  if (!quiet) {
    await kubectl.warn(
      "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n",
    );
  }
  const resource = await kubectl.discovery.find('pods');
  await runRemote(kubectl, {
    path: pathOf(resource, {namespace, name, subresource: 'attach'}),
    query: {container, ...(stdin ? {stdin} : {}), stdout: true, ...(tty ? {tty} : {stderr: true})},
    ...(stdin ? {stdin: kubectl.context.stdin} : {}),
    stdout: kubectl.context.stdout,
    stderr: kubectl.context.stderr,
    tty,
  });
}
