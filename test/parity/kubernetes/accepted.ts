import type {PlayedStep} from './play.ts';
import type {SeenNamespace} from './state.ts';

/** Words in which a real cluster and the embedded one may differ: both are read as `as`. */
interface AcceptedWords {
  readonly why: string;
  readonly words: RegExp;
  readonly as: string;
}

const standIn = 'the images of the real cluster are stand-ins under another digest';
const slow = 'a real kubelet that has much to do mounts at the second try';
const alone = 'the real cluster reaches no registry';

/** Every difference that is accepted, with its reason. */
export const acceptedOfKubectl: readonly AcceptedWords[] = [
  {why: standIn, words: /(Image ID: +)\S+/g, as: '$1<image id>'},
  {
    why: alone,
    words:
      /failed to do request: Head \S+ dial tcp[^\n]*|pull access denied, repository does not exist[^\n]*|failed to resolve reference [^\n]*not found[^\n]*/g,
    as: '<no image>',
  },
];

/** Events that may be told or not. */
const acceptedEvents: readonly {readonly why: string; readonly event: RegExp}[] = [
  {why: slow, event: / FailedMount .* failed to sync configmap cache/},
];

/** What is compared of the commands of a scene; whatever is accepted is the same on both sides. */
export function withoutAcceptedOfKubectl(steps: readonly PlayedStep[]): readonly unknown[] {
  return steps.map(({run, differs, outcome: {code, stdout, stderr}}) =>
    differs === undefined ? {run, code, stdout: plainWords(stdout), stderr: plainWords(stderr)} : {run, code},
  );
}

/** What is compared of what is there at the end. */
export function withoutAcceptedOfNamespace({objects, events}: SeenNamespace): SeenNamespace {
  return {objects: objects.map(plainWords), events: [...new Set(events.filter(isCompared).map(plainWords))]};
}

function plainWords(text: string): string {
  return acceptedOfKubectl.reduce((said, {words, as}) => said.replaceAll(words, as), text);
}

function isCompared(event: string): boolean {
  return !acceptedEvents.some((accepted) => accepted.event.test(event));
}
