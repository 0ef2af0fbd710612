import {faultOfSubdomain} from '../objects/names.ts';
import type {At} from './at.ts';

/** `example.com/ingress`: a domain of somebody's, and what it names there. */
export function checkDomainPath(at: At): void {
  const [domain = '', ...path] = at.text.split('/');
  if (path.length === 0 || domain === '' || path.join('/') === '')
    at.invalid('must be a domain-prefixed path (such as "acme.io/foo")');
  else {
    const fault = faultOfSubdomain(domain);
    if (fault !== undefined) at.invalid(fault);
    if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path.join('/')))
      at.invalid(`Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')`);
  }
}
