/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const policyV1 = `
Eviction* deleteOptions:@meta.v1.DeleteOptions#2& metadata:@meta.v1.ObjectMeta#1.
PodDisruptionBudget* metadata:@meta.v1.ObjectMeta#1. spec:@PodDisruptionBudgetSpec#2. status:@PodDisruptionBudgetStatus#3.
PodDisruptionBudgetSpec maxUnavailable:x#3& minAvailable:x#1& selector:@meta.v1.LabelSelector#2&^ unhealthyPodEvictionPolicy:s<AlwaysAllow|IfHealthyBudget>%UnhealthyPodEvictionPolicyType#4&
PodDisruptionBudgetStatus conditions:[@meta.v1.Condition#7m(type)~type currentHealthy:i#4!. desiredHealthy:i#5!. disruptedPods:{t#2 disruptionsAllowed:i#3!. expectedPods:i#6!. observedGeneration:l#1
`;
