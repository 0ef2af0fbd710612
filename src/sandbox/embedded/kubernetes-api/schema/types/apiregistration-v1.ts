/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const apiregistrationV1 = `
APIService* metadata:@meta.v1.ObjectMeta#1. spec:@APIServiceSpec#2. status:@APIServiceStatus#3.
APIServiceCondition lastTransitionTime:t#3 message:s#5 reason:s#4 status:s%ConditionStatus#2!. type:s%APIServiceConditionType#1!.
APIServiceSpec caBundle:y#5 group:s#2 groupPriorityMinimum:i#7!. insecureSkipTLSVerify:b#4 service:@ServiceReference#1& version:s#3 versionPriority:i#8!.
APIServiceStatus conditions:[@APIServiceCondition#1m(type)~type
ServiceReference name:s#2 namespace:s#1 port:i#3&
`;
