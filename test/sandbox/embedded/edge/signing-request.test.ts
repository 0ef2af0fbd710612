import {X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {issue} from '../../../../src/sandbox/embedded/edge/certificate.ts';
import {signRequest} from '../../../../src/sandbox/embedded/edge/signing-request.ts';

const by = issue({commonName: 'kubernetes', use: 'authority'}, Date.now(), undefined);

/** A request for jane of the developers, as `openssl req` makes it. */
const request = readFileSync(new URL('../../../fixtures/kubernetes-certificates/jane.csr', import.meta.url), 'utf8');

describe('a certificate signing request', () => {
  it('is signed for the name and the groups it asks for', () => {
    const made = new X509Certificate(signRequest(request, {use: 'client', days: 2}, {by, now: Date.now()}));
    expect(made.subject).toBe('CN=jane\nO=developers');
    expect(made.verify(new X509Certificate(by.certificate).publicKey)).toBe(true);
    expect(made.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(Date.parse(made.validTo) - Date.now()).toBeGreaterThan(86_400_000);
  });

  it('is refused when it was changed after it was signed', () => {
    const changed = request.replace(/[A-Za-z](?=[A-Za-z]{3}\n)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    expect(changed).not.toBe(request);
    expect(() => signRequest(changed, {use: 'client'}, {by, now: 0})).toThrow(Error);
  });

  it('is refused when it is something else', () => {
    expect(() => signRequest(by.certificate, {use: 'client'}, {by, now: 0})).toThrow('there is no');
    expect(() => signRequest('', {use: 'client'}, {by, now: 0})).toThrow('there is no');
  });
});
