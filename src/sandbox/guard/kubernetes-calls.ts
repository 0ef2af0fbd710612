import type {Clock} from '../../clock.ts';
import type {Call, Json} from '../../observation.ts';
import type {CallLog} from './call-log.ts';
import type {KubernetesRequest} from './kubernetes-request.ts';

/** One request of the learner's on its way into the call log. */
export interface KubernetesRecording {
  /**
   * The answer has begun; `error` is the API server's sentence when it refused, `made` the name an object was given that
   * the request did not name.
   */
  answered(status: number, error: string, made?: string): void;
  /** An exec has ended; its exit code. */
  exited(code: number): void;
}

/** Commands that are about what is asked on the way to every other one. */
const aboutDiscovery = /^kubectl (version|api-resources|api-versions|cluster-info|explain)\b/;

/** What every command asks on its way. */
const discovery = /^\/(api|apis|openapi\/v[23]|version)(\/|$)/;

/** How long a command's further requests are taken as its own. */
const sessionMs = 10 * 60_000;

/** What came of a command so far. */
interface Session {
  readonly number: number;
  readonly at: number;
  call: Call;
  wrote: boolean;
}

/**
 * Turns requests into calls: kubectl names its command and a session in every request, so that all requests of one
 * command become one call. https://kubernetes.io/docs/reference/kubectl/ (headers Kubectl-Command, Kubectl-Session)
 */
export class KubernetesCalls {
  readonly #log: CallLog;
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  constructor(log: CallLog, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** `command` and `session` as kubectl sends them; '' from another client. */
  record(
    request: KubernetesRequest,
    {command, session}: {readonly command: string; readonly session: string},
  ): KubernetesRecording {
    const at = this.#clock.now();
    const onTheWay = request.resource === '' && discovery.test(request.path) && !aboutDiscovery.test(command);
    if (onTheWay || command.startsWith('kubectl completion')) return {answered() {}, exited() {}};
    const verb = command === '' ? `kubernetes ${verbOf(request)}` : command;
    let number: number | undefined;
    let call: Call = {at, verb, target: targetOf(request), status: 0, error: '', detail: detailOf(request)};
    const named = (name: string | undefined): string => (name ? `${request.resource}/${name}` : call.target);
    return {
      answered: (status, error, made) => {
        call = {...call, target: named(made), status, error};
        number = session === '' ? this.#log.add(call) : this.#join(session, call, request.writes);
      },
      exited: (code) => {
        call = {...call, detail: {...call.detail, exitCode: code}};
        if (number !== undefined) this.#log.complete(number, call);
      },
    };
  }

  #join(id: string, call: Call, writes: boolean): number {
    this.#forgetOld();
    const known = this.#sessions.get(id);
    if (!known) {
      const number = this.#log.add(call);
      this.#sessions.set(id, {number, at: call.at, call, wrote: writes});
      return number;
    }
    // After a refusal kubectl looks whether the namespace is there at all.
    const isAside = !writes && call.target.startsWith('namespaces/') && !known.call.target.startsWith('namespaces');
    if (isAside) return known.number;
    const targets = targetsOf(known.call, call);
    // What a command changed says more than what it read on the way; a refusal of it is the whole answer.
    if (writes || !known.wrote) known.call = {...call, at: known.call.at, ...outcome(call, known)};
    else if (call.status >= 400) known.call = {...known.call, ...outcome(call, known)};
    if (targets.length > 1) known.call = {...known.call, detail: {...known.call.detail, targets}};
    known.wrote ||= writes;
    this.#log.complete(known.number, known.call);
    return known.number;
  }

  #forgetOld(): void {
    const oldest = this.#clock.now() - sessionMs;
    for (const [id, {at}] of this.#sessions) {
      if (at >= oldest && this.#sessions.size <= 500) return;
      this.#sessions.delete(id);
    }
  }
}

/** Every object a command was about, in the order it came to them. */
function targetsOf(known: Call, call: Call): readonly string[] {
  const before = known.detail['targets'];
  const all = Array.isArray(before) ? before.filter((target) => typeof target === 'string') : [known.target];
  return all.includes(call.target) ? all : [...all, call.target];
}

/** An object that is not there yet is no failure of a command that then makes it. */
function outcome(call: Call, known: Session): Pick<Call, 'status' | 'error'> {
  const isLookBefore = known.wrote && call.status === 404 && !call.error.includes('namespaces');
  return isLookBefore ? {status: known.call.status, error: known.call.error} : {status: call.status, error: call.error};
}

function verbOf({method, name, query}: KubernetesRequest): string {
  if (query.get('watch') === 'true' || query.get('watch') === '1') return 'watch';
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return 'delete';
    default:
      return name === '' ? 'list' : 'get';
  }
}

/** `pods`, `pods/web`: the resource as the API calls it. */
function targetOf({resource, name, path, query}: KubernetesRequest): string {
  if (resource === '') return path;
  // `wait` and `rollout status` watch a list for the one object they are about.
  const only = name || (/(?:^|,)metadata\.name=([^,]+)/.exec(query.get('fieldSelector') ?? '')?.[1] ?? '');
  return only === '' ? resource : `${resource}/${only}`;
}

function detailOf({namespace, subresource, group, query, method}: KubernetesRequest): Call['detail'] {
  const detail: Record<string, Json> = {method};
  if (namespace !== '') detail['namespace'] = namespace;
  if (subresource !== '') detail['subresource'] = subresource;
  if (group !== '') detail['group'] = group;
  for (const [ours, theirs] of [
    ['selector', 'labelSelector'],
    ['fieldSelector', 'fieldSelector'],
    ['container', 'container'],
    ['dryRun', 'dryRun'],
    ['previous', 'previous'],
    ['follow', 'follow'],
  ] as const) {
    const value = query.get(theirs);
    if (value !== null && value !== '') detail[ours] = value;
  }
  const command = query.getAll('command');
  if (command.length > 0) detail['command'] = command;
  return detail;
}
