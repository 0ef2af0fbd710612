import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {findCycle, type Import, importsOf, readSources, withoutComments} from './support/imports.ts';

/** Who may not import what, and why. `exceptTypes` lets `import type` through. */
interface Rule {
  readonly from: RegExp;
  readonly except?: RegExp;
  readonly never?: RegExp;
  /** Instead of `never`: everything that is not listed is forbidden. */
  readonly only?: RegExp;
  readonly exceptTypes?: boolean;
  readonly because: string;
}

const foundation = /^(observation|errors|clock|paths)\.ts$/;

const rules: readonly Rule[] = [
  {
    from: foundation,
    only: /^(node:|zod)/,
    because: 'observation, errors, clock and paths import nothing of ours: all stand on them',
  },
  {
    from: /^lessons\//,
    never: /^(sandbox|ui|cli|messages|workshop)\/|^(session|drive|rehearse|cli)\.ts$|^(dockerode|ink|react|@xterm)/,
    because: 'lessons parse where no Docker is',
  },
  {
    from: /^lessons\//,
    except: /^lessons\/(load|disk)\.ts$/,
    never: /^node:(fs|child_process|net|http)/,
    exceptTypes: true,
    because: 'lessons parse from strings; only load.ts and its disk.ts read one',
  },
  {
    from: /^lessons\//,
    only: /^(lessons\/|(observation|errors|clock|paths)\.ts$|node:|zod$|yaml$|marked$|fastest-levenshtein$)/,
    because: 'lessons may use zod, yaml and marked, and nothing else',
  },
  {
    from: /^session\.ts$/,
    never: /^(sandbox|ui|cli)\/|^(drive|rehearse|cli|look)\.ts$|^node:|^(dockerode|ink|react)/,
    because: "the session's test is a table: event in, state out",
  },
  {
    from: /^sandbox\//,
    never: /^(lessons|ui|cli|messages|workshop)\/|^(session|drive|rehearse|cli|progress|look|settle|start-state)\.ts$/,
    because: 'an engine that knows the answers could cheat',
  },
  {
    from: /^sandbox\//,
    except: /^sandbox\/docker\//,
    never: /^dockerode/,
    because: 'sandbox/docker/ is the only importer of dockerode',
  },
  {
    from: /^/,
    except: /^sandbox\/docker\//,
    never: /^(dockerode|docker-modem)/,
    because: 'vendor types stop at a folder',
  },
  {
    from: /^/,
    except: /^sandbox\/kubernetes\//,
    never: /^@kubernetes\/client-node/,
    because: 'vendor types stop at a folder',
  },
  {
    from: /^sandbox\/embedded\//,
    only: /^(sandbox\/embedded\/|(clock|errors)\.ts$|node:|(@noble\/hashes|fflate|modern-tar|nanotar|yaml|zod|ws|kubernetes-types)(\/|$))/,
    because: 'the engine is reached only over HTTP, so client and server share no mistake',
  },
  {
    from: /^sandbox\/embedded\//,
    except: /^sandbox\/embedded\/edge\//,
    never: /^(node:|ws$|sandbox\/embedded\/edge\/)/,
    because: 'the engine will also run in a browser tab; only edge/ knows Node',
  },
  {
    from: /^sandbox\/cli\//,
    only: /^(sandbox\/cli\/|errors\.ts$|node:|@noble\/hashes\/|[a-z@][^.]*$)/,
    because: 'the commands work against real servers, and inside the engine',
  },
  {
    from: /^sandbox\/cli\//,
    except: /^sandbox\/cli\/node(-\w+)?\.ts$/,
    never: /^node:/,
    because: 'cli/node*.ts is the only thin shell around the commands',
  },
  {
    from: /^ui\//,
    never: /^(sandbox|cli)\/|^(drive|rehearse|cli|look)\.ts$|^node:(fs|child_process|net|http)|^dockerode/,
    because: 'a frame never waits for Docker',
  },
  {
    from: /^ui\//,
    never: /^(lessons\/|session\.ts$)/,
    exceptTypes: true,
    because: 'the screen knows sessions and lessons by their types',
  },
  {
    from: /^(drive|rehearse)\.ts$/,
    never: /^ui\/|^(react|ink)(\/|$)/,
    because: 'lessons meet the sandbox without a screen',
  },
  {
    from: /^/,
    except: /^cli(\.ts$|\/)/,
    never: /^cli(\.ts$|\/)/,
    because: 'cli.ts is the composition root: it imports, nobody imports it',
  },
];

function forbidden(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((edge) =>
    rules
      .filter((rule) => rule.from.test(edge.from) && !rule.except?.test(edge.from))
      .filter((rule) => !(rule.exceptTypes && edge.typeOnly))
      .filter(({never, only}) => never?.test(edge.to) || (only !== undefined && !only.test(edge.to)))
      .map(({because}) => `${edge.from} imports ${edge.to}: ${because}`),
  );
}

const sources = readSources(fileURLToPath(new URL('../src', import.meta.url)));
const imports = sources.flatMap(importsOf);

describe('the sources', () => {
  it('have no import that the design forbids', () => {
    expect(imports.length).toBeGreaterThan(0);
    expect(forbidden(imports)).toEqual([]);
  });

  it('have no cycle of imports, types included', () => {
    expect(findCycle(imports)).toBeUndefined();
  });

  it('end the process nowhere but in the composition roots', () => {
    const others = sources.filter(({path}) => !['cli.ts', 'docker.ts', 'kind.ts', 'kubectl.ts'].includes(path));
    expect(
      others.filter(({text}) => /\bprocess\.(exit|abort|reallyExit)\b/.test(withoutComments(text))).map(name),
    ).toEqual([]);
  });

  it('have no default exports', () => {
    const byDefault = /^export\s+default\b|\bas\s+default\b/m;
    expect(sources.filter(({text}) => byDefault.test(withoutComments(text))).map(name)).toEqual([]);
  });

  it('have no file of more than 400 lines', () => {
    const long = sources.map(({path, text}) => ({path, lines: text.split('\n').length - 1}));
    expect(long.filter(({lines}) => lines > 400)).toEqual([]);
  });
});

describe('the reader of imports', () => {
  const read = (path: string, text: string): readonly Import[] => importsOf({path, text});

  it('finds static, multi-line, re-exported, dynamic, side-effect and type imports', () => {
    const text = `import {a} from './a.ts';
import {
  type B,
  c,
} from '../b.ts';
export * from './d.ts';
export type {E} from './e.ts';
import type {F} from 'zod';
import './g.ts';
const later = () => import('./h.ts');
`;
    expect(read('lessons/x.ts', text).map(({to, typeOnly}) => [to, typeOnly])).toEqual([
      ['lessons/a.ts', false],
      ['b.ts', false],
      ['lessons/d.ts', false],
      ['lessons/e.ts', true],
      ['zod', true],
      ['lessons/g.ts', false],
      ['lessons/h.ts', false],
    ]);
  });

  it('does not take a comment or a string for an import', () => {
    const text = `/** import {a} from './a.ts' */
// import './b.ts';
const text = 'import x';
export const from = text;
`;
    expect(read('x.ts', text)).toEqual([]);
  });

  it.each([
    ['errors.ts', "import {x} from './paths.ts';"],
    ['lessons/parse.ts', "import type {Sandbox} from '../sandbox/sandbox.ts';"],
    ['lessons/parse.ts', "import {readFileSync} from 'node:fs';"],
    ['session.ts', "import {spawn} from 'node:child_process';"],
    ['sandbox/guard/policy.ts', "import type {Lesson} from '../../lessons/lesson.ts';"],
    ['sandbox/guard/policy.ts', "import Docker from 'dockerode';"],
    ['sandbox/embedded/runtime/process.ts', "import {Buffer} from 'node:buffer';"],
    ['sandbox/embedded/edge/listen.ts', "import {observe} from '../../docker/observe.ts';"],
    ['sandbox/cli/docker.ts', "import {engine} from '../embedded/engine.ts';"],
    ['ui/App.tsx', "import {parse} from '../lessons/parse.ts';"],
    ['drive.ts', "import {render} from 'ink';"],
    ['progress.ts', "import {main} from './cli.ts';"],
  ])('calls it forbidden when %s says %s', (path, text) => {
    expect(forbidden(read(path, text))).not.toEqual([]);
  });

  it('lets the screen know a lesson by its type', () => {
    expect(forbidden(read('ui/App.tsx', "import type {Lesson} from '../lessons/lesson.ts';"))).toEqual([]);
  });

  it('names the whole cycle', () => {
    const edge = (from: string, to: string): Import => ({from, to, ours: true, typeOnly: false});
    expect(findCycle([edge('a.ts', 'b.ts'), edge('b.ts', 'c.ts'), edge('c.ts', 'b.ts')])).toEqual([
      'b.ts',
      'c.ts',
      'b.ts',
    ]);
  });
});

function name({path}: {readonly path: string}): string {
  return path;
}
