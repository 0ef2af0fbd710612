/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const appsV1 = `
ControllerRevision* data:a%RawExtension#2 metadata:@meta.v1.ObjectMeta#1. revision:l#3!.
DaemonSet* metadata:@meta.v1.ObjectMeta#1. spec:@DaemonSetSpec#2. status:@DaemonSetStatus#3.
DaemonSetCondition lastTransitionTime:t#3 message:s#5 reason:s#4 status:s%ConditionStatus#2!. type:s%DaemonSetConditionType#1!.
DaemonSetSpec minReadySeconds:i#4 revisionHistoryLimit:i#6& selector:@meta.v1.LabelSelector#1&!^ template:@core.v1.PodTemplateSpec#2!. updateStrategy:@DaemonSetUpdateStrategy#3.
DaemonSetStatus collisionCount:i#9& conditions:[@DaemonSetCondition#10m(type)~type currentNumberScheduled:i#1!. desiredNumberScheduled:i#3!. numberAvailable:i#7 numberMisscheduled:i#2!. numberReady:i#4!. numberUnavailable:i#8 observedGeneration:l#5 updatedNumberScheduled:i#6
DaemonSetUpdateStrategy rollingUpdate:@RollingUpdateDaemonSet#2& type:s<OnDelete|RollingUpdate>%DaemonSetUpdateStrategyType#1
Deployment* metadata:@meta.v1.ObjectMeta#1. spec:@DeploymentSpec#2. status:@DeploymentStatus#3.
DeploymentCondition lastTransitionTime:t#7 lastUpdateTime:t#6 message:s#5 reason:s#4 status:s%ConditionStatus#2!. type:s%DeploymentConditionType#1!.
DeploymentSpec minReadySeconds:i#5 paused:b#7 progressDeadlineSeconds:i#9& replicas:i#1& revisionHistoryLimit:i#6& selector:@meta.v1.LabelSelector#2&!^ strategy:@DeploymentStrategy#4+. template:@core.v1.PodTemplateSpec#3!.
DeploymentStatus availableReplicas:i#4 collisionCount:i#8& conditions:[@DeploymentCondition#6m(type)~type observedGeneration:l#1 readyReplicas:i#7 replicas:i#2 terminatingReplicas:i#9& unavailableReplicas:i#5 updatedReplicas:i#3
DeploymentStrategy rollingUpdate:@RollingUpdateDeployment#2& type:s<Recreate|RollingUpdate>%DeploymentStrategyType#1
ReplicaSet* metadata:@meta.v1.ObjectMeta#1. spec:@ReplicaSetSpec#2. status:@ReplicaSetStatus#3.
ReplicaSetCondition lastTransitionTime:t#3 message:s#5 reason:s#4 status:s%ConditionStatus#2!. type:s%ReplicaSetConditionType#1!.
ReplicaSetSpec minReadySeconds:i#4 replicas:i#1& selector:@meta.v1.LabelSelector#2&!^ template:@core.v1.PodTemplateSpec#3.
ReplicaSetStatus availableReplicas:i#5 conditions:[@ReplicaSetCondition#6m(type)~type fullyLabeledReplicas:i#2 observedGeneration:l#3 readyReplicas:i#4 replicas:i#1!. terminatingReplicas:i#7&
RollingUpdateDaemonSet maxSurge:x#2& maxUnavailable:x#1&
RollingUpdateDeployment maxSurge:x#2& maxUnavailable:x#1&
RollingUpdateStatefulSetStrategy maxUnavailable:x#2& partition:i#1&
StatefulSet* metadata:@meta.v1.ObjectMeta#1. spec:@StatefulSetSpec#2. status:@StatefulSetStatus#3.
StatefulSetCondition lastTransitionTime:t#3 message:s#5 reason:s#4 status:s%ConditionStatus#2!. type:s%StatefulSetConditionType#1!.
StatefulSetOrdinals start:i#1.
StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted:s%PersistentVolumeClaimRetentionPolicyType#1 whenScaled:s%PersistentVolumeClaimRetentionPolicyType#2
StatefulSetSpec minReadySeconds:i#9 ordinals:@StatefulSetOrdinals#11& persistentVolumeClaimRetentionPolicy:@StatefulSetPersistentVolumeClaimRetentionPolicy#10& podManagementPolicy:s<OrderedReady|Parallel>%PodManagementPolicyType#6 replicas:i#1& revisionHistoryLimit:i#8& selector:@meta.v1.LabelSelector#2&!^ serviceName:s#5. template:@core.v1.PodTemplateSpec#3!. updateStrategy:@StatefulSetUpdateStrategy#7. volumeClaimTemplates:[@core.v1.PersistentVolumeClaim#4
StatefulSetStatus availableReplicas:i#11. collisionCount:i#9& conditions:[@StatefulSetCondition#10m(type)~type currentReplicas:i#4 currentRevision:s#6 observedGeneration:l#1 readyReplicas:i#3 replicas:i#2!. updateRevision:s#7 updatedReplicas:i#5
StatefulSetUpdateStrategy rollingUpdate:@RollingUpdateStatefulSetStrategy#2& type:s<OnDelete|RollingUpdate>%StatefulSetUpdateStrategyType#1
`;
