import type {Draft} from '../object.ts';
import {parseRoles} from './parse-roles.ts';

const rbac = 'rbac.authorization.k8s.io';

/** The Roles of the cluster's own parts by namespace, in the form that parse-roles.ts reads. */
const roles: {readonly [namespace: string]: string} = {
  'kube-public': `
role system:controller:bootstrap-signer
  read core configmaps
  update core configmaps named cluster-info
  create,patch,update core,events.k8s.io events
`,
  'kube-system': `
role extension-apiserver-authentication-reader
  read core configmaps named extension-apiserver-authentication
role system::leader-locking-kube-controller-manager
  watch core configmaps
  get,update core configmaps named kube-controller-manager
  create,get,list,update,watch coordination.k8s.io leases
  create,get,list,update,watch coordination.k8s.io leasecandidates
role system::leader-locking-kube-scheduler
  watch core configmaps
  get,update core configmaps named kube-scheduler
  create,get,list,update,watch coordination.k8s.io leases
  create,get,list,update,watch coordination.k8s.io leasecandidates
role system:controller:bootstrap-signer
  read core secrets
role system:controller:cloud-provider
  create,get,list,watch core configmaps
role system:controller:token-cleaner
  delete,get,list,watch core secrets
  create,patch,update core,events.k8s.io events
`,
};

const manager = user('system:kube-controller-manager');
const scheduler = user('system:kube-scheduler');

/** Who has a Role that is not named like its account. */
const subjectsOf: {readonly [role: string]: readonly Draft[]} = {
  'extension-apiserver-authentication-reader': [manager, scheduler],
  'system::leader-locking-kube-controller-manager': [
    manager,
    account('kube-controller-manager'),
    account('leader-election-controller'),
  ],
  'system::leader-locking-kube-scheduler': [scheduler, account('kube-scheduler')],
};

/** One binding is not named like its Role. */
const bindingNames: {readonly [role: string]: string} = {
  'extension-apiserver-authentication-reader': 'system::extension-apiserver-authentication-reader',
};

function user(name: string): Draft {
  return {apiGroup: rbac, kind: 'User', name};
}

function account(name: string): Draft {
  return {kind: 'ServiceAccount', name, namespace: 'kube-system'};
}

export interface NamespaceRole {
  readonly namespace: string;
  readonly role: Draft;
  readonly binding: Draft;
}

/** Every Role a new cluster has, and its binding. */
export function namespaceRoles(): readonly NamespaceRole[] {
  return Object.entries(roles).flatMap(([namespace, text]) =>
    parseRoles(text).map(({name, rules}) => ({
      namespace,
      role: {metadata: metadataOf(name), rules},
      binding: {
        metadata: metadataOf(bindingNames[name] ?? name),
        roleRef: {apiGroup: rbac, kind: 'Role', name},
        subjects: subjectsOf[name] ?? [account(name.replace('system:controller:', ''))],
      },
    })),
  );
}

function metadataOf(name: string) {
  return {
    name,
    labels: {'kubernetes.io/bootstrapping': 'rbac-defaults'},
    annotations: {'rbac.authorization.kubernetes.io/autoupdate': 'true'},
  };
}
