/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const authenticationV1 = `
BoundObjectReference apiVersion:s#2 kind:s#1 name:s#3 uid:s%UID#4
SelfSubjectReview* metadata:@meta.v1.ObjectMeta#1. status:@SelfSubjectReviewStatus#2.
SelfSubjectReviewStatus userInfo:@UserInfo#1.
TokenRequest* metadata:@meta.v1.ObjectMeta#1. spec:@TokenRequestSpec#2!. status:@TokenRequestStatus#3.
TokenRequestSpec audiences:[s#1! boundObjectRef:@BoundObjectReference#3& expirationSeconds:l#4&
TokenRequestStatus expirationTimestamp:t#2! token:s#1!.
TokenReview* metadata:@meta.v1.ObjectMeta#1. spec:@TokenReviewSpec#2!. status:@TokenReviewStatus#3.
TokenReviewSpec audiences:[s#2 token:s#1
TokenReviewStatus audiences:[s#4 authenticated:b#1 error:s#3 user:@UserInfo#2.
UserInfo extra:{[s#4 groups:[s#3 uid:s#2 username:s#1
`;
