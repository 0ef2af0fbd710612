/** Keys a recording does without: they are long, and nothing reads them. */
const left = new Set(
  (
    'managedFields images volumesAttached annotations nodeInfo daemonEndpoints tolerations resourceVersion dnsPolicy ' +
    'terminationMessagePath terminationMessagePolicy schedulerName securityContext serviceAccount serviceAccountName ' +
    'enableServiceLinks preemptionPolicy reportingComponent reportingInstance capacity allocatable imageID ' +
    'containerID hostIPs podIPs priority lastHeartbeatTime lastProbeTime'
  ).split(' '),
);

/** What is seen without the bulk of it, and without the cluster's own Pods but for what says that they run. */
export function trimmed(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => !isAboutTheNode(one)).map(trimmed);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !left.has(key));
  if ('metadata' in value && JSON.stringify(value.metadata).includes('"namespace":"kube-system"'))
    return systemPod(value);
  return Object.fromEntries(kept.map(([key, inner]) => [key, trimmed(inner)]));
}

function systemPod({metadata, status}: {metadata?: unknown; status?: unknown}): unknown {
  const {name, namespace, labels, deletionTimestamp} = metadata as Record<string, unknown>;
  const {phase, conditions} = (status ?? {}) as Record<string, readonly Record<string, unknown>[]>;
  const ready = (conditions ?? [])
    .filter(({type}) => type === 'Ready')
    .map(({type, status: is}) => ({type, status: is}));
  return {metadata: {name, namespace, labels, deletionTimestamp}, status: {phase, conditions: ready}};
}

/** That its kubelet started, and how much memory it has: many lines, and every recording would hold them. */
function isAboutTheNode(one: unknown): boolean {
  return JSON.stringify((one as {involvedObject?: unknown} | null)?.involvedObject ?? '').includes('"kind":"Node"');
}
