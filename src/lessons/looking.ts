const LOOKING =
  /^\s*docker\s+((container|image|network|volume|system)\s+)?(ls|ps|images|inspect|logs|top|stats|diff|port|history|info|version|search|help|--help|--version|events|df|list)(\s|$)/;

/** `wait` and `rollout status` are none: what comes after them relies on what they waited for. */
const LOOKING_IN_CLUSTER =
  /^\s*kubectl\s+(-\S+\s+)*(get|describe|logs|explain|top|events|api-resources|api-versions|version|cluster-info|diff|auth\s+can-i|config\s+(view|get-contexts|current-context|get-clusters)|rollout\s+history|help)(\s|$)/;

/** Whether a command line is one of docker's or kubectl's that change nothing: `docker ps -a`, `docker logs web`, `kubectl get pods`. */
export function isLooking(line: string): boolean {
  return LOOKING.test(line) || LOOKING_IN_CLUSTER.test(line) || /^\s*kind\s+(get|version)(\s|$)/.test(line);
}

/** A line whose meaning does not end with it, or that does something with what a command says. */
const NOT_ALONE = /<<|\\$|[;&|<>`]|\$\(/;

/**
 * A script without the lines that only look, for building a state again: `docker stats` alone takes two seconds. A
 * script that is more than one plain command a line is left as it is.
 */
export function withoutLooking(script: string): string {
  const lines = script.split('\n');
  const isPlain = lines.every((line) => !/<<|\\$/.test(line) && hasClosedQuotes(line));
  return isPlain ? lines.filter((line) => !isLooking(line) || NOT_ALONE.test(line)).join('\n') : script;
}

function hasClosedQuotes(line: string): boolean {
  return [`'`, '"'].every((quote) => (line.split(quote).length - 1) % 2 === 0);
}
