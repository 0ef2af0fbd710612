import type {Call, ContainerView, Json} from '../../observation.ts';
import {parseReference, sameReference} from '../checks/reference.ts';
import {isLooking} from '../looking.ts';
import type {Case} from './diagnosis.ts';

/** Verbs that change nothing: what they answer explains no state. */
const LOOKING =
  /^(container (ls|inspect|logs|top|stats|diff|wait|attach|port|export)|image (ls|inspect|history|save|search)|network (ls|inspect)|volume (ls|inspect)|system .*|version|search|kubectl (get|describe|logs|explain|events|top (node|pod)|api-resources|api-versions|version|cluster-info|auth can-i|wait|rollout (status|history)|diff)|kubernetes (get|list|watch))$/;

/** A parameter as text; '' when it is missing or no scalar. */
export function text(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** What the check's own verdict says, when it is of that cause. */
export function said(found: Case, cause: string): {readonly [name: string]: string} | undefined {
  if (found.verdict.cause !== cause) return undefined;
  return Object.fromEntries(Object.entries(found.verdict.params).map(([name, value]) => [name, text(value)]));
}

/** A `differs` verdict about that property. */
export function difference(
  found: Case,
  property: string,
  kind = 'container',
): {readonly [name: string]: string} | undefined {
  const params = said(found, 'differs');
  return params?.['property'] === property && params['kind'] === kind ? params : undefined;
}

export function containerNamed({surroundings}: Case, name: string): ContainerView | undefined {
  return surroundings.containers.find((container) => container.name === name);
}

/** The container the check is about: the one it names, or the one that should answer its URL. */
export function containerOf(found: Case): ContainerView | undefined {
  const {subject, verdict} = found;
  if (subject.api === 'http') return serverOf(found);
  if (subject.api !== 'docker') return undefined;
  switch (subject.resource) {
    case 'container':
      return containerNamed(found, subject.name);
    case 'containers-of':
      return (
        containerNamed(found, text(verdict.params['name'])) ??
        newest(found, ({image}) => sameReference(image, subject.image))
      );
    case 'logs':
    case 'file':
      return containerNamed(found, subject.container);
    default:
      return undefined;
  }
}

/** The port of a URL, also where the scheme implies it. */
export function portOf(url: string): number {
  const {port, protocol} = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/**
 * The container a URL is most likely meant for: the one that has its port on either side, else the newest that
 * says it listens somewhere, else the newest. An earlier step's, which this one does not name, only where it has the port.
 */
export function serverOf(found: Case): ContainerView | undefined {
  if (found.subject.api !== 'http') return undefined;
  const port = portOf(found.subject.url);
  const isMeant = belongsToStep(found);
  return (
    newest(found, ({ports}) => ports.some(({host}) => host === port)) ??
    newest(found, (one) => isMeant(one) && one.ports.some(({container}) => container === port)) ??
    newest(found, (one) => isMeant(one) && one.exposed.length > 0) ??
    newest(found, isMeant)
  );
}

/** Where the step names containers: those, and whatever was made or started in it. */
function belongsToStep(found: Case): (container: ContainerView) => boolean {
  const named = (found.checks ?? []).flatMap(({type, params}) => (type === 'container' ? [text(params['name'])] : []));
  return ({name}) =>
    named.length === 0 ||
    named.includes(name) ||
    did(found, /^container (create|run|start|restart|rename)$/, name) !== undefined;
}

/** Running before not running, then the youngest. */
export function newest({surroundings}: Case, is: (container: ContainerView) => boolean): ContainerView | undefined {
  const rank = ({state}: ContainerView) => (state === 'running' ? 1 : 0);
  return surroundings.containers
    .filter(is)
    .toSorted((one, other) => rank(other) - rank(one) || other.createdAt.localeCompare(one.createdAt))[0];
}

/** The last thing the learner asked Docker to change, whatever came of it. */
export function lastAct({surroundings}: Case): Call | undefined {
  return surroundings.calls.findLast(({verb}) => !LOOKING.test(verb));
}

/** Whether the learner has done more in this step than look around; commands of other programs do nothing there. */
export function hasTried(found: Case): boolean {
  const typed = found.surroundings.commands.flatMap(({line}) => line.split(/\n|;|&&/));
  return (
    lastAct(found) !== undefined || typed.some((line) => /\b(docker|kubectl|kind)\b/.test(line) && !isLooking(line))
  );
}

/** A request that Docker (or the guard) refused, with its own sentence. */
export interface Refusal {
  readonly verb: string;
  readonly target: string;
  readonly answer: string;
}

/** Causes of a check that another object's trouble can explain: what is asked for is simply not there yet. */
const MISSING: ReadonlySet<string> = new Set([
  'not-there',
  'none-of-image',
  'not-in-registry',
  'nothing-listens',
  'connection-closed',
  'http-timeout',
  'http-status-differs',
  'http-body-differs',
  'not-run-yet',
  'file-missing',
  'logs-missing',
  'registry-not-reachable',
]);

/**
 * The refusal behind a case: of the very call the check looked at, of a start that left its sentence on the
 * container, or of the last thing the learner did, where that has to do with what is missing.
 */
export function refusal(found: Case): Refusal | undefined {
  const {verdict} = found;
  const act = lastAct(found);
  if (verdict.cause === 'call-refused') {
    const {command, target, answer} = verdict.params;
    // `docker run` is told first that the image is missing; what its pull was told says why.
    if (act?.verb === 'image pull' && act.status >= 400 && /No such image/.test(text(answer)))
      return {verb: act.verb, target: act.target, answer: act.error};
    return {verb: text(command), target: text(target), answer: text(answer)};
  }
  const container = containerOf(found);
  if (container && container.state !== 'running' && container.error !== '')
    return {verb: 'container start', target: container.name, answer: container.error};
  if (act === undefined || act.status < 400) return undefined;
  const refused = {verb: act.verb, target: act.target, answer: act.error};
  if (MISSING.has(verdict.cause)) return refused;
  return act.target !== '' && act.target === subjectName(found) ? refused : undefined;
}

/** The name a check asks for, of whatever kind. */
export function subjectName({subject, check}: Case): string {
  if (subject.api === 'docker') {
    switch (subject.resource) {
      case 'container':
      case 'volume':
      case 'network':
        return subject.name;
      case 'image':
        return subject.reference;
      case 'containers-of':
        return subject.image;
      case 'logs':
      case 'file':
        return subject.container;
    }
  }
  return subject.api === 'registry' ? subject.reference : text(check.params['target']);
}

/** The first group (or the whole) of a pattern in the refusal's sentence. */
export function answered(
  found: Case,
  pattern: RegExp,
): {readonly refusal: Refusal; readonly match: RegExpExecArray} | undefined {
  const refused = refusal(found);
  const match = refused && pattern.exec(refused.answer);
  return refused && match ? {refusal: refused, match} : undefined;
}

/** Milliseconds a container has run, or ran; 0 when it never did. */
export function livedMs({startedAt, finishedAt}: ContainerView): number {
  const lived = Date.parse(finishedAt) - Date.parse(startedAt);
  return Number.isFinite(lived) && lived > 0 ? lived : 0;
}

/** The last line of a container's log that has text in it; '' where the survey brought none. */
export function lastLine({lastLines = []}: ContainerView): string {
  return lastLines.findLast((line) => line.trim() !== '')?.trim() ?? '';
}

/** A call that succeeded for that target since the step began. */
export function did({surroundings}: Case, verb: RegExp, target: string): Call | undefined {
  return surroundings.calls.findLast((call) => verb.test(call.verb) && call.target === target && call.status < 400);
}

/** A container that should run and does not: because the check says so, or because what it serves is missing. */
export function downContainer(found: Case): ContainerView | undefined {
  const container = shouldRun(found);
  return container && container.state !== 'running' && container.state !== 'restarting' ? container : undefined;
}

const SERVING: ReadonlySet<string> = new Set(['nothing-listens', 'connection-closed', 'http-timeout']);

function shouldRun(found: Case): ContainerView | undefined {
  const state = difference(found, 'state');
  if (state) return state['expected'] === 'running' ? containerNamed(found, state['name'] ?? '') : undefined;
  if (SERVING.has(found.verdict.cause)) return containerOf(found);
  // A container that does not run is on no network, as `docker network inspect` has it.
  const member = difference(found, 'containers', 'network');
  return member && containerNamed(found, member['key'] ?? '');
}

/** A container that has ended although it should run, or with another exit code than the one asked for. */
export function endedContainer(found: Case): ContainerView | undefined {
  const code = difference(found, 'exitCode');
  // Another code than the one asked for needs explaining where it should have been 0.
  const container = code?.['expected'] === '0' ? containerNamed(found, code['name'] ?? '') : downContainer(found);
  return container && (container.state === 'exited' || container.state === 'dead') && container.error === ''
    ? container
    : undefined;
}

/** Repositories and names of images in reach, for the nearest one. */
export function knownImages({surroundings, check}: Case): readonly string[] {
  const asked = ['image', 'of', 'reference']
    .map((name) => text(check.params[name]))
    .filter((name) => name !== '' && !name.startsWith('~'));
  return [
    ...new Set(
      [...asked, ...surroundings.images.flatMap(({tags}) => tags)].filter(
        (name) => parseReference(name).repository !== '',
      ),
    ),
  ];
}
