/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const admissionregistrationV1 = `
AuditAnnotation key:s#1!. valueExpression:s#2!.
ExpressionWarning fieldRef:s#2!. warning:s#3!.
MatchCondition expression:s#2!. name:s#1!.
MatchResources^ excludeResourceRules:[@NamedRuleWithOperations#4 matchPolicy:s<Equivalent|Exact>%MatchPolicyType#7& namespaceSelector:@meta.v1.LabelSelector#1&^ objectSelector:@meta.v1.LabelSelector#2&^ resourceRules:[@NamedRuleWithOperations#3
MutatingWebhook admissionReviewVersions:[s#8! clientConfig:@WebhookClientConfig#2!. failurePolicy:s<Fail|Ignore>%FailurePolicyType#4& matchConditions:[@MatchCondition#12m(name)~name matchPolicy:s<Equivalent|Exact>%MatchPolicyType#9& name:s#1!. namespaceSelector:@meta.v1.LabelSelector#5&^ objectSelector:@meta.v1.LabelSelector#11&^ reinvocationPolicy:s%ReinvocationPolicyType#10& rules:[@RuleWithOperations#3 sideEffects:s<None|NoneOnDryRun|Some|Unknown>%SideEffectClass#6&! timeoutSeconds:i#7&
MutatingWebhookConfiguration* metadata:@meta.v1.ObjectMeta#1. webhooks:[@MutatingWebhook#2m(name)~name
NamedRuleWithOperations^ apiGroups:[s#2/2/1 apiVersions:[s#2/2/2 operations:[s<*|CONNECT|CREATE|DELETE|UPDATE>%OperationType#2/1 resourceNames:[s#1 resources:[s#2/2/3 scope:s%ScopeType#2/2/4&
ParamKind^ apiVersion:s#1 kind:s#2
ParamRef^ name:s#1 namespace:s#2 parameterNotFoundAction:s%ParameterNotFoundActionType#4& selector:@meta.v1.LabelSelector#3&^
RuleWithOperations apiGroups:[s#2/1 apiVersions:[s#2/2 operations:[s<*|CONNECT|CREATE|DELETE|UPDATE>%OperationType#1 resources:[s#2/3 scope:s%ScopeType#2/4&
ServiceReference name:s#2!. namespace:s#1!. path:s#3& port:i#4&
TypeChecking expressionWarnings:[@ExpressionWarning#1
ValidatingAdmissionPolicy* metadata:@meta.v1.ObjectMeta#1. spec:@ValidatingAdmissionPolicySpec#2. status:@ValidatingAdmissionPolicyStatus#3.
ValidatingAdmissionPolicyBinding* metadata:@meta.v1.ObjectMeta#1. spec:@ValidatingAdmissionPolicyBindingSpec#2.
ValidatingAdmissionPolicyBindingSpec matchResources:@MatchResources#3&^ paramRef:@ParamRef#2&^ policyName:s#1 validationActions:[s<Audit|Deny|Warn>%ValidationAction#4S
ValidatingAdmissionPolicySpec auditAnnotations:[@AuditAnnotation#5 failurePolicy:s<Fail|Ignore>%FailurePolicyType#4& matchConditions:[@MatchCondition#6m(name)~name matchConstraints:@MatchResources#2&^ paramKind:@ParamKind#1&^ validations:[@Validation#3 variables:[@Variable#7m(name)~name
ValidatingAdmissionPolicyStatus conditions:[@meta.v1.Condition#3m(type) observedGeneration:l#1 typeChecking:@TypeChecking#2&
ValidatingWebhook admissionReviewVersions:[s#8! clientConfig:@WebhookClientConfig#2!. failurePolicy:s<Fail|Ignore>%FailurePolicyType#4& matchConditions:[@MatchCondition#11m(name)~name matchPolicy:s<Equivalent|Exact>%MatchPolicyType#9& name:s#1!. namespaceSelector:@meta.v1.LabelSelector#5&^ objectSelector:@meta.v1.LabelSelector#10&^ rules:[@RuleWithOperations#3 sideEffects:s<None|NoneOnDryRun|Some|Unknown>%SideEffectClass#6&! timeoutSeconds:i#7&
ValidatingWebhookConfiguration* metadata:@meta.v1.ObjectMeta#1. webhooks:[@ValidatingWebhook#2m(name)~name
Validation expression:s#1!. message:s#2 messageExpression:s#4 reason:s%StatusReason#3&
Variable^ expression:s#2!. name:s#1!.
WebhookClientConfig caBundle:y#2 service:@ServiceReference#1& url:s#3&
`;
