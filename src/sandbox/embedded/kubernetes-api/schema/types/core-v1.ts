/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const coreV1 = `
AWSElasticBlockStoreVolumeSource fsType:s#2 partition:i#3 readOnly:b#4 volumeID:s#1!.
Affinity nodeAffinity:@NodeAffinity#1& podAffinity:@PodAffinity#2& podAntiAffinity:@PodAntiAffinity#3&
AppArmorProfile localhostProfile:s#2& type:s<Localhost|RuntimeDefault|Unconfined>%AppArmorProfileType#1!.
AttachedVolume devicePath:s#2!. name:s%UniqueVolumeName#1!.
AzureDiskVolumeSource cachingMode:s<None|ReadOnly|ReadWrite>%AzureDataDiskCachingMode#3&=ReadWrite diskName:s#1!. diskURI:s#2!. fsType:s#4&=ext4 kind:s<Dedicated|Managed|Shared>%AzureDataDiskKind#6&=Shared readOnly:b#5&.
AzureFilePersistentVolumeSource readOnly:b#3 secretName:s#1!. secretNamespace:s#4& shareName:s#2!.
AzureFileVolumeSource readOnly:b#3 secretName:s#1!. shareName:s#2!.
Binding* metadata:@meta.v1.ObjectMeta#1. target:@ObjectReference#2!^.
CSIPersistentVolumeSource controllerExpandSecretRef:@SecretReference#9&^ controllerPublishSecretRef:@SecretReference#6&^ driver:s#1!. fsType:s#4 nodeExpandSecretRef:@SecretReference#10&^ nodePublishSecretRef:@SecretReference#8&^ nodeStageSecretRef:@SecretReference#7&^ readOnly:b#3 volumeAttributes:{s#5 volumeHandle:s#2!.
CSIVolumeSource driver:s#1!. fsType:s#3& nodePublishSecretRef:@LocalObjectReference#5&^ readOnly:b#2& volumeAttributes:{s#4
Capabilities add:[s%Capability#1 drop:[s%Capability#2
CephFSPersistentVolumeSource monitors:[s#1! path:s#2 readOnly:b#6 secretFile:s#4 secretRef:@SecretReference#5&^ user:s#3
CephFSVolumeSource monitors:[s#1! path:s#2 readOnly:b#6 secretFile:s#4 secretRef:@LocalObjectReference#5&^ user:s#3
CinderPersistentVolumeSource fsType:s#2 readOnly:b#3 secretRef:@SecretReference#4&^ volumeID:s#1!.
CinderVolumeSource fsType:s#2 readOnly:b#3 secretRef:@LocalObjectReference#4&^ volumeID:s#1!.
ClientIPConfig timeoutSeconds:i#1&
ClusterTrustBundleProjection labelSelector:@meta.v1.LabelSelector#3&^ name:s#1& optional:b#5& path:s#4!. signerName:s#2&
ComponentCondition error:s#4 message:s#3 status:s%ConditionStatus#2!. type:s%ComponentConditionType#1!.
ComponentStatus* conditions:[@ComponentCondition#2m(type)~type metadata:@meta.v1.ObjectMeta#1.
ConfigMap* binaryData:{y#3 data:{s#2 immutable:b#4& metadata:@meta.v1.ObjectMeta#1.
ConfigMapEnvSource name:s#1/1. optional:b#2&
ConfigMapKeySelector^ key:s#2!. name:s#1/1. optional:b#3&
ConfigMapNodeConfigSource kubeletConfigKey:s#5!. name:s#2!. namespace:s#1!. resourceVersion:s#4 uid:s%UID#3
ConfigMapProjection items:[@KeyToPath#2 name:s#1/1. optional:b#4&
ConfigMapVolumeSource defaultMode:i#3& items:[@KeyToPath#2 name:s#1/1. optional:b#4&
Container args:[s#4 command:[s#3 env:[@EnvVar#7m(name)~name envFrom:[@EnvFromSource#19 image:s#2 imagePullPolicy:s<Always|IfNotPresent|Never>%PullPolicy#14 lifecycle:@Lifecycle#12& livenessProbe:@Probe#10& name:s#1!. ports:[@ContainerPort#6m(containerPort,protocol)~containerPort readinessProbe:@Probe#11& resizePolicy:[@ContainerResizePolicy#23 resources:@ResourceRequirements#8. restartPolicy:s%ContainerRestartPolicy#24& restartPolicyRules:[@ContainerRestartRule#25 securityContext:@SecurityContext#15& startupProbe:@Probe#22& stdin:b#16 stdinOnce:b#17 terminationMessagePath:s#13 terminationMessagePolicy:s<FallbackToLogsOnError|File>%TerminationMessagePolicy#20 tty:b#18 volumeDevices:[@VolumeDevice#21m(devicePath)~devicePath volumeMounts:[@VolumeMount#9m(mountPath)~mountPath workingDir:s#5
ContainerExtendedResourceRequest containerName:s#1!. requestName:s#3!. resourceName:s#2!.
ContainerImage names:[s#1 sizeBytes:l#2
ContainerPort containerPort:i#3!. hostIP:s#5 hostPort:i#2 name:s#1 protocol:s<SCTP|TCP|UDP>%Protocol#4=TCP
ContainerResizePolicy resourceName:s%ResourceName#1!. restartPolicy:s%ResourceResizeRestartPolicy#2!.
ContainerRestartRule action:s%ContainerRestartRuleAction#1! exitCodes:@ContainerRestartRuleOnExitCodes#2&
ContainerRestartRuleOnExitCodes operator:s%ContainerRestartRuleOnExitCodesOperator#1! values:[i#2S
ContainerState running:@ContainerStateRunning#2& terminated:@ContainerStateTerminated#3& waiting:@ContainerStateWaiting#1&
ContainerStateRunning startedAt:t#1
ContainerStateTerminated containerID:s#7 exitCode:i#1!. finishedAt:t#6 message:s#4 reason:s#3 signal:i#2 startedAt:t#5
ContainerStateWaiting message:s#2 reason:s#1
ContainerStatus allocatedResources:{q%ResourceList#10 allocatedResourcesStatus:[@ResourceStatus#14m(name)~name containerID:s#8 image:s#6!. imageID:s#7!. lastState:@ContainerState#3. name:s#1!. ready:b#4!. resources:@ResourceRequirements#11& restartCount:i#5!. started:b#9& state:@ContainerState#2. stopSignal:s<SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ>%Signal#15& user:@ContainerUser#13& volumeMounts:[@VolumeMountStatus#12m(mountPath)~mountPath
ContainerUser linux:@LinuxContainerUser#1&
DaemonEndpoint Port:i#1!.
DownwardAPIProjection items:[@DownwardAPIVolumeFile#1
DownwardAPIVolumeFile fieldRef:@ObjectFieldSelector#2&^ mode:i#4& path:s#1!. resourceFieldRef:@ResourceFieldSelector#3&^
DownwardAPIVolumeSource defaultMode:i#2& items:[@DownwardAPIVolumeFile#1
EmptyDirVolumeSource medium:s%StorageMedium#1 sizeLimit:q#2&
EndpointAddress^ hostname:s#3 ip:s#1!. nodeName:s#4& targetRef:@ObjectReference#2&^
EndpointPort^ appProtocol:s#4& name:s#1 port:i#2!. protocol:s<SCTP|TCP|UDP>%Protocol#3
EndpointSubset addresses:[@EndpointAddress#1 notReadyAddresses:[@EndpointAddress#2 ports:[@EndpointPort#3
Endpoints* metadata:@meta.v1.ObjectMeta#1. subsets:[@EndpointSubset#2
EnvFromSource configMapRef:@ConfigMapEnvSource#2& prefix:s#1 secretRef:@SecretEnvSource#3&
EnvVar name:s#1!. value:s#2 valueFrom:@EnvVarSource#3&
EnvVarSource configMapKeyRef:@ConfigMapKeySelector#3&^ fieldRef:@ObjectFieldSelector#1&^ fileKeyRef:@FileKeySelector#5&^ resourceFieldRef:@ResourceFieldSelector#2&^ secretKeyRef:@SecretKeySelector#4&^
EphemeralContainer args:[s#1/4 command:[s#1/3 env:[@EnvVar#1/7m(name)~name envFrom:[@EnvFromSource#1/19 image:s#1/2 imagePullPolicy:s<Always|IfNotPresent|Never>%PullPolicy#1/14 lifecycle:@Lifecycle#1/12& livenessProbe:@Probe#1/10& name:s#1/1!. ports:[@ContainerPort#1/6m(containerPort,protocol)~containerPort readinessProbe:@Probe#1/11& resizePolicy:[@ContainerResizePolicy#1/23 resources:@ResourceRequirements#1/8. restartPolicy:s%ContainerRestartPolicy#1/24& restartPolicyRules:[@ContainerRestartRule#1/25 securityContext:@SecurityContext#1/15& startupProbe:@Probe#1/22& stdin:b#1/16 stdinOnce:b#1/17 targetContainerName:s#2 terminationMessagePath:s#1/13 terminationMessagePolicy:s<FallbackToLogsOnError|File>%TerminationMessagePolicy#1/20 tty:b#1/18 volumeDevices:[@VolumeDevice#1/21m(devicePath)~devicePath volumeMounts:[@VolumeMount#1/9m(mountPath)~mountPath workingDir:s#1/5
EphemeralVolumeSource volumeClaimTemplate:@PersistentVolumeClaimTemplate#1&
Event* action:s#12 count:i#8 eventTime:u#10 firstTimestamp:t#6 involvedObject:@ObjectReference#2!^. lastTimestamp:t#7 message:s#4 metadata:@meta.v1.ObjectMeta#1!. reason:s#3 related:@ObjectReference#13&^ reportingComponent:s#14. reportingInstance:s#15. series:@EventSeries#11& source:@EventSource#5. type:s#9
EventSeries count:i#1 lastObservedTime:u#2
EventSource component:s#1 host:s#2
ExecAction command:[s#1
FCVolumeSource fsType:s#3 lun:i#2& readOnly:b#4 targetWWNs:[s#1 wwids:[s#5
FileKeySelector^ key:s#3!. optional:b#4&. path:s#2!. volumeName:s#1!.
FlexPersistentVolumeSource driver:s#1!. fsType:s#2 options:{s#5 readOnly:b#4 secretRef:@SecretReference#3&^
FlexVolumeSource driver:s#1!. fsType:s#2 options:{s#5 readOnly:b#4 secretRef:@LocalObjectReference#3&^
FlockerVolumeSource datasetName:s#1 datasetUUID:s#2
GCEPersistentDiskVolumeSource fsType:s#2 partition:i#3 pdName:s#1!. readOnly:b#4
GRPCAction port:i#1!. service:s#2&.
GitRepoVolumeSource directory:s#3 repository:s#1!. revision:s#2
GlusterfsPersistentVolumeSource endpoints:s#1!. endpointsNamespace:s#4& path:s#2!. readOnly:b#3
GlusterfsVolumeSource endpoints:s#1!. path:s#2!. readOnly:b#3
HTTPGetAction host:s#3 httpHeaders:[@HTTPHeader#5 path:s#1 port:x#2! scheme:s<HTTP|HTTPS>%URIScheme#4
HTTPHeader name:s#1!. value:s#2!.
HostAlias hostnames:[s#2 ip:s#1!.
HostIP ip:s#1!.
HostPathVolumeSource path:s#1!. type:s<|BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket>%HostPathType#2&
ISCSIPersistentVolumeSource chapAuthDiscovery:b#8 chapAuthSession:b#11 fsType:s#5 initiatorName:s#12& iqn:s#2!. iscsiInterface:s#4=default lun:i#3!. portals:[s#7 readOnly:b#6 secretRef:@SecretReference#10&^ targetPortal:s#1!.
ISCSIVolumeSource chapAuthDiscovery:b#8 chapAuthSession:b#11 fsType:s#5 initiatorName:s#12& iqn:s#2!. iscsiInterface:s#4=default lun:i#3!. portals:[s#7 readOnly:b#6 secretRef:@LocalObjectReference#10&^ targetPortal:s#1!.
ImageVolumeSource pullPolicy:s<Always|IfNotPresent|Never>%PullPolicy#2 reference:s#1
KeyToPath key:s#1!. mode:i#3& path:s#2!.
Lifecycle postStart:@LifecycleHandler#1& preStop:@LifecycleHandler#2& stopSignal:s<SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ>%Signal#3&
LifecycleHandler exec:@ExecAction#1& httpGet:@HTTPGetAction#2& sleep:@SleepAction#4& tcpSocket:@TCPSocketAction#3&
LimitRange* metadata:@meta.v1.ObjectMeta#1. spec:@LimitRangeSpec#2.
LimitRangeItem default:{q%ResourceList#4 defaultRequest:{q%ResourceList#5 max:{q%ResourceList#2 maxLimitRequestRatio:{q%ResourceList#6 min:{q%ResourceList#3 type:s%LimitType#1!.
LimitRangeSpec limits:[@LimitRangeItem#1!
LinuxContainerUser gid:l#2!. supplementalGroups:[l#3 uid:l#1!.
LoadBalancerIngress hostname:s#2 ip:s#1 ipMode:s%LoadBalancerIPMode#3& ports:[@PortStatus#4
LoadBalancerStatus ingress:[@LoadBalancerIngress#1
LocalObjectReference^ name:s#1.
LocalVolumeSource fsType:s#2& path:s#1!.
ModifyVolumeStatus status:s<InProgress|Infeasible|Pending>%PersistentVolumeClaimModifyVolumeStatus#2!. targetVolumeAttributesClassName:s#1
NFSVolumeSource path:s#2!. readOnly:b#3 server:s#1!.
Namespace* metadata:@meta.v1.ObjectMeta#1. spec:@NamespaceSpec#2. status:@NamespaceStatus#3.
NamespaceCondition lastTransitionTime:t#4 message:s#6 reason:s#5 status:s%ConditionStatus#2!. type:s%NamespaceConditionType#1!.
NamespaceSpec finalizers:[s%FinalizerName#1
NamespaceStatus conditions:[@NamespaceCondition#2m(type)~type phase:s<Active|Terminating>%NamespacePhase#1
Node* metadata:@meta.v1.ObjectMeta#1. spec:@NodeSpec#2. status:@NodeStatus#3.
NodeAddress address:s#2!. type:s%NodeAddressType#1!.
NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:[@PreferredSchedulingTerm#2 requiredDuringSchedulingIgnoredDuringExecution:@NodeSelector#1&^
NodeCondition lastHeartbeatTime:t#3 lastTransitionTime:t#4 message:s#6 reason:s#5 status:s%ConditionStatus#2!. type:s%NodeConditionType#1!.
NodeConfigSource configMap:@ConfigMapNodeConfigSource#2&
NodeConfigStatus active:@NodeConfigSource#2& assigned:@NodeConfigSource#1& error:s#4 lastKnownGood:@NodeConfigSource#3&
NodeDaemonEndpoints kubeletEndpoint:@DaemonEndpoint#1.
NodeFeatures supplementalGroupsPolicy:b#1&
NodeRuntimeHandler features:@NodeRuntimeHandlerFeatures#2& name:s#1.
NodeRuntimeHandlerFeatures recursiveReadOnlyMounts:b#1& userNamespaces:b#2&
NodeSelector^ nodeSelectorTerms:[@NodeSelectorTerm#1!
NodeSelectorRequirement key:s#1!. operator:s<DoesNotExist|Exists|Gt|In|Lt|NotIn>%NodeSelectorOperator#2!. values:[s#3
NodeSelectorTerm^ matchExpressions:[@NodeSelectorRequirement#1 matchFields:[@NodeSelectorRequirement#2
NodeSpec configSource:@NodeConfigSource#6& externalID:s#2 podCIDR:s#1 podCIDRs:[s#7S~ providerID:s#3 taints:[@Taint#5 unschedulable:b#4
NodeStatus addresses:[@NodeAddress#5m(type)~type allocatable:{q%ResourceList#2 capacity:{q%ResourceList#1 conditions:[@NodeCondition#4m(type)~type config:@NodeConfigStatus#11& daemonEndpoints:@NodeDaemonEndpoints#6. features:@NodeFeatures#13& images:[@ContainerImage#8 nodeInfo:@NodeSystemInfo#7. phase:s<Pending|Running|Terminated>%NodePhase#3 runtimeHandlers:[@NodeRuntimeHandler#12 volumesAttached:[@AttachedVolume#10 volumesInUse:[s%UniqueVolumeName#9
NodeSwapStatus capacity:l#1&
NodeSystemInfo architecture:s#10!. bootID:s#3!. containerRuntimeVersion:s#6!. kernelVersion:s#4!. kubeProxyVersion:s#8!. kubeletVersion:s#7!. machineID:s#1!. operatingSystem:s#9!. osImage:s#5!. swap:@NodeSwapStatus#11& systemUUID:s#2!.
ObjectFieldSelector^ apiVersion:s#1 fieldPath:s#2!.
ObjectReference^ apiVersion:s#5 fieldPath:s#7 kind:s#1 name:s#3 namespace:s#2 resourceVersion:s#6 uid:s%UID#4
PersistentVolume* metadata:@meta.v1.ObjectMeta#1. spec:@PersistentVolumeSpec#2. status:@PersistentVolumeStatus#3.
PersistentVolumeClaim* metadata:@meta.v1.ObjectMeta#1. spec:@PersistentVolumeClaimSpec#2. status:@PersistentVolumeClaimStatus#3.
PersistentVolumeClaimCondition lastProbeTime:t#3 lastTransitionTime:t#4 message:s#6 reason:s#5 status:s%ConditionStatus#2!. type:s%PersistentVolumeClaimConditionType#1!.
PersistentVolumeClaimSpec accessModes:[s<ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod>%PersistentVolumeAccessMode#1 dataSource:@TypedLocalObjectReference#7&^ dataSourceRef:@TypedObjectReference#8& resources:@VolumeResourceRequirements#2. selector:@meta.v1.LabelSelector#4&^ storageClassName:s#5& volumeAttributesClassName:s#9& volumeMode:s<Block|Filesystem>%PersistentVolumeMode#6& volumeName:s#3
PersistentVolumeClaimStatus accessModes:[s<ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod>%PersistentVolumeAccessMode#2 allocatedResourceStatuses:{s<ControllerResizeInProgress|ControllerResizeInfeasible|NodeResizeInProgress|NodeResizeInfeasible|NodeResizePending>#7 allocatedResources:{q%ResourceList#5 capacity:{q%ResourceList#3 conditions:[@PersistentVolumeClaimCondition#4m(type)~type currentVolumeAttributesClassName:s#8& modifyVolumeStatus:@ModifyVolumeStatus#9& phase:s<Bound|Lost|Pending>%PersistentVolumeClaimPhase#1
PersistentVolumeClaimTemplate metadata:@meta.v1.ObjectMeta#1. spec:@PersistentVolumeClaimSpec#2!.
PersistentVolumeClaimVolumeSource claimName:s#1!. readOnly:b#2
PersistentVolumeSpec accessModes:[s<ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod>%PersistentVolumeAccessMode#3 awsElasticBlockStore:@AWSElasticBlockStoreVolumeSource#2/2& azureDisk:@AzureDiskVolumeSource#2/16& azureFile:@AzureFilePersistentVolumeSource#2/13& capacity:{q%ResourceList#1 cephfs:@CephFSPersistentVolumeSource#2/9& cinder:@CinderPersistentVolumeSource#2/8& claimRef:@ObjectReference#4& csi:@CSIPersistentVolumeSource#2/22& fc:@FCVolumeSource#2/10& flexVolume:@FlexPersistentVolumeSource#2/12& flocker:@FlockerVolumeSource#2/11& gcePersistentDisk:@GCEPersistentDiskVolumeSource#2/1& glusterfs:@GlusterfsPersistentVolumeSource#2/4& hostPath:@HostPathVolumeSource#2/3& iscsi:@ISCSIPersistentVolumeSource#2/7& local:@LocalVolumeSource#2/20& mountOptions:[s#7 nfs:@NFSVolumeSource#2/5& nodeAffinity:@VolumeNodeAffinity#9& persistentVolumeReclaimPolicy:s<Delete|Recycle|Retain>%PersistentVolumeReclaimPolicy#5 photonPersistentDisk:@PhotonPersistentDiskVolumeSource#2/17& portworxVolume:@PortworxVolumeSource#2/18& quobyte:@QuobyteVolumeSource#2/15& rbd:@RBDPersistentVolumeSource#2/6& scaleIO:@ScaleIOPersistentVolumeSource#2/19& storageClassName:s#6 storageos:@StorageOSPersistentVolumeSource#2/21& volumeAttributesClassName:s#10& volumeMode:s<Block|Filesystem>%PersistentVolumeMode#8& vsphereVolume:@VsphereVirtualDiskVolumeSource#2/14&
PersistentVolumeStatus lastPhaseTransitionTime:t#4& message:s#2 phase:s<Available|Bound|Failed|Pending|Released>%PersistentVolumePhase#1 reason:s#3
PhotonPersistentDiskVolumeSource fsType:s#2 pdID:s#1!.
Pod* metadata:@meta.v1.ObjectMeta#1. spec:@PodSpec#2. status:@PodStatus#3.
PodAffinity preferredDuringSchedulingIgnoredDuringExecution:[@WeightedPodAffinityTerm#2 requiredDuringSchedulingIgnoredDuringExecution:[@PodAffinityTerm#1
PodAffinityTerm labelSelector:@meta.v1.LabelSelector#1&^ matchLabelKeys:[s#5 mismatchLabelKeys:[s#6 namespaceSelector:@meta.v1.LabelSelector#4&^ namespaces:[s#2 topologyKey:s#3!.
PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:[@WeightedPodAffinityTerm#2 requiredDuringSchedulingIgnoredDuringExecution:[@PodAffinityTerm#1
PodCertificateProjection certificateChainPath:s#6 credentialBundlePath:s#4 keyPath:s#5 keyType:s#2! maxExpirationSeconds:i#3& signerName:s#1!
PodCondition lastProbeTime:t#3 lastTransitionTime:t#4 message:s#6 observedGeneration:l#7 reason:s#5 status:s%ConditionStatus#2!. type:s%PodConditionType#1!.
PodDNSConfig nameservers:[s#1 options:[@PodDNSConfigOption#3 searches:[s#2
PodDNSConfigOption name:s#1 value:s#2&
PodExtendedResourceClaimStatus requestMappings:[@ContainerExtendedResourceRequest#1! resourceClaimName:s#2!.
PodIP ip:s#1!.
PodOS name:s%OSName#1!.
PodReadinessGate conditionType:s%PodConditionType#1!.
PodResourceClaim name:s#1!. resourceClaimName:s#3& resourceClaimTemplateName:s#4&
PodResourceClaimStatus name:s#1!. resourceClaimName:s#2&
PodSchedulingGate name:s#1!.
PodSecurityContext appArmorProfile:@AppArmorProfile#11& fsGroup:l#5& fsGroupChangePolicy:s<Always|OnRootMismatch>%PodFSGroupChangePolicy#9& runAsGroup:l#6& runAsNonRoot:b#3& runAsUser:l#2& seLinuxChangePolicy:s%PodSELinuxChangePolicy#13& seLinuxOptions:@SELinuxOptions#1& seccompProfile:@SeccompProfile#10& supplementalGroups:[l#4 supplementalGroupsPolicy:s<Merge|Strict>%SupplementalGroupsPolicy#12& sysctls:[@Sysctl#7 windowsOptions:@WindowsSecurityContextOptions#8&
PodSpec activeDeadlineSeconds:l#5& affinity:@Affinity#18& automountServiceAccountToken:b#21& containers:[@Container#2!m(name)~name dnsConfig:@PodDNSConfig#26& dnsPolicy:s<ClusterFirst|ClusterFirstWithHostNet|Default|None>%DNSPolicy#6 enableServiceLinks:b#30& ephemeralContainers:[@EphemeralContainer#34m(name)~name hostAliases:[@HostAlias#23m(ip)~ip hostIPC:b#13 hostNetwork:b#11 hostPID:b#12 hostUsers:b#37& hostname:s#16 hostnameOverride:s#41& imagePullSecrets:[@LocalObjectReference#15m(name)~name initContainers:[@Container#20m(name)~name nodeName:s#10 nodeSelector:{s#7^ os:@PodOS#36& overhead:{q%ResourceList#32 preemptionPolicy:s<Never|PreemptLowerPriority>%PreemptionPolicy#31& priority:i#25& priorityClassName:s#24 readinessGates:[@PodReadinessGate#28 resourceClaims:[@PodResourceClaim#39m(name)~name+ resources:@ResourceRequirements#40& restartPolicy:s<Always|Never|OnFailure>%RestartPolicy#3 runtimeClassName:s#29& schedulerName:s#19 schedulingGates:[@PodSchedulingGate#38m(name)~name securityContext:@PodSecurityContext#14& serviceAccount:s#9 serviceAccountName:s#8 setHostnameAsFQDN:b#35& shareProcessNamespace:b#27& subdomain:s#17 terminationGracePeriodSeconds:l#4& tolerations:[@Toleration#22 topologySpreadConstraints:[@TopologySpreadConstraint#33m(topologyKey,whenUnsatisfiable)~topologyKey volumes:[@Volume#1m(name)~name+
PodStatus conditions:[@PodCondition#2m(type)~type containerStatuses:[@ContainerStatus#8 ephemeralContainerStatuses:[@ContainerStatus#13 extendedResourceClaimStatus:@PodExtendedResourceClaimStatus#18& hostIP:s#5 hostIPs:[@HostIP#16~ip initContainerStatuses:[@ContainerStatus#10 message:s#3 nominatedNodeName:s#11 observedGeneration:l#17 phase:s<Failed|Pending|Running|Succeeded|Unknown>%PodPhase#1 podIP:s#6 podIPs:[@PodIP#12m(ip)~ip qosClass:s<BestEffort|Burstable|Guaranteed>%PodQOSClass#9 reason:s#4 resize:s%PodResizeStatus#14 resourceClaimStatuses:[@PodResourceClaimStatus#15m(name)~name+ startTime:t#7&
PodTemplate* metadata:@meta.v1.ObjectMeta#1. template:@PodTemplateSpec#2.
PodTemplateSpec metadata:@meta.v1.ObjectMeta#1. spec:@PodSpec#2.
PortStatus error:s#3& port:i#1!. protocol:s<SCTP|TCP|UDP>%Protocol#2!.
PortworxVolumeSource fsType:s#2 readOnly:b#3 volumeID:s#1!.
PreferredSchedulingTerm preference:@NodeSelectorTerm#2!^. weight:i#1!.
Probe exec:@ExecAction#1/1& failureThreshold:i#6 grpc:@GRPCAction#1/4& httpGet:@HTTPGetAction#1/2& initialDelaySeconds:i#2 periodSeconds:i#4 successThreshold:i#5 tcpSocket:@TCPSocketAction#1/3& terminationGracePeriodSeconds:l#7& timeoutSeconds:i#3
ProjectedVolumeSource defaultMode:i#2& sources:[@VolumeProjection#1
QuobyteVolumeSource group:s#5 readOnly:b#3 registry:s#1!. tenant:s#6 user:s#4 volume:s#2!.
RBDPersistentVolumeSource fsType:s#3 image:s#2!. keyring:s#6=/etc/ceph/keyring monitors:[s#1! pool:s#4=rbd readOnly:b#8 secretRef:@SecretReference#7&^ user:s#5=admin
RBDVolumeSource fsType:s#3 image:s#2!. keyring:s#6=/etc/ceph/keyring monitors:[s#1! pool:s#4=rbd readOnly:b#8 secretRef:@LocalObjectReference#7&^ user:s#5=admin
ReplicationController* metadata:@meta.v1.ObjectMeta#1. spec:@ReplicationControllerSpec#2. status:@ReplicationControllerStatus#3.
ReplicationControllerCondition lastTransitionTime:t#3 message:s#5 reason:s#4 status:s%ConditionStatus#2!. type:s%ReplicationControllerConditionType#1!.
ReplicationControllerSpec minReadySeconds:i#4. replicas:i#1&=1 selector:{s#2^ template:@PodTemplateSpec#3&
ReplicationControllerStatus availableReplicas:i#5 conditions:[@ReplicationControllerCondition#6m(type)~type fullyLabeledReplicas:i#2 observedGeneration:l#3 readyReplicas:i#4 replicas:i#1!.
ResourceClaim name:s#1!. request:s#2
ResourceFieldSelector^ containerName:s#1 divisor:q#3 resource:s#2!.
ResourceHealth health:s%ResourceHealthStatus#2 resourceID:s%ResourceID#1!.
ResourceQuota* metadata:@meta.v1.ObjectMeta#1. spec:@ResourceQuotaSpec#2. status:@ResourceQuotaStatus#3.
ResourceQuotaSpec hard:{q%ResourceList#1 scopeSelector:@ScopeSelector#3&^ scopes:[s<BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass>%ResourceQuotaScope#2
ResourceQuotaStatus hard:{q%ResourceList#1 used:{q%ResourceList#2
ResourceRequirements claims:[@ResourceClaim#3m(name) limits:{q%ResourceList#1 requests:{q%ResourceList#2
ResourceStatus name:s%ResourceName#1!. resources:[@ResourceHealth#2m(resourceID)
SELinuxOptions level:s#4 role:s#2 type:s#3 user:s#1
ScaleIOPersistentVolumeSource fsType:s#9=xfs gateway:s#1!. protectionDomain:s#5 readOnly:b#10 secretRef:@SecretReference#3&!^ sslEnabled:b#4 storageMode:s#7=ThinProvisioned storagePool:s#6 system:s#2!. volumeName:s#8
ScaleIOVolumeSource fsType:s#9=xfs gateway:s#1!. protectionDomain:s#5 readOnly:b#10 secretRef:@LocalObjectReference#3&!^ sslEnabled:b#4 storageMode:s#7=ThinProvisioned storagePool:s#6 system:s#2!. volumeName:s#8
ScopeSelector^ matchExpressions:[@ScopedResourceSelectorRequirement#1
ScopedResourceSelectorRequirement operator:s<DoesNotExist|Exists|In|NotIn>%ScopeSelectorOperator#2!. scopeName:s<BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass>%ResourceQuotaScope#1!. values:[s#3
SeccompProfile localhostProfile:s#2& type:s<Localhost|RuntimeDefault|Unconfined>%SeccompProfileType#1!.
Secret* data:{y#2 immutable:b#5& metadata:@meta.v1.ObjectMeta#1. stringData:{s#4 type:s%SecretType#3
SecretEnvSource name:s#1/1. optional:b#2&
SecretKeySelector^ key:s#2!. name:s#1/1. optional:b#3&
SecretProjection items:[@KeyToPath#2 name:s#1/1. optional:b#4&
SecretReference^ name:s#1 namespace:s#2
SecretVolumeSource defaultMode:i#3& items:[@KeyToPath#2 optional:b#4& secretName:s#1
SecurityContext allowPrivilegeEscalation:b#7& appArmorProfile:@AppArmorProfile#12& capabilities:@Capabilities#1& privileged:b#2& procMount:s<Default|Unmasked>%ProcMountType#9& readOnlyRootFilesystem:b#6& runAsGroup:l#8& runAsNonRoot:b#5& runAsUser:l#4& seLinuxOptions:@SELinuxOptions#3& seccompProfile:@SeccompProfile#11& windowsOptions:@WindowsSecurityContextOptions#10&
Service* metadata:@meta.v1.ObjectMeta#1. spec:@ServiceSpec#2. status:@ServiceStatus#3.
ServiceAccount* automountServiceAccountToken:b#4& imagePullSecrets:[@LocalObjectReference#3 metadata:@meta.v1.ObjectMeta#1. secrets:[@ObjectReference#2m(name)~name
ServiceAccountTokenProjection audience:s#1 expirationSeconds:l#2& path:s#3!.
ServicePort appProtocol:s#6& name:s#1 nodePort:i#5 port:i#3!. protocol:s<SCTP|TCP|UDP>%Protocol#2=TCP targetPort:x#4
ServiceSpec allocateLoadBalancerNodePorts:b#20& clusterIP:s#3 clusterIPs:[s#18 externalIPs:[s#5 externalName:s#10 externalTrafficPolicy:s<Cluster|Local>%ServiceExternalTrafficPolicy#11 healthCheckNodePort:i#12 internalTrafficPolicy:s<Cluster|Local>%ServiceInternalTrafficPolicy#22& ipFamilies:[s<|IPv4|IPv6>%IPFamily#19 ipFamilyPolicy:s<PreferDualStack|RequireDualStack|SingleStack>%IPFamilyPolicy#17& loadBalancerClass:s#21& loadBalancerIP:s#8 loadBalancerSourceRanges:[s#9 ports:[@ServicePort#1m(port,protocol)~port publishNotReadyAddresses:b#13 selector:{s#2^ sessionAffinity:s<ClientIP|None>%ServiceAffinity#7 sessionAffinityConfig:@SessionAffinityConfig#14& trafficDistribution:s#23& type:s<ClusterIP|ExternalName|LoadBalancer|NodePort>%ServiceType#4
ServiceStatus conditions:[@meta.v1.Condition#2m(type)~type loadBalancer:@LoadBalancerStatus#1.
SessionAffinityConfig clientIP:@ClientIPConfig#1&
SleepAction seconds:l#1!.
StorageOSPersistentVolumeSource fsType:s#3 readOnly:b#4 secretRef:@ObjectReference#5&^ volumeName:s#1 volumeNamespace:s#2
StorageOSVolumeSource fsType:s#3 readOnly:b#4 secretRef:@LocalObjectReference#5&^ volumeName:s#1 volumeNamespace:s#2
Sysctl name:s#1!. value:s#2!.
TCPSocketAction host:s#2 port:x#1!
Taint effect:s<NoExecute|NoSchedule|PreferNoSchedule>%TaintEffect#3!. key:s#1!. timeAdded:t#4& value:s#2
Toleration effect:s<NoExecute|NoSchedule|PreferNoSchedule>%TaintEffect#4 key:s#1 operator:s<Equal|Exists>%TolerationOperator#2 tolerationSeconds:l#5& value:s#3
TopologySelectorLabelRequirement key:s#1!. values:[s#2!
TopologySelectorTerm^ matchLabelExpressions:[@TopologySelectorLabelRequirement#1
TopologySpreadConstraint labelSelector:@meta.v1.LabelSelector#4&^ matchLabelKeys:[s#8 maxSkew:i#1!. minDomains:i#5& nodeAffinityPolicy:s<Honor|Ignore>%NodeInclusionPolicy#6& nodeTaintsPolicy:s<Honor|Ignore>%NodeInclusionPolicy#7& topologyKey:s#2!. whenUnsatisfiable:s<DoNotSchedule|ScheduleAnyway>%UnsatisfiableConstraintAction#3!.
TypedLocalObjectReference^ apiGroup:s#1& kind:s#2!. name:s#3!.
TypedObjectReference apiGroup:s#1& kind:s#2!. name:s#3!. namespace:s#4&
Volume awsElasticBlockStore:@AWSElasticBlockStoreVolumeSource#2/4& azureDisk:@AzureDiskVolumeSource#2/22& azureFile:@AzureFileVolumeSource#2/18& cephfs:@CephFSVolumeSource#2/14& cinder:@CinderVolumeSource#2/13& configMap:@ConfigMapVolumeSource#2/19& csi:@CSIVolumeSource#2/28& downwardAPI:@DownwardAPIVolumeSource#2/16& emptyDir:@EmptyDirVolumeSource#2/2& ephemeral:@EphemeralVolumeSource#2/29& fc:@FCVolumeSource#2/17& flexVolume:@FlexVolumeSource#2/12& flocker:@FlockerVolumeSource#2/15& gcePersistentDisk:@GCEPersistentDiskVolumeSource#2/3& gitRepo:@GitRepoVolumeSource#2/5& glusterfs:@GlusterfsVolumeSource#2/9& hostPath:@HostPathVolumeSource#2/1& image:@ImageVolumeSource#2/30& iscsi:@ISCSIVolumeSource#2/8& name:s#1!. nfs:@NFSVolumeSource#2/7& persistentVolumeClaim:@PersistentVolumeClaimVolumeSource#2/10& photonPersistentDisk:@PhotonPersistentDiskVolumeSource#2/23& portworxVolume:@PortworxVolumeSource#2/24& projected:@ProjectedVolumeSource#2/26& quobyte:@QuobyteVolumeSource#2/21& rbd:@RBDVolumeSource#2/11& scaleIO:@ScaleIOVolumeSource#2/25& secret:@SecretVolumeSource#2/6& storageos:@StorageOSVolumeSource#2/27& vsphereVolume:@VsphereVirtualDiskVolumeSource#2/20&
VolumeDevice devicePath:s#2!. name:s#1!.
VolumeMount mountPath:s#3!. mountPropagation:s<Bidirectional|HostToContainer|None>%MountPropagationMode#5& name:s#1!. readOnly:b#2 recursiveReadOnly:s%RecursiveReadOnlyMode#7& subPath:s#4 subPathExpr:s#6
VolumeMountStatus mountPath:s#2!. name:s#1!. readOnly:b#3 recursiveReadOnly:s%RecursiveReadOnlyMode#4&
VolumeNodeAffinity required:@NodeSelector#1&^
VolumeProjection clusterTrustBundle:@ClusterTrustBundleProjection#5& configMap:@ConfigMapProjection#3& downwardAPI:@DownwardAPIProjection#2& podCertificate:@PodCertificateProjection#6& secret:@SecretProjection#1& serviceAccountToken:@ServiceAccountTokenProjection#4&
VolumeResourceRequirements limits:{q%ResourceList#1 requests:{q%ResourceList#2
VsphereVirtualDiskVolumeSource fsType:s#2 storagePolicyID:s#4 storagePolicyName:s#3 volumePath:s#1!.
WeightedPodAffinityTerm podAffinityTerm:@PodAffinityTerm#2!. weight:i#1!.
WindowsSecurityContextOptions gmsaCredentialSpec:s#2& gmsaCredentialSpecName:s#1& hostProcess:b#4& runAsUserName:s#3&
`;
