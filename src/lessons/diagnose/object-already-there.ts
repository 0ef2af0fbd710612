import {defineCause} from './diagnosis.ts';
import {apiRefusal} from './kube-evidence.ts';

/** Something of that name is there. */
export const objectAlreadyThere = defineCause({
  cause: 'object-already-there',
  verdict: 'unmet',
  params: ['name'],
  says: {
    usual: {
      en: 'There is a {name} already, so nothing was made. `kubectl get` shows it; `kubectl apply` changes one that is there, `kubectl delete` makes room.',
      zh: '已经有 {name} 了，所以没有再创建。`kubectl get` 可以看到它；`kubectl apply` 会修改已有的对象，`kubectl delete` 会腾出位置。',
    },
  },
  explains(found) {
    const refused = apiRefusal(found);
    const match = /^(\S+ "[^"]+") already exists/.exec(refused?.answer ?? '');
    if (!refused || !match) return undefined;
    return {name: (match[1] ?? '').replaceAll('"', '')};
  },
});
