/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const schedulingV1 = `
PriorityClass* description:s#4 globalDefault:b#3 metadata:@meta.v1.ObjectMeta#1. preemptionPolicy:s<Never|PreemptLowerPriority>%PreemptionPolicy#5& value:i#2!.
`;
