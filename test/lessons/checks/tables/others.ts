import type {Call, Params} from '../../../../src/observation.ts';
import {
  absent,
  call,
  noDocker,
  noDockerVerdict,
  passed,
  present,
  type Row,
  type Table,
  unmet,
  waiting,
} from './table.ts';

const url = 'http://localhost:8080/';
const page = {
  status: 200,
  headers: {'content-type': 'text/html', server: 'nginx/1.27'},
  body: '<title>Welcome to nginx!</title>\n',
};

const silent = (cause: string): Row => ({
  title: `${cause} is the learner’s own to mend`,
  params: {url},
  seen: {state: 'unreachable', reason: {cause, params: {url}}},
  verdict: unmet(cause, {url}),
});

export const https: Table = {
  type: 'http',
  rows: [
    {title: 'any answer will do', params: {url}, seen: present({...page, status: 404}), verdict: passed},
    {
      title: 'status, header and body',
      params: {url, status: 200, header: {Server: '~nginx'}, body: 'Welcome'},
      seen: present(page),
      verdict: passed,
    },
    {
      title: 'another status',
      params: {url, status: '< 400'},
      seen: present({...page, status: 404}),
      verdict: unmet('http-status-differs', {url, expected: '< 400', seen: '404'}),
    },
    {
      title: 'another header',
      params: {url, header: {Server: 'httpd'}},
      seen: present(page),
      verdict: unmet('http-header-differs', {url, header: 'Server', expected: 'httpd', seen: 'nginx/1.27'}),
    },
    {
      title: 'another page',
      params: {url, body: 'Hello'},
      seen: present(page),
      verdict: unmet('http-body-differs', {url, expected: 'Hello', seen: 'Welcome to nginx!'}),
    },
    {
      title: 'a page that a pattern does not match',
      params: {url, body: '~^Hello'},
      seen: present({...page, body: '\nSay Hello\n'}),
      verdict: unmet('http-body-differs', {url, expected: '~^Hello', seen: 'Say Hello'}),
    },
    ...['nothing-listens', 'connection-closed', 'http-timeout', 'wrong-protocol', 'no-such-host'].map(silent),
    {title: 'the sandbox is gone', params: {url}, seen: noDocker, verdict: noDockerVerdict},
  ],
};

const ofLogs = (title: string, wanted: Params, lines: readonly string[], verdict: Row['verdict']): Row => ({
  title,
  params: {container: 'web', ...wanted},
  seen: present({lines}),
  verdict,
});

export const logs: Table = {
  type: 'logs',
  rows: [
    ofLogs('any line', {}, ['started'], passed),
    ofLogs('no line', {}, [], unmet('logs-missing', {kind: 'container', name: 'web', expected: 'present', seen: ''})),
    ofLogs('the line', {contains: 'GET /'}, ['x', '1 GET / 200'], passed),
    ofLogs('a line that matches', {contains: '~^ready in \\d+ ms$'}, ['ready in 7 ms'], passed),
    ofLogs(
      'other lines',
      {contains: 'GET /'},
      ['x', 'started', ''],
      unmet('logs-missing', {kind: 'container', name: 'web', expected: 'GET /', seen: 'started'}),
    ),
    {
      title: 'no container',
      params: {container: 'web'},
      seen: absent('wed'),
      verdict: unmet('not-there', {kind: 'container', name: 'web', similar: ['wed']}),
    },
    {title: 'Docker is gone', params: {container: 'web'}, seen: noDocker, verdict: noDockerVerdict},
  ],
};

const ran = (title: string, params: Params, calls: readonly Call[], verdict: Row['verdict']): Row => ({
  title,
  params,
  seen: present({calls}),
  verdict,
});
const exec = {ran: 'docker exec', target: 'web'};
const execCall = (detail: Params) => call('container exec', 'web', {status: 101, detail});

export const commands: Table = {
  type: 'command',
  rows: [
    ran('short form', {ran: 'docker ps'}, [call('container ls')], passed),
    ran('long form', {ran: 'docker container ls'}, [call('container ls')], passed),
    ran(
      'inspect of an image',
      {ran: 'docker inspect', target: 'nginx'},
      [
        call('container inspect', 'nginx', {status: 404, error: 'No such container: nginx'}),
        call('image inspect', 'nginx:latest'),
      ],
      passed,
    ),
    ran(
      'nothing yet',
      {ran: 'docker ps'},
      [call('image ls')],
      unmet('not-run-yet', {command: 'docker ps', target: ''}),
    ),
    ran(
      'a pattern for a target is not told as a name',
      {ran: 'kubectl delete', target: '~^pods/crew-'},
      [],
      unmet('not-run-yet', {command: 'kubectl delete', target: ''}),
    ),
    {
      title: 'no call log yet',
      params: {ran: 'docker logs', target: 'web'},
      seen: absent(),
      verdict: unmet('not-run-yet', {command: 'docker logs', target: 'web'}),
    },
    ran(
      'an option',
      {ran: 'docker ps', detail: {all: true}},
      [call('container ls', '', {detail: {all: true}}), call('container ls', '', {detail: {all: false}})],
      passed,
    ),
    ran(
      'without the option',
      {ran: 'docker ps', detail: {all: true}},
      [call('container ls', '', {detail: {all: false}})],
      unmet('run-otherwise', {command: 'docker ps', target: '', detail: 'all', expected: 'true', seen: 'false'}),
    ),
    ran('false is what was not told', {ran: 'docker ps', detail: {all: false}}, [call('container ls')], passed),
    ran(
      'another target',
      {ran: 'docker logs', target: 'web'},
      [call('container logs', 'db')],
      unmet('run-against-other-target', {command: 'docker logs', expected: 'web', seen: 'db'}),
    ),
    ran(
      'a refused call',
      {ran: 'docker logs', target: 'web'},
      [call('container logs', 'web', {status: 404, error: 'No such container: web'}), call('container logs', 'db')],
      unmet('call-refused', {command: 'docker logs', target: 'web', answer: 'No such container: web'}),
    ),
    ran(
      'an exec and its exit code',
      {...exec, detail: {command: ['ls', '/']}, exitCode: 0},
      [execCall({command: ['ls', '/'], exitCode: 0})],
      passed,
    ),
    ran(
      'another command',
      {...exec, detail: {command: '~^ps'}},
      [execCall({command: ['ls']})],
      unmet('run-otherwise', {command: 'docker exec', target: 'web', detail: 'command', expected: '~^ps', seen: 'ls'}),
    ),
    ran(
      'another exit code',
      {...exec, exitCode: 0},
      [execCall({command: ['ls'], exitCode: 127})],
      unmet('command-exited', {command: 'docker exec', target: 'web', expected: '0', seen: '127'}),
    ),
    ran(
      'an exec that goes on',
      {...exec, exitCode: 0},
      [execCall({command: ['sh']})],
      waiting('waiting-for-command', {command: 'docker exec', target: 'web'}),
    ),
    {title: 'Docker is gone', params: {ran: 'docker ps'}, seen: noDocker, verdict: noDockerVerdict},
  ],
};

const text = {type: 'file', content: 'FROM busybox:1.36\nCOPY a /a\n', sizeBytes: 29};
const path = 'Dockerfile';

export const files: Table = {
  type: 'file',
  rows: [
    {title: 'it is there', params: {path, type: 'file', contains: 'COPY a'}, seen: present(text), verdict: passed},
    {title: 'a pattern matches line by line', params: {path, contains: '~^COPY'}, seen: present(text), verdict: passed},
    {
      title: 'it is not there',
      params: {path},
      seen: absent('dockerfile'),
      verdict: unmet('file-missing', {path, container: '', similar: ['dockerfile']}),
    },
    {
      title: 'a folder',
      params: {path, type: 'file'},
      seen: present({type: 'folder'}),
      verdict: unmet('file-type-differs', {path, container: '', expected: 'file', seen: 'folder'}),
    },
    {
      title: 'other text',
      params: {path, contains: 'RUN'},
      seen: present(text),
      verdict: unmet('file-differs', {path, container: '', expected: 'RUN', seen: 'FROM busybox:1.36'}),
    },
    {
      title: 'not in the container',
      params: {path: '/data/a', container: 'web'},
      seen: absent(),
      verdict: unmet('file-missing', {path: '/data/a', container: 'web', similar: []}),
    },
    {
      title: 'outside',
      params: {path},
      seen: {state: 'unreachable', reason: {cause: 'file-outside-folder', params: {path, reason: ''}}},
      verdict: {verdict: 'blocked', cause: 'file-outside-folder', params: {path, reason: ''}},
    },
  ],
};

const right = [0, 2];

export const quizzes: Table = {
  type: 'quiz',
  rows: [
    {title: 'exactly the right ones', params: {right}, seen: present({chosen: [2, 0]}), verdict: passed},
    {title: 'not answered', params: {right}, seen: absent(), verdict: unmet('quiz-not-answered', {})},
    {title: 'nothing chosen', params: {right}, seen: present({chosen: []}), verdict: unmet('quiz-not-answered', {})},
    {
      title: 'one missing, one too many',
      params: {right},
      seen: present({chosen: [0, 1]}),
      verdict: unmet('quiz-differs', {missing: 1, extra: 1}),
    },
    {
      title: 'one missing',
      params: {right},
      seen: present({chosen: [0]}),
      verdict: unmet('quiz-differs', {missing: 1, extra: 0}),
    },
  ],
};
