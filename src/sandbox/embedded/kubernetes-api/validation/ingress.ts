import {faultOfLabel1035, faultOfSubdomain} from '../objects/names.ts';
import {isIpv4, isIpv6} from './addresses.ts';
import type {At} from './at.ts';
import {checkName, checkPortNumber, checkWord, faultsOfPortName} from './names.ts';

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];
const wildcard = /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const wildcardFault =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower " +
  "case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used " +
  "for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** The spec of an Ingress. */
export function checkIngress(spec: At): void {
  const [rules, backend] = [spec.field('rules'), spec.field('defaultBackend')];
  if (rules.count === 0 && !backend.isSet)
    spec.invalid(
      'either `defaultBackend` or `rules` must be specified',
      Object.keys(spec.fields).length === 0 ? null : spec.value,
    );
  if (backend.isSet) checkBackend(backend);
  for (const rule of rules.items()) checkRule(rule);
  for (const tls of spec.field('tls').items()) {
    for (const host of tls.field('hosts').items()) checkHostName(host);
    const secret = tls.field('secretName');
    if (secret.text !== '') checkName(secret, faultOfSubdomain);
  }
  const name = spec.field('ingressClassName');
  if (name.isSet) checkName(name, faultOfSubdomain);
}

function checkHostName(host: At): void {
  if (host.text.includes('*')) {
    if (!wildcard.test(host.text)) host.invalid(wildcardFault);
  } else checkName(host, faultOfSubdomain);
}

function checkRule(rule: At): void {
  const host = rule.field('host');
  if (isIpv4(host.text) || isIpv6(host.text)) host.invalid('must be a DNS name, not an IP address');
  else if (host.text !== '') checkHostName(host);
  const http = rule.field('http');
  if (!http.isSet) return;
  const paths = http.field('paths');
  if (paths.count === 0) paths.required();
  for (const path of paths.items()) checkPath(path);
}

const suspect = ['//', '/./', '/../', '%2f', '%2F'];
const suspectEnds = ['/..', '/.'];

function checkPath(at: At): void {
  const [type, path] = [at.field('pathType'), at.field('path')];
  if (type.text === '') type.required('pathType must be specified');
  else {
    checkWord(type, pathTypes);
    const strict = type.text === 'Exact' || type.text === 'Prefix';
    if (path.text !== '' || strict) if (!path.text.startsWith('/')) path.invalid('must be an absolute path', path.text);
    if (strict && path.text.startsWith('/')) {
      for (const part of suspect) if (path.text.includes(part)) path.invalid(`must not contain '${part}'`);
      for (const end of suspectEnds) if (path.text.endsWith(end)) path.invalid(`cannot end with '${end}'`);
    }
  }
  checkBackend(at.field('backend'));
}

function checkBackend(backend: At): void {
  const [service, resource] = [backend.field('service'), backend.field('resource')];
  if (service.isSet && resource.isSet) backend.invalid('cannot set both resource and service backends', '');
  else if (!service.isSet && !resource.isSet) backend.invalid('resource or service backend is required', '');
  else if (service.isSet) checkServiceBackend(backend, service);
}

function checkServiceBackend(backend: At, service: At): void {
  const [name, port] = [service.field('name'), service.field('port')];
  if (name.text === '') name.required();
  else checkName(name, faultOfLabel1035);
  const [called, number] = [port.field('name'), port.field('number')];
  const hasNumber = (number.number ?? 0) !== 0;
  if (called.text !== '' && hasNumber) backend.invalid('cannot set both port name & port number', '');
  else if (called.text !== '') for (const fault of faultsOfPortName(called.text)) called.invalid(fault);
  else if (hasNumber) checkPortNumber(number);
  else backend.required('port name or number is required');
}
