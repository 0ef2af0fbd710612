/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const autoscalingV1 = `
CrossVersionObjectReference^ apiVersion:s#3 kind:s#1!. name:s#2!.
HorizontalPodAutoscaler* metadata:@meta.v1.ObjectMeta#1. spec:@HorizontalPodAutoscalerSpec#2. status:@HorizontalPodAutoscalerStatus#3.
HorizontalPodAutoscalerSpec maxReplicas:i#3!. minReplicas:i#2& scaleTargetRef:@CrossVersionObjectReference#1!^. targetCPUUtilizationPercentage:i#4&
HorizontalPodAutoscalerStatus currentCPUUtilizationPercentage:i#5& currentReplicas:i#3!. desiredReplicas:i#4!. lastScaleTime:t#2& observedGeneration:l#1&
Scale* metadata:@meta.v1.ObjectMeta#1. spec:@ScaleSpec#2. status:@ScaleStatus#3.
ScaleSpec replicas:i#1.
ScaleStatus replicas:i#1!. selector:s#2
`;
