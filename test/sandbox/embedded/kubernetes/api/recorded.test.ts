import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createApiServer} from '../../../../../src/sandbox/embedded/kubernetes-api/server.ts';
import {Store} from '../../../../../src/sandbox/embedded/kubernetes-api/store/store.ts';
import {manualClock, outsideOf} from '../../rig.ts';
import {adminUser, callOf} from '../rig.ts';
import {comparable} from './comparable.ts';
import type {RecordedCall} from './recorded-calls.ts';

const file = path.join(import.meta.dirname, '../../../../fixtures/kubernetes-calls/calls.json');
const calls: readonly RecordedCall[] = JSON.parse(readFileSync(file, 'utf8'));

test('every call is answered as by a real API server', async () => {
  const clock = manualClock();
  const store = new Store(clock);
  const {random} = outsideOf(clock);
  const server = createApiServer({store, random, advertise: {address: '172.18.0.2', port: 6443}});
  const admin = server.as(adminUser);
  const call = callOf(server);
  const here: unknown[] = [];
  const real: unknown[] = [];
  for (const {method, url, body, type, accept, as, status, answer, warning} of calls) {
    const headers = {'content-type': type ?? 'application/json', ...(accept ? {accept} : {})};
    const user = as ? {name: as, groups: ['system:authenticated'], manager: 'test'} : adminUser;
    const got = await call(method, url, {body, headers, user});
    const asked = `${method} ${url} ${typeof body === 'string' ? body : (JSON.stringify(body) ?? '')}`;
    const said = got.body ?? got.text;
    here.push({asked, status: got.status, answer: comparable(said), warning: got.headers['warning']});
    real.push({asked, status, answer, warning});
    await clock.settle();
    // What controllers make in a new namespace.
    if (here.length > 1) continue;
    admin.create('serviceaccounts', 'k1a-calls', {metadata: {name: 'default'}});
    admin.create('configmaps', 'k1a-calls', {metadata: {name: 'kube-root-ca.crt'}});
  }
  for (const [index, one] of here.entries()) expect.soft(one).toEqual(real[index]);
});
