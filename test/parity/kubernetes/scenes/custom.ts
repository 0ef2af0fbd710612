import type {KubectlScene} from '../corpus.ts';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.harbour.example}
spec:
  group: harbour.example
  scope: Namespaced
  names: {plural: boats, singular: boat, kind: Boat, shortNames: [bo]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}, scale: {specReplicasPath: .spec.sails, statusReplicasPath: .status.sails}}
    additionalPrinterColumns:
    - {name: Sails, type: integer, jsonPath: .spec.sails}
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          spec:
            type: object
            required: [name]
            properties:
              name: {type: string, maxLength: 10}
              sails: {type: integer, minimum: 0, default: 1}
          status: {type: object, properties: {sails: {type: integer}}}
`;

const boat = (name: string, spec: string): string =>
  `apiVersion: harbour.example/v1\nkind: Boat\nmetadata: {name: ${name}}\nspec: ${spec}\n`;

/** Kinds of one's own. */
export const customScenes: readonly KubectlScene[] = [
  {
    name: 'a kind of one’s own',
    files: {
      'boats.yaml': definition,
      'ann.yaml': boat('ann', '{name: Ann}'),
      'bad.yaml': boat('bad', '{name: much too long a name}'),
      'less.yaml': boat('less', '{name: Less, sails: -1}'),
      'none.yaml': boat('none', '{}'),
      'more.yaml': boat('more', '{name: More, oars: 2}'),
    },
    steps: [
      'kubectl apply -f ann.yaml',
      'kubectl apply -f boats.yaml',
      'kubectl wait --for=condition=Established crd/boats.harbour.example --timeout=30s',
      'kubectl get crd boats.harbour.example',
      'kubectl api-resources --api-group=harbour.example',
      'kubectl apply -f ann.yaml',
      'kubectl get boats',
      'kubectl get bo ann -o jsonpath={.spec}',
      'kubectl apply -f bad.yaml',
      'kubectl apply -f less.yaml',
      'kubectl apply -f none.yaml',
      'kubectl apply -f more.yaml',
      'kubectl scale boat ann --replicas=3',
      'kubectl get boat ann',
      `kubectl patch boat ann --type=merge -p '{"spec":{"sails":"x"}}'`,
      `kubectl patch boat ann -p '{"spec":{"sails":2}}'`,
      `kubectl patch boat ann --subresource=status --type=merge -p '{"status":{"sails":3}}'`,
      'kubectl describe boat ann',
      'kubectl delete crd boats.harbour.example',
      'kubectl get boats',
    ],
    restore: ['kubectl delete crd boats.harbour.example --ignore-not-found'],
  },
];
