import {describe, expect, it} from 'vitest';
import {parseSubnet} from '../../../../../src/sandbox/embedded/runtime/net/address.ts';
import {Network} from '../../../../../src/sandbox/embedded/runtime/net/network.ts';
import type {NameAnswer, NameQuestion} from '../../../../../src/sandbox/embedded/runtime/net/stack.ts';
import {until} from '../../../../support/until.ts';
import {type Machine, manualClock, type RanProcess} from '../../rig.ts';
import {createBox} from './box.ts';

/** Names as Docker's own server at 127.0.0.11 knows them. */
const names: {readonly [name: string]: string} = {web: '172.18.0.2', client: '172.18.0.3', gone: '172.18.0.9'};

function answer({name, type}: NameQuestion): NameAnswer {
  const address = names[name];
  const [owner] =
    Object.entries(names).find(([, value]) => name === `${value.split('.').reverse().join('.')}.in-addr.arpa`) ?? [];
  if (type === 'PTR' && owner !== undefined) return {status: 'found', records: [{name, type, value: owner}]};
  if (type === 'SRV' && name === '_http._tcp.web')
    return {status: 'found', records: [{name, type, value: '0 100 80 web'}]};
  if (address === undefined) return {status: 'no-such-name'};
  return {status: 'found', records: type === 'A' ? [{name, type, value: address}] : []};
}

/** Two containers on one network, with a name server. */
function pair(clock?: Machine['clock']): {readonly web: Machine; readonly client: Machine} {
  const subnet = parseSubnet('172.18.0.0/16');
  if (!subnet) throw new Error('no subnet');
  const network = new Network(subnet);
  const web = createBox(clock ? {clock} : {});
  const client = createBox({beside: web});
  for (const box of [web, client]) {
    network.attach(box.space.network);
    box.space.network.nameServers.set('127.0.0.11', answer);
    box.lay({'/etc/resolv.conf': 'nameserver 127.0.0.11\noptions ndots:0\n', '/etc/hosts': '127.0.0.1\tlocalhost\n'});
  }
  return {web, client};
}

async function listening(box: Machine, port: number): Promise<void> {
  await until(() => box.space.network.listeners().some((listener) => listener.port === port), Boolean);
}

/** A web server of busybox on port 80 that serves what is laid in /www. */
async function serving(files: {
  readonly [path: string]: string;
}): Promise<ReturnType<typeof pair> & {readonly server: RanProcess}> {
  const {web, client} = pair();
  web.lay(files);
  const server = web.start(['httpd', '-f', '-v', '-p', '80', '-h', '/www']);
  await listening(web, 80);
  return {web, client, server};
}

describe('wget', () => {
  it('fetches a page of another container by its name, and says what busybox says', async () => {
    const {client} = await serving({'/www/index.html': 'hello\n'});
    expect(await client.run(['wget', '-O', '-', 'http://web/'])).toEqual({
      out: 'hello\n',
      err: `Connecting to web (172.18.0.2:80)
writing to stdout
-                    100% |********************************|     6  0:00:00 ETA
written to stdout
`,
      status: {code: 0},
    });
  });

  it('saves under the name in the URL, and not over a file that is there', async () => {
    const {client} = await serving({'/www/page.txt': 'text\n'});
    const first = await client.run(['wget', 'web/page.txt'], {folder: '/tmp'});
    expect(first.err).toContain("saving to 'page.txt'\npage.txt             100% |");
    expect(first.err).toMatch(/'page\.txt' saved\n$/);
    expect((await client.run(['cat', '/tmp/page.txt'])).out).toBe('text\n');
    const second = await client.run(['wget', 'web/page.txt'], {folder: '/tmp'});
    expect(second.err).toContain("wget: can't open 'page.txt': File exists");
    expect(second.status.code).toBe(1);
    expect((await client.run(['wget', '-q', '-O', '/tmp/page.txt', 'web/page.txt'])).err).toBe('');
  });

  it.each([
    ['a name nobody knows', 'http://nobody/', "wget: bad address 'nobody'\n"],
    [
      'a port nobody listens at',
      'http://web:81/',
      "Connecting to web:81 (172.18.0.2:81)\nwget: can't connect to remote host (172.18.0.2): Connection refused\n",
    ],
    [
      'an address without a container',
      'http://gone/',
      "Connecting to gone (172.18.0.9:80)\nwget: can't connect to remote host (172.18.0.9): Host is unreachable\n",
    ],
    [
      'a page that is not there',
      'http://web/nope',
      'Connecting to web (172.18.0.2:80)\nwget: server returned error: HTTP/1.1 404 Not Found\n',
    ],
    ['another scheme', 'gopher://web/', 'wget: not an http or ftp url: gopher://web/\n'],
  ])('fails for %s', async (_, url, err) => {
    const {client} = await serving({'/www/index.html': 'hello\n'});
    expect(await client.run(['wget', '-O', '-', url])).toEqual({out: '', err, status: {code: 1}});
  });

  it('shows headers, follows a redirection, and only asks with --spider', async () => {
    const {client} = await serving({'/www/sub/index.html': 'below\n'});
    const {out, err} = await client.run(['wget', '-S', '-O', '-', 'http://web/sub']);
    expect(out).toBe('below\n');
    expect(err).toContain('  HTTP/1.1 302 Found\n');
    expect(err.match(/Connecting to web/g)).toHaveLength(2);
    const spider = await client.run(['wget', '--spider', 'http://web/sub/']);
    expect(spider.err).toBe('Connecting to web (172.18.0.2:80)\nremote file exists\n');
  });

  it('sends headers and data of its own', async () => {
    const {web, client} = pair();
    const server = web.start(['nc', '-l', '-p', '80'], {input: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'});
    await listening(web, 80);
    const got = await client.run([
      'wget',
      '-q',
      '-O',
      '-',
      '--header',
      'X-Test: yes',
      '--post-data',
      'a=b',
      'http://web/form',
    ]);
    expect(got.out).toBe('ok');
    const {out} = await server.done;
    expect(out).toMatch(/^POST \/form HTTP\/1\.1\r\nHost: web\r\nUser-Agent: Wget\r\n/);
    expect(out).toContain('X-Test: yes\r\n');
    expect(out).toMatch(/\r\n\r\na=b$/);
  });

  it('gives up when nothing comes in time', async () => {
    const clock = manualClock();
    const {web, client} = pair(clock);
    web.start(['nc', '-l', '-p', '80', '-e', 'sleep', '100']);
    await clock.settle();
    const {done} = client.start(['wget', '-T', '5', '-O', '-', 'http://web/']);
    await clock.advance(5000);
    expect(await done).toMatchObject({
      err: 'Connecting to web (172.18.0.2:80)\nwget: download timed out\n',
      status: {code: 1},
    });
  });

  it('that is killed lets go of its connection', async () => {
    const {web, client} = pair();
    const server = web.start(['nc', '-l', '-p', '80']);
    await listening(web, 80);
    const {process} = client.start(['wget', '-O', '-', 'http://web/']);
    await until(() => server.out().includes('GET'), Boolean);
    process.kill('SIGKILL', 'outside');
    expect((await server.done).status).toEqual({code: 0});
  });
});

describe('nc', () => {
  it('carries what is typed there and back', async () => {
    const {web, client} = pair();
    const server = web.start(['nc', '-l', '-p', '9000'], {input: 'from the server\n'});
    await listening(web, 9000);
    expect((await client.run(['nc', 'web', '9000'], {input: 'from the client\n'})).out).toBe('from the server\n');
    expect(await server.done).toMatchObject({out: 'from the client\n', status: {code: 0}});
  });

  it('only tries a port with -z, and says with -v what came of it', async () => {
    const {web, client} = pair();
    web.start(['nc', '-lk', '-p', '9000', '-e', 'cat']);
    await listening(web, 9000);
    expect(await client.run(['nc', '-zv', 'web', '9000'])).toMatchObject({
      err: 'web (172.18.0.2:9000) open\n',
      status: {code: 0},
    });
    expect(await client.run(['nc', '-z', 'web', '9001'])).toMatchObject({err: '', status: {code: 1}});
    expect(await client.run(['nc', '-vvz', 'web', '9001'])).toMatchObject({
      err: 'nc: web (172.18.0.2:9001): Connection refused\n',
      status: {code: 1},
    });
    expect((await client.run(['nc', 'nobody', '1'])).err).toBe("nc: bad address 'nobody'\n");
  });

  it('runs a program on every connection', async () => {
    const {web, client} = pair();
    web.start(['nc', '-lk', '-p', '9000', '-e', 'sed', 's/a/b/g']);
    await listening(web, 9000);
    for (const _ of [1, 2]) expect((await client.run(['nc', 'web', '9000'], {input: 'banana\n'})).out).toBe('bbnbnb\n');
  });

  it('cannot take a port somebody has', async () => {
    const {web} = pair();
    web.start(['nc', '-l', '-p', '9000']);
    await listening(web, 9000);
    expect(await web.run(['nc', '-l', '-p', '9000'])).toMatchObject({
      err: 'nc: bind: Address in use\n',
      status: {code: 1},
    });
  });

  it('gives a port back when it is killed', async () => {
    const {web} = pair();
    const {process, done} = web.start(['nc', '-l', '-p', '9000']);
    await listening(web, 9000);
    process.kill('SIGKILL', 'outside');
    await done;
    expect(web.space.network.listeners()).toEqual([]);
  });

  it('gives up after -w seconds', async () => {
    const clock = manualClock();
    const {web} = pair(clock);
    const {done} = web.start(['nc', '-l', '-p', '9000', '-w', '3']);
    await clock.advance(3000);
    expect(await done).toMatchObject({err: 'nc: timeout\n', status: {code: 1}});
  });
});

describe('nslookup', () => {
  it('shows the server and both kinds of addresses', async () => {
    expect((await pair().client.run(['nslookup', 'web'])).out).toBe(`Server:\t\t127.0.0.11
Address:\t127.0.0.11:53

Non-authoritative answer:
Name:\tweb
Address: 172.18.0.2

Non-authoritative answer:

`);
  });

  it('says what nobody knows', async () => {
    const {out, status} = await pair().client.run(['nslookup', 'nobody']);
    expect(out).toContain("** server can't find nobody: NXDOMAIN\n\n** server can't find nobody: NXDOMAIN\n");
    expect(status.code).toBe(1);
  });

  it('finds names of addresses and services', async () => {
    const {client} = pair();
    expect((await client.run(['nslookup', '172.18.0.2'])).out).toContain('2.0.18.172.in-addr.arpa\tname = web\n');
    expect((await client.run(['nslookup', '-type=srv', '_http._tcp.web'])).out).toContain(
      '_http._tcp.web\tservice = 0 100 80 web\n',
    );
  });

  it('says so when no server answers', async () => {
    const {out, status} = await pair().client.run(['nslookup', 'web', '10.9.9.9']);
    expect(out).toBe(';; connection timed out; no servers could be reached\n\n');
    expect(status.code).toBe(1);
  });

  it('looks in the search domains', async () => {
    const {client} = pair();
    client.space.network.nameServers.set('127.0.0.11', ({name, type}) =>
      name === 'db.default.svc.cluster.local' && type === 'A'
        ? {status: 'found', records: [{name, type, value: '10.96.0.7'}]}
        : {status: 'no-such-name'},
    );
    client.lay({'/etc/resolv.conf': 'search default.svc.cluster.local\nnameserver 127.0.0.11\noptions ndots:5\n'});
    expect((await client.run(['nslookup', 'db'])).out).toContain(
      'Name:\tdb.default.svc.cluster.local\nAddress: 10.96.0.7\n',
    );
  });
});

describe('ping', () => {
  it('counts what comes back', async () => {
    const clock = manualClock();
    const {client} = pair(clock);
    const {done} = client.start(['ping', '-c', '2', 'web']);
    await clock.advance(5000);
    const {out, status} = await done;
    expect(out).toMatch(
      /^PING web \(172\.18\.0\.2\): 56 data bytes\n64 bytes from 172\.18\.0\.2: seq=0 ttl=64 time=0\.\d{3} ms\n64 bytes .*seq=1/,
    );
    expect(out).toMatch(
      /\n--- web ping statistics ---\n2 packets transmitted, 2 packets received, 0% packet loss\nround-trip min\/avg\/max = [\d.]+\/[\d.]+\/[\d.]+ ms\n$/,
    );
    expect(status.code).toBe(0);
  });

  it('fails when nobody is there, and when nobody has the name', async () => {
    const clock = manualClock();
    const {client} = pair(clock);
    const {done} = client.start(['ping', '-c', '1', '-W', '2', 'gone']);
    await clock.advance(2000);
    expect(await done).toMatchObject({
      out: 'PING gone (172.18.0.9): 56 data bytes\n\n--- gone ping statistics ---\n1 packets transmitted, 0 packets received, 100% packet loss\n',
      status: {code: 1},
    });
    const unknown = client.start(['ping', 'nobody']);
    await clock.settle();
    expect(await unknown.done).toMatchObject({err: "ping: bad address 'nobody'\n", status: {code: 1}});
  });

  it('ends by ^C with its statistics', async () => {
    const clock = manualClock();
    const {client} = pair(clock);
    const {process, done} = client.start(['ping', 'web']);
    await clock.advance(2500);
    process.kill('SIGINT');
    await clock.settle();
    const {out, status} = await done;
    expect(out).toContain('3 packets transmitted, 3 packets received, 0% packet loss');
    expect(status).toEqual({code: 130, signal: 'SIGINT'});
  });
});

describe('programs about the network', () => {
  it('show the cards', async () => {
    const {web} = pair();
    expect(
      (await web.run(['ip', 'addr', 'show', 'eth0'])).out,
    ).toBe(`2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue 
    link/ether 02:42:ac:12:00:02 brd ff:ff:ff:ff:ff:ff
    inet 172.18.0.2/16 brd 172.18.255.255 scope global eth0
       valid_lft forever preferred_lft forever
`);
    expect((await web.run(['ip', 'route'])).out).toBe(
      'default via 172.18.0.1 dev eth0 \n172.18.0.0/16 dev eth0 scope link  src 172.18.0.2 \n',
    );
    expect((await web.run(['ifconfig', 'eth0'])).out).toContain(
      'eth0      Link encap:Ethernet  HWaddr 02:42:AC:12:00:02  \n          inet addr:172.18.0.2  Bcast:172.18.255.255  Mask:255.255.0.0\n',
    );
    expect((await web.run(['route', '-n'])).out).toContain(
      '0.0.0.0         172.18.0.1      0.0.0.0         UG    0      0        0 eth0\n',
    );
    expect((await web.run(['ip', 'link', 'set', 'eth0', 'down'])).err).toBe(
      'ip: RTNETLINK answers: Operation not permitted\n',
    );
  });

  it('show what listens, and whose it is', async () => {
    const {web} = pair();
    const {process} = web.start(['httpd', '-f', '-p', '8080']);
    await listening(web, 8080);
    const {out} = await web.run(['netstat', '-tlnp']);
    expect(out).toContain(
      `tcp        0      0 0.0.0.0:8080            0.0.0.0:*               LISTEN      ${process.pid}/httpd\n`,
    );
    expect((await web.run(['cat', '/proc/net/tcp'])).out).toContain('00000000:1F90 00000000:0000 0A');
  });

  it('show the way to another container', async () => {
    expect((await pair().client.run(['traceroute', 'web'])).out).toBe(
      'traceroute to web (172.18.0.2), 30 hops max, 46 byte packets\n 1  web (172.18.0.2)  0.004 ms  0.005 ms  0.006 ms\n',
    );
  });

  it('know their own address by the name of the host', async () => {
    const {web} = pair();
    web.lay({'/etc/hosts': '127.0.0.1\tlocalhost\n172.18.0.2\tbox\n'});
    expect((await web.run(['hostname', '-i'])).out).toBe('172.18.0.2\n');
  });

  it('talk by telnet', async () => {
    const {web, client} = pair();
    web.start(['nc', '-l', '-p', '23'], {input: 'welcome\n'});
    await listening(web, 23);
    expect((await client.run(['telnet', 'web'], {input: 'x\n'})).out).toBe('welcome\n');
    expect((await client.run(['telnet', 'web', '24'])).err).toBe(
      "telnet: can't connect to remote host (172.18.0.2): Connection refused\n",
    );
  });
});

describe('httpd', () => {
  it('serves files with their types, and logs what was asked for', async () => {
    const {client, server} = await serving({'/www/index.html': 'home\n', '/www/style.css': 'body {}\n'});
    const {err} = await client.run(['wget', '-S', '-O', '-', 'http://web/style.css']);
    expect(err).toContain('  Content-type: text/css\n');
    expect(err).toContain('  Content-Length: 8\n');
    expect((await client.run(['wget', '-q', '-O', '-', 'http://web/?x=1'])).out).toBe('home\n');
    await until(() => server.err().split('response:').length === 3, Boolean);
    expect(server.err()).toMatch(/172\.18\.0\.3:\d+: url:\/style\.css\n172\.18\.0\.3:\d+: response:200\n/);
  });

  it('gives nothing outside its folder, and no methods it does not know', async () => {
    const {web, client} = await serving({'/www/index.html': 'home\n', '/secret': 'x\n'});
    const say = async (request: string): Promise<string> =>
      (await client.run(['nc', 'web', '80'], {input: request})).out;
    expect(await say('GET /../secret HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await say('GET /%2e%2e/secret HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await say('DELETE / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 501 /);
    expect(await say('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(web.space.processes().length).toBeGreaterThan(1);
  });

  it('goes into the background without -f', async () => {
    const {web, client} = pair();
    web.lay({'/www/index.html': 'home\n'});
    expect(await web.start(['httpd', '-p', '80', '-h', '/www']).process.ended).toEqual({code: 0});
    expect((await client.run(['wget', '-q', '-O', '-', 'http://web/'])).out).toBe('home\n');
  });

  it('sends a large file whole', async () => {
    const {client} = await serving({'/www/large.txt': 'x'.repeat(3_000_000)});
    expect((await client.run(['wget', '-q', '-O', '/tmp/large', 'http://web/large.txt'])).status.code).toBe(0);
    expect((await client.run(['wc', '-c', '/tmp/large'])).out).toBe('3000000 /tmp/large\n');
  });
});

describe('resolving names', () => {
  it('takes /etc/hosts before any server', async () => {
    const {client} = pair();
    client.lay({'/etc/hosts': '127.0.0.1 localhost\n172.18.0.2 alias other # comment\n'});
    expect((await client.run(['ping', '-c', '1', 'other'])).out).toContain('PING other (172.18.0.2)');
  });

  it('connects to itself by localhost', async () => {
    const {web} = await serving({'/www/index.html': 'home\n'});
    expect((await web.run(['wget', '-q', '-O', '-', 'http://localhost/'])).out).toBe('home\n');
  });
});
