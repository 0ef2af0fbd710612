/** Errors of the registry API. https://distribution.github.io/distribution/spec/api/#errors-2 */
const codes = {
  BLOB_UNKNOWN: [404, 'blob unknown to registry'],
  BLOB_UPLOAD_INVALID: [404, 'blob upload invalid'],
  BLOB_UPLOAD_UNKNOWN: [404, 'blob upload unknown to registry'],
  DIGEST_INVALID: [400, 'provided digest did not match uploaded content'],
  MANIFEST_BLOB_UNKNOWN: [400, 'blob unknown to registry'],
  MANIFEST_INVALID: [400, 'manifest invalid'],
  MANIFEST_UNKNOWN: [404, 'manifest unknown'],
  NAME_UNKNOWN: [404, 'repository name not known to registry'],
  UNKNOWN: [500, 'unknown error'],
  UNSUPPORTED: [405, 'The operation is unsupported.'],
} as const;

export type ProblemCode = keyof typeof codes;

interface ProblemLine {
  readonly code: ProblemCode;
  readonly message: string;
  readonly detail?: unknown;
}

/** A request that is answered with an error; there may be several at once. */
export class RegistryProblem extends Error {
  readonly status: number;
  readonly lines: readonly ProblemLine[];

  private constructor(status: number, lines: readonly ProblemLine[]) {
    super(lines[0]?.message ?? '');
    this.status = status;
    this.lines = lines;
  }

  /** `detail` is left out when undefined; `message` is the code's own when absent. */
  static of(code: ProblemCode, detail?: unknown, message?: string): RegistryProblem {
    return RegistryProblem.ofAll(code, [detail], message);
  }

  static ofAll(code: ProblemCode, details: readonly unknown[], message?: string): RegistryProblem {
    const [status, usual] = codes[code];
    const lines = details.map((detail) => ({
      code,
      message: message ?? usual,
      ...(detail === undefined ? {} : {detail}),
    }));
    return new RegistryProblem(status, lines);
  }

  /** The body of the answer. */
  get json(): string {
    return `${JSON.stringify({errors: this.lines})}\n`;
  }
}
