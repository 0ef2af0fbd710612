/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const discoveryV1 = `
Endpoint addresses:[s#1!S conditions:@EndpointConditions#2. deprecatedTopology:{s#5 hints:@EndpointHints#8& hostname:s#3& nodeName:s#6& targetRef:@core.v1.ObjectReference#4&^ zone:s#7&
EndpointConditions ready:b#1& serving:b#2& terminating:b#3&
EndpointHints forNodes:[@ForNode#2 forZones:[@ForZone#1
EndpointPort^ appProtocol:s#4& name:s#1& port:i#3& protocol:s<SCTP|TCP|UDP>%Protocol#2&
EndpointSlice* addressType:s<FQDN|IPv4|IPv6>%AddressType#4!. endpoints:[@Endpoint#2! metadata:@meta.v1.ObjectMeta#1. ports:[@EndpointPort#3
ForNode name:s#1!.
ForZone name:s#1!.
`;
