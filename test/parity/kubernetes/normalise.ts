/** Letters of which Kubernetes makes names: no vowels, so no words. */
const random = '[bcdfghjklmnpqrstvwxz2456789]';

/** The rules in the order in which they apply. Each replaces what differs from run to run, whoever runs it. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/\r/g, ''],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w+ \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d/g, '<log time>'],
  [/\b\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+\d{4}/g, '<access time>'],
  [/\b[IWE]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ /g, '<klog time> '],
  [/\b10\.244\.\d+\.\d+/g, '<pod ip>'],
  [/\b10-244-\d+-\d+/g, '<pod-ip>'],
  [/\b10\.96\.(?!0\.(?:1|10)\b)\d+\.\d+/g, '<cluster ip>'],
  [/\b172\.\d+\.\d+\.\d+/g, '<node ip>'],
  [/\b[a-z][\w-]*-(?:control-plane|worker\d*)\b/g, '<node>'],
  [/kubectl-edit-\d+/g, 'kubectl-edit-<number>'],
  [/127\.0\.0\.1:\d{5}/g, '127.0.0.1:<port>'],
  [/\b3[0-2]\d{3}\b/g, '<node port>'],
  [new RegExp(`-${random}{8,10}(?=-${random}{5}\\b)`, 'g'), '-<hash>'],
  [new RegExp(`-${random}{8,10}\\b`, 'g'), '-<hash>'],
  [new RegExp(`-${random}{5}\\b`, 'g'), '-<suffix>'],
  [/-<(?:suffix|hash)>\.[0-9a-f]{16}\b|\.[0-9a-f]{16}\b/g, '.<event>'],
  [/(pod-template-hash|controller-revision-hash|controller\.kubernetes\.io\/hash)(["=: ]+)[-\w]*\w/g, '$1$2<hash>'],
  [/(Resource Version: +)\d+/g, '$1<number>'],
  [/"?resourceVersion"?: ?"?\d+"?/g, 'resourceVersion: <number>'],
  [/\b\w+ \(x\d+ over [^)]+\)/g, '<age>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC/g, '<time>'],
  [/\b\d+ \((?:\d+[smhd])+ ago\)/g, '<count> (<age> ago)'],
  [/\b(?:\d+d)?(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?m?s\b/g, '<age>'],
  [/\b\d+[dh](?:\d+[hm])?\b/g, '<age>'],
];

/** A text without what differs from run to run. Columns are parted by two blanks; rows of tables have no order. */
export function normaliseKubectl(text: string): string {
  const plain = rules.reduce((words, [pattern, replacement]) => words.replaceAll(pattern, replacement), text);
  return inTableOrder(plain.replaceAll(/(\S)[ \t]{2,}/g, '$1  ').replaceAll(/ +$/gm, ''));
}

/** The names of many rows are random, and so is the order of those. */
function inTableOrder(text: string): string {
  return text
    .split('\n\n')
    .map((part) => {
      const [head = '', ...rest] = part.split('\n');
      if (!/^[A-Z][A-Z -]*( {2}[A-Z()-]+)*$/.test(head)) return part;
      const end = rest.at(-1) === '' ? [''] : [];
      const rows = rest.slice(0, rest.length - end.length);
      return [head, ...rows.map(withoutAge).sort(), ...end].join('\n');
    })
    .join('\n\n');
}

/** Minutes look like thousandths of a processor, but not at the end of a row. */
function withoutAge(row: string): string {
  return row.replace(/ \d+m$/, ' <age>').replaceAll(/ \d+m(?= {2})/g, ' <age>');
}
