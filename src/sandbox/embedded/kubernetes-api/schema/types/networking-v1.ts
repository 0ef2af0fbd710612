/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const networkingV1 = `
HTTPIngressPath backend:@IngressBackend#2!. path:s#1 pathType:s<Exact|ImplementationSpecific|Prefix>%PathType#3&!
HTTPIngressRuleValue paths:[@HTTPIngressPath#1!
IPAddress* metadata:@meta.v1.ObjectMeta#1. spec:@IPAddressSpec#2.
IPAddressSpec parentRef:@ParentReference#1&!
IPBlock cidr:s#1!. except:[s#2
Ingress* metadata:@meta.v1.ObjectMeta#1. spec:@IngressSpec#2. status:@IngressStatus#3.
IngressBackend resource:@core.v1.TypedLocalObjectReference#3&^ service:@IngressServiceBackend#4&
IngressClass* metadata:@meta.v1.ObjectMeta#1. spec:@IngressClassSpec#2.
IngressClassParametersReference apiGroup:s#1& kind:s#2!. name:s#3!. namespace:s#5& scope:s#4&
IngressClassSpec controller:s#1 parameters:@IngressClassParametersReference#2&
IngressLoadBalancerIngress hostname:s#2 ip:s#1 ports:[@IngressPortStatus#4
IngressLoadBalancerStatus ingress:[@IngressLoadBalancerIngress#1
IngressPortStatus error:s#3& port:i#1!. protocol:s<SCTP|TCP|UDP>%Protocol#2!.
IngressRule host:s#1 http:@HTTPIngressRuleValue#2/1&
IngressServiceBackend name:s#1!. port:@ServiceBackendPort#2^.
IngressSpec defaultBackend:@IngressBackend#1& ingressClassName:s#4& rules:[@IngressRule#3 tls:[@IngressTLS#2
IngressStatus loadBalancer:@IngressLoadBalancerStatus#1.
IngressTLS hosts:[s#1 secretName:s#2
NetworkPolicy* metadata:@meta.v1.ObjectMeta#1. spec:@NetworkPolicySpec#2.
NetworkPolicyEgressRule ports:[@NetworkPolicyPort#1 to:[@NetworkPolicyPeer#2
NetworkPolicyIngressRule from:[@NetworkPolicyPeer#2 ports:[@NetworkPolicyPort#1
NetworkPolicyPeer ipBlock:@IPBlock#3& namespaceSelector:@meta.v1.LabelSelector#2&^ podSelector:@meta.v1.LabelSelector#1&^
NetworkPolicyPort endPort:i#3& port:x#2& protocol:s<SCTP|TCP|UDP>%Protocol#1&
NetworkPolicySpec egress:[@NetworkPolicyEgressRule#3 ingress:[@NetworkPolicyIngressRule#2 podSelector:@meta.v1.LabelSelector#1^. policyTypes:[s<Egress|Ingress>%PolicyType#4
ParentReference group:s#1 name:s#4! namespace:s#3 resource:s#2!
ServiceBackendPort^ name:s#1 number:i#2
ServiceCIDR* metadata:@meta.v1.ObjectMeta#1. spec:@ServiceCIDRSpec#2. status:@ServiceCIDRStatus#3.
ServiceCIDRSpec cidrs:[s#1
ServiceCIDRStatus conditions:[@meta.v1.Condition#1m(type)~type
`;
