import {z} from 'zod';
import type {Json, Observation, Verdict} from '../../observation.ts';
import {defineCheck, look} from './check.ts';
import {numberIn, textIn} from './json.ts';
import {type ManifestDifference, manifestDifferences, manifestValue, type PartialManifest} from './manifest.ts';
import {type Matcher, matcher, matches} from './matchers.ts';
import {isOnItsWay} from './on-its-way.ts';
import {passed, unmet, waiting} from './verdict.ts';

const name = z.string().min(1);
const params = z
  .object({
    kind: z.string().regex(/^[A-Z][A-Za-z0-9]+$/, 'a kind, as a manifest writes it: Deployment'),
    apiVersion: name.exactOptional(),
    namespace: name.exactOptional(),
    name: name.exactOptional(),
    /** Instead of a name: labels, as `kubectl get -l` takes them. */
    selector: name.exactOptional(),
    /** With a selector: how many there must be that are as written. */
    count: matcher.exactOptional(),
  })
  .catchall(manifestValue)
  .refine((wanted) => (wanted.name === undefined) !== (wanted.selector === undefined), {
    message: 'expected either name or selector',
  })
  .refine((wanted) => wanted.count === undefined || wanted.selector !== undefined, {
    message: 'count goes with selector',
  });

type ObjectParams = z.infer<typeof params>;

const object: z.ZodType<PartialManifest> = z.record(z.string(), z.json());
const objects = z.object({items: z.array(object)});

/** Passes when an object of the cluster has every property the lesson wrote; others are ignored. */
export const objectCheck = defineCheck({
  type: 'object',
  params,
  subject({kind, apiVersion = '', namespace = '', name: called, selector}) {
    const common = {api: 'kubernetes', kind, apiVersion, namespace} as const;
    return called === undefined
      ? {...common, resource: 'objects', selector: selector ?? ''}
      : {...common, resource: 'object', name: called};
  },
  evaluate: (wanted, seen) => (wanted.name === undefined ? evaluateMany(wanted, seen) : evaluateOne(wanted, seen)),
});

function evaluateOne(wanted: ObjectParams, seen: Observation): Verdict {
  const {kind, name: called = ''} = wanted;
  return look(seen, {
    object: `${kind} ${called}`,
    view: object,
    absent: (similar) => unmet('not-there', {kind, name: called, similar}),
    present: (found) => judge(wanted, found),
  });
}

/** As many as wanted must be as written; what is being deleted does not count. */
function evaluateMany(wanted: ObjectParams, seen: Observation): Verdict {
  const {kind, selector = '', count = '>= 1'} = wanted;
  return look(seen, {
    object: `${kind} -l ${selector}`,
    view: objects,
    absent: () => unmet('none-selected', {kind, selector}),
    present({items}) {
      const alive = items.filter((item) => textIn(item, 'metadata', 'deletionTimestamp') === '');
      const verdicts = alive.map((item) => judge(wanted, item));
      const good = verdicts.filter(({verdict}) => verdict === 'passed').length;
      if (matches(count, good)) return passed;
      if (alive.length === 0) return unmet('none-selected', {kind, selector});
      const open =
        verdicts.find(({verdict}) => verdict === 'waiting') ?? verdicts.find(({verdict}) => verdict === 'unmet');
      if (open && good < least(count)) return open;
      return unmet('count-differs', {kind, selector, expected: String(count), seen: String(good)});
    },
  });
}

/** The fewest a count allows. */
function least(count: Matcher): number {
  const number = Number(String(count).replace(/^[<>=\s]+/, ''));
  return /^</.test(String(count)) || !Number.isFinite(number) ? 0 : number;
}

/** What was asked for comes first: as long as the spec is another one, the status says nothing. */
function judge(wanted: ObjectParams, found: PartialManifest): Verdict {
  const {kind, apiVersion: _, namespace: __, name: ___, selector: ____, count: _____, ...manifest} = wanted;
  const differences = manifestDifferences(manifest as Json, found);
  const called = textIn(found, 'metadata', 'name');
  const asked = differences.find(({path}) => !isStatus(path));
  if (asked) return unmet('object-differs', told(kind, called, asked));
  const [status] = differences;
  const late = 'status' in manifest ? lateStatus(found) : undefined;
  if (!status) return late ? waiting('waiting-for-object', told(kind, called, late)) : passed;
  return isOnItsWay({kind, ...found})
    ? waiting('waiting-for-object', told(kind, called, status))
    : unmet('object-differs', told(kind, called, status));
}

/** A status that is still about the spec before: its controller has not seen the change. */
function lateStatus(found: PartialManifest): ManifestDifference | undefined {
  const path = 'status.observedGeneration';
  const wanted = numberIn(found, 'metadata', 'generation');
  const seen = numberIn(found, 'status', 'observedGeneration');
  return seen > 0 && seen < wanted ? {path, expected: String(wanted), seen: String(seen)} : undefined;
}

function isStatus(path: string): boolean {
  return path === 'status' || path.startsWith('status.');
}

function told(
  kind: string,
  called: string,
  {path, expected, seen}: ManifestDifference,
): {readonly [name: string]: string} {
  return {kind, name: called, property: path, expected, seen};
}
