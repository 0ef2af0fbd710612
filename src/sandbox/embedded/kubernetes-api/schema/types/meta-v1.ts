/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const metaV1 = `
Condition lastTransitionTime:t#4! message:s#6!. observedGeneration:l#3 reason:s#5!. status:s%ConditionStatus#2!. type:s#1!.
DeleteOptions* dryRun:[s#5 gracePeriodSeconds:l#1& ignoreStoreReadErrorWithClusterBreakingPotential:b#6& orphanDependents:b#3& preconditions:@Preconditions#2& propagationPolicy:s%DeletionPropagation#4&
FieldSelectorRequirement key:s#1!. operator:s%FieldSelectorOperator#2!. values:[s#3
LabelSelector^ matchExpressions:[@LabelSelectorRequirement#2 matchLabels:{s#1
LabelSelectorRequirement key:s#1!. operator:s%LabelSelectorOperator#2!. values:[s#3
ListMeta continue:s#3 remainingItemCount:l#4& resourceVersion:s#2 selfLink:s#1
ManagedFieldsEntry apiVersion:s#3 fieldsType:s#6 fieldsV1:a%FieldsV1#7& manager:s#1 operation:s%ManagedFieldsOperationType#2 subresource:s#8 time:t#4&
ObjectMeta annotations:{s#12 creationTimestamp:t#8 deletionGracePeriodSeconds:l#10& deletionTimestamp:t#9& finalizers:[s#14S~ generateName:s#2 generation:l#7 labels:{s#11 managedFields:[@ManagedFieldsEntry#17 name:s#1 namespace:s#3 ownerReferences:[@OwnerReference#13m(uid)~uid resourceVersion:s#6 selfLink:s#4 uid:s%UID#5
OwnerReference^ apiVersion:s#5!. blockOwnerDeletion:b#7& controller:b#6& kind:s#1!. name:s#3!. uid:s%UID#4!.
Preconditions resourceVersion:s#2& uid:s%UID#1&
Status* code:i#6 details:@StatusDetails#5& message:s#3 metadata:@ListMeta#1. reason:s%StatusReason#4 status:s#2
StatusCause field:s#3 message:s#2 reason:s%CauseType#1
StatusDetails causes:[@StatusCause#4 group:s#2 kind:s#3 name:s#1 retryAfterSeconds:i#5 uid:s%UID#6
`;
