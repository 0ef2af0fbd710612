import type {KubectlScene} from '../corpus.ts';

const three = ['a', 'b', 'c']
  .map(
    (name, index) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, labels: {n: '${index}'}}\ndata: {k: '${3 - index}'}\n`,
  )
  .join('---\n');

/** The ways in which `kubectl get` prints. */
export const printingScenes: readonly KubectlScene[] = [
  {
    name: 'lists in every format',
    files: {
      'three.yaml': three,
      'columns.txt': 'NAME VALUE\nmetadata.name data.k\n',
      'names.tpl': '{{range .items}}{{.metadata.name}};{{end}}',
    },
    steps: [
      'kubectl apply -f three.yaml',
      'kubectl get cm -l n -o name',
      'kubectl get cm -l n --no-headers',
      'kubectl get cm -l n --show-labels',
      'kubectl get cm -l n -L n,m',
      'kubectl get cm -l n --show-kind',
      "kubectl get cm -l n -o jsonpath='{.items[*].metadata.name}'",
      `kubectl get cm -l n -o jsonpath='{range .items[*]}{.metadata.name}{"\\t"}{.data.k}{"\\n"}{end}'`,
      `kubectl get cm -l n -o jsonpath='{.items[?(@.data.k=="2")].metadata.name}'`,
      "kubectl get cm -l n -o jsonpath='{.items[-1:].metadata.name}'",
      "kubectl get cm -l n -o jsonpath='{.items[0].nosuch}'",
      "kubectl get cm -l n -o jsonpath='{.items[7].metadata}'",
      "kubectl get cm -l n -o jsonpath='{.items[0'",
      'kubectl get cm -l n -o custom-columns=NAME:.metadata.name,VALUE:.data.k,NONE:.nosuch',
      'kubectl get cm -l n -o custom-columns-file=columns.txt',
      'kubectl get cm -l n -o custom-columns=bad',
      'kubectl get cm -l n -o go-template-file=names.tpl',
      "kubectl get cm -l n -o go-template='{{.nosuch.x}}'",
      'kubectl get cm -l n --sort-by=.data.k -o name',
      'kubectl get cm -l n --sort-by=.nosuch -o name',
      'kubectl get cm a b -o name',
      'kubectl get cm/a cm/b',
      'kubectl get cm a nosuch',
      'kubectl get cm,sa a',
      "kubectl get cm -l 'n notin (0,1)' -o name",
      "kubectl get cm -l 'n in (0' -o name",
      'kubectl get cm --field-selector=metadata.name=b -o name',
      'kubectl get cm -l n --chunk-size=1 -o name',
      'kubectl get cm a -o yaml',
      'kubectl get cm a -o json',
      'kubectl get configmaps.v1. a -o name',
      'kubectl get all',
      'kubectl get pods,svc -l nosuch=1',
      'kubectl get cm a --output-watch-events',
      'kubectl get cm a -w --request-timeout=1s',
    ],
  },
];
