import type {Case} from '../../../src/lessons/diagnose/index.ts';
import type {Call, ContainerView, Observation, Params, Surroundings} from '../../../src/observation.ts';
import {absent, call, containerView, imageView, present} from '../checks/tables/table.ts';
import {caseOf} from './case.ts';

/** One thing a beginner does, and what they must then be told. */
export interface Story {
  readonly cause: string;
  readonly title: string;
  readonly found: Case;
  /** Part of the English words. */
  readonly says: string;
  /** Part of the Chinese words. */
  readonly saysInChinese: string;
}

const nginx = 'nginx:1.27-alpine';
const running = {type: 'container', params: {name: 'web', image: nginx, state: 'running'}};
const published = {type: 'container', params: {name: 'web', state: 'running', ports: {8080: 80}}};
const page = {type: 'http', params: {url: 'http://localhost:8080', status: 200}};
const local = 'localhost:5001/web:1';

const port = (host: number, container: number) => ({host, container, protocol: 'tcp'}) as const;
const net = (name: string) => ({name, address: '', aliases: []});
const refused = (verb: string, target: string, status: number, error: string, detail: Params = {}): Call =>
  call(verb, target, {status, error, detail});

function story(cause: string, title: string, found: Case, says: string, saysInChinese: string): Story {
  return {cause, title, found, says, saysInChinese};
}

/** A check of a container that is there, with itself among the surroundings. */
function web(
  check: typeof running | typeof published | {type: string; params: Params},
  view: Partial<ContainerView>,
  around: Partial<Surroundings> = {},
  now?: number,
): Case {
  const seen = containerView(view);
  return caseOf(check, present(seen), {...around, containers: [seen, ...(around.containers ?? [])]}, now);
}

/** A check of something that is not there, after the last thing the learner did was refused. */
function missing(check: {type: string; params: Params}, act: Call, around: Partial<Surroundings> = {}): Case {
  return caseOf(check, absent(), {...around, calls: [act]});
}

function silent(cause: string, url = page.params.url): Observation {
  return {state: 'unreachable', reason: {cause, params: {url, port: 8080, reason: ''}}};
}

function http(cause: string, view: Partial<ContainerView>, now?: number): Case {
  return caseOf(page, silent(cause), {containers: [containerView(view)]}, now);
}

/** A check of any ended container of an image, and the one there is. */
function ofImage(of: string, view: Partial<ContainerView>, commands: Surroundings['commands'] = []): Case {
  const seen = containerView(view);
  const check = {type: 'container', params: {of, state: 'exited', exitCode: 0}};
  return caseOf(check, present([seen]), {containers: [seen], commands});
}

const exited = (exitCode: number, rest: Partial<ContainerView> = {}): Case =>
  web(running, {state: 'exited', exitCode, finishedAt: '2026-01-01T10:00:01.000Z', ...rest});

const image = (reference: string) => ({type: 'image', params: {reference}});
const registry = {type: 'registry', params: {reference: local}};
const oci =
  'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: ';
const taken =
  'driver failed programming external connectivity on endpoint web (5372): Bind for 0.0.0.0:8080 failed: port is already allocated';
const listening =
  'driver failed programming external connectivity on endpoint web (5372): Error starting userland proxy: listen tcp4 127.0.0.1:8080: bind: address already in use';
const denied =
  "pull access denied for nosuch, repository does not exist or may require 'docker login': denied: requested access to the resource is denied";

/** What Docker answered, in its own sentences as they were recorded. */
export const refusals: readonly Story[] = [
  story(
    'policy-refused',
    'privileged',
    missing(
      running,
      refused(
        'container create',
        'web',
        403,
        'k8s-learn: --privileged gives the container your whole machine; leave it out.',
      ),
    ),
    'The sandbox did not let that through: --privileged gives',
    '沙箱没有放行：--privileged',
  ),
  story(
    'bind-outside-folder',
    'mounts a folder of their own',
    missing(
      running,
      refused(
        'container create',
        'web',
        403,
        'k8s-learn: only the working folder /home/me/learn can be mounted, and /home/me is outside it; use a folder in it or a volume.',
      ),
    ),
    '/home/me is outside it. Use a folder in /home/me/learn',
    '/home/me 在它之外',
  ),
  story(
    'name-taken',
    'an older container has the name',
    web(
      {type: 'container', params: {name: 'web', image: 'httpd:2'}},
      {state: 'exited'},
      {
        calls: [
          refused(
            'container create',
            'web',
            409,
            'Conflict. The container name "/web" is already in use by container "78e68cc1". You have to remove (or rename) that container to be able to reuse that name.',
          ),
        ],
      },
    ),
    `The name web is taken by an older container of ${nginx} (exited). Remove it with \`docker rm -f web\``,
    '名字 web 已被一个更早的',
  ),
  story(
    'port-taken',
    'by a container of their own',
    web(
      published,
      {state: 'created', startedAt: '', error: taken},
      {containers: [containerView({name: 'old', ports: [port(8080, 80)]})]},
    ),
    'port 8080 is taken by your container old. `docker stop old` frees it',
    '8080 端口被你的容器 old 占用',
  ),
  story(
    'port-taken',
    'by another program',
    web(published, {state: 'created', startedAt: '', error: listening}),
    'port 8080 is taken by another program on your machine',
    '8080 端口被你机器上的另一个程序占用',
  ),
  story(
    'port-taken',
    'by AirPlay',
    web(published, {
      state: 'created',
      startedAt: '',
      error:
        'Ports are not available: exposing port TCP 0.0.0.0:5000 -> 0.0.0.0:0: listen tcp 0.0.0.0:5000: bind: address already in use',
    }),
    'On macOS that is AirPlay Receiver',
    '隔空播放接收器',
  ),
  story(
    'port-taken',
    'and the page is another container’s',
    caseOf({...page, params: {...page.params, body: 'mine'}}, present({status: 200, headers: {}, body: 'old'}), {
      containers: [containerView({name: 'old', ports: [port(8080, 80)]})],
      calls: [refused('container run', 'web', 500, taken)],
    }),
    'Container web could not start: port 8080 is taken by your container old',
    '8080 端口被你的容器 old 占用',
  ),
  story(
    'rate-limited',
    'too many pulls',
    missing(
      image(nginx),
      refused(
        'image pull',
        nginx,
        500,
        'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
      ),
    ),
    `refuses ${nginx} for now`,
    `暂时不给 ${nginx}`,
  ),
  story(
    'image-misspelt',
    'ngnix',
    missing(running, refused('image pull', 'ngnix:1.27-alpine', 404, denied)),
    `There is no image ngnix:1.27-alpine, but there is ${nginx}`,
    '没有叫 ngnix:1.27-alpine 的镜像',
  ),
  story(
    'image-misspelt',
    'in a FROM line',
    missing(image('web:1'), refused('image build', 'web:1', 500, denied.replace('nosuch', 'bussybox'))),
    'There is no image bussybox, but there is busybox',
    '没有叫 bussybox 的镜像',
  ),
  story(
    'tag-missing',
    'a tag that nobody pushed',
    missing(
      image(nginx),
      refused(
        'image pull',
        'nginx:1.72-alpine',
        404,
        'manifest for nginx:1.72-alpine not found: manifest unknown: manifest unknown',
      ),
    ),
    `no tag 1.72-alpine of nginx. The step asks for ${nginx}`,
    '没有 nginx 的标签 1.72-alpine',
  ),
  story(
    'tag-missing',
    'a digest that does not exist',
    missing(
      image('localhost:5001/web'),
      refused(
        'image pull',
        'localhost:5001/web@sha256:00',
        404,
        'manifest for localhost:5001/web@sha256:00 not found: manifest unknown: manifest unknown',
      ),
    ),
    'no localhost:5001/web with the digest sha256:00',
    '摘要为 sha256:00',
  ),
  story(
    'pull-denied',
    'a name nobody has',
    missing(running, refused('image pull', 'nosuch:latest', 404, denied)),
    'Docker Hub has no public image nosuch:latest',
    'Docker Hub 上没有公开的镜像 nosuch:latest',
  ),
  story(
    'pull-denied',
    'in a FROM line',
    missing(image('web:1'), refused('image build', 'web:1', 500, denied)),
    'Docker Hub has no public image nosuch',
    '没有公开的镜像 nosuch',
  ),
  story(
    'registry-not-reachable',
    'their own registry does not run',
    caseOf(registry, {
      state: 'unreachable',
      reason: {cause: 'registry-not-reachable', params: {registry: 'localhost:5001', reason: 'ECONNREFUSED'}},
    }),
    'No registry answers at localhost:5001',
    'localhost:5001 上没有镜像仓库服务应答',
  ),
  story(
    'registry-not-reachable',
    'a push to a registry that does not run',
    missing(
      registry,
      refused(
        'image push',
        local,
        500,
        'Get "http://localhost:5001/v2/": dial tcp 127.0.0.1:5001: connect: connection refused',
      ),
    ),
    'No registry answers at localhost:5001',
    '镜像仓库服务应答',
  ),
  story(
    'registry-not-reachable',
    'a slow network',
    missing(
      image(nginx),
      refused('image pull', nginx, 500, 'Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout'),
    ),
    'Docker Hub does not answer',
    'Docker Hub 没有应答',
  ),
  story(
    'no-such-host',
    'no network',
    missing(
      image(nginx),
      refused(
        'image pull',
        nginx,
        500,
        'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.255.255.53:53: no such host',
      ),
    ),
    'Nobody knows the host registry-1.docker.io',
    '找不到主机 registry-1.docker.io',
  ),
  story(
    'no-such-host',
    'a URL with a host of its own',
    caseOf({type: 'http', params: {url: 'http://wbe.test:8080'}}, silent('no-such-host')),
    'the host wbe.test',
    '找不到主机 wbe.test',
  ),
  story(
    'registry-needs-tls',
    'a registry by its address',
    missing(
      registry,
      refused(
        'image push',
        '192.168.1.5:5001/web:1',
        500,
        'Get "https://192.168.1.5:5001/v2/": http: server gave HTTP response to HTTPS client',
      ),
    ),
    '192.168.1.5:5001 speaks plain HTTP',
    '192.168.1.5:5001 说的是明文 HTTP',
  ),
  story(
    'push-without-registry',
    'a push of web:1',
    missing(registry, refused('image push', 'web:1', 500, 'denied: requested access to the resource is denied')),
    '`docker tag web:1 localhost:5001/web:1`',
    '`docker tag web:1 localhost:5001/web:1`',
  ),
  story(
    'push-untagged',
    'a push of a name no image has',
    missing(
      registry,
      refused('image push', local, 500, 'An image does not exist locally with the tag: localhost:5001/web'),
    ),
    `There is no image ${local} on this machine to push`,
    `没有叫 ${local} 的镜像可以推送`,
  ),
  story(
    'dockerfile-not-understood',
    'RUNN',
    missing(
      image('web:1'),
      refused('image build', 'web:1', 400, 'dockerfile parse error line 2: unknown instruction: RUNN'),
    ),
    'cannot be read at line 2: unknown instruction: RUNN',
    '第 2 行读不懂：unknown instruction: RUNN',
  ),
  story(
    'dockerfile-not-understood',
    'an empty one',
    missing(image('web:1'), refused('image build', 'web:1', 400, 'the Dockerfile (Dockerfile) cannot be empty')),
    'The Dockerfile cannot be read: the Dockerfile (Dockerfile) cannot be empty',
    'Dockerfile读不懂',
  ),
  story(
    'copy-source-missing',
    'a file that is not there',
    missing(
      image('web:1'),
      refused(
        'image build',
        'web:1',
        500,
        'COPY failed: file not found in build context or excluded by .dockerignore: stat index.htm: file does not exist',
      ),
    ),
    'COPY found no index.htm in the build context',
    '没有找到 index.htm',
  ),
  story(
    'copy-source-missing',
    'a file above the folder',
    missing(
      image('web:1'),
      refused('image build', 'web:1', 500, 'COPY failed: forbidden path outside the build context: ../x ()'),
    ),
    'COPY found no ../x',
    '没有找到 ../x',
  ),
  story(
    'build-step-failed',
    'a command the image does not have',
    missing(
      image('web:1'),
      refused('image build', 'web:1', 500, "The command '/bin/sh -c apt-get update' returned a non-zero code: 127"),
    ),
    'stopped at RUN apt-get update: exit code 127, the image has no such command',
    '退出码 127，镜像里没有这个命令',
  ),
  story(
    'build-step-failed',
    'any other end',
    missing(
      image('web:1'),
      refused('image build', 'web:1', 500, "The command '/bin/sh -c false' returned a non-zero code: 1"),
    ),
    'stopped at RUN false: exit code 1.',
    '停在 RUN false：退出码 1。',
  ),
  story(
    'program-not-found',
    'a command that is not in the image',
    web(running, {
      state: 'created',
      startedAt: '',
      exitCode: 127,
      error: `${oci}"serve": executable file not found in $PATH: unknown`,
    }),
    'Container web could not start: its image has no program serve (exit code 127)',
    '镜像里没有程序 serve（退出码 127）',
  ),
  story(
    'program-not-found',
    'bash in a small image',
    caseOf(
      {type: 'command', params: {ran: 'docker exec', target: 'web'}},
      present({
        calls: [
          refused(
            'container exec',
            'web',
            500,
            'OCI runtime exec failed: exec failed: unable to start container process: exec: "bash": executable file not found in $PATH: unknown',
          ),
        ],
      }),
    ),
    '`docker exec -it web sh`',
    '`docker exec -it web sh`',
  ),
  story(
    'program-not-executable',
    'a folder as command',
    web(running, {state: 'created', startedAt: '', exitCode: 126, error: `${oci}"/etc": permission denied: unknown`}),
    'could not run /etc (exit code 126)',
    '无法执行 /etc（退出码 126）',
  ),
  story(
    'option-after-image',
    '-p behind the image',
    web(published, {state: 'exited', exitCode: 2, command: ['-p', '8080:80']}),
    'Container web was given -p 8080:80 as its command',
    '-p 8080:80 写在了镜像后面',
  ),
  story(
    'option-after-image',
    '--name behind the image',
    caseOf(running, absent(), {containers: [containerView({name: 'happy_turing', command: ['--name', 'web']})]}),
    'Container happy_turing was given --name web as its command',
    '--name web 写在了镜像后面',
  ),
  story(
    'exec-needs-running',
    'exec into a stopped one',
    caseOf(
      {type: 'command', params: {ran: 'docker exec', target: 'web'}},
      present({calls: [refused('container exec', 'web', 409, 'Container f227dd20 is not running')]}),
      {containers: [containerView({state: 'exited'})]},
    ),
    'Container web is not running (exited)',
    '容器 web 没有在运行（已退出）',
  ),
  story(
    'exec-needs-running',
    'exec into a paused one',
    caseOf(
      {type: 'command', params: {ran: 'docker exec', target: 'web'}},
      present({
        calls: [refused('container exec', 'web', 409, 'Container web is paused, unpause the container before exec')],
      }),
    ),
    '`docker unpause web`',
    '`docker unpause web`',
  ),
  story(
    'still-in-use',
    'rm of a running container',
    caseOf({type: 'absent', params: {container: 'web'}}, present({}), {
      containers: [containerView()],
      calls: [
        refused(
          'container rm',
          'web',
          409,
          'You cannot remove a running container cb70. Stop the container before attempting removal or force remove',
        ),
      ],
    }),
    'Container web is still running, and Docker removes stopped ones only',
    '容器 web 还在运行',
  ),
  story(
    'still-in-use',
    'rmi of an image in use',
    caseOf({type: 'absent', params: {image: nginx}}, present({}), {
      containers: [containerView()],
      calls: [
        refused(
          'image rm',
          nginx,
          409,
          `conflict: unable to remove repository reference "${nginx}" (must force) - container 8820 is using its referenced image a12a`,
        ),
      ],
    }),
    `Image ${nginx} is still used by a container: web`,
    '还有容器在用：web',
  ),
  story(
    'still-in-use',
    'rm of a mounted volume',
    caseOf({type: 'absent', params: {volume: 'store'}}, present({}), {
      containers: [containerView({mounts: [{type: 'volume', source: 'store', target: '/d', readOnly: false}]})],
      calls: [refused('volume rm', 'store', 409, 'remove store: volume is in use - [cb70]')],
    }),
    'Volume store is still mounted by a container: web',
    '还挂载在容器上：web',
  ),
  story(
    'still-in-use',
    'rm of a network with a container on it',
    caseOf({type: 'absent', params: {network: 'app'}}, present({}), {
      calls: [
        refused('network rm', 'app', 403, 'error while removing network: network app id 0141 has active endpoints'),
      ],
    }),
    'Network app still has a container on it. Take it off first: `docker network disconnect app`',
    '网络 app 上还有容器。',
  ),
  story(
    'limit-refused',
    'a limit in the wrong unit',
    missing(running, refused('container create', 'web', 400, 'Minimum memory limit allowed is 6MB')),
    'Docker did not take that limit: Minimum memory limit allowed is 6MB',
    'Docker 不接受这个限制',
  ),
  story(
    'mount-refused',
    'a relative source',
    missing(
      running,
      refused(
        'container create',
        'web',
        400,
        'create site/html: "site/html" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
      ),
    ),
    'Docker took site/html for the name of a volume',
    'Docker 把 site/html 当成了卷名',
  ),
  story(
    'mount-refused',
    'a relative target',
    missing(
      running,
      refused(
        'container create',
        'web',
        400,
        "invalid volume specification: 'data:rel': invalid mount config for type \"volume\": invalid mount path: 'rel' mount path must be absolute",
      ),
    ),
    'The mount ends at rel, which is not a whole path',
    '挂载目标 rel 不是完整路径',
  ),
  story(
    'mount-refused',
    'a folder that is not there',
    missing(
      running,
      refused(
        'container create',
        'web',
        400,
        'invalid mount config for type "bind": bind source path does not exist: /home/me/nope',
      ),
    ),
    'There is no folder /home/me/nope to mount',
    '/home/me/nope 不存在',
  ),
  story(
    'network-missing',
    'in Docker’s words',
    web(running, {state: 'created', startedAt: '', error: 'network app not found'}),
    'There is no network app. Make it first, `docker network create app`, then remove web',
    '没有叫 app 的网络',
  ),
  story(
    'network-missing',
    'in the guard’s words',
    missing(
      running,
      refused(
        'container create',
        'web',
        403,
        'k8s-learn: there is no network "app" in this course; make it with docker network create.',
      ),
    ),
    'There is no network app.',
    '没有叫 app 的网络',
  ),
  story(
    'run-against-other-target',
    'the history of a container',
    caseOf(
      {type: 'command', params: {ran: 'docker history', target: nginx}},
      present({calls: [call('image history', 'peek', {status: 404, error: 'No such image: peek:latest'})]}),
      {containers: [containerView({name: 'peek'})]},
    ),
    'peek is a container; a history belongs to an image',
    'peek 是容器；有历史的是镜像',
  ),
  story(
    'run-against-other-target',
    'an image command on a container',
    caseOf(
      {type: 'command', params: {ran: 'docker image inspect', target: nginx}},
      present({calls: [call('image inspect', 'peek:latest', {status: 404, error: 'No such image: peek:latest'})]}),
      {containers: [containerView({name: 'peek'})]},
    ),
    'is a container; this command takes an image',
    '是容器；这个命令要的是镜像',
  ),
  story(
    'run-against-other-target',
    'another image',
    caseOf(
      {type: 'command', params: {ran: 'docker history', target: nginx}},
      present({calls: [call('image history', 'busybox:1.36')]}),
      {containers: [containerView({name: 'peek'})]},
    ),
    `\`docker history\` was run on busybox:1.36; the step asks for ${nginx}. Run it again`,
    '换成这个名字再运行一次',
  ),
  story(
    'no-such-object',
    'a container where an image is meant',
    missing(image('my-page:1.0'), refused('image tag', 'peek', 404, 'No such image: peek:latest'), {
      containers: [containerView({name: 'peek'})],
    }),
    'Your command asks for an image, and peek is a container',
    '你的命令要的是镜像，而 peek 是容器',
  ),
  story(
    'no-such-object',
    'a name one letter off in a command',
    caseOf(
      {type: 'command', params: {ran: 'docker logs', target: 'web'}},
      present({
        calls: [call('container logs', 'wbe', {status: 404, error: 'No such container: wbe'})].map((one) => ({
          ...one,
          target: 'web',
        })),
      }),
      {containers: [containerView()]},
    ),
    'There is web: look at the spelling.',
    '有一个叫 web',
  ),
  story(
    'call-refused',
    'a sentence nobody knows',
    missing(running, refused('container create', 'web', 500, 'the moon is full')),
    '`docker container create web` was not carried out. Docker says: the moon is full',
    'Docker 的回答是：the moon is full',
  ),
  story(
    'pull-in-progress',
    'docker run pulls first',
    missing(running, refused('container create', 'web', 404, `No such image: ${nginx}`)),
    `The image ${nginx} is being pulled`,
    `正在拉取镜像 ${nginx}`,
  ),
];

const typed = (line: string, exitCode: number) => ({at: 2, line, exitCode});

/** Nothing of that name is there. */
export const absences: readonly Story[] = [
  story(
    'build-context-missing',
    'no dot',
    caseOf(image('web:1'), absent(), {commands: [typed('docker build -t web:1', 1)]}),
    'was not told which folder to build from',
    '不知道从哪个文件夹构建',
  ),
  story(
    'dockerfile-missing',
    'another folder',
    caseOf(image('web:1'), absent(), {commands: [typed('docker image build --no-cache -t web:1 ./site', 1)]}),
    'The build found no Dockerfile in ./site',
    '在 ./site 里没有找到 Dockerfile',
  ),
  story(
    'dockerfile-missing',
    'Docker’s own sentence',
    missing(image('web:1'), refused('image build', 'web:1', 400, 'Cannot locate specified Dockerfile: Dockerfil')),
    'found no Dockerfil in .',
    '没有找到 Dockerfil',
  ),
  story(
    'container-removed',
    'by hand',
    caseOf(running, absent(), {calls: [call('container run', 'web'), call('container rm', 'web', {status: 204})]}),
    'Container web was there and has been removed',
    '后来被删除了',
  ),
  story(
    'container-removed',
    'by --rm',
    caseOf(running, absent(), {calls: [call('container run', 'web', {detail: {remove: true}})]}),
    '`--rm` removes a container when it ends',
    '`--rm` 会在容器结束时把它删掉',
  ),
  story(
    'container-removed',
    'by --rm, where any container of the image would do',
    caseOf({type: 'container', params: {of: 'hello-world', state: 'exited'}}, absent(), {
      calls: [call('container run', 'keen_bell', {detail: {image: 'hello-world:latest', remove: true}})],
    }),
    'A container of hello-world ran and is gone, because `--rm`',
    'hello-world 的容器运行过，但 `--rm` 让它一结束就被删掉',
  ),
  story(
    'container-removed',
    'by hand, where any container of the image would do',
    caseOf({type: 'container', params: {of: 'hello-world', state: 'exited'}}, absent(), {
      calls: [
        call('container run', 'keen_bell', {detail: {image: 'hello-world', remove: false}}),
        call('container rm', 'keen_bell', {status: 204}),
      ],
    }),
    'A container of hello-world was there, keen_bell, and has been removed',
    '用 hello-world 创建的容器 keen_bell 曾经在',
  ),
  story(
    'none-of-image',
    '--rm with another image explains nothing',
    caseOf({type: 'container', params: {of: 'hello-world', state: 'exited'}}, absent(), {
      calls: [call('container run', 'keen_bell', {detail: {image: 'busybox:1.36', remove: true}})],
    }),
    'no container of the image hello-world yet',
    '还没有用镜像 hello-world 创建的容器',
  ),
  story(
    'wrong-case',
    'Web',
    caseOf(running, absent('Web'), {containers: [containerView({name: 'Web'})]}),
    '`docker rename Web web`',
    '`docker rename Web web`',
  ),
  story(
    'wrong-case',
    'an image with a capital',
    caseOf(running, absent(), {commands: [typed(`docker run -d --name web Nginx:1.27-alpine`, 125)]}),
    'You typed Nginx:1.27-alpine',
    '你输入的是 Nginx:1.27-alpine',
  ),
  story(
    'wrong-case',
    'a volume',
    caseOf({type: 'volume', params: {name: 'store'}}, absent(), {volumes: [{name: 'Store', labels: {}, usedBy: []}]}),
    'There is a volume Store; the step asks for store',
    '有一个叫 Store 的卷',
  ),
  story(
    'image-built-without-tag',
    'docker build .',
    caseOf(image('web:1'), absent(), {
      images: [imageView({tags: []})],
      calls: [call('image build', '', {at: Date.parse('2026-01-01T10:00:05Z')})],
    }),
    '`docker tag 1234567890ab web:1`',
    '`docker tag 1234567890ab web:1`',
  ),
  story(
    'tag-differs',
    'no tag means latest',
    caseOf(image('web:1'), absent(), {images: [imageView({tags: ['web:latest']})]}),
    'Where no tag is written Docker takes latest',
    '不写标签时 Docker 就用 latest',
  ),
  story(
    'tag-differs',
    'another version',
    caseOf(image(nginx), absent(), {images: [imageView({tags: ['nginx:1.26']})]}),
    `There is nginx:1.26; the step asks for ${nginx}`,
    `这里有 nginx:1.26，而这一步要的是 ${nginx}`,
  ),
  story(
    'name-one-letter-off',
    'wbe',
    caseOf(running, absent('weeb'), {containers: [containerView({name: 'weeb'})]}),
    'There is a container weeb; the step asks for web',
    '有一个叫 weeb 的容器',
  ),
  story(
    'name-one-letter-off',
    'an image',
    caseOf(image('store:1'), absent('stoer:1')),
    '`docker tag stoer:1 store:1`',
    '`docker tag stoer:1 store:1`',
  ),
  story(
    'made-up-name',
    'no --name',
    caseOf(running, absent(), {
      containers: [containerView({name: 'old_euler'}), containerView({name: 'happy_turing', state: 'exited'})],
      calls: [call('container run', 'happy_turing')],
    }),
    'the made-up name happy_turing',
    '它的名字 happy_turing 是 Docker 随机起的',
  ),
  story(
    'not-there',
    'an older container without a name is not meant',
    caseOf(running, absent(), {containers: [containerView({name: 'happy_turing'})]}),
    'There is no container web yet',
    '还没有叫 web 的容器',
  ),
  story(
    'not-there',
    'a name that differs in a number is no slip',
    caseOf({type: 'container', params: {name: 'copy-2'}}, absent('copy-1'), {
      containers: [containerView({name: 'copy-1'})],
    }),
    'There is no container copy-2 yet',
    '还没有叫 copy-2 的容器',
  ),
  story(
    'not-there',
    'a name that another check of the step wants is no slip',
    {
      ...caseOf({type: 'container', params: {name: 'red'}}, absent('rod'), {
        containers: [containerView({name: 'rod'})],
      }),
      checks: [
        {type: 'container', params: {name: 'red'}},
        {type: 'network', params: {name: 'town', containers: ['rod']}},
      ],
    },
    'There is no container red yet',
    '还没有叫 red 的容器',
  ),
  story(
    'image-not-pulled-yet',
    'nothing that has to do with it done yet',
    caseOf(image(nginx), absent()),
    `\`docker pull ${nginx}\` fetches it`,
    `用 \`docker pull ${nginx}\` 拉取`,
  ),
  story(
    'none-of-image',
    'no container of it',
    caseOf({type: 'container', params: {of: nginx}}, absent()),
    `no container of the image ${nginx} yet`,
    `还没有用镜像 ${nginx} 创建的容器`,
  ),
  story(
    'not-there',
    'nothing done yet',
    caseOf({type: 'volume', params: {name: 'store'}}, absent()),
    'There is no volume store yet',
    '还没有叫 store 的卷',
  ),
  story(
    'not-in-registry',
    'tagged, not pushed',
    caseOf(registry, absent(), {images: [imageView({tags: [local]})]}),
    `\`docker push ${local}\` brings it there`,
    `用 \`docker push ${local}\` 把它送过去`,
  ),
  story(
    'not-in-registry',
    'not even tagged',
    caseOf(registry, present({repository: 'localhost:5001/web', tag: '1', digest: '', tags: ['2']})),
    'it has 2. Give',
    '那里有 2',
  ),
];

const t0 = Date.parse('2026-01-01T10:00:00.000Z');

/** A container that does not run although it should, or the other way round. */
export const ends: readonly Story[] = [
  story(
    'not-started',
    'docker create, seconds ago',
    web(running, {state: 'created', startedAt: ''}, {}, t0 + 5000),
    'Container web is created but was never started',
    '容器 web 已创建，但从未启动过',
  ),
  story(
    'not-started',
    'docker create, typed',
    web(running, {state: 'created', startedAt: ''}, {commands: [typed('docker create --name web nginx', 0)]}),
    '`docker start web`',
    '`docker start web`',
  ),
  story(
    'not-started',
    'docker create, where one that has ended is wanted',
    ofImage(nginx, {state: 'created', startedAt: ''}, [typed(`docker create ${nginx}`, 0)]),
    'Container web is created but was never started: it has no process yet. `docker start web`',
    '容器 web 已创建，但从未启动过：里面还没有进程。`docker start web`',
  ),
  story(
    'not-started',
    'docker create, where only the exit code is wanted',
    web({type: 'container', params: {name: 'web', exitCode: 0}}, {state: 'created', startedAt: ''}, {}, t0 + 5000),
    '`docker start web`',
    '`docker start web`',
  ),
  story(
    'waiting-for-start',
    'docker run, a moment ago',
    web(running, {state: 'created', startedAt: ''}, {}, t0 + 500),
    'Container web is created and not started yet',
    '容器 web 已创建，还没有启动',
  ),
  story('paused', 'docker pause', web(running, {state: 'paused'}), '`docker unpause web`', '`docker unpause web`'),
  story(
    'paused',
    'and its page does not answer',
    http('http-timeout', {state: 'paused', ports: [port(8080, 80)]}),
    'Container web is paused',
    '容器 web 已暂停',
  ),
  story(
    'restarting',
    'a crash loop',
    web(running, {state: 'restarting', restartCount: 9, exitCode: 1, lastLines: ['no config']}),
    'restarted again and again (exit code 1). Its last line: “no config”.',
    '最后一行输出：“no config”。',
  ),
  story(
    'out-of-memory',
    'killed',
    exited(137, {oomKilled: true, memoryBytes: 16_777_216}),
    'ran out of memory: its limit is 16m (exit code 137)',
    '它的上限是 16m（退出码 137）',
  ),
  story(
    'name-not-found-on-default-bridge',
    'its log says so',
    exited(1, {lastLines: ["wget: bad address 'db'"]}),
    'default network, bridge',
    '默认网络 bridge',
  ),
  story(
    'name-not-found-on-default-bridge',
    'an exec says so',
    caseOf(
      {type: 'command', params: {ran: 'docker exec', target: 'web', exitCode: 0}},
      present({calls: [call('container exec', 'web', {detail: {command: ['ping', '-c1', 'db'], exitCode: 1}})]}),
      {
        containers: [containerView(), containerView({name: 'db'})],
        calls: [call('container exec', 'web', {detail: {command: ['ping', '-c1', 'db'], exitCode: 1}})],
      },
    ),
    'put web and db on it',
    '把 web 和 db 都接上去',
  ),
  story(
    'peer-on-other-network',
    'its log says so',
    web(
      running,
      {state: 'exited', exitCode: 1, networks: [net('front')], lastLines: ["wget: bad address 'db'"]},
      {containers: [containerView({name: 'db', networks: [net('back')]})]},
    ),
    '`docker network connect front db`',
    '`docker network connect front db`',
  ),
  story(
    'not-detached',
    'Ctrl-C',
    web(running, {state: 'exited', exitCode: 0}, {commands: [typed(`docker run --name web ${nginx}`, 130)]}),
    'ended with your Ctrl-C',
    '你按下 Ctrl-C 时它就结束了',
  ),
  story(
    'stopped',
    'docker stop',
    web(running, {state: 'exited', exitCode: 0}, {calls: [call('container stop', 'web', {status: 204})]}),
    'Container web was running and has been stopped (exit code 0)',
    '后来被停止了（退出码 0）',
  ),
  story(
    'stopped',
    'and its page does not answer',
    caseOf(page, silent('nothing-listens'), {
      containers: [containerView({state: 'exited', exitCode: 143, ports: [port(8080, 80)]})],
    }),
    '`docker start web` starts it again',
    '`docker start web`',
  ),
  story(
    'command-swallowed-by-entrypoint',
    'sh becomes an argument',
    web(
      {type: 'container', params: {name: 'web', state: 'running'}},
      {state: 'exited', exitCode: 1, image: 'tool:1', entrypoint: ['tool'], command: ['sh']},
      {images: [imageView({tags: ['tool:1'], command: []})]},
    ),
    'Container web ran tool sh',
    '实际运行的是 tool sh',
  ),
  story(
    'exited-at-once',
    'echo',
    exited(0, {command: ['echo', 'hi'], lastLines: ['hi']}),
    'its command echo hi was done. Its last line: “hi”.',
    '它的命令 echo hi 已经做完。最后一行输出：“hi”。',
  ),
  story(
    'exited-at-once',
    'a shell without a terminal',
    exited(0, {command: ['sh']}),
    'a shell without a terminal ends at once',
    '没有终端的 shell 会立刻结束',
  ),
  ...[1, 2, 125, 126, 127, 130, 137, 139].map((code) =>
    story(
      'exited-with',
      `exit code ${code}`,
      exited(code),
      `Container web ended with exit code ${code}`,
      `容器 web 以退出码 ${code} 结束`,
    ),
  ),
  story(
    'exited-with',
    'a code of its own',
    exited(78, {lastLines: ['bad config', '']}),
    'exit code 78, which its own program chose. Its last line: “bad config”.',
    '退出码 78 结束，这个数字由它自己的程序决定。最后一行输出：“bad config”。',
  ),
  story(
    'exited-with',
    'asked for its exit code',
    web({type: 'container', params: {name: 'web', exitCode: 0}}, {state: 'exited', exitCode: 1}),
    'exit code 1: its program met an error',
    '退出码 1',
  ),
  story(
    'still-running',
    'not stopped yet',
    web({type: 'container', params: {name: 'web', state: 'exited'}}, {}),
    '`docker stop web`',
    '`docker stop web`',
  ),
];

const data = {type: 'volume', source: 'store', target: '/data', readOnly: false} as const;
const mounted = {type: 'container', params: {name: 'web', mounts: {'/data': 'store'}}};

/** A container, image, volume or network that is there and is not as asked. */
export const differences: readonly Story[] = [
  story(
    'ports-swapped',
    '-p 80:8080',
    web(published, {ports: [port(80, 8080)]}),
    'Container web publishes 80->8080; the step asks for 8080->80. In `-p HOST:CONTAINER` yours comes first',
    '容器 web 发布的是 80->8080，这一步要的是 8080->80',
  ),
  story(
    'ports-swapped',
    'seen from the page',
    http('nothing-listens', {ports: [port(80, 8080)]}),
    'Container web publishes 80->8080; the step asks for 8080->80',
    '发布的是 80->8080',
  ),
  story('port-not-published', 'no -p', web(published, {}), 'its port 80 is not published', '80 端口没有发布'),
  story(
    'port-not-published',
    'seen from the page',
    http('nothing-listens', {}),
    'port 80 is not published',
    '80 端口没有发布',
  ),
  story(
    'published-other-port',
    'another host port',
    web(published, {ports: [port(8081, 80)]}),
    'publishes 8081->80; the step asks for 8080->80',
    '发布的是 8081->80',
  ),
  story(
    'published-other-port',
    'seen from the page',
    http('nothing-listens', {ports: [port(8081, 80)]}),
    'publishes 8081->80; the step asks for 8080->80',
    '8081->80',
  ),
  story(
    'other-image',
    'another image',
    web(running, {image: 'httpd:2'}),
    `was made from httpd:2; the step asks for ${nginx}`,
    '是用 httpd:2 创建的',
  ),
  story(
    'env-missing',
    'no -e',
    web({type: 'container', params: {name: 'web', env: {COLOR: 'blue'}}}, {}),
    'has no variable COLOR; the step asks for COLOR=blue',
    '没有变量 COLOR',
  ),
  story(
    'env-missing',
    'no ENV',
    caseOf({type: 'image', params: {reference: 'web:1', env: {COLOR: 'blue'}}}, present(imageView())),
    'Image web:1 has no variable COLOR',
    '镜像 web:1 里没有变量 COLOR',
  ),
  story(
    'env-differs',
    'another value',
    web({type: 'container', params: {name: 'web', env: {COLOR: 'blue'}}}, {env: {COLOR: 'red'}}),
    'has COLOR=red; the step asks for COLOR=blue',
    '里是 COLOR=red',
  ),
  story(
    'mounted-elsewhere',
    'another path',
    web(mounted, {mounts: [{...data, target: '/date'}]}),
    'has store mounted at /date; the step asks for /data',
    '把 store 挂载在了 /date',
  ),
  story('volume-not-mounted', 'no -v', web(mounted, {}), 'has nothing mounted at /data', '的 /data 上什么都没有挂载'),
  story(
    'other-source-mounted',
    'another volume',
    web(mounted, {mounts: [{...data, source: 'stoer'}]}),
    'has stoer:/data mounted; the step asks for store:/data',
    '挂载的是 stoer:/data',
  ),
  story(
    'other-source-mounted',
    '-v /data alone',
    web(mounted, {mounts: [{...data, source: 'a'.repeat(64)}]}),
    'has a volume without a name at /data',
    '没有名字的卷',
  ),
  story(
    'volume-unused',
    'run without it',
    caseOf({type: 'volume', params: {name: 'store', usedBy: 'db'}}, present({name: 'store', usedBy: []}), {
      containers: [containerView({name: 'db'})],
    }),
    'but container db does not mount it',
    '但容器 db 没有挂载它',
  ),
  story(
    'wrong-network',
    'on bridge',
    web({type: 'container', params: {name: 'web', networks: ['app']}}, {}),
    '`docker network connect app web`',
    '`docker network connect app web`',
  ),
  story(
    'wrong-network',
    'seen from the network',
    caseOf({type: 'network', params: {name: 'app', containers: ['web']}}, present({name: 'app', containers: []}), {
      containers: [containerView()],
    }),
    'Container web is on the network bridge; the step asks for app',
    '容器 web 在网络 bridge 上',
  ),
  story(
    'limit-missing',
    'no -m',
    web({type: 'container', params: {name: 'web', memory: '64m'}}, {}),
    'has no memory limit; the step asks for 64m',
    '没有内存限制',
  ),
  story(
    'limit-differs',
    '64k',
    web({type: 'container', params: {name: 'web', memory: '64m'}}, {memoryBytes: 65_536}),
    'has a memory limit of 64k; the step asks for 64m',
    '的内存限制是 64k',
  ),
  story(
    'unhealthy',
    'its check says no',
    web({type: 'container', params: {name: 'web', health: 'healthy'}}, {health: 'unhealthy'}),
    'Container web is unhealthy; the step asks for healthy',
    '健康状态是 unhealthy',
  ),
  story(
    'base-differs',
    'another FROM',
    caseOf({type: 'image', params: {reference: 'web:1', extends: nginx}}, present(imageView())),
    `FROM ${nginx}`,
    `FROM ${nginx}`,
  ),
  story(
    'image-not-the-same',
    'the tag was given to another image',
    caseOf(
      {type: 'image', params: {reference: 'web:1', sameAs: 'web'}},
      present(imageView({id: 'sha256:a1', twinId: 'sha256:b2'})),
    ),
    'Image web:1 is not the same as web: their ids differ. `docker tag web web:1`',
    '镜像 web:1 和 web 不是同一个',
  ),
  story(
    'image-not-the-same',
    'there is nothing to compare it with',
    caseOf({type: 'image', params: {reference: 'web:1', sameAs: 'web'}}, present(imageView())),
    'no image web to compare it with',
    '没有可以和它比较的镜像 web',
  ),
  story(
    'differs',
    'a restart policy',
    web({type: 'container', params: {name: 'web', restart: 'always'}}, {}),
    '`docker update --restart always web`',
    '`docker update --restart always web`',
  ),
  story(
    'differs',
    'an exit code other than 0 was asked for',
    web({type: 'container', params: {name: 'web', exitCode: 3}}, {state: 'exited'}),
    'the exit code is 0; the step asks for 3',
    '的退出码是 0',
  ),
  story(
    'waiting-for-server',
    'just started',
    http('connection-closed', {ports: [port(8080, 80)]}, t0 + 1000),
    'Container web has just started',
    '容器 web 刚刚启动',
  ),
  story(
    'nothing-listens-inside',
    'started long ago',
    http('connection-closed', {ports: [port(8080, 80)]}, t0 + 60_000),
    'localhost:8080 leads to its port 80, but nothing in it listens there',
    '通向它的 80 端口',
  ),
  story(
    'nothing-listens',
    'nothing runs',
    caseOf(page, silent('nothing-listens')),
    'Nothing listens on localhost:8080 yet',
    'localhost:8080 还没有人应答',
  ),
  story(
    'connection-closed',
    'somebody else hangs up',
    caseOf(page, silent('connection-closed')),
    'localhost:8080 takes the connection and closes it',
    'localhost:8080 接受了连接',
  ),
  story('http-timeout', 'no answer', caseOf(page, silent('http-timeout')), 'does not answer in time', '迟迟没有回答'),
  story(
    'wrong-protocol',
    'no HTTP',
    caseOf(page, silent('wrong-protocol')),
    'but not in that protocol',
    '但不是这个协议',
  ),
  story(
    'empty-bind',
    'an empty folder over the pages',
    caseOf(page, present({status: 403, headers: {}, body: ''}), {
      containers: [
        containerView({
          ports: [port(8080, 80)],
          mounts: [{type: 'bind', source: '/home/me/site', target: '/usr/share/nginx/html', readOnly: false}],
        }),
      ],
    }),
    '/home/me/site is mounted over /usr/share/nginx/html',
    '/home/me/site 挂载在 /usr/share/nginx/html 上',
  ),
  story(
    'http-status-differs',
    'no such page',
    caseOf(page, present({status: 404, headers: {}, body: ''})),
    'answers with status 404, not found; the step asks for 200',
    '状态码是 404（找不到）',
  ),
  story(
    'http-status-differs',
    'nobody behind it',
    caseOf(page, present({status: 503, headers: {}, body: ''})),
    'answers with status 503: the server reached nobody behind it',
    '状态码是 503',
  ),
  story(
    'file-missing',
    'another name',
    caseOf({type: 'file', params: {path: 'Dockerfile'}}, absent('dockerfile')),
    'There is dockerfile: look at the name.',
    '那里有 dockerfile',
  ),
  story(
    'file-missing',
    'in a container that is not there',
    caseOf({type: 'file', params: {container: 'look', path: '/hello.html'}}, absent()),
    'There is no container look yet, so there is no /hello.html in it',
    '还没有叫 look 的容器，也就没有其中的 /hello.html',
  ),
  story(
    'file-missing',
    'in a container that is there',
    caseOf({type: 'file', params: {container: 'web', path: '/hello.html'}}, absent(), {containers: [containerView()]}),
    'Container web has no /hello.html',
    '容器 web 里没有 /hello.html',
  ),
  story(
    'stopped-not-removed',
    'only stopped',
    caseOf({type: 'absent', params: {container: 'web'}}, present({}), {containers: [containerView({state: 'exited'})]}),
    'Container web is stopped but still there',
    '容器 web 已停止，但还在',
  ),
];

const pageFile = '/usr/share/nginx/html/index.html';
const inside = {type: 'file', params: {container: 'web', path: pageFile, contains: 'from inside'}};
const printed = call('container exec', 'web', {detail: {command: ['echo', 'from', 'inside'], exitCode: 0}});
const execWanted = {type: 'command', params: {ran: 'docker exec', target: 'web'}};
const logsWanted = {type: 'command', params: {ran: 'docker logs', target: 'web'}};
const noSuch = (target: string) =>
  call('container inspect', target, {status: 404, error: `No such container: ${target}`});
const refusedHere = "wget: can't connect to remote host (127.0.0.1): Connection refused";

/** A visitor that asked for a page of web's and got none, by the words after its image. */
function visitor(...command: string[]): Case {
  const seen = containerView({
    name: 'visitor',
    image: 'busybox:1.36',
    state: 'exited',
    exitCode: 1,
    command,
    exposed: [],
    networks: [net('town')],
    finishedAt: '2026-01-01T10:00:01.000Z',
    lastLines: [refusedHere],
  });
  const check = {type: 'container', params: {name: 'visitor', image: 'busybox:1.36', exitCode: 0}};
  return caseOf(check, present(seen), {
    containers: [seen, containerView({ports: [port(8080, 80)], networks: [net('town')]})],
  });
}

/** A file of the working folder that is empty, after an exec that asked for a page. */
function asked(container: Partial<ContainerView>, url: string, exitCode = 1): Case {
  const acts = [call('container exec', container.name ?? 'web', {detail: {command: ['wget', '-qO-', url], exitCode}})];
  return caseOf(
    {type: 'file', params: {path: 'tags.json', contains: 'stable'}},
    present({type: 'file', content: '', sizeBytes: 0}),
    {containers: [containerView(container), containerView({name: 'old', ports: [port(8082, 80)]})], calls: acts},
  );
}

const registryView = {name: 'registry', exposed: [5000], ports: [port(5001, 5000)]};

/** What a beginner mixes up between inside and outside of a container. */
export const insideOut: readonly Story[] = [
  story(
    'redirected-outside',
    'the > of an echo, as it was typed',
    caseOf(inside, present({type: 'file', content: 'Welcome', sizeBytes: 7}), {
      containers: [containerView()],
      calls: [printed],
      commands: [typed('docker exec web echo from inside > index.html', 0)],
    }),
    'the text is in index.html in your folder, not in web. Put the command in quotes after `sh -c`.',
    '文字写进了你文件夹里的 index.html，不在 web 里。',
  ),
  story(
    'redirected-outside',
    'the > of an echo, where no shell told',
    caseOf(inside, absent(), {containers: [containerView()], calls: [printed]}),
    'What web was told to print came out to you',
    '引号外的 `>` 由你自己的 shell 来读，web 里什么也没有写',
  ),
  story(
    'file-differs',
    'an echo without any >',
    caseOf(inside, present({type: 'file', content: 'Welcome', sizeBytes: 7}), {
      containers: [containerView()],
      calls: [printed],
      commands: [typed(`docker exec web echo 'a > b'`, 0)],
    }),
    'in container web does not contain from inside yet',
    `容器 web 里的 ${pageFile} 还没有 from inside`,
  ),
  story(
    'file-differs',
    'an echo that a shell inside ran',
    caseOf(inside, present({type: 'file', content: 'Welcome', sizeBytes: 7}), {
      containers: [containerView()],
      calls: [call('container exec', 'web', {detail: {command: ['sh', '-c', 'echo hi > x'], exitCode: 0}})],
    }),
    'in container web does not contain from inside yet',
    `容器 web 里的 ${pageFile} 还没有 from inside`,
  ),
  story(
    'run-instead-of-exec',
    'a second container',
    caseOf(execWanted, present({calls: []}), {
      containers: [containerView()],
      calls: [call('container run', 'happy_turing')],
    }),
    '`docker run` made another container, happy_turing; `docker exec web` works inside web.',
    '`docker run` 另造了一个容器 happy_turing；要进 web 里面，用 `docker exec web`。',
  ),
  story(
    'not-run-yet',
    'the very container was run in this step',
    caseOf(execWanted, present({calls: []}), {containers: [containerView()], calls: [call('container run', 'web')]}),
    '`docker exec` has not been run',
    '还没有运行过 `docker exec`',
  ),
  story(
    'localhost-is-itself',
    'the page of another container',
    visitor('wget', '-qO-', 'http://localhost:8080'),
    'Inside visitor, localhost is visitor itself; use http://web.',
    '在 visitor 里，localhost 就是 visitor 自己；地址要写 http://web。',
  ),
  story(
    'localhost-is-itself',
    'in a shell, without a scheme',
    visitor('sh', '-c', 'wget -qO- localhost/index.html'),
    'use http://web.',
    '地址要写 http://web。',
  ),
  story(
    'localhost-is-itself',
    'an exec, for a page of another container',
    asked(registryView, 'http://localhost:8082'),
    'Inside registry, localhost is registry itself; use http://old.',
    '在 registry 里，localhost 就是 registry 自己；地址要写 http://old。',
  ),
  story(
    'published-port-inside',
    'the port of the machine, between containers',
    visitor('wget', '-qO-', 'http://web:8080'),
    '8080 is the port on your machine; between containers it is 80.',
    '8080 是你电脑上的端口；容器之间用 80。',
  ),
  story(
    'published-port-inside',
    'the port of the machine, in the container itself',
    asked(registryView, 'http://localhost:5001/v2/hello-web/tags/list'),
    '5001 is the port on your machine; inside registry it is 5000.',
    '5001 是你电脑上的端口；在 registry 里面用 5000。',
  ),
  story(
    'file-differs',
    'the right port, and another trouble',
    asked(registryView, 'http://localhost:5000/v2/'),
    'tags.json is empty',
    'tags.json 是空的',
  ),
  story(
    'file-differs',
    'an exec that went well',
    asked(registryView, 'http://localhost:5001', 0),
    'tags.json is empty',
    'tags.json 是空的',
  ),
  ...[logsWanted, execWanted].map((check) =>
    story(
      'no-such-object',
      `${check.params.ran} of a container that is not there`,
      caseOf(check, present({calls: [noSuch('wep')]}), {containers: [containerView()], calls: [noSuch('wep')]}),
      'Your command named the container wep, which is not there. There is web: look at the spelling.',
      '你的命令里写的容器 wep 并不存在。有一个叫 web：检查一下拼写。',
    ),
  ),
  story(
    'no-such-object',
    'after another one that was there',
    caseOf(logsWanted, present({calls: [call('container logs', 'note'), noSuch('wep')]}), {
      containers: [containerView()],
      calls: [call('container logs', 'note'), noSuch('wep')],
    }),
    'named the container wep',
    '容器 wep 并不存在',
  ),
  story(
    'other-image',
    'a tag where a digest is asked for',
    web({type: 'container', params: {name: 'web', image: '~@sha256:'}}, {image: local}),
    `was made from ${local}; the step asks for an image by its digest`,
    '这一步要的是按摘要指定的镜像',
  ),
];
