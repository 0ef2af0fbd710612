const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

const ignored = ['managedFields', 'columnDefinitions'];
const placeholders: {readonly [name: string]: string} = {resourceVersion: 'REVISION', continue: 'CONTINUE'};

const record = /record \(\d+\)/g;

/** What `generateName: A-` makes. */
const suffix = /(?<=\bA)-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g;

/** An answer without what differs from server to server, and from time to time. */
export function comparable(answer: unknown): unknown {
  if (typeof answer === 'string')
    return answer
      .replaceAll(uuid, 'UID')
      .replaceAll(time, 'TIME')
      .replaceAll(suffix, '-SUFFIX')
      .replaceAll(record, 'record (N)');
  // A controller's, which are not there when the API server is alone.
  if (Array.isArray(answer)) return answer.filter((item) => !isRootCa(item)).map(comparable);
  if (typeof answer !== 'object' || answer === null) return answer;
  const entries = Object.entries(answer)
    .filter(([name, value]) => !ignored.includes(name) && !(value === null && name.startsWith('last')))
    .map(([name, value]) => [name, placeholders[name] ?? comparable(value)] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function isRootCa(item: unknown): boolean {
  return JSON.stringify(item ?? null).includes('"name":"kube-root-ca.crt"');
}
