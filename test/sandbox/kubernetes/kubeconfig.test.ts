import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {atHome, currentCluster, follow, freshKubeconfig, takeOver} from '../../../src/sandbox/kubernetes/kubeconfig.ts';

const front = {server: 'https://127.0.0.1:1', authority: 'OURS', token: 'learner'};
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const written = `apiVersion: v1
kind: Config
clusters:
- name: kind-k8s-learn
  cluster: {server: "https://127.0.0.1:43531", certificate-authority-data: ${base64('CA')}}
- name: other
  cluster: {server: "https://example.test:6443"}
users:
- name: kind-k8s-learn
  user: {client-certificate-data: ${base64('CERT')}, client-key-data: ${base64('KEY')}}
- name: other
  user: {token: theirs}
contexts:
- name: kind-k8s-learn
  context: {cluster: kind-k8s-learn, user: kind-k8s-learn}
- name: other
  context: {cluster: other, user: other, namespace: prod}
current-context: kind-k8s-learn
`;

describe('a kubeconfig that kind wrote', () => {
  const taken = takeOver(written, 'kind-k8s-learn', front);

  it('is taken over: the keys are ours, the learner has a token', () => {
    expect(taken?.upstream).toEqual({
      server: 'https://127.0.0.1:43531',
      authority: 'CA',
      certificate: 'CERT',
      key: 'KEY',
      token: '',
    });
    expect(taken?.text).not.toContain(base64('KEY'));
    expect(parse(taken?.text ?? '').users[0].user).toEqual({token: 'learner'});
  });

  it('keeps everything else that is in it', () => {
    const before = parse(written);
    const after = parse(taken?.text ?? '');
    expect(after.contexts).toEqual(before.contexts);
    expect(after.clusters[1]).toEqual(before.clusters[1]);
    expect(after.users[1]).toEqual(before.users[1]);
  });

  it('is taken over once', () => {
    expect(takeOver(taken?.text ?? '', 'kind-k8s-learn', front)).toBeUndefined();
    expect(takeOver(written, 'kind-another', front)).toBeUndefined();
    expect(takeOver('', 'kind-k8s-learn', front)).toBeUndefined();
  });

  it('is led to another listener when that has moved', () => {
    const moved = {...front, server: 'https://127.0.0.1:2', token: 'next'};
    const led = follow(taken?.text ?? '', 'kind-k8s-learn', moved);
    expect(parse(led ?? '').clusters[0].cluster.server).toBe(moved.server);
    expect(follow(led ?? '', 'kind-k8s-learn', moved)).toBeUndefined();
  });
});

describe('the learner’s context', () => {
  it('is brought home from another one, and from a namespace', () => {
    const away = written.replace('current-context: kind-k8s-learn', 'current-context: other');
    expect(currentCluster(away)).toBe('other');
    expect(parse(atHome(away, 'kind-k8s-learn', front) ?? '')['current-context']).toBe('kind-k8s-learn');
    expect(atHome(written, 'kind-k8s-learn', front)).toBeUndefined();
  });

  it('is made anew when the file is broken or empty', () => {
    for (const text of ['{', '', 'contexts: 3'])
      expect(currentCluster(atHome(text, 'kind-k8s-learn', front) ?? '')).toBe('kind-k8s-learn');
    expect(currentCluster(freshKubeconfig('kind-k8s-learn', front))).toBe('kind-k8s-learn');
  });
});
