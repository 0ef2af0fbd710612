import {defineCommand, type KubectlCommand} from '../app.ts';
import type {StanzaKind} from '../kubeconfig/kubeconfig.ts';
import {firstPath} from './contexts.ts';
import {showUsage} from './usage.ts';
import {editorOf, readConfig} from './where.ts';

function namesOf(kind: StanzaKind, short: string): KubectlCommand {
  return defineCommand({
    usage: '[flags]',
    short,
    flags: [],
    args: {kind: 'atLeast', count: 0},
    async run({app}) {
      const names = [...(await readConfig(app))[kind].keys()].sort();
      await app.print(['NAME', ...names].map((name) => `${name}\n`).join(''));
      return 0;
    },
  });
}

export const getClusters = namesOf('clusters', 'Display clusters defined in the kubeconfig');
export const getUsers = namesOf('users', 'Display users defined in the kubeconfig');

interface Deletion {
  readonly kind: StanzaKind;
  /** `cluster`, as the sentences have it. */
  readonly word: string;
}

function deletionOf({kind, word}: Deletion): KubectlCommand {
  const own: KubectlCommand = defineCommand({
    usage: 'NAME',
    short: `Delete the specified ${word} from the kubeconfig`,
    flags: [],
    args: {kind: 'atLeast', count: 0},
    async run({app, args}) {
      const [name = '', ...more] = args;
      if (name === '' || more.length > 0) return showUsage(app, own, {names: [`delete-${word}`], args});
      const editor = await editorOf(app);
      const place = firstPath(app);
      if (!editor.kubeconfig[kind].has(name)) throw new Error(`cannot delete ${word} ${name}, not in ${place}`);
      if (kind === 'contexts' && editor.kubeconfig.currentContext === name) {
        await app.warn(
          'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
        );
      }
      await editor.drop(kind, name);
      await app.print(`deleted ${word} ${name} from ${place}\n`);
      return 0;
    },
  });
  return own;
}

export const deleteCluster = deletionOf({kind: 'clusters', word: 'cluster'});
export const deleteContext = deletionOf({kind: 'contexts', word: 'context'});
export const deleteUser = deletionOf({kind: 'users', word: 'user'});
