/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const certificatesV1 = `
CertificateSigningRequest* metadata:@meta.v1.ObjectMeta#1. spec:@CertificateSigningRequestSpec#2!. status:@CertificateSigningRequestStatus#3.
CertificateSigningRequestCondition lastTransitionTime:t#5 lastUpdateTime:t#4 message:s#3 reason:s#2 status:s%ConditionStatus#6!. type:s%RequestConditionType#1!.
CertificateSigningRequestSpec expirationSeconds:i#8& extra:{[s#6 groups:[s#4 request:y#1! signerName:s#7!. uid:s#3 usages:[s<any|cert_sign|client_auth|code_signing|content_commitment|crl_sign|data_encipherment|decipher_only|digital_signature|email_protection|encipher_only|ipsec_end_system|ipsec_tunnel|ipsec_user|key_agreement|key_encipherment|microsoft_sgc|netscape_sgc|ocsp_signing|s/mime|server_auth|signing|timestamping>%KeyUsage#5 username:s#2
CertificateSigningRequestStatus certificate:y#2 conditions:[@CertificateSigningRequestCondition#1m(type)
`;
