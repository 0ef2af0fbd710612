import {describe, expect, it} from 'vitest';
import {isLooking, withoutLooking} from '../../src/lessons/looking.ts';

describe('a command line that only looks', () => {
  it.each([
    'docker ps -a',
    'docker images',
    'docker image ls --digests',
    "docker inspect -f '{{.State.Status}}' web",
    'docker container logs web',
    'docker stats --no-stream',
    'docker --version',
  ])('%s', (line) => expect(isLooking(line)).toBe(true));

  it.each([
    'docker run -d web',
    'docker rm web',
    'docker imagesx',
    'docker image rm web',
    'docker exec web ps',
    'docker wait web',
    'docker tag logs web',
    'cat docker ps',
  ])('is not %s', (line) => expect(isLooking(line)).toBe(false));
});

describe('a script that builds a state again', () => {
  it('has no lines that only look', () => {
    expect(
      withoutLooking(
        "docker run -d --name a x\ndocker stats --no-stream\ndocker inspect -f '{{.Id}}' a\ndocker stop a",
      ),
    ).toBe('docker run -d --name a x\ndocker stop a');
    expect(withoutLooking('docker images\n')).toBe('');
  });

  it.each([
    'docker inspect web > web.json',
    'docker ps -q | xargs docker stop',
    'docker ps; docker rm web',
    'docker image inspect x || docker pull x',
    'docker logs $(docker run -d x)',
  ])('keeps %s, which does something with what it sees', (line) => expect(withoutLooking(line)).toBe(line));

  it.each([
    'cat > list <<END\ndocker ps\nEND',
    'docker exec web \\\ndocker ps',
    "docker exec web sh -c '\ndocker ps\n'",
  ])('is left alone where a command has more than one line', (script) => expect(withoutLooking(script)).toBe(script));
});
