import type {Kubectl} from '../app.ts';
import {at, type Json, objects, texts} from '../json.ts';
import {Grid} from '../print/grid.ts';

/** Everything the caller may do in the namespace, as a table. */
export async function showRules(app: Kubectl, {noHeaders}: {readonly noHeaders: boolean}): Promise<number> {
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    metadata: {},
    spec: {namespace: await app.namespace()},
  };
  const answer = await app.api.json({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    json: review,
  });
  const rows = [
    ...objects(at(answer, 'status', 'resourceRules')).flatMap(resourceRows),
    ...objects(at(answer, 'status', 'nonResourceRules')).flatMap((rule) =>
      texts(rule['nonResourceURLs']).map((url) => ['', `[${url}]`, '[]', bracketed(rule['verbs'])]),
    ),
  ];
  const heading = ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'];
  await app.print(new Grid().lines([...(noHeaders ? [] : [heading]), ...rows]));
  return 0;
}

function resourceRows(rule: Json): readonly (readonly string[])[] {
  const groups = texts(rule['apiGroups']);
  return texts(rule['resources']).flatMap((resource) =>
    (groups.length === 0 ? [''] : groups).map((group) => [
      group === '' ? resource : `${resource}.${group}`,
      '[]',
      bracketed(rule['resourceNames']),
      bracketed(rule['verbs']),
    ]),
  );
}

function bracketed(list: unknown): string {
  return `[${texts(list).join(' ')}]`;
}
