/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const eventsV1 = `
Event* action:s#6 deprecatedCount:i#15 deprecatedFirstTimestamp:t#13 deprecatedLastTimestamp:t#14 deprecatedSource:@core.v1.EventSource#12. eventTime:u#2! metadata:@meta.v1.ObjectMeta#1. note:s#10 reason:s#7 regarding:@core.v1.ObjectReference#8^. related:@core.v1.ObjectReference#9&^ reportingController:s#4 reportingInstance:s#5 series:@EventSeries#3& type:s#11
EventSeries count:i#1!. lastObservedTime:u#2!
`;
