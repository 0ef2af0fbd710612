import {afterAll, beforeAll, expect, it} from 'vitest';
import {describeWithDocker} from '../../support/real-docker.ts';
import {callSocket, type HttpAnswer, type ServedEngine, servedEngine} from './served-engine.ts';

const prefix = `k8sl-parity-${process.pid}-`;
const net = `${prefix}net`;
const chosen = `${prefix}chosen`;
const vol = `${prefix}vol`;
const box = `${prefix}box`;

type Call = readonly [method: string, path: string, body?: unknown];

/** In the words of both: what a daemon of 20.10 and this engine of 27 say alike. */
const calls: readonly Call[] = [
  ['POST', '/networks/create', {Name: net, CheckDuplicate: true, Labels: {parity: prefix}}],
  ['POST', '/networks/create', {Name: net, CheckDuplicate: true}],
  ['POST', '/networks/create', {Name: 'host'}],
  ['POST', '/networks/create', {Name: 'bridge', CheckDuplicate: true}],
  ['POST', '/networks/create', {Name: `${prefix}x`, Driver: 'host'}],
  ['POST', '/networks/create', {Name: `${prefix}x`, Scope: 'swarm'}],
  ['POST', '/networks/create', {Name: `${prefix}x`, Ingress: true}],
  [
    'POST',
    '/networks/create',
    {Name: `${prefix}x`, IPAM: {Config: [{Subnet: '10.213.0.0/24'}, {Subnet: '10.214.0.0/24'}]}},
  ],
  ['POST', '/networks/create', {Name: `${prefix}x`, IPAM: {Config: [{Subnet: '10.213.0.0/31'}]}}],
  [
    'POST',
    '/networks/create',
    {
      Name: chosen,
      Internal: true,
      Attachable: true,
      Labels: {parity: prefix},
      Options: {a: 'b'},
      IPAM: {
        Driver: 'default',
        Options: {},
        Config: [{Subnet: '10.213.7.0/24', IPRange: '10.213.7.128/25', AuxiliaryAddresses: {x: '10.213.7.130'}}],
      },
    },
  ],
  ['GET', `/networks/${chosen}`],
  ['GET', `/networks/${net}?verbose=x`],
  ['GET', `/networks/${net}?scope=swarm`],
  ['GET', '/networks/nosuch'],
  ['DELETE', '/networks/nosuch'],
  ['DELETE', '/networks/host'],
  [
    'POST',
    `/containers/create?name=${box}`,
    {Image: 'IMAGE', Cmd: ['sleep', '1000'], HostConfig: {NetworkMode: chosen, Binds: [`${vol}:/data`]}},
  ],
  ['POST', `/networks/${net}/connect`, {Container: box, EndpointConfig: {IPAMConfig: {IPv4Address: '172.16.0.9'}}}],
  ['POST', `/networks/${net}/connect`, {Container: box, EndpointConfig: {Aliases: ['web']}}],
  ['POST', `/containers/${box}/start`],
  ['GET', `/networks/${chosen}`],
  ['POST', `/networks/${net}/connect`, {Container: box}],
  ['POST', '/networks/host/connect', {Container: box}],
  ['POST', '/networks/none/connect', {Container: box}],
  ['POST', `/networks/${net}/connect`, {Container: 'nosuch'}],
  ['POST', `/networks/${net}/connect`, {}],
  ['POST', `/networks/${net}/disconnect`, {Container: 'nosuch'}],
  ['POST', `/networks/${net}/disconnect`, {Container: 'nosuch', Force: true}],
  ['DELETE', `/networks/${net}`],
  ['POST', `/networks/${net}/disconnect`, {Container: box}],
  ['POST', `/networks/${net}/disconnect`, {Container: box}],
  ['DELETE', `/networks/${net}`],
  ['GET', `/volumes/${vol}`],
  ['DELETE', `/volumes/${vol}`],
  ['DELETE', `/volumes/${vol}?force=1`],
  ['DELETE', '/volumes/nosuch'],
  ['DELETE', '/volumes/nosuch?force=1'],
  ['POST', '/volumes/create', {Name: vol, Labels: {other: '1'}}],
  ['POST', '/volumes/create', {Name: `${prefix}opt`, DriverOpts: {foo: 'bar'}}],
  ['POST', '/volumes/create', {Name: `${prefix}opt`, DriverOpts: {type: 'tmpfs'}}],
  ['POST', '/volumes/create', {Name: 'a'}],
  ['POST', '/volumes/create', {Name: 'a b'}],
  ['DELETE', `/containers/${box}?force=1`],
  ['DELETE', `/volumes/${vol}`],
  ['POST', `/networks/prune?filters=${encodeURIComponent(JSON.stringify({label: [`parity=${prefix}`]}))}`],
  ['POST', `/networks/prune?filters=${encodeURIComponent(JSON.stringify({label: [`parity=${prefix}`]}))}`],
  ['GET', '/swarm'],
  ['GET', '/nodes'],
  ['POST', '/swarm/leave'],
  ['GET', '/plugins/nosuch/json'],
  ['GET', '/nosuch'],
  ['PUT', '/info'],
  ['GET', '/containers/a%20b/json'],
  ['GET', '//networks/nosuch'],
  ['GET', '/events?since=9&until=1'],
];

/** An answer without what is another one each time. */
function normal({status, text}: HttpAnswer): string {
  const plain = text
    .trim()
    .replaceAll(/[0-9a-f]{64}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
  return `${status} ${status === 301 ? '' : plain}`;
}

describeWithDocker(
  'the embedded engine and the real one',
  ({host}) => {
    const realSocket = host.replace(/^unix:\/\//, '');
    let served: ServedEngine;

    beforeAll(async () => {
      served = await servedEngine();
    });

    afterAll(async () => {
      await callSocket(realSocket, {method: 'DELETE', path: `/containers/${box}?force=1&v=1`});
      for (const name of [net, chosen]) await callSocket(realSocket, {method: 'DELETE', path: `/networks/${name}`});
      await callSocket(realSocket, {method: 'DELETE', path: `/volumes/${vol}`});
      await served.stop();
    });

    it('answer the same calls about networks, volumes and themselves in the same words', async () => {
      const answers = async (socketPath: string, image: string): Promise<readonly string[]> => {
        const said: string[] = [];
        for (const [method, path, body] of calls) {
          const sent = body === undefined ? {} : {body: JSON.stringify(body).replace('IMAGE', image)};
          // Docker's router looks at `//` only where no version is in front.
          const versioned = path.startsWith('//') ? path : `/v1.41${path}`;
          const answer = await callSocket(socketPath, {method, path: versioned, ...sent});
          said.push(`${method} ${path.split('?')[0]} ${normal(answer)}`);
        }
        return said;
      };
      const real = await answers(realSocket, 'busybox:1.36');
      expect(await answers(served.socketPath, 'small:1')).toEqual(real);
      expect(served.faults).toEqual([]);
    });
  },
  {images: ['busybox:1.36']},
);
