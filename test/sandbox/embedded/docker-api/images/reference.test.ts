import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ApiRefusal} from '../../../../../src/sandbox/embedded/docker-api/api/refusal.ts';
import {
  familiarText,
  fullText,
  parseAnyReference,
  parseReference,
  repositoryAndTag,
  withDefaultTag,
} from '../../../../../src/sandbox/embedded/docker-api/images/reference.ts';

const zeros = '0'.repeat(64);

describe('a reference', () => {
  it.each([
    ['busybox', 'docker.io/library/busybox', 'busybox'],
    ['busybox:1.36', 'docker.io/library/busybox:1.36', 'busybox:1.36'],
    ['docker.io/busybox', 'docker.io/library/busybox', 'busybox'],
    ['docker.io/library/busybox:1.36', 'docker.io/library/busybox:1.36', 'busybox:1.36'],
    ['index.docker.io/library/busybox', 'docker.io/library/busybox', 'busybox'],
    ['library/busybox', 'docker.io/library/busybox', 'busybox'],
    ['team/app', 'docker.io/team/app', 'team/app'],
    ['library/team/app', 'docker.io/library/team/app', 'library/team/app'],
    ['localhost/x', 'localhost/x', 'localhost/x'],
    ['localhost:5000/x', 'localhost:5000/x', 'localhost:5000/x'],
    ['localhost:5000', 'docker.io/library/localhost:5000', 'localhost:5000'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
    ['UPPER/x', 'UPPER/x', 'UPPER/x'],
    ['a_b__c-d--e.f', 'docker.io/library/a_b__c-d--e.f', 'a_b__c-d--e.f'],
    [`x:1@sha256:${zeros}`, `docker.io/library/x:1@sha256:${zeros}`, `x:1@sha256:${zeros}`],
    ['[::1]:5000/x', '[::1]:5000/x', '[::1]:5000/x'],
  ])('%s is %s, and shown as %s', (text, full, familiar) => {
    expect(fullText(parseReference(text))).toBe(full);
    expect(familiarText(parseReference(text))).toBe(familiar);
  });

  it.each([
    ['', 'invalid reference format'],
    ['Busybox', 'invalid reference format: repository name (library/Busybox) must be lowercase'],
    ['team/App', 'invalid reference format: repository name (team/App) must be lowercase'],
    ['busy box', 'invalid reference format'],
    ['busybox:', 'invalid reference format'],
    ['a:b:c', 'invalid reference format'],
    ['-x', 'invalid reference format'],
    ['a//b', 'invalid reference format'],
    ['a___b', 'invalid reference format'],
    ['x..y', 'invalid reference format'],
    ['x:.tag', 'invalid reference format'],
    [`x:${'t'.repeat(129)}`, 'invalid reference format'],
    ['https://x/y', 'invalid reference format'],
    ['x@sha256:abc', 'invalid reference format'],
    [`x@sha256:${'a'.repeat(40)}`, 'invalid checksum digest length'],
    [`x@md5:${'a'.repeat(32)}`, 'unsupported digest algorithm'],
    ['é', 'invalid reference format'],
    ['a'.repeat(300), 'repository name must not be more than 255 characters'],
    [zeros, `invalid repository name (${zeros}), cannot specify 64-byte hexadecimal strings`],
  ])('%s is none: %s', (text, message) => {
    expect(() => parseReference(text)).toThrow(new ApiRefusal(400, message));
  });

  it('may be an id, with or without its algorithm', () => {
    expect(parseAnyReference(zeros)).toEqual({kind: 'id', id: `sha256:${zeros}`});
    expect(parseAnyReference(`sha256:${zeros}`)).toEqual({kind: 'id', id: `sha256:${zeros}`});
    expect(parseAnyReference('sha256:abcd')).toMatchObject({kind: 'name', name: {path: 'library/sha256', tag: 'abcd'}});
  });

  it('of a query is put together of repo and tag', () => {
    const text = (repo: string, tag: string): string =>
      familiarText(repositoryAndTag(repo, tag) ?? parseReference('none'));
    expect(text('x', '')).toBe('x:latest');
    expect(text('x:1', '2')).toBe('x:2');
    expect(repositoryAndTag('', '1')).toBeUndefined();
    expect(() => repositoryAndTag('x', 'bad tag')).toThrow('invalid tag format');
    expect(() => repositoryAndTag(`x@sha256:${zeros}`, '')).toThrow('cannot import digest reference');
  });

  it('is read again from how it is shown, or refused in words, whatever the text', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-zA-Z0-9._/:@-]{0,60}$/));
    fc.assert(
      fc.property(text, (given) => {
        try {
          const reference = withDefaultTag(parseReference(given));
          expect(parseReference(familiarText(reference))).toEqual(reference);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiRefusal);
        }
      }),
      {numRuns: 5000},
    );
  });
});
