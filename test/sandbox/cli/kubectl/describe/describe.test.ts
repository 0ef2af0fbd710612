import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {describers} from '../../../../../src/sandbox/cli/kubectl/describe/describers.ts';
import {object, text} from '../../../../../src/sandbox/cli/kubectl/json.ts';
import {type OurKubectl, ourKubectl} from '../our-kubectl.ts';
import {clientOf, type Recorded, recordedLines} from './recorded.ts';

const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "http://recorded.invalid"}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
users: [{name: u, user: {}}]
current-context: c
`;

const missing = {reason: 'NotFound', code: 404, message: 'pods "pending" not found'};

let kubectl: OurKubectl;

beforeAll(async () => {
  kubectl = await ourKubectl({kubeconfig: 'kubeconfig'});
  await kubectl.write('kubeconfig', kubeconfig);
});

afterAll(() => kubectl.remove());

function recordedOf(line: string): Recorded {
  const found = recordedLines.find((one) => one.line === line);
  if (found === undefined) throw new Error(`nothing recorded for: kubectl ${line}`);
  return found;
}

describe('kubectl describe', () => {
  it.each(recordedLines)('says what the real kubectl said, byte for byte, to: kubectl $line', async (recorded) => {
    const {code, stdout} = await kubectl.run(recorded.line, {client: clientOf(recorded)});
    expect(stdout).toBe(recorded.output);
    expect(code).toBe(0);
  });

  it('was compared with the real kubectl for every kind that has a description of its own', () => {
    const kinds = recordedLines.flatMap(({answers}) => Object.values(answers).map(kindOf));
    const missing = describers.map(({kind}) => kind).filter((kind) => !kinds.includes(kind));
    expect(missing).toEqual([]);
  });

  it('describes all objects whose names begin with a name that no object has', async () => {
    const {now, answers} = recordedOf('describe quota -n k7c');
    const client = clientOf({now, answers: {...answers, '/api/v1/namespaces/k7c': {status: 200, body: {}}}});
    const {code, stdout} = await kubectl.run('describe quota quota- -n k7c', {client});
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Name: +quota-be\n/);
    expect(stdout).not.toMatch(/^Name: +quota\n/m);
    expect(stdout.endsWith('\n\n')).toBe(true);
  });

  it('shows no events when they are not wanted', async () => {
    const recorded = recordedOf('describe pod pending -n k7c');
    const [before = ''] = recorded.output.split('Events:');
    const {stdout} = await kubectl.run(`${recorded.line} --show-events=false`, {client: clientOf(recorded)});
    expect(stdout).toBe(before);
  });

  it('describes what is there and says what is not', async () => {
    const recorded = recordedOf('describe cm conf empty -n k7c');
    const answers = {...recorded.answers, '/api/v1/namespaces/k7c': {status: 200, body: {}}};
    const client = clientOf({...recorded, answers});
    const {code, stdout, stderr} = await kubectl.run('describe cm conf empty nosuch -n k7c', {client});
    expect(stdout).toBe(recorded.output);
    expect(stderr).toContain('Error from server (NotFound):');
    expect(code).toBe(1);
  });

  it('tells of a Pod of a file that is gone what events it left', async () => {
    const {now, answers} = recordedOf('describe pod pending -n k7c');
    const events = Object.entries(answers).filter(([path]) => path.includes('/events?'));
    const left = events.map(([, answer]) => [
      '/api/v1/namespaces/k7c/events?fieldSelector=involvedObject.name%3Dpending%2CinvolvedObject.namespace%3Dk7c&limit=500',
      answer,
    ]);
    const gone = {'/api/v1/namespaces/k7c/pods/pending': {status: 404, body: {kind: 'Status', ...missing}}};
    const namespace = {'/api/v1/namespaces/k7c': {status: 200, body: {}}};
    const client = clientOf({now, answers: {...Object.fromEntries(left), ...gone, ...namespace}});
    const stdin = 'apiVersion: v1\nkind: Pod\nmetadata: {name: pending, namespace: k7c}\n';
    const {code, stdout} = await kubectl.run('describe -f -', {client, stdin});
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Pod 'pending': error 'pods "pending" not found', but found events\.\nEvents:\n/);
    expect(stdout).toContain('FailedScheduling');
  });

  it('refuses to describe nothing in particular', async () => {
    const {code, stderr} = await kubectl.run('describe', {
      client: clientOf({now: '2026-01-01T00:00:00Z', answers: {}}),
    });
    expect(stderr).toBe(
      'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
    );
    expect(code).toBe(1);
  });

  it('lets no object steer the terminal', async () => {
    const recorded = recordedOf('describe cm conf empty -n k7c');
    const path = '/api/v1/namespaces/k7c/configmaps/conf';
    const body = {kind: 'ConfigMap', apiVersion: 'v1', metadata: {name: 'conf'}, data: {a: '\u001b[2Jgone\r'}};
    const client = clientOf({...recorded, answers: {...recorded.answers, [path]: {status: 200, body}}});
    const {stdout} = await kubectl.run('describe cm/conf -n k7c --show-events=false', {client});
    expect(stdout).toContain('a:\n----\n^[[2Jgone\\r\n');
  });
});

function kindOf(answer: unknown): string {
  return text(object(object(answer)['body'])['kind']).replace(/List$/, '');
}
