import {text as textFlag} from '../../cobra/flag-kinds.ts';
import {eachText} from '../flag-kinds.ts';
import type {Json} from '../json.ts';
import {createCommand} from './generator.ts';

const rule = eachText('rule', {
  usage:
    "Rule in format host/path=service:port[,tls=secretname]. Paths containing the leading character '*' are considered pathType=Prefix.",
});
const ingressClass = textFlag('class', {usage: 'Ingress Class to be used'});
const annotation = eachText('annotation', {
  usage: 'Annotation to insert in the ingress object, in the format annotation=value',
});
const defaultBackend = textFlag('default-backend', {usage: 'Default service for backend, in format of svcname:port'});

export const createIngress = createCommand({
  usage: 'NAME --rule=host/path=service:port[,tls[=secret]]',
  short: 'Create an ingress with the specified name',
  examples:
    '# Create an ingress that leads foo.com/bar to svc1:8080\nkubectl create ingress simple --rule="foo.com/bar=svc1:8080"',
  flags: [rule, ingressClass, annotation, defaultBackend],
  failure: 'ingress',
  make({get}, name) {
    const rules = get(rule).map(parseRule);
    const backend = get(defaultBackend);
    if (rules.length === 0 && backend === '')
      throw new Error(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      );
    const annotations = Object.fromEntries(
      get(annotation).map((pair) => [pair.split('=')[0], pair.split('=').slice(1).join('=')]),
    );
    const tls = tlsOf(rules);
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {...(get(annotation).length === 0 ? {} : {annotations}), name},
      spec: {
        ...(backend === '' ? {} : {defaultBackend: backendOf(backend)}),
        ...(get(ingressClass) === '' ? {} : {ingressClassName: get(ingressClass)}),
        ...(rules.length === 0 ? {} : {rules: hostRules(rules)}),
        ...(tls.length === 0 ? {} : {tls}),
      },
      status: {loadBalancer: {}},
    };
  },
});

interface IngressRule {
  readonly host: string;
  readonly path: string;
  readonly backend: Json;
  /** Undefined without TLS; '' without a secret. */
  readonly tls: string | undefined;
}

const rulePattern = /^([a-zA-Z0-9*.-]*)(\/[^=]*)?=([^,:]+:[^,]+)(?:,tls(?:=([^,]+))?)?$/;

function parseRule(given: string): IngressRule {
  const match = rulePattern.exec(given);
  if (match === null) {
    throw new Error(`rule ${given} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  }
  const [, host = '', path = '/', backend = '', secret] = match;
  return {host, path, backend: backendOf(backend), tls: given.includes(',tls') ? (secret ?? '') : undefined};
}

function backendOf(given: string): Json {
  const [name, port = ''] = given.split(':');
  return {service: {name, port: /^\d+$/.test(port) ? {number: Number(port)} : {name: port}}};
}

function hostRules(rules: readonly IngressRule[]): readonly Json[] {
  const hosts = [...new Set(rules.map(({host}) => host))];
  return hosts.map((host) => {
    const paths = rules
      .filter((one) => one.host === host)
      .map(({path, backend}) => {
        const prefix = path.endsWith('*');
        return {backend, path: prefix ? path.slice(0, -1) : path, pathType: prefix ? 'Prefix' : 'Exact'};
      });
    return {...(host === '' ? {} : {host}), http: {paths}};
  });
}

function tlsOf(rules: readonly IngressRule[]): readonly Json[] {
  const secrets = new Map<string, Set<string>>();
  for (const {host, tls} of rules) {
    if (tls !== undefined) secrets.set(tls, (secrets.get(tls) ?? new Set()).add(host));
  }
  return [...secrets].map(([secret, hosts]) => ({
    ...([...hosts].join('') === '' ? {} : {hosts: [...hosts].filter((host) => host !== '')}),
    ...(secret === '' ? {} : {secretName: secret}),
  }));
}
