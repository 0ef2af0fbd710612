/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */
export const apiextensionsV1 = `
CustomResourceColumnDefinition description:s#4 format:s#3 jsonPath:s#6!. name:s#1!. priority:i#5 type:s#2!.
CustomResourceConversion strategy:s%ConversionStrategyType#1!. webhook:@WebhookConversion#2&
CustomResourceDefinition* metadata:@meta.v1.ObjectMeta#1. spec:@CustomResourceDefinitionSpec#2!. status:@CustomResourceDefinitionStatus#3.
CustomResourceDefinitionCondition lastTransitionTime:t#3 message:s#5 reason:s#4 status:s%ConditionStatus#2!. type:s%CustomResourceDefinitionConditionType#1!.
CustomResourceDefinitionNames categories:[s#6 kind:s#4!. listKind:s#5 plural:s#1!. shortNames:[s#3 singular:s#2
CustomResourceDefinitionSpec conversion:@CustomResourceConversion#9& group:s#1!. names:@CustomResourceDefinitionNames#3!. preserveUnknownFields:b#10 scope:s%ResourceScope#4!. versions:[@CustomResourceDefinitionVersion#7!
CustomResourceDefinitionStatus acceptedNames:@CustomResourceDefinitionNames#2. conditions:[@CustomResourceDefinitionCondition#1m(type) storedVersions:[s#3
CustomResourceDefinitionVersion additionalPrinterColumns:[@CustomResourceColumnDefinition#6 deprecated:b#7 deprecationWarning:s#8& name:s#1!. schema:@CustomResourceValidation#4& selectableFields:[@SelectableField#9 served:b#2!. storage:b#3!. subresources:@CustomResourceSubresources#5&
CustomResourceSubresourceScale labelSelectorPath:s#3& specReplicasPath:s#1!. statusReplicasPath:s#2!.
CustomResourceSubresourceStatus
CustomResourceSubresources scale:@CustomResourceSubresourceScale#2& status:@CustomResourceSubresourceStatus#1&
CustomResourceValidation openAPIV3Schema:@JSONSchemaProps#1&
ExternalDocumentation description:s#1 url:s#2
JSONSchemaProps $ref:s#3& $schema:s%JSONSchemaURL#2 additionalItems:a%JSONSchemaPropsOrBool#33& additionalProperties:a%JSONSchemaPropsOrBool#30& allOf:[@JSONSchemaProps#25 anyOf:[@JSONSchemaProps#27 default:a%JSON#8& definitions:{@JSONSchemaProps#34 dependencies:{a%JSONSchemaDependencies#32 description:s#4 enum:[a%JSON#20 example:a%JSON#36& exclusiveMaximum:b#10 exclusiveMinimum:b#12 externalDocs:@ExternalDocumentation#35& format:s#6 id:s#1 items:a%JSONSchemaPropsOrArray#24& maxItems:l#16& maxLength:l#13& maxProperties:l#21& maximum:d#9& minItems:l#17& minLength:l#14& minProperties:l#22& minimum:d#11& multipleOf:d#19& not:@JSONSchemaProps#28& nullable:b#37 oneOf:[@JSONSchemaProps#26 pattern:s#15 patternProperties:{@JSONSchemaProps#31 properties:{@JSONSchemaProps#29 required:[s#23 title:s#7 type:s#5 uniqueItems:b#18 x-kubernetes-embedded-resource:b#39 x-kubernetes-int-or-string:b#40 x-kubernetes-list-map-keys:[s#41 x-kubernetes-list-type:s#42& x-kubernetes-map-type:s#43& x-kubernetes-preserve-unknown-fields:b#38& x-kubernetes-validations:[@ValidationRule#44m(rule)~rule
SelectableField jsonPath:s#1!.
ServiceReference name:s#2!. namespace:s#1!. path:s#3& port:i#4&
ValidationRule fieldPath:s#5 message:s#2 messageExpression:s#3 optionalOldSelf:b#6& reason:s<FieldValueDuplicate|FieldValueForbidden|FieldValueInvalid|FieldValueRequired>%FieldValueErrorReason#4& rule:s#1!.
WebhookClientConfig caBundle:y#2 service:@ServiceReference#1& url:s#3&
WebhookConversion clientConfig:@WebhookClientConfig#2& conversionReviewVersions:[s#3!
`;
