import {mkdir, symlink} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {createForeign, type Foreign} from '../../support/foreign.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {type Snapshot, snapshot} from '../../support/snapshot.ts';
import {denials, type Spelling} from './deny-table.ts';
import {askSocket, openRig, type Rig} from './rig.ts';

const names = {container: 'ga-foreign', image: 'ga-foreign:1', volume: 'ga-foreign-vol', network: 'ga-foreign-net'};

describeWithDocker(
  'what the guard refuses',
  ({host}) => {
    let rig: Rig;
    let foreign: Foreign;
    let before: Snapshot;

    beforeAll(async () => {
      foreign = await createForeign(host, names);
      before = await foreignSnapshot(host);
      rig = await openRig({host});
      await mkdir(join(rig.work, 'sub'));
      await symlink('/', join(rig.work, 'link'));
      await symlink('/ga-nowhere', join(rig.work, 'nowhere'));
      await rig.docker(['pull', '-q', 'busybox:1.36']);
      const made = await rig.docker(['run', '-d', '--name', 'ga-own', 'busybox:1.36', 'sleep', '1000']);
      expect(made).toMatchObject({code: 0});
    });

    afterAll(async () => {
      await rig?.close();
      await foreign?.remove();
    });

    // Collected before the rig is open: the rows' titles and numbers are the same for any names.
    for (const [row, {what}] of denials({work: '/w', foreign: {}}).entries()) {
      it(`refuses ${what}`, async () => {
        const ids = {
          containerId: foreign.containerId ?? '',
          imageId: foreign.imageId ?? '',
          networkId: foreign.networkId ?? '',
        };
        const denial = denials({work: rig.work, foreign: {...names, ...ids}})[row];
        expect(denial?.spellings.length).toBeGreaterThanOrEqual(2);
        for (const spelling of denial?.spellings ?? []) {
          const said = await attempt(rig, spelling);
          expect(said, JSON.stringify(spelling)).toMatch(denial?.says ?? /k8s-learn: /);
        }
      });
    }

    it('has left everything foreign as it was', async () => {
      expect(await foreignSnapshot(host)).toEqual(before);
    });

    it('has made nothing on the way', async () => {
      const left = await rig.docker(['ps', '-a', '--format', '{{.Names}}']);
      expect(left.out.trim()).toBe('ga-own');
      expect((await rig.docker(['volume', 'ls', '-q'])).out).toBe('');
      expect((await rig.docker(['network', 'ls', '-q', '--filter', 'type=custom'])).out).toBe('');
    });
  },
  {images: ['busybox:1.36']},
);

/** What the attempt was answered; throws when it was let through. */
async function attempt(rig: Rig, spelling: Spelling): Promise<string> {
  if ('cli' in spelling) {
    const {code, err, out} = await rig.docker(spelling.cli);
    expect(code, `docker ${spelling.cli.join(' ')}: ${out}${err}`).not.toBe(0);
    return err + out;
  }
  const {method, path, body, type} = spelling;
  const headers: Record<string, string> =
    type === 'origin' ? {origin: 'http://evil.example'} : type ? {'content-type': type} : {};
  const {status, message} = await askSocket(rig.learnerSocket, {method, path, body, headers});
  expect(status, `${method} ${path} ${JSON.stringify(body)}: ${message}`).toBeGreaterThanOrEqual(400);
  return message;
}

function foreignSnapshot(host: string): Promise<Snapshot> {
  return snapshot(host, (text) => text.includes('ga-foreign'));
}
