import {describe, expect, it} from 'vitest';
import {checkTypes, knownCommands, subjectOf, verbsOf} from '../../../src/lessons/checks/index.ts';
import type {Params} from '../../../src/observation.ts';
import {tables} from './tables/index.ts';

const place = {file: 'lesson.md', line: 1, column: 1};

function problem(type: string, params: Params): string {
  const {error} = checkTypes[type]?.params.safeParse(params) ?? {};
  return error?.issues.map(({path, message}) => `${path.join('.')}: ${message}`).join('; ') ?? '';
}

describe('parameters of a check', () => {
  it('that the type does not have are refused', () => {
    expect(problem('container', {name: 'web', imgae: 'x'})).toMatch(/imgae/);
    expect(problem('http', {url: 'http://localhost', code: 200})).toMatch(/code/);
  });

  it.each([
    ['container', {}, 'expected one of name and of'],
    ['container', {name: 'a', of: 'nginx'}, 'expected one of name and of'],
    ['container', {name: 'a', state: 'stopped'}, 'created'],
    ['container', {name: 'a', memory: '64 monkeys'}, 'expected a size such as 64m or 1g'],
    ['container', {name: 'a', ports: {web: 80}}, 'port'],
    ['container', {name: 'a', mounts: {data: 'store'}}, 'mounts.data'],
    ['container', {name: 'a', env: {A: '~('}}, 'no regular expression'],
    ['container', {name: 'a', exitCode: '> many'}, 'compares with something that is no number'],
    ['image', {reference: 'Nginx'}, 'image reference'],
    ['image', {reference: 'nginx', sameAs: 'Nginx'}, 'image reference'],
    ['registry', {reference: 'web:1'}, 'with its registry'],
    ['absent', {}, 'expected one of'],
    ['absent', {container: 'a', image: 'b'}, 'expected one of'],
    ['http', {url: 'localhost:8080'}, 'url'],
    ['command', {ran: 'docker frobnicate'}, 'without its arguments'],
    ['command', {ran: 'docker ps -a'}, 'without its arguments'],
    ['command', {ran: 'ls'}, 'docker or kubectl command'],
    ['file', {path: '/etc/passwd'}, 'relative to the working folder'],
    ['file', {path: 'a', container: 'web'}, 'absolute one with a container'],
    ['quiz', {right: []}, 'right'],
    ['object', {kind: 'Pod'}, 'either name or selector'],
    ['object', {kind: 'pods', name: 'web'}, 'a kind, as a manifest writes it'],
    ['object', {kind: 'Pod', name: 'web', count: 2}, 'count goes with selector'],
    ['http', {of: 'service/web'}, 'url, or of and port'],
    ['http', {url: 'http://localhost', port: 80}, 'do not go with url'],
    ['http', {of: 'web', port: 80}, 'service/NAME or pod/NAME'],
    ['logs', {container: 'web', namespace: 'shop'}, 'namespace goes with pod'],
    ['command', {ran: 'kubectl frobnicate'}, 'without its arguments'],
  ])('of %s as %j say what was expected', (type, params, message) => {
    expect(problem(type, params)).toContain(message);
  });

  it('are the same after they were read once more, so that a course can be kept parsed', () => {
    for (const {type, rows} of tables) {
      for (const {params} of rows) expect(checkTypes[type]?.params.parse(params)).toEqual(params);
    }
  });
});

describe('the subject of a check', () => {
  it.each([
    ['container', {name: 'web'}, {api: 'docker', resource: 'container', name: 'web'}],
    ['container', {of: 'nginx'}, {api: 'docker', resource: 'containers-of', image: 'nginx'}],
    ['image', {reference: 'web:1', sameAs: 'web'}, {api: 'docker', resource: 'image', reference: 'web:1', twin: 'web'}],
    [
      'image',
      {reference: 'web:1', extends: 'nginx'},
      {api: 'docker', resource: 'image', reference: 'web:1', parent: 'nginx'},
    ],
    ['volume', {name: 'store'}, {api: 'docker', resource: 'volume', name: 'store'}],
    ['network', {name: 'app'}, {api: 'docker', resource: 'network', name: 'app'}],
    ['registry', {reference: 'localhost:5001/web:1'}, {api: 'registry', reference: 'localhost:5001/web:1'}],
    ['absent', {volume: 'store'}, {api: 'docker', resource: 'volume', name: 'store'}],
    ['absent', {file: 'a.txt'}, {api: 'files', path: 'a.txt'}],
    ['http', {url: 'http://localhost:1'}, {api: 'http', url: 'http://localhost:1'}],
    ['logs', {container: 'web'}, {api: 'docker', resource: 'logs', container: 'web'}],
    ['command', {ran: 'docker ps', target: 'x'}, {api: 'calls', verb: 'container ls'}],
    ['file', {path: 'a'}, {api: 'files', path: 'a'}],
    ['file', {path: '/a', container: 'web'}, {api: 'docker', resource: 'file', container: 'web', path: '/a'}],
    ['quiz', {right: [0]}, {api: 'quiz', step: 'what'}],
  ])('%s %j', (type, params, subject) => {
    expect(subjectOf({type, params, place}, 'what')).toEqual(subject);
  });
});

describe('a command in a lesson', () => {
  it.each([
    ['docker ps', 'container ls'],
    ['docker container list', 'container ls'],
    ['docker run', 'container run'],
    ['docker exec', 'container exec'],
    ['docker logs', 'container logs'],
    ['docker images', 'image ls'],
    ['docker image rm', 'image rm'],
    ['docker rmi', 'image rm'],
    ['docker pull', 'image pull'],
    ['docker build', 'image build'],
    ['docker tag', 'image tag'],
    ['docker push', 'image push'],
    ['docker history', 'image history'],
    ['docker stats', 'container stats'],
    ['docker top', 'container top'],
    ['docker volume create', 'volume create'],
    ['docker info', 'system info'],
  ])('%s is the verb %s of the call log', (command, verb) => {
    expect(verbsOf(command)).toEqual([verb]);
  });

  it('may be proven by several verbs', () => {
    expect(verbsOf('docker inspect')).toContain('image inspect');
    expect(verbsOf('docker port')).toContain('container inspect');
  });

  it('is known exactly when its verbs are', () => {
    for (const command of knownCommands()) expect(verbsOf(command), command).toBeDefined();
    for (const command of ['docker', 'docker ls', 'docker prune', 'docker container', 'podman ps', 'docker toString'])
      expect(verbsOf(command), command).toBeUndefined();
  });
});
