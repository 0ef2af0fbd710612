import {describe, expect, it} from 'vitest';
import {causes, diagnose, words} from '../../../src/lessons/diagnose/index.ts';
import type {Observation} from '../../../src/observation.ts';
import {absent, call, containerView, imageView, noDocker} from '../checks/tables/table.ts';
import {caseOf} from './case.ts';
import {absences, differences, ends, insideOut, refusals} from './cases.ts';
import {kubernetesStories} from './kubernetes/stories.ts';

const stories = [...refusals, ...absences, ...ends, ...differences, ...insideOut, ...kubernetesStories];

describe.each(stories)('$cause: $title', ({cause, found, says, saysInChinese}) => {
  const verdict = diagnose(found);

  it('is what is said, in both languages, with nothing left open', () => {
    expect(verdict.cause).toBe(cause);
    expect(words(verdict, 'en').says).toContain(says);
    expect(words(verdict, 'zh').says).toContain(saysInChinese);
    for (const language of ['en', 'zh'] as const)
      expect(words(verdict, language).says).not.toMatch(/\{\w+\}|undefined|\[|NaN/);
  });

  it('carries every parameter of its cause, and its verdict', () => {
    const known = causes.find((one) => one.cause === verdict.cause);
    expect(verdict.verdict).toBe(known?.verdict);
    for (const name of known?.params ?? []) expect(Object.keys(verdict.params)).toContain(name);
  });
});

describe('diagnose', () => {
  it('has a story for every cause that explains something', () => {
    const told = new Set(stories.map(({cause}) => cause));
    expect(
      causes
        .filter(({explains}) => explains !== undefined)
        .map(({cause}) => cause)
        .filter((cause) => !told.has(cause)),
    ).toEqual([]);
  });

  describe('before anything was tried in the step', () => {
    const stopped = containerView({name: 'green', state: 'exited', exitCode: 137});
    const gone = {type: 'absent', params: {container: 'green'}};
    const said = (check: Parameters<typeof caseOf>[0], around: Parameters<typeof caseOf>[2]) => {
      const seen: Observation = check === gone ? {state: 'present', object: {}} : absent();
      const verdict = diagnose(caseOf(check, seen, around));
      return [words(verdict, 'en').says, words(verdict, 'zh').says];
    };

    it('says what is there and what is asked for, without the command', () => {
      const tag = {type: 'image', params: {reference: 'my-page:1.0'}};
      const images = [imageView({tags: ['my-page:latest']})];
      const looked = {
        calls: [call('image ls')],
        commands: [{at: 1, line: 'docker images; cat Dockerfile', exitCode: 0}],
      };
      expect(said(tag, {images, ...looked})).toEqual([
        'There is my-page:latest; the step asks for my-page:1.0. Where no tag is written Docker takes latest.',
        '这里有 my-page:latest，而这一步要的是 my-page:1.0。不写标签时 Docker 就用 latest。',
      ]);
      expect(said(tag, {images, calls: [call('image tag', 'nginx')]})[0]).toContain(
        '`docker tag my-page:latest my-page:1.0`',
      );
    });

    it('does not name the stopped container that the learner has to find', () => {
      const [en, zh] = said(gone, {containers: [stopped], calls: [call('container ls')]});
      expect(en).not.toContain('green');
      expect(zh).not.toContain('green');
      expect(said(gone, {containers: [stopped], calls: [call('container start', 'green')]})[0]).toContain(
        '`docker rm green`',
      );
    });

    it('counts a docker command that never reached Docker, and no other', () => {
      const volume = {type: 'volume', params: {name: 'store'}};
      const typed = (line: string) => said(volume, {calls: [], commands: [{at: 1, line, exitCode: 1}]})[0];
      expect(typed('cat Dockerfile')).not.toContain('docker volume create');
      expect(typed('docker volume ls -q')).not.toContain('docker volume create');
      expect(typed('docker volume create --nme store')).toContain('docker volume create store');
    });
  });

  it('does not take an earlier step’s container for the server of a page, unless it has the port', () => {
    const page = {type: 'http', params: {url: 'http://localhost:8082', status: 200}};
    const silent: Observation = {
      state: 'unreachable',
      reason: {cause: 'nothing-listens', params: {url: page.params.url, port: 8082, reason: ''}},
    };
    const said = (view: Parameters<typeof containerView>[0], calls = [call('volume create', 'x')]) => {
      const found = caseOf(page, silent, {containers: [containerView(view)], calls});
      return diagnose({...found, checks: [page, {type: 'container', params: {name: 'hello'}}]}).cause;
    };
    const port = (host: number) => ({host, container: 80, protocol: 'tcp'}) as const;
    expect(said({name: 'registry', ports: [port(5001)]})).toBe('nothing-listens');
    expect(said({name: 'note', state: 'exited'})).toBe('nothing-listens');
    expect(said({name: 'hello', ports: [port(5001)]})).toBe('published-other-port');
    expect(said({name: 'happy_turing'}, [call('container run', 'happy_turing')])).toBe('port-not-published');
    expect(said({name: 'registry', ports: [port(8082)]})).toBe('nothing-listens-inside');
  });

  it('adds nothing where nothing could be looked at', () => {
    const check = {type: 'container', params: {name: 'web'}};
    const found = caseOf(check, noDocker, {
      calls: [call('container create', 'web', {status: 500, error: 'the moon is full'})],
    });
    expect(diagnose(found)).toEqual(found.verdict);
  });

  it('forgets a refusal once the learner did something else', () => {
    const refused = call('container create', 'web', {
      status: 409,
      error: 'Conflict. The container name "/web" is already in use by container "78".',
    });
    const check = {type: 'container', params: {name: 'web'}};
    const around = (...later: ReturnType<typeof call>[]) => caseOf(check, absent(), {calls: [refused, ...later]});
    expect(diagnose(around(call('container ls'), call('image ls'))).cause).toBe('name-taken');
    expect(diagnose(around(call('container rm', 'web', {status: 204}))).cause).toBe('container-removed');
    expect(diagnose(around(call('volume create', 'store'))).cause).toBe('not-there');
  });

  it('does not blame another object’s refusal for a property of this one', () => {
    const refused = call('image pull', 'nosuch', {status: 404, error: 'pull access denied for nosuch'});
    const check = {type: 'container', params: {name: 'web', memory: '64m'}};
    const found = caseOf(
      check,
      {state: 'present', object: containerView()},
      {calls: [refused], containers: [containerView()]},
    );
    expect(diagnose(found).cause).toBe('limit-missing');
  });

  it('tells the pull’s own sentence when docker run could not get its image', () => {
    const check = {type: 'command', params: {ran: 'docker run'}};
    const calls = [
      call('container create', 'web', {status: 404, error: 'No such image: ngnix:latest'}),
      call('image pull', 'ngnix:latest', {
        status: 404,
        error: 'pull access denied for ngnix, repository does not exist',
      }),
    ];
    expect(diagnose(caseOf(check, {state: 'present', object: {calls}}, {calls})).cause).toBe('image-misspelt');
  });
});
