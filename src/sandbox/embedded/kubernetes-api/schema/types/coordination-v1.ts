/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const coordinationV1 = `
Lease* metadata:@meta.v1.ObjectMeta#1. spec:@LeaseSpec#2.
LeaseSpec acquireTime:u#3& holderIdentity:s#1& leaseDurationSeconds:i#2& leaseTransitions:i#5& preferredHolder:s#7& renewTime:u#4& strategy:s%CoordinatedLeaseStrategy#6&
`;
