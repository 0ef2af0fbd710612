/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const nodeV1 = `
Overhead podFixed:{q%ResourceList#1
RuntimeClass* handler:s#2!. metadata:@meta.v1.ObjectMeta#1. overhead:@Overhead#3& scheduling:@Scheduling#4&
Scheduling nodeSelector:{s#1^ tolerations:[@core.v1.Toleration#2
`;
