import {describe, expect, it} from 'vitest';
import {parseCorefile} from '../../../../../src/sandbox/embedded/node/network/corefile.ts';

const usual = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
    }
    hosts {
       10.0.0.5 db.example.com Other
       fallthrough
    }
    forward . /etc/resolv.conf
    reload # every 30 s
}
`;

describe('a Corefile', () => {
  it('says which zones are of the cluster, who else is asked, and which names are listed', () => {
    const {zones, forwards, hosts, logs, plugins} = parseCorefile(usual);
    expect(zones).toEqual(['cluster.local', 'in-addr.arpa', 'ip6.arpa']);
    expect({forwards, logs}).toEqual({forwards: true, logs: false});
    expect([...hosts]).toEqual([
      ['db.example.com', ['10.0.0.5']],
      ['other', ['10.0.0.5']],
    ]);
    expect(plugins.has('ready')).toBe(true);
  });

  it('is refused for a plugin nobody knows, and for one that has no end', () => {
    expect(() => parseCorefile('.:53 {\n    kubernets cluster.local\n}\n')).toThrow("Unknown directive 'kubernets'");
    expect(() => parseCorefile('.:53 {\n    errors\n')).toThrow('Unexpected EOF');
  });
});
