const durations =
  /\b(Less than a second|About a minute|About an hour|\d+ (?:second|minute|hour|day|week|month|year)s?|1 second)( ago)?\b/g;

/** The rules in the order in which they apply. Each replaces what differs from run to run, whoever runs it. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b/g, '<short id>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?/g, '<time>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? \+0000 UTC/g, '<go time>'],
  [/\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d/g, '<log time>'],
  [/\b17\d\.\d+\.0\.\d+\b/g, '<ip>'],
  [/\b02:42(:[0-9a-f]{2}){4}\b/g, '<mac>'],
  [/\b0xc[0-9a-f]{9}\b/g, '<pointer>'],
  [/docker-import-\d+/g, 'docker-import-<number>'],
  [/"(time|timeNano|Pid)":\d+/g, '"$1":<number>'],
  [/"Pid": \d+/g, '"Pid": <number>'],
  // The real client tells of its own broken pipe, or not: two of its threads race.
  [/^time=.* closed pipe"\n/gm, ''],
];

const labels = /[\w.-]+=[\w.-]*(?:,[\w.-]+=[\w.-]*)+/g;

/** A text without what differs from run to run. Columns are kept, unless a duration in them has moved them. */
export function normalise(text: string): string {
  // Go's maps have no order, so neither have labels in one line.
  const ordered = text.replaceAll(labels, (list) => list.split(',').sort().join(','));
  const plain = rules.reduce((words, [pattern, replacement]) => words.replaceAll(pattern, replacement), ordered);
  if (!durations.test(plain)) return plain;
  durations.lastIndex = 0;
  return plain.replaceAll(durations, '<duration>').replaceAll(/ {2,}/g, '  ');
}
