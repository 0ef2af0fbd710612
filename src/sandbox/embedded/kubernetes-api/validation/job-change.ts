import {same} from '../object.ts';
import {without} from '../values/filled.ts';
import {fieldsOf} from '../values/reading.ts';
import {type At, shownSelector, sorted} from './at.ts';
import {goForm} from './go-form.ts';
import {checkImmutable} from './metadata.ts';

const fixed = ['completions', 'selector', 'completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy'];
/** What of the template may change while a Job is suspended and never ran. */
const movable = ['nodeSelector', 'tolerations', 'affinity', 'schedulingGates'];

/** What of a Job may be changed: how many at once, its limits, whether it is suspended. */
export function checkJobChange(spec: At, old: At): void {
  for (const name of fixed) {
    if (name === 'completions' && old.field('completionMode').text === 'Indexed') {
      checkElastic(spec, old);
      continue;
    }
    const field = spec.field(name);
    if (name !== 'selector') checkImmutable(field, old.field(name));
    else if (!same(field.value, old.field(name).value)) field.invalid('field is immutable', shownSelector(field));
  }
  const [template, before] = [spec.field('template'), old.field('template')];
  if (same(template.value, before.value)) return;
  const suspended = old.field('suspend').value === true;
  const left = (at: At) => (suspended ? withoutMovable(at.fields) : at.value);
  if (!same(left(template), left(before))) template.invalid('field is immutable', goTemplate(template));
}

/** A template as upstream's sentence shows it. */
function goTemplate(template: At): unknown {
  const metadata = template.field('metadata').fields;
  return {...metadata, labels: sorted(metadata['labels']), Spec: goForm('PodSpec', template.field('spec').value)};
}

/** An Indexed Job may grow and shrink, all of its Pods at once. */
function checkElastic(spec: At, old: At): void {
  const completions = spec.field('completions');
  if (completions.number === old.field('completions').number) return;
  if (completions.number !== spec.field('parallelism').number)
    completions.invalid('can only be modified in tandem with spec.parallelism');
}

function withoutMovable(template: {readonly [field: string]: unknown}): unknown {
  const metadata = without(fieldsOf(template['metadata']), 'labels', 'annotations');
  return {...template, metadata, spec: without(fieldsOf(template['spec']), ...movable)};
}
