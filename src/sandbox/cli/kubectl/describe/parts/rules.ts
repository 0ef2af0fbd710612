import {type Json, objects, texts} from '../../json.ts';
import type {Page} from '../page.ts';
import {goTexts} from '../words.ts';

/** A rule taken apart: one resource of one group, or one URL, with what may be done. */
interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** `PolicyRule:` of a role: a line for each resource. */
export function writeRules(page: Page, rules: unknown): void {
  page.line(0, 'PolicyRule:');
  page.line(1, 'Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs');
  page.line(1, '---------', '-----------------', '--------------', '-----');
  const all = joined(objects(rules).flatMap(takenApart));
  for (const rule of all.map((one) => ({rule: one, key: sortKey(one)})).sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const {nonResourceURLs, resourceNames, verbs} = rule.rule;
    page.line(1, resourceText(rule.rule), goTexts(nonResourceURLs), goTexts(resourceNames), goTexts(verbs));
  }
}

function takenApart(rule: Json): readonly Rule[] {
  const verbs = texts(rule['verbs']);
  const names = texts(rule['resourceNames']).map((name) => [name]);
  const empty = {apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: []};
  const ofResources = texts(rule['apiGroups']).flatMap((group) =>
    texts(rule['resources']).flatMap((resource) =>
      verbs.flatMap((verb) =>
        (names.length > 0 ? names : [[]]).map((resourceNames) => ({
          ...empty,
          apiGroups: [group],
          resources: [resource],
          resourceNames,
          verbs: [verb],
        })),
      ),
    ),
  );
  const ofUrls = texts(rule['nonResourceURLs']).flatMap((url) =>
    verbs.map((verb) => ({...empty, nonResourceURLs: [url], verbs: [verb]})),
  );
  return [...ofResources, ...ofUrls];
}

/** Rules about the same resource become one; those about URLs stay apart, as upstream leaves them. */
function joined(rules: readonly Rule[]): readonly Rule[] {
  const byResource = new Map<string, Rule>();
  const others: Rule[] = [];
  for (const rule of rules) {
    if (rule.nonResourceURLs.length > 0) {
      others.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const before = byResource.get(key);
    const verbs = new Set([...(before?.verbs ?? []), ...rule.verbs]);
    byResource.set(key, {...rule, verbs: [...verbs]});
  }
  return [...others, ...byResource.values()];
}

/** Upstream sorts by what Go prints of a rule, its verbs first. */
function sortKey({verbs, apiGroups, resources, resourceNames, nonResourceURLs}: Rule): string {
  const [v, g, r, n, u] = [verbs, apiGroups, resources, resourceNames, nonResourceURLs].map(goTexts);
  return `&PolicyRule{Verbs:${v},APIGroups:${g},Resources:${r},ResourceNames:${n},NonResourceURLs:${u},}`;
}

/** `deployments.apps/scale`. */
function resourceText({resources, apiGroups}: Rule): string {
  const [whole] = resources;
  if (whole === undefined) return '';
  const [resource = '', ...sub] = whole.split('/');
  const [group = ''] = apiGroups;
  const named = group === '' ? resource : `${resource}.${group}`;
  return sub.length === 0 ? named : `${named}/${sub.join('/')}`;
}
