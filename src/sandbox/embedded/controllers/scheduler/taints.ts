import type {Taint, Toleration} from 'kubernetes-types/core/v1';
import type {Frozen} from '../../kubernetes-api/object.ts';

/** Whether a toleration is for a taint. https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export function tolerates({key, operator, value, effect}: Frozen<Toleration>, taint: Frozen<Taint>): boolean {
  if (effect !== undefined && effect !== '' && effect !== taint.effect) return false;
  if (key !== undefined && key !== '' && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return key !== undefined && key !== '' && (value ?? '') === (taint.value ?? '');
}

/** The first taint of those effects that no toleration is for. */
export function untolerated(
  taints: readonly Frozen<Taint>[],
  tolerations: readonly Frozen<Toleration>[],
  effects: readonly string[],
): Frozen<Taint> | undefined {
  return taints.find(
    (taint) => effects.includes(taint.effect) && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}
