/** An image a Dockerfile refers to, and where the name stands in its text. */
export type BaseImage = {readonly reference: string; readonly at: number; readonly length: number};

/**
 * The images of FROM and COPY --from; stages of the file itself, `scratch` and what cannot be told are left out.
 * `args` are build arguments; a default in an ARG before the first FROM counts too.
 */
export function baseImages(dockerfile: string, args: Readonly<Record<string, string>> = {}): readonly BaseImage[] {
  const found: BaseImage[] = [];
  const stages = new Set(['scratch']);
  const values: Record<string, string> = {};
  const line =
    /^[ \t]*(?:(ARG)[ \t]+(\w+)(?:=(\S*))?|FROM[ \t]+(?:--\S+[ \t]+)*(\S+)(?:[ \t]+AS[ \t]+(\S+))?|(?:COPY|ADD)[ \t][^\n]*?--from=(\S+))/gim;
  for (const match of dockerfile.matchAll(line)) {
    const [whole, arg, name = '', preset = '', from, stage, copied] = match;
    if (arg) {
      values[name] = args[name] ?? preset.replace(/^(["'])(.*)\1$/, '$2');
      continue;
    }
    const written = from ?? copied ?? '';
    const reference = written.replace(/\$\{?(\w+)\}?/g, (_, key: string) => values[key] ?? '');
    const isStage = stages.has(reference.toLowerCase()) || (copied !== undefined && /^\d+$/.test(reference));
    if (stage) stages.add(stage.toLowerCase());
    if (isStage || !/^[\w][\w.:/@-]*$/.test(reference)) continue;
    found.push({reference, at: match.index + whole.lastIndexOf(written), length: written.length});
  }
  return found;
}

/** The text with other references in the places found. */
export function withReferences(
  dockerfile: string,
  images: readonly BaseImage[],
  real: (reference: string) => string,
): string {
  let text = dockerfile;
  for (const {reference, at, length} of [...images].reverse()) {
    text = text.slice(0, at) + real(reference) + text.slice(at + length);
  }
  return text;
}
