import {ConnectionError, type ServerRequest} from '../../context.ts';

/** The same error in the words of Go's network code, as `kubectl` tells them. */
export function connectionError(request: ServerRequest, error: ConnectionError): ConnectionError {
  const {host, hostname, port, protocol} = new URL(request.server.url);
  const address = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  switch (error.code) {
    case 'ECONNREFUSED':
      return new ConnectionError(
        error.code,
        `The connection to the server ${host} was refused - did you specify the right host or port?`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConnectionError(error.code, `dial tcp: lookup ${hostname}: no such host`);
    case 'ETIMEDOUT':
      return new ConnectionError(error.code, `dial tcp ${address}: i/o timeout`);
    case 'EHOSTUNREACH':
      return new ConnectionError(error.code, `dial tcp ${address}: connect: no route to host`);
    case 'ECONNRESET':
      return new ConnectionError(error.code, 'EOF');
    default:
      return new ConnectionError(error.code, tlsWords(error) ?? error.message);
  }
}

/** OpenSSL's names of what is wrong with a certificate, in Go's words. */
function tlsWords({code, message}: ConnectionError): string | undefined {
  if (
    /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|CERT_SIGNATURE_FAILURE)$/.test(
      code,
    )
  ) {
    return 'tls: failed to verify certificate: x509: certificate signed by unknown authority';
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid';
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `tls: failed to verify certificate: x509: ${message}`;
  if (/HTTP_REQUEST|http request/i.test(message)) return 'http: server gave HTTP response to HTTPS client';
  return undefined;
}
