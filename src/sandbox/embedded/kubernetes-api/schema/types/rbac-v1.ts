/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const rbacV1 = `
AggregationRule clusterRoleSelectors:[@meta.v1.LabelSelector#1
ClusterRole* aggregationRule:@AggregationRule#3& metadata:@meta.v1.ObjectMeta#1. rules:[@PolicyRule#2
ClusterRoleBinding* metadata:@meta.v1.ObjectMeta#1. roleRef:@RoleRef#3!^. subjects:[@Subject#2
PolicyRule apiGroups:[s#2 nonResourceURLs:[s#5 resourceNames:[s#4 resources:[s#3 verbs:[s#1!
Role* metadata:@meta.v1.ObjectMeta#1. rules:[@PolicyRule#2
RoleBinding* metadata:@meta.v1.ObjectMeta#1. roleRef:@RoleRef#3!^. subjects:[@Subject#2
RoleRef^ apiGroup:s#1!. kind:s#2!. name:s#3!.
Subject^ apiGroup:s#2 kind:s#1!. name:s#3!. namespace:s#4
`;
