import {z} from 'zod';
import type {Call, Json, Verdict} from '../../observation.ts';
import {defineCheck, look} from './check.ts';
import {verbsOf} from './docker-verbs.ts';
import {fullTarget, kubectlVerb} from './kubectl-verbs.ts';
import {isPlain, type Matcher, matcher, matches, shown} from './matchers.ts';
import {sameReference} from './reference.ts';
import {passed, unmet, waiting} from './verdict.ts';
import {callsView} from './views.ts';

const params = z.strictObject({
  ran: z.string().refine((text) => provingVerbs(text) !== undefined, {
    message: 'expected a docker or kubectl command without its arguments, such as docker ps or kubectl get',
  }),
  target: matcher.exactOptional(),
  detail: z.record(z.string().min(1), z.union([matcher, z.array(z.string())])).exactOptional(),
  exitCode: matcher.exactOptional(),
});

type CommandParams = z.infer<typeof params>;

/** Passes when the call log of this step holds the command, and it succeeded. What was typed never counts. */
export const command = defineCheck({
  type: 'command',
  params,
  // The target is compared here, not by the sandbox: a call for another target is worth a sentence.
  subject({ran}) {
    const [verb = '', ...also] = provingVerbs(ran) ?? [];
    return {api: 'calls', verb, ...(also.length === 0 ? {} : {also})};
  },
  evaluate(wanted, seen) {
    const {ran, target = ''} = wanted;
    // A pattern is nothing one could type behind the command.
    const notYet = unmet('not-run-yet', {command: ran, target: isPlain(target) ? String(target) : ''});
    return look(seen, {
      object: wanted.ran,
      view: callsView,
      absent: () => notYet,
      present: ({calls}) => judge(wanted, calls) ?? notYet,
    });
  },
});

/** One call that is as wanted is enough, whatever came after it; else the newest says what is not. */
function judge(wanted: CommandParams, calls: readonly Call[]): Verdict | undefined {
  const verbs = provingVerbs(wanted.ran) ?? [];
  const made = calls.filter(({verb}) => verbs.includes(verb)).toReversed();
  const verdicts = made.map((call) => judgeCall(wanted, call));
  const on = ['passed', 'waiting'].map((state) => verdicts.find(({verdict}) => verdict === state));
  // A call for the right object says more than a newer one for another.
  const near = verdicts.find((verdict) => verdict.verdict === 'unmet' && verdict.cause !== 'run-against-other-target');
  return on[0] ?? on[1] ?? near ?? verdicts[0];
}

function judgeCall({ran, target, detail, exitCode}: CommandParams, call: Call): Verdict {
  const object = {command: ran, target: call.target};
  if (target !== undefined && !targetsOf(call).some((one) => isTarget(target, one)))
    return unmet('run-against-other-target', {command: ran, expected: String(target), seen: call.target});
  if (call.status >= 400) return unmet('call-refused', {...object, answer: call.error});
  for (const [key, value] of Object.entries(detail ?? {})) {
    if (!detailMatches(value, call.detail[key]))
      return unmet('run-otherwise', {...object, detail: key, expected: shown(value), seen: shown(call.detail[key])});
  }
  if (call.status === 0) return waiting('waiting-for-command', object);
  if (exitCode === undefined) return passed;
  const seen = call.detail.exitCode;
  if (seen === undefined || seen === null) return waiting('waiting-for-command', object);
  return matches(exitCode, seen)
    ? passed
    : unmet('command-exited', {...object, expected: String(exitCode), seen: shown(seen)});
}

/** `docker ps` by its long form, kubectl by its own name for the command. */
function provingVerbs(command: string): readonly string[] | undefined {
  const kubectl = kubectlVerb(command);
  return kubectl === undefined ? verbsOf(command) : [kubectl];
}

/** One kubectl command may name several objects. */
function targetsOf({target, detail}: Call): readonly string[] {
  const {targets} = detail;
  return Array.isArray(targets) ? targets.map(shown) : [target];
}

function isTarget(wanted: Matcher, seen: string): boolean {
  if (typeof wanted === 'string' && fullTarget(wanted) === seen) return true;
  return matches(wanted, seen) || (typeof wanted === 'string' && seen !== '' && sameReference(wanted, seen));
}

/** `all: false` is also what a call says that was not told. */
function detailMatches(wanted: Matcher | readonly string[], seen: Json | undefined): boolean {
  if (typeof wanted === 'object') return shown(wanted) === shown(seen);
  if (wanted === false && (seen === undefined || seen === null)) return true;
  return matches(wanted, seen);
}
