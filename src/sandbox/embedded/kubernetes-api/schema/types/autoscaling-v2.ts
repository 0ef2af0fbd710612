/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const autoscalingV2 = `
ContainerResourceMetricSource container:s#3!. name:s%v1.ResourceName#1!. target:@MetricTarget#2!.
ContainerResourceMetricStatus container:s#3!. current:@MetricValueStatus#2!. name:s%v1.ResourceName#1!.
CrossVersionObjectReference apiVersion:s#3 kind:s#1!. name:s#2!.
ExternalMetricSource metric:@MetricIdentifier#1!. target:@MetricTarget#2!.
ExternalMetricStatus current:@MetricValueStatus#2!. metric:@MetricIdentifier#1!.
HPAScalingPolicy periodSeconds:i#3!. type:s%HPAScalingPolicyType#1!. value:i#2!.
HPAScalingRules policies:[@HPAScalingPolicy#2 selectPolicy:s%ScalingPolicySelect#1& stabilizationWindowSeconds:i#3& tolerance:q#4&
HorizontalPodAutoscaler* metadata:@meta.v1.ObjectMeta#1. spec:@HorizontalPodAutoscalerSpec#2. status:@HorizontalPodAutoscalerStatus#3.
HorizontalPodAutoscalerBehavior scaleDown:@HPAScalingRules#2& scaleUp:@HPAScalingRules#1&
HorizontalPodAutoscalerCondition lastTransitionTime:t#3 message:s#5 reason:s#4 status:s%v1.ConditionStatus#2!. type:s%HorizontalPodAutoscalerConditionType#1!.
HorizontalPodAutoscalerSpec behavior:@HorizontalPodAutoscalerBehavior#5& maxReplicas:i#3!. metrics:[@MetricSpec#4 minReplicas:i#2& scaleTargetRef:@CrossVersionObjectReference#1!.
HorizontalPodAutoscalerStatus conditions:[@HorizontalPodAutoscalerCondition#6m(type)~type currentMetrics:[@MetricStatus#5 currentReplicas:i#3 desiredReplicas:i#4!. lastScaleTime:t#2& observedGeneration:l#1&
MetricIdentifier name:s#1!. selector:@meta.v1.LabelSelector#2&^
MetricSpec containerResource:@ContainerResourceMetricSource#7& external:@ExternalMetricSource#5& object:@ObjectMetricSource#2& pods:@PodsMetricSource#3& resource:@ResourceMetricSource#4& type:s%MetricSourceType#1!.
MetricStatus containerResource:@ContainerResourceMetricStatus#7& external:@ExternalMetricStatus#5& object:@ObjectMetricStatus#2& pods:@PodsMetricStatus#3& resource:@ResourceMetricStatus#4& type:s%MetricSourceType#1!.
MetricTarget averageUtilization:i#4& averageValue:q#3& type:s%MetricTargetType#1!. value:q#2&
MetricValueStatus averageUtilization:i#3& averageValue:q#2& value:q#1&
ObjectMetricSource describedObject:@CrossVersionObjectReference#1!. metric:@MetricIdentifier#3!. target:@MetricTarget#2!.
ObjectMetricStatus current:@MetricValueStatus#2!. describedObject:@CrossVersionObjectReference#3!. metric:@MetricIdentifier#1!.
PodsMetricSource metric:@MetricIdentifier#1!. target:@MetricTarget#2!.
PodsMetricStatus current:@MetricValueStatus#2!. metric:@MetricIdentifier#1!.
ResourceMetricSource name:s%v1.ResourceName#1!. target:@MetricTarget#2!.
ResourceMetricStatus current:@MetricValueStatus#2!. name:s%v1.ResourceName#1!.
`;
