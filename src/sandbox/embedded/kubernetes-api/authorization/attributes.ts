/** What somebody wants to do. https://kubernetes.io/docs/reference/access-authn-authz/authorization/ */
export type Attributes =
  | {
      readonly kind: 'resource';
      /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`. */
      readonly verb: string;
      readonly group: string;
      /** `pods`, or `pods/log`. */
      readonly resource: string;
      /** '' for all, or for what has none. */
      readonly namespace: string;
      /** '' for all. */
      readonly name: string;
    }
  | {readonly kind: 'path'; readonly verb: string; readonly path: string};
