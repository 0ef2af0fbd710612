/** A command of a script, taken apart only as far as `lint` needs it: no expansion, no substitution. */
export interface Command {
  readonly words: readonly string[];
  /** Counts from 0 within the script. */
  readonly line: number;
}

/** The commands of a POSIX script: split at line ends, `;`, `&&`, `||`, `|`, `&`; here-documents left out. */
export function parseCommands(script: string): Command[] {
  const commands: Command[] = [];
  const lines = script.split('\n');
  let until = '';
  let held = {text: '', line: 0};
  lines.forEach((line, index) => {
    if (until !== '') {
      if (line.trim() === until) until = '';
      return;
    }
    const text = held.text + line;
    const start = held.text === '' ? index : held.line;
    if (text.endsWith('\\')) {
      held = {text: `${text.slice(0, -1)} `, line: start};
      return;
    }
    held = {text: '', line: 0};
    until = /<<-?\s*(['"]?)(\w+)\1/.exec(text)?.[2] ?? '';
    for (const words of splitLine(text)) commands.push({words, line: start});
  });
  return commands;
}

const token = /(?:[^\s;&|'"\\#]|\\.|'[^']*'|"(?:[^"\\]|\\.)*"|(?<=\S)#)+|[;&|]+|#.*$|['"\\]/g;

function splitLine(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const [found] of line.matchAll(token)) {
    if (found.startsWith('#')) break;
    if (/^[;&|]/.test(found)) commands.push([]);
    else commands.at(-1)?.push(found.replace(/\\(.)|['"]/g, '$1'));
  }
  return commands.filter((words) => words.length > 0);
}

/** Options of `docker run` and `create` that stand alone; every other one takes a value. */
const flags = new Set([
  '-d', '--detach', '-i', '--interactive', '-t', '--tty', '--rm', '--init', '-P', '--publish-all', '-q', '--quiet',
  '--privileged', '--read-only', '--no-healthcheck', '--oom-kill-disable', '--sig-proxy', '--disable-content-trust',
  '--help',
]); // biome-ignore format: a table

/** What a docker command does with images and ports, in the CLI's own words. */
export interface DockerUse {
  /** Images it needs to exist. */
  readonly needs: readonly string[];
  /** Images that exist after it. */
  readonly makes: readonly string[];
  /** Ports of this machine it publishes. */
  readonly ports: readonly number[];
}

/** Reads `docker run`, `create`, `pull`, `tag`, `build` and `commit`, short and long forms. */
export function dockerUse({words}: Command): DockerUse {
  const none = {needs: [], makes: [], ports: []};
  const at = words.indexOf('docker');
  // `time docker run`, `DOCKER_BUILDKIT=0 docker build`; not `echo docker`.
  if (at < 0 || !words.slice(0, at).every((word) => word.includes('=') || ['time', 'sudo', '!', 'if'].includes(word))) {
    return none;
  }
  const named = words[at + 1] === 'container' || words[at + 1] === 'image';
  const verb = words[at + (named ? 2 : 1)];
  const {values, rest} = splitOptions(words.slice(at + (named ? 3 : 2)), verb ?? '');
  const [first, second] = rest;
  switch (verb) {
    case 'run':
    case 'create':
      return {...none, needs: first === undefined ? [] : [first], ports: values('-p', '--publish').flatMap(hostPort)};
    case 'pull':
      return {...none, needs: first === undefined ? [] : [first]};
    case 'tag':
    case 'commit':
      return {...none, makes: second === undefined ? [] : [second]};
    case 'build':
      return {...none, makes: values('-t', '--tag')};
    default:
      return none;
  }
}

type Options = {readonly values: (...names: string[]) => string[]; readonly rest: readonly string[]};

function splitOptions(words: readonly string[], verb: string): Options {
  const pairs: [string, string][] = [];
  let index = 0;
  for (; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-') || word === '-') break;
    const equals = word.indexOf('=');
    if (word.startsWith('--') && equals > 0) pairs.push([word.slice(0, equals), word.slice(equals + 1)]);
    else if (isFlag(word, verb)) continue;
    else if (!word.startsWith('--') && word.length > 2 && !/^-[ditPq]+[a-z]$/.test(word))
      pairs.push([word.slice(0, 2), word.slice(2).replace(/^=/, '')]);
    // `-dp 8080:80`: flags, then one option whose value follows.
    else pairs.push([word.startsWith('--') ? word : `-${word.at(-1) ?? ''}`, words[++index] ?? '']);
  }
  return {
    values: (...names) => pairs.filter(([name]) => names.includes(name)).map(([, value]) => value),
    rest: words.slice(index),
  };
}

function isFlag(word: string, verb: string): boolean {
  if (verb === 'pull' && (word === '-a' || word === '--all-tags')) return true;
  if (verb === 'build')
    return ['-q', '--quiet', '--no-cache', '--pull', '--rm', '--force-rm', '--squash'].includes(word);
  return flags.has(word) || /^-[ditPq]+$/.test(word);
}

function hostPort(published: string): number[] {
  const host = /^(?:\[?[\d.:a-f]*\]?:)?(\d+):\d+(?:\/\w+)?$/.exec(published)?.[1];
  return host === undefined ? [] : [Number(host)];
}
