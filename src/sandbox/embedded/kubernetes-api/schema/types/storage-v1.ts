/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const storageV1 = `
CSIDriver* metadata:@meta.v1.ObjectMeta#1. spec:@CSIDriverSpec#2!.
CSIDriverSpec attachRequired:b#1& fsGroupPolicy:s%FSGroupPolicy#5& nodeAllocatableUpdatePeriodSeconds:l#9& podInfoOnMount:b#2& requiresRepublish:b#7& seLinuxMount:b#8& storageCapacity:b#4& tokenRequests:[@TokenRequest#6 volumeLifecycleModes:[s%VolumeLifecycleMode#3S
CSINode* metadata:@meta.v1.ObjectMeta#1. spec:@CSINodeSpec#2!.
CSINodeDriver allocatable:@VolumeNodeResources#4& name:s#1!. nodeID:s#2!. topologyKeys:[s#3
CSINodeSpec drivers:[@CSINodeDriver#1!m(name)~name
StorageClass* allowVolumeExpansion:b#6& allowedTopologies:[@core.v1.TopologySelectorTerm#8 metadata:@meta.v1.ObjectMeta#1. mountOptions:[s#5 parameters:{s#3 provisioner:s#2!. reclaimPolicy:s<Delete|Recycle|Retain>%PersistentVolumeReclaimPolicy#4& volumeBindingMode:s<Immediate|WaitForFirstConsumer>%VolumeBindingMode#7&
TokenRequest audience:s#1!. expirationSeconds:l#2&
VolumeAttachment* metadata:@meta.v1.ObjectMeta#1. spec:@VolumeAttachmentSpec#2!. status:@VolumeAttachmentStatus#3.
VolumeAttachmentSource inlineVolumeSpec:@core.v1.PersistentVolumeSpec#2& persistentVolumeName:s#1&
VolumeAttachmentSpec attacher:s#1!. nodeName:s#3!. source:@VolumeAttachmentSource#2!.
VolumeAttachmentStatus attachError:@VolumeError#3& attached:b#1!. attachmentMetadata:{s#2 detachError:@VolumeError#4&
VolumeError errorCode:i#3& message:s#2 time:t#1
VolumeNodeResources count:i#1&
`;
