import type {PolicyRule} from 'kubernetes-types/rbac/v1';
import type {Frozen} from '../object.ts';

/** A ClusterRole every cluster has. */
export interface BootstrapRole {
  readonly name: string;
  /** Roles that take its rules in: `edit`. */
  readonly to: readonly string[];
  /** Whose rules it takes in. */
  readonly from: string | undefined;
  readonly rules: readonly Frozen<PolicyRule>[];
}

/**
 * Reads roles line by line: `role NAME [to ROLES] [from ROLE]`, and under it its rules, each
 * `VERBS GROUPS RESOURCES [named NAMES]` or `VERBS urls PATHS`. `read` and `write` are the usual verbs of each.
 */
export function parseRoles(text: string): readonly BootstrapRole[] {
  const blocks = text.trim().split(/\n(?=role )/);
  return blocks.map((block) => {
    const [head = '', ...lines] = block.split('\n');
    const [, name = '', ...words] = head.split(' ');
    return {
      name,
      to: listAfter(words, 'to'),
      from: listAfter(words, 'from')[0],
      rules: lines.map((line) => ruleOf(line.trim().split(' '))),
    };
  });
}

function listAfter(words: readonly string[], word: string): readonly string[] {
  const at = words.indexOf(word);
  return at < 0 ? [] : (words[at + 1] ?? '').split(',');
}

const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];

function ruleOf(words: readonly string[]): Frozen<PolicyRule> {
  const [verbText = '', groupText = '', resourceText = ''] = words;
  const verbs = verbText.split(',').flatMap((verb) => (verb === 'read' ? read : verb === 'write' ? write : [verb]));
  if (groupText === 'urls') return {verbs, nonResourceURLs: resourceText.split(',')};
  const names = listAfter(words, 'named');
  return {
    verbs,
    apiGroups: groupText.split(',').map((group) => (group === 'core' ? '' : group)),
    resources: resourceText.split(','),
    ...(names.length > 0 ? {resourceNames: names} : {}),
  };
}
