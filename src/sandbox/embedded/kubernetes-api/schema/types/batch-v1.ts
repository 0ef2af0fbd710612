/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const batchV1 = `
CronJob* metadata:@meta.v1.ObjectMeta#1. spec:@CronJobSpec#2. status:@CronJobStatus#3.
CronJobSpec concurrencyPolicy:s<Allow|Forbid|Replace>%ConcurrencyPolicy#3 failedJobsHistoryLimit:i#7& jobTemplate:@JobTemplateSpec#5!. schedule:s#1!. startingDeadlineSeconds:l#2& successfulJobsHistoryLimit:i#6& suspend:b#4& timeZone:s#8&
CronJobStatus active:[@core.v1.ObjectReference#1 lastScheduleTime:t#4& lastSuccessfulTime:t#5&
Job* metadata:@meta.v1.ObjectMeta#1. spec:@JobSpec#2. status:@JobStatus#3.
JobCondition lastProbeTime:t#3 lastTransitionTime:t#4 message:s#6 reason:s#5 status:s%ConditionStatus#2!. type:s%JobConditionType#1!.
JobSpec activeDeadlineSeconds:l#3& backoffLimit:i#7& backoffLimitPerIndex:i#12& completionMode:s<Indexed|NonIndexed>%CompletionMode#9& completions:i#2& managedBy:s#15& manualSelector:b#5& maxFailedIndexes:i#13& parallelism:i#1& podFailurePolicy:@PodFailurePolicy#11& podReplacementPolicy:s<Failed|TerminatingOrFailed>%PodReplacementPolicy#14& selector:@meta.v1.LabelSelector#4&^ successPolicy:@SuccessPolicy#16& suspend:b#10& template:@core.v1.PodTemplateSpec#6!. ttlSecondsAfterFinished:i#8&
JobStatus active:i#4 completedIndexes:s#7 completionTime:t#3& conditions:[@JobCondition#1~type failed:i#6 failedIndexes:s#10& ready:i#9& startTime:t#2& succeeded:i#5 terminating:i#11& uncountedTerminatedPods:@UncountedTerminatedPods#8&
JobTemplateSpec metadata:@meta.v1.ObjectMeta#1. spec:@JobSpec#2.
PodFailurePolicy rules:[@PodFailurePolicyRule#1!
PodFailurePolicyOnExitCodesRequirement containerName:s#1& operator:s<In|NotIn>%PodFailurePolicyOnExitCodesOperator#2!. values:[i#3!S
PodFailurePolicyOnPodConditionsPattern status:s%ConditionStatus#2!. type:s%PodConditionType#1!.
PodFailurePolicyRule action:s<Count|FailIndex|FailJob|Ignore>%PodFailurePolicyAction#1!. onExitCodes:@PodFailurePolicyOnExitCodesRequirement#2& onPodConditions:[@PodFailurePolicyOnPodConditionsPattern#3
SuccessPolicy rules:[@SuccessPolicyRule#1!
SuccessPolicyRule succeededCount:i#2& succeededIndexes:s#1&
UncountedTerminatedPods failed:[s%UID#2S succeeded:[s%UID#1S
`;
