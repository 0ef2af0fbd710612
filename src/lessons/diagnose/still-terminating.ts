import {textIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {isIn, nameOf, namespaceOf, objectsOfKind} from './kube-evidence.ts';

/** It was deleted and takes its time. */
export const stillTerminating = defineCause({
  cause: 'still-terminating',
  verdict: 'waiting',
  params: ['kind', 'name'],
  says: {
    usual: {
      en: '{kind} {name} is on its way out: its program has up to 30 seconds to end in peace.',
      zh: '{kind} {name} 正在退出：它的程序最多有 30 秒来收尾。',
    },
  },
  explains(found) {
    const {subject, verdict, surroundings} = found;
    if (verdict.cause !== 'still-there' || subject.api !== 'kubernetes' || subject.resource !== 'object')
      return undefined;
    const {kind, name} = subject;
    const all = surroundings.cluster ? objectsOfKind(surroundings.cluster, kind) : [];
    const here = all.filter(
      (one) => nameOf(one) === name && (kind === 'Namespace' || kind === 'Node' || isIn(namespaceOf(found))(one)),
    );
    return here.some((one) => textIn(one, 'metadata', 'deletionTimestamp') !== '') ? {kind, name} : undefined;
  },
});
