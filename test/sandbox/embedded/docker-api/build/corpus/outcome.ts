import type {BuiltImage, Outcome} from './build-case.ts';

/** An image as `GET /images/{id}/json` of API 1.41 shows it, as far as a build decides. */
export interface InspectedImage {
  readonly Id: string;
  readonly Author: string;
  readonly Container: string;
  readonly Config: object;
  readonly ContainerConfig: object;
}

/** What was seen of a build and its image. */
export interface Seen {
  readonly status: number;
  /** The body as it came. */
  readonly body: string;
  readonly image?: InspectedImage;
  /** The oldest first. */
  readonly history?: readonly {readonly CreatedBy: string; readonly Comment: string}[];
  readonly layers?: readonly (readonly string[])[];
}

/** Replaces ids by numbers in the order they are seen; those of bases by their names. One for all builds of a case. */
export function createNames(bases: ReadonlyMap<string, string>): (text: string) => string {
  const names = new Map([...bases].map(([id, name]) => [short(id), `<${name}>`]));
  return (text) =>
    text.replaceAll(/(?<![\w:-])(?:sha256:)?([0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])/g, (_, id: string) => {
      const known = names.get(short(id)) ?? `<${names.size - bases.size + 1}>`;
      names.set(short(id), known);
      return known;
    });
}

/** What of it does not differ from build to build and from machine to machine. */
export function outcomeOf(
  {status, body, image, history = [], layers = []}: Seen,
  name: (text: string) => string,
): Outcome {
  const lines = linesOf(body).map(name);
  if (!image) return {status, lines};
  const built: BuiltImage = {
    author: image.Author,
    config: JSON.parse(name(JSON.stringify(withoutDescription(image.Config)))),
    containerConfig: JSON.parse(name(JSON.stringify(withoutDescription(image.ContainerConfig)))),
    isOfContainer: image.Container !== '',
    history: history.map(({CreatedBy, Comment}) => `${CreatedBy}${Comment === '' ? '' : ` // ${Comment}`}`),
    layers,
  };
  return {status, lines, image: built};
}

/** The text of a stream line by line, and what else it says in between. In how many pieces output comes is chance. */
function linesOf(body: string): readonly string[] {
  const lines: string[] = [];
  let text = '';
  const flush = (): void => {
    const joined = text.replaceAll('\u001b[0m\u001b[91m', '');
    if (joined !== '') lines.push(...joined.replace(/\n$/, '').split('\n'));
    text = '';
  };
  for (const line of body.split(/\r?\n/).filter((each) => each !== '')) {
    const parsed: {readonly stream?: string} = JSON.parse(line);
    if (parsed.stream !== undefined) {
      text += parsed.stream;
      continue;
    }
    flush();
    lines.push(JSON.stringify(parsed));
  }
  flush();
  return lines;
}

/** The stand-ins of the tests say in a label that they are no official images. */
function withoutDescription(config: object): object {
  return JSON.parse(JSON.stringify(config), (key, value: unknown) =>
    key === 'org.opencontainers.image.description' ? undefined : value,
  );
}

function short(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
