/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const authorizationV1 = `
FieldSelectorAttributes rawSelector:s#1 requirements:[@meta.v1.FieldSelectorRequirement#2
LabelSelectorAttributes rawSelector:s#1 requirements:[@meta.v1.LabelSelectorRequirement#2
LocalSubjectAccessReview* metadata:@meta.v1.ObjectMeta#1. spec:@SubjectAccessReviewSpec#2!. status:@SubjectAccessReviewStatus#3.
NonResourceAttributes path:s#1 verb:s#2
NonResourceRule nonResourceURLs:[s#2 verbs:[s#1!
ResourceAttributes fieldSelector:@FieldSelectorAttributes#8& group:s#3 labelSelector:@LabelSelectorAttributes#9& name:s#7 namespace:s#1 resource:s#5 subresource:s#6 verb:s#2 version:s#4
ResourceRule apiGroups:[s#2 resourceNames:[s#4 resources:[s#3 verbs:[s#1!
SelfSubjectAccessReview* metadata:@meta.v1.ObjectMeta#1. spec:@SelfSubjectAccessReviewSpec#2!. status:@SubjectAccessReviewStatus#3.
SelfSubjectAccessReviewSpec nonResourceAttributes:@NonResourceAttributes#2& resourceAttributes:@ResourceAttributes#1&
SelfSubjectRulesReview* metadata:@meta.v1.ObjectMeta#1. spec:@SelfSubjectRulesReviewSpec#2!. status:@SubjectRulesReviewStatus#3.
SelfSubjectRulesReviewSpec namespace:s#1
SubjectAccessReview* metadata:@meta.v1.ObjectMeta#1. spec:@SubjectAccessReviewSpec#2!. status:@SubjectAccessReviewStatus#3.
SubjectAccessReviewSpec extra:{[s#5 groups:[s#4 nonResourceAttributes:@NonResourceAttributes#2& resourceAttributes:@ResourceAttributes#1& uid:s#6 user:s#3
SubjectAccessReviewStatus allowed:b#1!. denied:b#4 evaluationError:s#3 reason:s#2
SubjectRulesReviewStatus evaluationError:s#4 incomplete:b#3!. nonResourceRules:[@NonResourceRule#2! resourceRules:[@ResourceRule#1!
`;
