import {describe, expect, it} from 'vitest';
import {createNodeRig} from './rig.ts';

describe('the image of a container', () => {
  it('that is not there is pulled, and told of with its size', async () => {
    const rig = await createNodeRig();
    await rig.run('who', {containers: [{name: 'who', image: 'traefik/whoami:v1.10'}]});
    expect(rig.pod('who').status?.phase).toBe('Running');
    expect(rig.events('who').slice(0, 2)).toEqual([
      'Normal Pulling Pulling image "traefik/whoami:v1.10"',
      expect.stringMatching(
        /^Normal Pulled Successfully pulled image "traefik\/whoami:v1.10" in 0s \(0s including waiting\)\. Image size: \d+ bytes\.$/,
      ),
    ]);
  });

  it('that nobody has is asked for again, later each time', async () => {
    const rig = await createNodeRig();
    await rig.run('cafe', {containers: [{name: 'cafe', image: 'nginx:1.27-alpin'}]});
    const why =
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.27-alpin": ' +
      'failed to resolve reference "docker.io/library/nginx:1.27-alpin": docker.io/library/nginx:1.27-alpin: not found';
    const waiting = () => rig.pod('cafe').status?.containerStatuses?.[0]?.state?.waiting;
    expect(waiting()).toEqual({reason: 'ErrImagePull', message: why});
    expect(rig.events('cafe')).toEqual([
      'Normal Pulling Pulling image "nginx:1.27-alpin"',
      `Warning Failed Failed to pull image "nginx:1.27-alpin": ${why}`,
      'Warning Failed Error: ErrImagePull',
    ]);
    await rig.clock.advance(3000);
    const message = `Back-off pulling image "nginx:1.27-alpin": ErrImagePull: ${why}`;
    expect(waiting()).toEqual({reason: 'ImagePullBackOff', message});
    expect(rig.events('cafe')).toContain('Warning Failed Error: ImagePullBackOff (x2)');
    await expect(rig.logs('cafe')).rejects.toThrow(
      'container "cafe" in pod "cafe" is waiting to start: trying and failing to pull image',
    );
  });

  it('can be mended while its Pod waits', async () => {
    const rig = await createNodeRig();
    await rig.run('cafe', {containers: [{name: 'cafe', image: 'nginx:1.27-alpin'}]});
    const patch = {spec: {containers: [{name: 'cafe', image: 'nginx:1.27-alpine'}]}};
    rig.admin.patch('pods', {namespace: 'default', name: 'cafe'}, {type: 'strategic', patch});
    await rig.clock.advance(200);
    expect(rig.pod('cafe').status?.containerStatuses).toMatchObject([{ready: true, restartCount: 0}]);
  });

  it('that is changed makes its container start anew', async () => {
    const rig = await createNodeRig();
    await rig.run('web', {
      terminationGracePeriodSeconds: 1,
      containers: [{name: 'web', image: 'busybox:1.36', command: ['sleep', '99']}],
    });
    const patch = {spec: {containers: [{name: 'web', image: 'nginx:1.27-alpine'}]}};
    rig.admin.patch('pods', {namespace: 'default', name: 'web'}, {type: 'strategic', patch});
    await rig.clock.advance(3000);
    expect(rig.events('web')).toContain('Normal Killing Container web definition changed, will be restarted');
    expect(rig.pod('web').status?.containerStatuses).toMatchObject([
      {image: 'docker.io/library/nginx:1.27-alpine', ready: true, restartCount: 1},
    ]);
  });

  it.each([
    ['IfNotPresent', 'NGINX', 'InvalidImageName'],
    ['Never', 'redis:7-alpine', 'ErrImageNeverPull'],
  ])('with pull policy %s and the name %s waits with %s', async (imagePullPolicy, image, reason) => {
    const rig = await createNodeRig();
    await rig.run('odd', {containers: [{name: 'odd', image, imagePullPolicy}]});
    expect(rig.pod('odd').status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe(reason);
    expect(rig.events('odd')).toContain(`Warning Failed Error: ${reason}`);
  });
});
