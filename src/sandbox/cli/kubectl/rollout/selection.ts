import {bool} from '../../cobra/flag-kinds.ts';
import type {KubectlCall} from '../app.ts';
import {type Fetched, fetchAll, fetchSome} from '../resources/fetch.ts';
import {isEmptySelection, type Selection, select} from '../resources/select.ts';
import {fileFlags, selector} from '../resources/selection-flags.ts';
import type {Found} from '../resources/target.ts';

/** The flags that say whose rollout is meant. */
export const rolloutFlags = {
  ...fileFlags('Filename, directory, or URL to files identifying the resource to get from a server.'),
  selector,
} as const;

function selectionOf({args, get}: KubectlCall): Selection {
  const selection = {
    args,
    filenames: get(rolloutFlags.filename),
    kustomize: get(rolloutFlags.kustomize),
    recursive: get(rolloutFlags.recursive),
    labelSelector: get(rolloutFlags.selector),
    listsBareTypes: true,
  };
  if (isEmptySelection(selection)) throw new Error('required resource not specified');
  return selection;
}

/** The objects that are meant; throws when one is missing. */
export async function rolloutObjects(call: KubectlCall): Promise<readonly Found[]> {
  return fetchAll(call.app, await select(call.app, selectionOf(call)));
}

/** As `rolloutObjects`, with what is missing beside what is there. */
export async function someRolloutObjects(call: KubectlCall): Promise<Fetched> {
  return fetchSome(call.app, await select(call.app, selectionOf(call)));
}

export const watch = bool('watch', {
  short: 'w',
  usage: "Watch the status of the rollout until it's done.",
  initial: true,
});
