import {expect, it} from 'vitest';
import {isTry} from '../../../src/cli/screen/try.ts';

it.each([
  ['docker run -d --name web nginx', 0],
  ['docker exec web ls', 0],
  ['cd shop && docker build -t shop .', 0],
  ['echo hallo > note.txt', 0],
  ['vi Dockerfile', 0],
  ['kubectl apply -f web.yaml', 0],
  ['docker logs wep', 1],
  ['docker start shop', undefined],
] as const)('%s (%s) is a try', (line, exitCode) => {
  expect(isTry(line, exitCode)).toBe(true);
});

it.each([
  ['docker ps -a', 0],
  ['docker logs web | tail -3', 0],
  ['ls; cat note.txt', 0],
  ['curl -s localhost:8080', 0],
  ['ping localhost', 130],
  ['', 0],
] as const)('%s (%s) only looks', (line, exitCode) => {
  expect(isTry(line, exitCode)).toBe(false);
});
